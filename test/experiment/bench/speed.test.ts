import { describe, expect, it } from 'vitest';
import { CALIBRATION_RESULT, calibrate } from '../../../src/experiment/bench/calibration.ts';
import { factorInterval, rankSumDistribution } from '../../../src/experiment/bench/rank-sum.ts';
import { calibrated, judgeSpeed, type SpeedPair, wasBusy } from '../../../src/experiment/bench/speed.ts';
import { type Random, randomStreams } from '../../../src/kernel/random.ts';

const LIMITS = { margin: 0.1, confidence: 0.95 };

/** Factors with a median of 1 and 10 % of noise, and every tenth of them disturbed by up to as much again. */
function noise(random: Random): number {
  const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(0.1 * gauss) * (random() < 0.1 ? 1 + random() : 1);
}
const sampleOf = (size: number, factor: number, random: Random): number[] =>
  Array.from({ length: size }, () => factor * noise(random));

/** How many of so many benchmarks end in each verdict. */
function verdictsOf(draws: number, make: (random: Random) => SpeedPair[], margin: number): Record<string, number> {
  const random = randomStreams(1).stream('bench');
  const counts: Record<string, number> = {};
  for (let i = 0; i < draws; i++) {
    // Of several policies, one that is called slower fails the benchmark.
    const verdicts = judgeSpeed(make(random), { ...LIMITS, margin }).map(({ verdict }) => verdict);
    const worst = ['slower', 'faster'].find((one) => verdicts.some((verdict) => verdict === one)) ?? verdicts[0]!;
    counts[worst] = (counts[worst] ?? 0) + 1;
  }
  return counts;
}

it('calibrates with work that comes to the same every time', () => {
  expect([calibrate(), calibrate()]).toEqual([CALIBRATION_RESULT, CALIBRATION_RESULT]);
});

describe('the distribution of the rank sum', () => {
  it('is that of every way to put two among four', () => {
    // Of 6 ways, U = 0, 1, 3 and 4 in one each, 2 in two.
    expect([...rankSumDistribution(2, 2)].map((p) => Math.round(p * 6))).toEqual([1, 1, 2, 1, 1]);
  });

  it('has the published critical value for ten against ten', () => {
    // Two-sided 5 %: U <= 23 is rejected (Mann-Whitney tables), so the sum up to 23 is within 2.5 % and up to 24 is not.
    const sum = (to: number): number =>
      rankSumDistribution(10, 10)
        .slice(0, to + 1)
        .reduce((a, b) => a + b);
    expect(sum(23)).toBeLessThanOrEqual(0.025);
    expect(sum(24)).toBeGreaterThan(0.025);
    expect(sum(100)).toBeCloseTo(1, 12);
  });
});

describe('the interval of the factor', () => {
  it('is that of the ordered quotients', () => {
    // Quotients 2/1, 2/4, 8/1, 8/4 = 0.5, 2, 2, 8. P(U = 0) = 1/6: at 60 % the tail of 0.2 leaves out one at either end.
    expect(factorInterval([2, 8], [1, 4], 0.6)).toEqual({ factor: 2, low: 0.5, high: 8 });
    expect(factorInterval([2, 8], [1, 4], 0.95)).toEqual({ factor: 2, low: 0, high: Number.POSITIVE_INFINITY });
  });

  it('holds the true factor as often as it says', () => {
    const random = randomStreams(2).stream('bench');
    let held = 0;
    for (let i = 0; i < 1000; i++) {
      const { low, high } = factorInterval(sampleOf(20, 1.2, random), sampleOf(30, 1, random), 0.95);
      if (low <= 1.2 && 1.2 <= high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(935);
    expect(held).toBeLessThanOrEqual(970);
  });
});

describe('the verdict', () => {
  it('finds a planted slow-down of 1.3 in 10 % of noise, and a speed-up', () => {
    const pair = (factor: number) => (random: Random) => [
      { now: sampleOf(30, factor, random), before: sampleOf(30, 1, random), busy: false },
    ];
    expect(verdictsOf(200, pair(1.3), 0.1)['slower']).toBeGreaterThanOrEqual(194);
    expect(verdictsOf(200, pair(1 / 1.3), 0.1)['faster']).toBeGreaterThanOrEqual(194);
  });

  it('raises no more than 5 % of false alarms over two policies at once, even without a margin', () => {
    const same = (random: Random): SpeedPair[] =>
      Array.from({ length: 2 }, () => ({ now: sampleOf(20, 1, random), before: sampleOf(20, 1, random), busy: false }));
    const { slower = 0, faster = 0 } = verdictsOf(1000, same, 1e-9);
    // Only `slower` fails a gate, in one direction of two: 2.5 % without a margin.
    expect(slower).toBeLessThanOrEqual(50);
    // Both together at their level of 5 %, give or take three standard deviations of so many draws: 50 + 3 x 6.9.
    expect(slower + faster).toBeLessThanOrEqual(70);
    // The margin makes them fewer.
    expect(verdictsOf(1000, same, 0.1)['slower']).toBeUndefined();
  });

  it('says of equal times that they are the same, and of few disturbed ones nothing', () => {
    const equal = Array.from({ length: 30 }, (_, i) => 1 + i / 1000);
    const [same] = judgeSpeed([{ now: equal, before: equal, busy: false }], LIMITS);
    expect(same).toMatchObject({ factor: 1, verdict: 'same within margin' });
    const [few] = judgeSpeed([{ now: [1, 1], before: [2, 2], busy: false }], LIMITS);
    expect(few).toMatchObject({ factor: 0.5, verdict: 'not enough evidence' });
  });
});

describe('a busy machine', () => {
  const many = (value: number): number[] => Array.from({ length: 10 }, (_, i) => value + i / 1000);
  const verdict = (now: number, before: number, busy: boolean): string =>
    judgeSpeed([{ now: many(now), before: many(before), busy }], LIMITS)[0]!.verdict;

  it('is blamed for what seems to have changed, and for nothing else', () => {
    expect([verdict(2, 1, false), verdict(2, 1, true)]).toEqual(['slower', 'not enough evidence: machine too busy']);
    expect([verdict(1, 2, false), verdict(1, 2, true)]).toEqual(['faster', 'not enough evidence: machine too busy']);
    expect([verdict(1, 1, false), verdict(1, 1, true)]).toEqual(['same within margin', 'same within margin']);
  });

  it('is one on which the calibration waited too long, by the clock that counts', () => {
    const was = (clock: 'processor' | 'wall', share: number): boolean => wasBusy({ clock, share });
    expect([was('processor', 0.09), was('processor', 0.1)]).toEqual([true, false]);
    expect([was('wall', 0.89), was('wall', 0.9)]).toEqual([true, false]);
  });
});

describe('calibrated times', () => {
  it('are in units of the calibrations on both sides, for one run', () => {
    // 60 ms for two runs between 10 and 20 ms: 30 / 15.
    expect(calibrated([60], [10, 20], 2)).toEqual([2]);
  });

  it('do not know of a machine that grows slower and slower', () => {
    const random = randomStreams(3).stream('bench');
    const drift = (at: number): number => 1 + at / 10;
    const measured = (from: number): number[] => {
      const calibrations = Array.from({ length: 31 }, (_, i) => 15 * drift(from + i));
      const samples = Array.from({ length: 30 }, (_, i) => 40 * drift(from + i + 0.5) * (1 + random() / 50));
      return calibrated(samples, calibrations, 1);
    };
    // The clock alone would say twice as long: 1 + 4.5 in the middle of the one, 1 + 1.5 in that of the other, so 2.2.
    const [judged] = judgeSpeed([{ now: measured(30), before: measured(0), busy: false }], LIMITS);
    expect(judged).toMatchObject({ verdict: 'same within margin' });
    expect(judged!.factor).toBeCloseTo(1, 1);
  });

  it('refuse a clock that stands still, and calibrations that are missing', () => {
    expect(() => calibrated([0], [0, 0], 1)).toThrow(/stood still/);
    expect(() => calibrated([1], [1], 1)).toThrow(/expected 2 calibrations, found 1/);
  });
});

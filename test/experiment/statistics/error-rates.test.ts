import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../src/experiment/statistics/bootstrap.ts';
import { type Interval, meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { decided, looks } from '../../../src/experiment/statistics/sequential.ts';
import { type Comparison, verdicts } from '../../../src/experiment/statistics/verdict.ts';
import { randomStreams } from '../../../src/kernel/random.ts';
import { mean } from '../../../src/metrics/statistics.ts';
import { runsOfQueue, TRUE_MEAN_WAIT } from './mmc.ts';

/*
 * What intervals and verdicts promise, measured on M/M/2 at load 0.5, where the truth is known. docs/statistics.md has
 * the same figures. Seeds are fixed: a failure is a change, never bad luck.
 */
const EXPERIMENTS = 1000;
const REPLICATIONS = 10;
const runs = runsOfQueue(EXPERIMENTS * REPLICATIONS);

/** Share of 1,000 experiments of ten fresh runs each whose interval holds the truth. */
function coverage(values: Float64Array, truth: number, of: (sample: number[]) => Interval): number {
  let covered = 0;
  for (let i = 0; i < EXPERIMENTS; i++) {
    const { low, high } = of([...values.subarray(i * REPLICATIONS, (i + 1) * REPLICATIONS)]);
    if (low! <= truth && truth <= high!) covered += 1;
  }
  return covered / EXPERIMENTS;
}

describe('intervals of 95 % over ten replications', () => {
  it("hold the mean wait of Erlang's formula in 93 to 97 % of 1,000 experiments", () => {
    const share = coverage(runs.mean, TRUE_MEAN_WAIT, (sample) => meanInterval(sample, 0.95));
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });

  it('by the bootstrap hold the expected 0.95 quantile of a run in 93 to 97 % of them', () => {
    // The mean over all 10,000 runs is off by a hundredth of what one run is.
    const random = randomStreams('coverage').stream('bootstrap');
    const share = coverage(runs.p95, mean(runs.p95), (sample) => bootstrapInterval(sample, 0.95, random));
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });
});

describe('verdicts on equal policies', () => {
  const random = randomStreams('error rates').stream('draws');
  /** Independent runs, without common random numbers: those of two equal policies would be the same to the digit. */
  const draw = (values: Float64Array, count: number): number[] =>
    Array.from({ length: count }, () => values[Math.floor(random() * values.length)]!);
  const equal = (values: Float64Array, count: number): Comparison => ({
    better: 'lower',
    values: draw(values, count),
    baseline: draw(values, count),
  });
  const rate = (experiments: number, wrong: () => boolean): number =>
    Array.from({ length: experiments }, wrong).filter(Boolean).length / experiments;
  const isWrong = (family: readonly Comparison[], confidence = 0.95): boolean =>
    verdicts(family, confidence).some(({ verdict }) => verdict === 'better' || verdict === 'worse');

  it.each(['mean', 'p95'] as const)('of the %s wait are wrong in few experiments', (figure) => {
    const share = rate(4000, () => isWrong([equal(runs[figure], REPLICATIONS)]));
    expect(share).toBeLessThanOrEqual(0.05);
    expect(share).toBeGreaterThan(0.02);
  });

  it('are wrong anywhere in a family in 5 % at the most: four policies by two metrics against one baseline', () => {
    const share = rate(2000, () => {
      const places = (count: number): number[] =>
        Array.from({ length: count }, () => Math.floor(random() * runs.mean.length));
      const baseline = places(REPLICATIONS);
      const family = Array.from({ length: 4 }, () => places(REPLICATIONS)).flatMap((policy) =>
        [runs.mean, runs.p95].map(
          (values): Comparison => ({
            better: 'lower',
            values: policy.map((place) => values[place]!),
            baseline: baseline.map((place) => values[place]!),
          }),
        ),
      );
      return isWrong(family);
    });
    expect(share).toBeLessThanOrEqual(0.05);
  });

  it('are wrong at any look in 5 % at the most, where 95 % at each look would be far from it', () => {
    const plan = looks({ first: 5, most: 100, confidence: 0.95 });
    const anyLook = (confidenceOf: (look: { readonly confidence: number }) => number): number =>
      rate(2000, () => {
        const all = equal(runs.mean, 100);
        return plan.some((look) => {
          const upTo = (values: Comparison['values']) => values.slice(0, look.replications);
          return isWrong([{ ...all, values: upTo(all.values), baseline: upTo(all.baseline) }], confidenceOf(look));
        });
      });
    const [ours, naive] = [anyLook(({ confidence }) => confidence), anyLook(() => 0.95)];
    expect(ours).toBeLessThanOrEqual(0.05);
    expect(naive).toBeGreaterThan(0.1);
  });
});

describe('verdicts on policies that differ', () => {
  const random = randomStreams('power').stream('draws');
  const draw = (): number => runs.mean[Math.floor(random() * runs.mean.length)]!;

  it('call those that differ by exactly the margin equivalent in 5 % at the most', () => {
    const margin = TRUE_MEAN_WAIT / 2;
    let wrong = 0;
    for (let i = 0; i < 4000; i++) {
      const pairs = Array.from({ length: REPLICATIONS }, () => [draw() + margin, draw()] as const);
      const [judgement] = verdicts(
        [
          {
            better: 'lower',
            values: pairs.map(([value]) => value),
            baseline: pairs.map(([, value]) => value),
            margin: { of: 'absolute', value: margin },
          },
        ],
        0.95,
      );
      if (judgement!.verdict === 'equivalent') wrong += 1;
    }
    expect(wrong / 4000).toBeLessThanOrEqual(0.05);
  });

  it('settle in about 80 % with as many replications as were asked for', () => {
    // The truth in the place of what is observed: a difference of half a standard deviation of the differences.
    const spread = Math.sqrt(2) * Math.sqrt(mean(runs.mean.map((x) => (x - mean(runs.mean)) ** 2)));
    const sample = [-1, 1, -1, 1].map((sign) => spread * (0.5 + sign * Math.sqrt(3 / 4)));
    const [pilot] = verdicts([{ better: 'lower', values: sample, baseline: [0, 0, 0, 0] }], 0.95);
    const needed = 4 + pilot!.more!;
    let settled = 0;
    for (let i = 0; i < 2000; i++) {
      const values = Array.from({ length: needed }, () => draw() + spread / 2);
      const judged = verdicts([{ better: 'lower', values, baseline: values.map(draw) }], 0.95);
      if (decided(judged)) settled += 1;
    }
    expect(settled / 2000).toBeGreaterThan(0.77);
    expect(settled / 2000).toBeLessThan(0.85);
  });
});

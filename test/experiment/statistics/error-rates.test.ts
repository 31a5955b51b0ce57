import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../src/experiment/statistics/bootstrap.ts';
import { figureInterval } from '../../../src/experiment/statistics/figure-interval.ts';
import { type Interval, meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { decided, looks } from '../../../src/experiment/statistics/sequential.ts';
import { type Comparison, verdicts } from '../../../src/experiment/statistics/verdict.ts';
import { randomStreams } from '../../../src/kernel/random.ts';
import { NOT_NEGATIVE, SHARE } from '../../../src/metrics/metric.ts';
import { mean } from '../../../src/metrics/statistics.ts';
import { runsOfQueue, TRUE_LONG_WAITS, TRUE_MEAN_WAIT } from './mmc.ts';

/*
 * What intervals and verdicts promise, measured on M/M/2 at load 0.5, where the truth is known. docs/statistics.md has
 * the same figures. Seeds are fixed: a failure is a change, never bad luck.
 */
const EXPERIMENTS = 1000;
const REPLICATIONS = 10;
const runs = runsOfQueue(EXPERIMENTS * REPLICATIONS);

/** The intervals of 1,000 experiments of so many fresh runs each. */
const intervals = (values: Float64Array, of: (sample: number[]) => Interval, n: number = REPLICATIONS): Interval[] =>
  Array.from({ length: EXPERIMENTS }, (_, i) => of([...values.subarray(i * n, (i + 1) * n)]));

const share = (all: readonly Interval[], holds: (one: Interval) => boolean): number =>
  all.filter(holds).length / all.length;

/** Share of 1,000 experiments of ten runs each whose interval holds the truth. */
const coverage = (values: Float64Array, truth: number, of: (sample: number[]) => Interval): number =>
  share(intervals(values, of), ({ low, high }) => low! <= truth && truth <= high!);

describe('intervals of 95 % over ten replications', () => {
  it("hold the mean wait of Erlang's formula in 93 to 97 % of 1,000 experiments", () => {
    const covered = coverage(runs.mean, TRUE_MEAN_WAIT, (sample) => meanInterval(sample, 0.95));
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  it('by the bootstrap hold the expected 0.95 quantile of a run in 93 to 97 % of them', () => {
    // The mean over all 10,000 runs is off by a hundredth of what one run is.
    const random = randomStreams('coverage').stream('bootstrap');
    const covered = coverage(runs.p95, mean(runs.p95), (sample) => bootstrapInterval(sample, 0.95, random));
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });
});

/*
 * Few runs make wide intervals, of which the lower bounds are where the figure cannot be: of two runs those of mean waits
 * in 65.7 % of the experiments, of four those of the 0.95 quantile in 9.9 %.
 */
describe('intervals of 95 % that are cut where the figure cannot be', () => {
  it.each([
    ['the mean wait', runs.mean, TRUE_MEAN_WAIT, { skewed: false, range: NOT_NEGATIVE }, 2],
    ['the share of long waits', runs.long, TRUE_LONG_WAITS, { skewed: false, range: SHARE }, 2],
    ['the 0.95 quantile', runs.p95, mean(runs.p95), { skewed: true, range: NOT_NEGATIVE }, 4],
  ])('hold %s in 93 to 97 % of 1,000 experiments', (_, values, truth, nature, n) => {
    const found = intervals(values, (sample) => figureInterval(sample, nature, 0.95), n);
    expect(share(found, ({ low }) => low === 0)).toBeGreaterThan(0.05);
    expect(share(found, ({ low, high }) => low! >= nature.range[0] && high! <= nature.range[1])).toBe(1);
    const covered = share(found, ({ low, high }) => low! <= truth && truth <= high!);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
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
    const wrong = rate(4000, () => isWrong([equal(runs[figure], REPLICATIONS)]));
    expect(wrong).toBeLessThanOrEqual(0.05);
    expect(wrong).toBeGreaterThan(0.02);
  });

  it('are wrong anywhere in a family in 5 % at the most: four policies by two metrics against one baseline', () => {
    const wrong = rate(2000, () => {
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
    expect(wrong).toBeLessThanOrEqual(0.05);
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

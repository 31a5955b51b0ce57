import { expect, test } from 'vitest';
import { meanInterval } from '../../src/experiment/statistics/interval.ts';
import { NAMED_METRICS } from '../../src/metrics/index.ts';
import { faultyCentre, runOf } from './faulty-centre.ts';

const RUNS = 150;
const AVAILABILITY = NAMED_METRICS.find(({ name }) => name === 'availability')!;
/** All bands hold together with probability 0.999, by Bonferroni's inequality. */
const CASES = [
  [100, 5],
  [10, 10],
  [20, 300],
] as const;
const LEVEL = 1 - 0.001 / CASES.length;

/** A node that fails and is mended for 5,000 h, in which a job runs on another one that never fails. */
function availability(mtbf: number, mttr: number, seed: number): number {
  const built = faultyCentre(
    {
      cluster: { groups: { weak: { count: 1, cores: 1 }, sound: { count: 1, cores: 1, features: ['sound'] } } },
      jobs: [{ name: 'long', run: '5000h', features: ['sound'] }],
      failures: {
        nodes: { of: { groups: ['weak'] }, mtbf: `${mtbf}h`, repair: { law: 'exponential', mean: `${mttr}h` } },
      },
      recovery: { retries: 0 },
    },
    seed,
  );
  // The machine is available for half of the time by the node that never fails.
  return 2 * AVAILABILITY.of(runOf(built)) - 1;
}

/**
 * A node that works and is mended for exponential times works in the long run for MTBF / (MTBF + MTTR) of the time
 * (R. E. Barlow and F. Proschan, Mathematical Theory of Reliability, 1965, section 3.2). As it works at first, the mean
 * over a time T is higher by (1 - A) (1 - e^(-rT)) / (rT) with r = 1/MTBF + 1/MTTR.
 */
test.each(CASES)('a node that works for %d h and is mended for %d h is available as theory says', (mtbf, mttr) => {
  const { value, low, high } = meanInterval(
    Array.from({ length: RUNS }, (_, seed) => availability(mtbf, mttr, seed)),
    LEVEL,
  );
  const steady = mtbf / (mtbf + mttr);
  const lasts = (1 / mtbf + 1 / mttr) * 5000;
  const expected = steady - ((1 - steady) * Math.expm1(-lasts)) / lasts;
  expect(expected, `${low} to ${high}`).toBeGreaterThan(low!);
  expect(expected, `${low} to ${high}`).toBeLessThan(high!);
  expect(Math.abs(expected / steady - 1)).toBeLessThan(0.06);
  expect((high! - low!) / 2 / value!).toBeLessThan(0.12);
});

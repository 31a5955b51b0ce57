import { describe, expect, it, test } from 'vitest';
import { meanInterval } from '../../src/experiment/statistics/interval.ts';
import { dalyInterval, youngInterval } from '../../src/failures/checkpoints/interval.ts';
import { type Checkpointed, expectedTime } from './checkpoint-theory.ts';
import { faultyCentre, runOf } from './faulty-centre.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const inSeconds = (ms: number): string => `${ms / SECOND}s`;

/** A job of ten times the mean time between failures on one node. */
const jobOf = (mtbf: number, write: number): Checkpointed => ({
  work: 10 * mtbf,
  mtbf,
  repair: 10 * MINUTE,
  write,
  read: write / 2,
});

/** How long it takes in one run, ms. @param interval a length of time, or how it is found */
function timeOf({ work, mtbf, repair, write, read }: Checkpointed, interval: string, seed: number): number {
  const built = faultyCentre(
    {
      cluster: { groups: { n: { count: 1, cores: 1 } } },
      jobs: [{ name: 'long', run: inSeconds(work) }],
      failures: { nodes: { mtbf: inSeconds(mtbf), repair: inSeconds(repair) } },
      checkpoints: { interval, write: inSeconds(write), read: inSeconds(read) },
      recovery: { retries: 100_000 },
    },
    seed,
  );
  return runOf(built).end[0]!;
}

/** The same under many seeds, which are the same for every interval: it meets the same lengths of life of its node. */
const timesOf = (job: Checkpointed, interval: string, runs: number): number[] =>
  Array.from({ length: runs }, (_, seed) => timeOf(job, interval, seed));

/** All statements of a list are true together with probability 0.999, by Bonferroni's inequality. */
const levelOf = (statements: number): number => 1 - 0.001 / statements;

interface Band {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const bandOf = (values: readonly number[], level: number): Band => {
  const { value, low, high } = meanInterval(values, level);
  return { mean: value!, low: low!, high: high! };
};

/** By how much runs of one kind take longer than those of another, under the same seeds. */
const difference = (a: readonly number[], b: readonly number[], level: number): Band =>
  bandOf(
    a.map((time, i) => time - b[i]!),
    level,
  );

const MTBF = [6 * HOUR, 24 * HOUR, 96 * HOUR];
const WRITE = [MINUTE, 10 * MINUTE, HOUR];
const AROUND_DALY = [1 / 4, 1 / 2, 1, 2, 4];

describe.each(MTBF)('with a failure every %d ms', (mtbf) => {
  it.each(WRITE)('and checkpoints of %d ms a job takes as long as theory says, whatever the interval', (write) => {
    const job = jobOf(mtbf, write);
    for (const factor of AROUND_DALY) {
      const interval = Math.round((factor * dalyInterval(write, mtbf)) / SECOND) * SECOND;
      const times = timesOf(job, inSeconds(interval), 120);
      const { low, high, mean } = bandOf(times, levelOf(MTBF.length * WRITE.length * AROUND_DALY.length));
      const expected = expectedTime(job, interval);
      const said = `${factor} of daly: ${low} to ${high}, not ${expected}`;
      expect(low, said).toBeLessThan(expected);
      expect(high, said).toBeGreaterThan(expected);
      // A band that says nothing would prove nothing.
      expect((high - low) / 2 / mean).toBeLessThan(0.16);
    }
  });
});

/** From a quarter of Daly's interval to four times as long. */
const GRID = Array.from({ length: 13 }, (_, i) => 4 ** ((i - 6) / 6));
const RUNS = 80;

test.each<readonly [number, number]>([
  [6 * HOUR, HOUR],
  [24 * HOUR, 10 * MINUTE],
])('with a failure every %d ms and checkpoints of %d ms no interval wastes less than daly', (mtbf, write) => {
  const job = jobOf(mtbf, write);
  const daly = timesOf(job, 'daly', RUNS);
  const longer = GRID.map((factor) => {
    const interval = Math.round((factor * dalyInterval(write, mtbf)) / SECOND) * SECOND;
    return difference(timesOf(job, inSeconds(interval), RUNS), daly, levelOf(GRID.length));
  });
  for (const [i, { high }] of longer.entries())
    expect(high, `${GRID[i]} of daly wastes less`).toBeGreaterThanOrEqual(0);
  // The valley has walls, and its bottom is where the interval is.
  expect(longer.at(0)!.low).toBeGreaterThan(0);
  expect(longer.at(-1)!.low).toBeGreaterThan(0);
  const least = GRID[longer.indexOf(longer.reduce((a, b) => (b.mean < a.mean ? b : a)))]!;
  expect(least).toBeGreaterThan(0.5);
  expect(least).toBeLessThan(2);
});

test('where failures are frequent young wastes more than daly', () => {
  // C = M: young sqrt(2) M; x = sqrt(1/2), daly sqrt(2) (1 + 0.2357 + 0.0556) M - M = 0.8261 M. By the theory above a job
  // takes (e^2.414 - 1) / 1.414 = 7.20 and (e^1.826 - 1) / 0.826 = 6.30 times as long as it computes.
  const job = jobOf(HOUR, HOUR);
  expect(youngInterval(HOUR, HOUR) / HOUR).toBeCloseTo(Math.SQRT2, 12);
  expect(dalyInterval(HOUR, HOUR) / HOUR).toBeCloseTo(0.8261, 4);
  expect(difference(timesOf(job, 'young', 200), timesOf(job, 'daly', 200), levelOf(1)).low).toBeGreaterThan(0);
});

test('the formula gives figures that are worked by hand', () => {
  const job: Checkpointed = { work: 2, mtbf: 1, repair: 0, write: 0.5, read: 0.25 };
  // One segment of 2: e^2 - 1. Two of 1, the first with a checkpoint and the second with a reading: (e^1.5 - 1) + e^0.25 (e - 1).
  expect(expectedTime(job, 2)).toBeCloseTo(Math.E ** 2 - 1, 12);
  expect(expectedTime(job, 1)).toBeCloseTo(Math.E ** 1.5 - 1 + Math.E ** 0.25 * (Math.E - 1), 12);
  // Waiting for a repair as long as failures take to come makes it twice as long.
  expect(expectedTime({ ...job, repair: 1 }, 1)).toBeCloseTo(2 * expectedTime(job, 1), 12);
});

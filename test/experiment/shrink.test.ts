import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import { resolveOptions } from '../../src/experiment/options.ts';
import { firstParting, shiftsBetween } from '../../src/experiment/parting.ts';
import type { Replay } from '../../src/experiment/replay.ts';
import { shrink } from '../../src/experiment/shrink.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import { rowsOf } from '../../src/model/rows.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyWorkload, jobTable } from '../engine/jobs.ts';

const runOf = (spec: string, jobs: JobTable, procs: number): FinishedRun =>
  simulate(jobs, procs, createScheduler(spec));

const replayOf = (spec: string, jobs: JobTable, procs: number): Replay => ({
  jobs,
  procs,
  policy: { label: spec, spec },
  options: resolveOptions(),
});

/** Whether two policies start any of these jobs at different times. */
function parts(a: string, b: string, jobs: JobTable, procs: number): boolean {
  const [one, other] = [runOf(a, jobs, procs).start, runOf(b, jobs, procs).start];
  return one.some((time, job) => time !== other[job]);
}

it.each([
  ['fcfs', 'easy'],
  ['sjf', 'conservative'],
  ['easy', 'easy++'],
])('what is left parts %s and %s, and with any single job less it does not', async (a, b) => {
  let [parted, smaller] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyWorkload('kill', 14), async ({ jobs, procs }) => {
      if (!parts(a, b, jobs, procs)) return;
      parted += 1;
      const parting = firstParting(runOf(a, jobs, procs), runOf(b, jobs, procs))!;
      const known = [...jobs.submit.keys()].filter((row) => jobs.submit[row]! <= parting.time);
      const { rows, minimal, ...runs } = await shrink(replayOf(a, jobs, procs), replayOf(b, jobs, procs), known);
      expect(minimal).toBe(true);
      const left = rowsOf(jobs, rows);
      expect(parts(a, b, left, procs)).toBe(true);
      expect([runs.a.hash, runs.b.hash]).toEqual([runOf(a, left, procs).hash, runOf(b, left, procs).hash]);
      for (const gone of rows.keys()) {
        expect(parts(a, b, rowsOf(jobs, rows.toSpliced(gone, 1)), procs), `without row ${gone} of ${rows}`).toBe(false);
      }
      if (rows.length < jobs.length) smaller += 1;
    }),
    // Of 200 workloads easy and easy++ part on 17 or so, and by chance on fewer than the test asks for.
    { numRuns: 400, seed: 1 },
  );
  expect([parted > 10, smaller > 10]).toEqual([true, true]);
});

/** One processor is held until 10 while two are wanted; then jobs of one second that fcfs keeps behind that. */
const MANY = jobTable([
  { submit: 0, run: 10, est: 10, procs: 1 },
  { submit: 1, run: 1, est: 1, procs: 2 },
  ...Array.from({ length: 6 }, () => ({ submit: 2, run: 1, est: 1, procs: 1 })),
]);

it('stops at its bound, and says so', async () => {
  const [a, b] = [replayOf('fcfs', MANY, 2), replayOf('easy', MANY, 2)];
  const seen: number[] = [];
  const few = await shrink(a, b, [...MANY.submit.keys()], { pairs: 2, onPair: (pairs) => seen.push(pairs) });
  expect([few.pairs, few.minimal, seen]).toEqual([2, false, [1]]);
  expect(firstParting(few.a, few.b)).toBeDefined();
  const all = await shrink(a, b, [...MANY.submit.keys()]);
  // The holder, the one that waits, and one that easy lets pass.
  expect([all.rows.length, all.minimal]).toEqual([3, true]);
  // Rows with which they do not part are not taken at their word.
  expect((await shrink(a, b, [0, 1])).rows.length).toBe(3);
});

it('two runs part at the first start of which one is alone, and shifts are counted from there', () => {
  const [a, b] = [runOf('fcfs', MANY, 2), runOf('easy', MANY, 2)];
  // Under fcfs the six follow the second at 11, by twos; under easy they pass it, one by one from 2 on.
  expect(firstParting(a, b)).toEqual({ time: 2000, a: [], b: [2] });
  // 11, 11, 12, 12, 13, 13 against 2, 3, 4, 5, 6, 7: earlier by 9, 8, 8, 7, 7, 6 s; 45 in all, of 8 jobs.
  expect(shiftsBetween(a, b)).toEqual({
    ...{ earlier: 6, later: 0, onlyA: 0, onlyB: 0, mean: -5625, meanSize: 7500 },
    greatest: { job: 2, by: -9000 },
  });
  expect(firstParting(a, a)).toBeUndefined();
  expect(shiftsBetween(a, a).greatest).toBeUndefined();
});

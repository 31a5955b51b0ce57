import { expect, test } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable } from '../properties/workloads.ts';

/** Processors and seconds, all submitted at 0 to 128 processors, estimates exact. */
const JOBS = [
  [100, 1000],
  [128, 100],
  [28, 5000],
  [28, 900],
] as const;

test.each([
  // The second is the head, its shadow 1000 s with nothing to spare: the third would delay it, the fourth would not.
  ['easy', [0, 1000, 1100, 0]],
  ['easy-sjbf', [0, 1000, 1100, 0]],
  ['conservative', [0, 1000, 1100, 0]],
  ['conservative-rebuild', [0, 1000, 1100, 0]],
  // Nobody passes the second, and the last two go together.
  ['fcfs', [0, 1000, 1100, 1100]],
  // 100 s, then 900 s next to 1000 s; the third joins when the fourth has ended.
  ['sjf', [100, 0, 1000, 100]],
  // Without a reservation the third starts at once, and holds the second up for 5000 s; the fourth finds room at 1000 s.
  ['backfill(depth=0)', [0, 5000, 0, 1000]],
])('%s starts the four jobs at %j', (policy, starts) => {
  const jobs = jobTable(
    JOBS.map(([procs, seconds]) => ({ submit: 0, run: seconds * 1000, estimate: seconds * 1000, procs })),
  );
  const { start } = simulate(jobs, 128, createScheduler(policy));
  expect(Array.from(start, (ms) => ms / 1000)).toEqual(starts);
});

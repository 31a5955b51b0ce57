import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedByEstimate } from '../../src/engine/planned.ts';
import { Reservations } from '../../src/engine/reservations.ts';
import type { JobId, JobTable } from '../../src/model/jobs.ts';
import { ORACLES } from '../schedulers/oracles.ts';
import { anyDeepWorkload, anyWorkload, jobTable, type SmallWorkload } from './jobs.ts';

/** Conservative backfilling by hand on top of the reservations, one decision per instant; starts in ms. */
function startsWith(few: number, jobs: JobTable, procs: number): number[] {
  const kept = new Reservations(jobs, plannedByEstimate(jobs), procs, { few });
  const starts: number[] = Array(jobs.length).fill(Number.NaN);
  const running = new Map<JobId, number>();
  let next = 0;
  for (;;) {
    const now = Math.min(next < jobs.length ? jobs.submit[next]! : Number.POSITIVE_INFINITY, ...running.values());
    if (now === Number.POSITIVE_INFINITY) return starts;
    const ended = [...running].filter(([, end]) => end === now).map(([job]) => job);
    for (const job of ended) {
      running.delete(job);
      kept.end(job, now, starts[job]! + Math.max(jobs.estimate[job]!, 1000));
    }
    if (ended.length > 0) kept.compress(now);
    for (; jobs.submit[next] === now; next += 1) kept.keep(next as JobId, now);
    for (const job of kept.due(now)) {
      kept.begin(job);
      starts[job] = now;
      running.set(job, now + jobs.runtime[job]!);
    }
  }
}

const oracle = ORACLES.get('conservative')!;
const INSTANT = { pass: 'instant', order: 'completions-first' } as const;

/** Asking all, asking only those whom a gain names, and every change between the two must come to the same. */
function makeTheSchedule({ jobs, procs }: SmallWorkload): void {
  const starts = [...oracle(jobs, procs, INSTANT)];
  for (const few of [0, 3, 40, 100, Number.POSITIVE_INFINITY])
    expect(startsWith(few, jobs, procs), `when ${few} are few`).toEqual(starts);
}

describe('reservations', () => {
  it('make the schedule of the definition, whatever number of kept jobs is few', () => {
    fc.assert(fc.property(anyWorkload('kill'), makeTheSchedule), { numRuns: 400, seed: 11 });
  });

  it('make it in deep queues, too', () => {
    fc.assert(fc.property(anyDeepWorkload, makeTheSchedule), { numRuns: 100, seed: 12, endOnFailure: true });
  });

  it('slides a job to where a gain before its place begins, and lets it leap into a hole that a gain completes', () => {
    // Four processors. A holds two until 100 and B two until 50; C (4 wide) is held at 100, D (2 wide, 60 long) at 150.
    const jobs = jobTable([
      { submit: 0, run: 30, est: 100, procs: 2 },
      { submit: 0, run: 50, est: 50, procs: 2 },
      { submit: 0, run: 50, est: 50, procs: 4 },
      { submit: 0, run: 60, est: 60, procs: 2 },
    ]);
    for (const few of [0, 9]) {
      const kept = new Reservations(jobs, plannedByEstimate(jobs), 4, { few });
      const [a, b, c, d] = [0, 1, 2, 3] as JobId[] as [JobId, JobId, JobId, JobId];
      expect([a, b, c, d].map((job) => kept.keep(job, 0) / 1000)).toEqual([0, 0, 100, 150]);
      expect(kept.due(0)).toEqual([a, b]);
      kept.begin(a);
      kept.begin(b);
      // A ends at 30: C slides from 100 to 50, and D, whose turn is after, from 150 to 100.
      kept.end(a, 30_000, 100_000);
      kept.compress(30_000);
      expect([kept.due(49_999), kept.due(50_000), kept.due(99_999), kept.due(100_000)]).toEqual([[], [c], [c], [c, d]]);
    }
  });
});

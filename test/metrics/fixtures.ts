import fc from 'fast-check';
import type { FinishedRun } from '../../src/model/run.ts';
import { fromSeconds } from '../../src/model/time.ts';

/** A job of a hand-written schedule, times in seconds. */
export interface PencilJob {
  readonly submit: number;
  readonly run: number;
  readonly procs: number;
  readonly user: number;
  readonly start: number;
  readonly killed?: boolean;
}

/** A finished run out of jobs that somebody has already scheduled, given in order of arrival. */
export function finishedRun(procs: number, jobs: readonly PencilJob[], policy = 'pencil'): FinishedRun {
  const times = (of: (job: PencilJob) => number): Float64Array =>
    Float64Array.from(jobs, (job) => fromSeconds(of(job)));
  const same = jobs.map(() => -1);
  return {
    policy,
    procs,
    start: times(({ start }) => start),
    end: times(({ start, run }) => start + run),
    hash: '0123456789abcdef',
    events: 2 * jobs.length,
    decisions: jobs.length,
    jobs: {
      length: jobs.length,
      id: jobs.map((_, row) => row + 1),
      submit: times(({ submit }) => submit),
      runtime: times(({ run }) => run),
      estimate: times(({ run }) => run),
      procs: Int32Array.from(jobs, (job) => job.procs),
      killed: Uint8Array.from(jobs, ({ killed }) => (killed === true ? 1 : 0)),
      user: jobs.map(({ user }) => user),
      group: same,
      queue: same,
    },
  };
}

/**
 * Four jobs on four processors, worked by pencil. The third starts 2 s late although it would fit, so that the idle
 * processors and the waiting jobs differ in every stretch of time:
 *
 *     time    0-10  10-20  20-22  22-27  27-30  30-100  100-120  120-150
 *     in use     3      3      3      4      3       3        4        2
 *     wait       -      1     12      1      1     1 3        -        -
 *     asked      0      2      3      2      2       4        0        0
 */
export const PENCIL: FinishedRun = finishedRun(4, [
  { submit: 0, run: 100, procs: 3, user: 1, start: 0 },
  { submit: 10, run: 50, procs: 2, user: 2, start: 100 },
  { submit: 20, run: 5, procs: 1, user: 1, start: 22 },
  { submit: 30, run: 20, procs: 2, user: 2, start: 100, killed: true },
]);

export const EMPTY: FinishedRun = finishedRun(4, []);

/** First come, first served in whole seconds: each job starts at the first second at which it and all before fit. */
function firstComeFirstServed(procs: number, jobs: readonly Omit<PencilJob, 'start'>[]): PencilJob[] {
  const done: PencilJob[] = [];
  let earliest = 0;
  for (const job of jobs) {
    let start = Math.max(earliest, job.submit);
    const ends = done.map((other) => other.start + other.run).sort((a, b) => a - b);
    const inUse = (at: number): number =>
      done.reduce((sum, other) => sum + (other.start <= at && at < other.start + other.run ? other.procs : 0), 0);
    while (inUse(start) + job.procs > procs) start = ends.find((end) => end > start)!;
    earliest = start;
    done.push({ ...job, start });
  }
  return done;
}

const PROCS = 8;

/** Random workloads, run first come, first served; some jobs last 0 s and some arrive together. */
export const anyRun: fc.Arbitrary<FinishedRun> = fc
  .array(
    fc.record({
      gap: fc.nat(40),
      run: fc.nat(90),
      procs: fc.integer({ min: 1, max: PROCS }),
      user: fc.integer({ min: -1, max: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drawn) => {
    let submit = 0;
    const jobs = drawn.map(({ gap, ...job }) => {
      submit += gap;
      return { ...job, submit };
    });
    return finishedRun(PROCS, firstComeFirstServed(PROCS, jobs), 'fcfs');
  });

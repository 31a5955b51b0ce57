import fc from 'fast-check';
import { INSTANT, simulate } from '../../src/engine/simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { Scheduler, Simultaneity } from '../../src/model/scheduler.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import { invariants } from '../../src/observers/invariants.ts';
import { createScheduler, type PolicySpec } from '../../src/registry.ts';

/** A job as one writes it down by hand; times in seconds. */
export interface SmallJob {
  readonly submit: number;
  readonly run: number;
  readonly procs: number;
  /** The run time if absent. */
  readonly est?: number | undefined;
  /** Unknown if absent. */
  readonly user?: number | undefined;
}

/** The jobs in order of arrival; run times are cut at the estimates unless jobs may overrun. */
export function jobTable(jobs: readonly SmallJob[], overrun: 'kill' | 'extend' = 'kill'): JobTable {
  const sorted = [...jobs].sort((a, b) => a.submit - b.submit);
  const est = ({ run, est: given }: SmallJob): number => given ?? run;
  const executed = (job: SmallJob): number => (overrun === 'kill' ? Math.min(job.run, est(job)) : job.run);
  const unknown = sorted.map(() => -1);
  return {
    length: sorted.length,
    id: sorted.map((_, row) => row + 1),
    submit: Float64Array.from(sorted, ({ submit }) => fromSeconds(submit)),
    runtime: Float64Array.from(sorted, (job) => fromSeconds(executed(job))),
    estimate: Float64Array.from(sorted, (job) => fromSeconds(est(job))),
    procs: Int32Array.from(sorted, ({ procs }) => procs),
    killed: Uint8Array.from(sorted, (job) => (executed(job) < job.run ? 1 : 0)),
    user: sorted.map(({ user }) => user ?? -1),
    group: unknown,
    queue: unknown,
  };
}

/** When each job starts, in seconds and in order of arrival; the invariants watch. */
export function startsOf(
  policy: PolicySpec | Scheduler,
  procs: number,
  jobs: readonly SmallJob[] | JobTable,
  simultaneity: Simultaneity = INSTANT,
): number[] {
  const table = 'estimate' in jobs ? jobs : jobTable(jobs);
  const scheduler = isScheduler(policy) ? policy : createScheduler(policy);
  const observers = [invariants(table, procs, scheduler)];
  return Array.from(simulate(table, procs, scheduler, { simultaneity, observers }).start, toSeconds);
}

const isScheduler = (policy: PolicySpec | Scheduler): policy is Scheduler =>
  typeof policy === 'object' && 'decide' in policy;

export interface SmallWorkload {
  readonly procs: number;
  readonly jobs: JobTable;
}

const anyUser = fc.constantFrom(1, 2, 3, -1);

/** Small machines and small numbers, so that arrivals, ends and reservations often fall on one instant. */
export const anyWorkload = (overrun: 'kill' | 'extend', maxLength = 30): fc.Arbitrary<SmallWorkload> =>
  fc.integer({ min: 1, max: 9 }).chain((procs) =>
    fc
      .array(
        fc.record({
          gap: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(8) }),
          run: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: fc.nat(20) }),
          est: fc.oneof(fc.constant(undefined), fc.nat(30)),
          procs: fc.integer({ min: 1, max: procs }),
          user: anyUser,
        }),
        { minLength: 1, maxLength, size: 'max' },
      )
      .map((drawn) => {
        let submit = 0;
        const jobs = drawn.map(({ gap, ...job }) => {
          submit += gap;
          return { ...job, submit };
        });
        return { procs, jobs: jobTable(jobs, overrun) };
      }),
  );

/** Machines on which hundreds of jobs of many shapes wait at once, most of them planned to last longer than they do. */
export const anyDeepWorkload: fc.Arbitrary<SmallWorkload> = fc.integer({ min: 2, max: 60 }).chain((procs) =>
  fc
    .array(
      fc.record({
        gap: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
        run: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 9, arbitrary: fc.nat(120) }),
        // From killed to ten times too long; 4 is exact.
        quarters: fc.oneof(fc.constant(4), fc.integer({ min: 3, max: 40 })),
        procs: fc.oneof(fc.integer({ min: 1, max: procs }), fc.integer({ min: 1, max: Math.ceil(procs / 8) })),
        user: anyUser,
      }),
      { minLength: 150, maxLength: 260, size: 'max' },
    )
    .map((drawn) => {
      let submit = 0;
      const jobs = drawn.map(({ gap, run, quarters, procs: width, user }) => {
        submit += gap;
        return { submit, run, procs: width, user, est: Math.ceil((run * quarters) / 4) };
      });
      return { procs, jobs: jobTable(jobs) };
    }),
);

/** The same times as often over. */
export const timesOver = (workloads: fc.Arbitrary<SmallWorkload>, factor: number): fc.Arbitrary<SmallWorkload> =>
  workloads.map(({ procs, jobs }) => {
    const times = (column: Float64Array): Float64Array => column.map((time) => time * factor);
    const [submit, runtime, estimate] = [times(jobs.submit), times(jobs.runtime), times(jobs.estimate)];
    return { procs, jobs: { ...jobs, submit, runtime, estimate } };
  });

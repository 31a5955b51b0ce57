import type { JobTable } from '../../src/model/jobs.ts';
import { fromSeconds } from '../../src/model/time.ts';

/** A job as documentation shows it, in seconds. */
export interface ShownJob {
  readonly submit: number;
  readonly run: number;
  readonly estimate: number;
  readonly procs: number;
}

/** The shown jobs as a simulation takes them; `kill` cuts run times at the estimates. */
export function jobTable(jobs: readonly ShownJob[], overrun: 'kill' | 'extend' = 'kill'): JobTable {
  const length = jobs.length;
  const notGiven = new Int32Array(length).fill(-1);
  const cut = ({ run, estimate }: ShownJob): number => (overrun === 'kill' ? Math.min(run, estimate) : run);
  return {
    length,
    id: Int32Array.from({ length }, (_, job) => job + 1),
    submit: Float64Array.from(jobs, ({ submit }) => fromSeconds(submit)),
    runtime: Float64Array.from(jobs, (job) => fromSeconds(cut(job))),
    estimate: Float64Array.from(jobs, ({ estimate }) => fromSeconds(estimate)),
    procs: Int32Array.from(jobs, ({ procs }) => procs),
    killed: Uint8Array.from(jobs, (job) => Number(cut(job) < job.run)),
    user: notGiven,
    group: notGiven,
    queue: notGiven,
  };
}

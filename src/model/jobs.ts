import type { JobAsks } from './asks.ts';

export { type JobId, NO_JOB } from './job-id.ts';

/**
 * The jobs of one workload as a struct of arrays, one row per job in order of arrival (submit time, then
 * position in the trace). Read it by name: `jobs.procs[job]`. A simulation never changes a column.
 */
export interface JobTable {
  readonly length: number;
  /** The label in the trace; it may repeat, and nothing is ever decided by it. */
  readonly id: ArrayLike<number>;
  /** When the job enters the queue, ms. Never decreases from row to row. */
  readonly submit: Float64Array;
  /** How long the job really keeps its processors, ms, after any kill at the estimate. */
  readonly runtime: Float64Array;
  /** How long the job is said to last, ms: what a scheduler plans with. */
  readonly estimate: Float64Array;
  /** Processors held, all of them from start to end. */
  readonly procs: Int32Array;
  /** 1 where the run time was cut at the estimate, else 0. */
  readonly killed: Uint8Array;
  /** Trace fields 12, 13 and 15; -1 where the trace does not say. */
  readonly user: ArrayLike<number>;
  readonly group: ArrayLike<number>;
  readonly queue: ArrayLike<number>;
  /** What the jobs ask of a centre; absent where all that counts is processors. */
  readonly asks?: JobAsks | undefined;
  /** 1 where the job fails at its end, beside those that are killed; absent if none does. */
  readonly fails?: Uint8Array | undefined;
}

/** What a real scheduler would know of jobs: the true run time is absent by type, so no policy is clairvoyant. */
export type JobFacts = Omit<JobTable, 'runtime' | 'killed' | 'fails'>;

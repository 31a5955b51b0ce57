import type { CentreRun } from './centre-run.ts';
import type { JobTable } from './jobs.ts';
import type { Time } from './time.ts';

/** The part of a run that is measured, [from, to), ms since the trace's origin. */
export interface ObservationWindow {
  readonly from: Time;
  readonly to: Time;
}

/** Everything a finished simulation leaves behind; metrics and reports are pure functions of it. */
export interface FinishedRun {
  /** The canonical name of the policy, with its options. */
  readonly policy: string;
  readonly jobs: JobTable;
  /** Processors of the machine. */
  readonly procs: number;
  /** (First) start of each job by row, ms; NaN for one that never ran, as can happen only on a machine of nodes. */
  readonly start: Float64Array;
  /** End of each job by row, ms: start + runtime, unless it was preempted or its nodes have a speed of their own. */
  readonly end: Float64Array;
  /** When each job would have started had no later one arrived, by row, ms; only where that has been computed. */
  readonly fairStart?: Float64Array | undefined;
  /** 16 hex digits over every fact in order; equal hashes mean equal schedules. */
  readonly hash: string;
  /** How many events were fired and how often the policy was asked. */
  readonly events: number;
  readonly decisions: number;
  /** What else happened on a machine of nodes; absent where all that counts is processors. */
  readonly centre?: CentreRun | undefined;
  /** What of it is measured; all of it where absent. */
  readonly window?: ObservationWindow | undefined;
}

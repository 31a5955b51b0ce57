import type { JobVerdict } from '../../../model/coordinator.ts';
import type { IncidentRecord } from '../../../model/fault-run.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { Told } from './fault-rules.ts';
import type { Stop } from './running.ts';

/** What the jobs of a run under faults need of it. */
export interface JobsHost {
  readonly now: Time;
  tell(fact: Told): void;
  /** Work that a job has kept before its present stretch, ms of run time. */
  done(job: JobId): Duration;
  /** On how many nodes a waiting job is going to run, as far as can be told. */
  likelyNodes(job: JobId): number;
  /** The running job ends then if nothing happens; infinite if it will not, and then it runs into its time limit. */
  expectEnd(job: JobId, at: Time): void;
  /** Has `turn` called for the job then, and not when it was before; infinite for never. */
  turnAt(job: JobId, at: Time): void;
  /** The job stops and goes on, or not, with the work that it has kept. */
  stopped(record: IncidentRecord, verdict: JobVerdict, stop: Stop): void;
  /** A job that waits, or has just started, has only so much of its work left, ms of run time. */
  setBack(job: JobId, kept: Duration): void;
  /** A job that is to make room has written down where it is. */
  saved(job: JobId): void;
  /** The job has been saved and waits again, first of all. */
  moved(job: JobId, stop: Stop, why: string): void;
}

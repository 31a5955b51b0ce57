import type { WarningVerdict } from '../../model/coordinator.ts';
import type { JobId } from '../../model/jobs.ts';
import type { Duration } from '../../model/time.ts';

/** How often a job may be queued again; infinite where something else bounds it. */
export interface Retries {
  /** After faults of every kind together. */
  readonly all: number;
  /** After faults of its own, as a crash, and after failures of its nodes. */
  readonly own: number;
  readonly nodes: number;
}

/** How long a job waits before it is queued again: `first`, then `factor` times as long each time, at most `most`. */
export interface Backoff {
  readonly first: Duration;
  readonly factor: number;
  readonly most: Duration;
}

/** A node that fails so often takes no jobs for a while, and `factor` times as long each further time. */
export interface QuarantineRule {
  readonly failures: number;
  /** In what time. */
  readonly within: Duration;
  readonly lasts: Duration;
  readonly factor: number;
  readonly most: Duration;
}

/** What coordinators go by. */
export interface RecoveryRules {
  readonly retries: Retries;
  /** Whether a job that ran into its time limit is queued again like others. */
  readonly retryLimit: boolean;
  readonly backoff: Backoff;
  readonly from: 'checkpoint' | 'start';
  readonly place: 'head' | 'order' | 'tail';
  /** Whether what the job's last checkpoint holds is of use if the job is given up. */
  keepsPartial(job: JobId): boolean;
  readonly quarantine?: QuarantineRule | undefined;
  readonly onWarning: WarningVerdict['then'];
}

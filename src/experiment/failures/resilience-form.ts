import type { Time } from '../../model/time.ts';
import type { CheckpointsForm } from './checkpoints-form.ts';
import type { DetectionForm } from './detection-form.ts';
import type { FailuresForm } from './failures-form.ts';
import type { RecoveryForm } from './recovery-form.ts';

/** What a scenario says of failures and of what is done about them. */
export interface ResilienceForms {
  readonly failures?: FailuresForm | undefined;
  readonly detection?: DetectionForm | undefined;
  readonly checkpoints?: CheckpointsForm | undefined;
  readonly recovery?: RecoveryForm | undefined;
}

/** A fingerprint of what fails. */
export interface FailureLog {
  /** 16 hex digits over all outages, faults of the store and deadlocks that begin before `until`, ms. */
  readonly hash: string;
  readonly until: Time;
}

/** What it takes to have the same befall a run again, beside its machine, its jobs and its seed: plain JSON values. */
export interface ResilienceRecord {
  readonly forms: ResilienceForms;
  /** A digest of the failure trace that the forms name. */
  readonly trace?: string | undefined;
  /** The same of the module that is its coordinator. */
  readonly module?: string | undefined;
  /** Absent where nothing fails. */
  readonly log?: FailureLog | undefined;
}

import type { JobId } from './jobs.ts';
import type { Time } from './time.ts';

/** Something that happened in a run. Observers see each one in the order in which the engine made it true. */
export type Fact =
  | { readonly kind: 'submit'; readonly time: Time; readonly job: JobId }
  | { readonly kind: 'start'; readonly time: Time; readonly job: JobId }
  | { readonly kind: 'end'; readonly time: Time; readonly job: JobId; readonly killed: boolean }
  /** A decision holds the future [at, at + plan) for the job. Only the first one binds, and only if the policy promises. */
  | { readonly kind: 'reserve'; readonly time: Time; readonly job: JobId; readonly at: Time };

/** Watches a run and cannot steer it: with observers on or off the run's hash is the same. */
export interface Observer {
  readonly name: string;
  on(fact: Fact): void;
  /** Called once, after the last fact, with the time of the last event. */
  finish?(at: Time): void;
}

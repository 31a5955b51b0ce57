import type { Allocation, Dependency } from './asks.ts';
import type { Centre, Entity } from './centre.ts';
import type { JobId } from './jobs.ts';
import type { NodeId, NodeStatus } from './machine.ts';
import type { ResourceVector } from './resources.ts';
import type { Duration, Time } from './time.ts';

/** What a policy sees of a machine of nodes and its rules at one instant; reading it changes nothing. */
export interface CentreView {
  readonly centre: Centre;
  /** The same entities, with the shares and guarantees that interventions have changed so far. */
  readonly entities: readonly Entity[];
  /** Grows by one whenever anything about usage, shares or the jobs that run may have changed: for caches. */
  readonly version: number;
  status(node: NodeId): NodeStatus;
  /** What is free on a node now. */
  free(node: NodeId): ResourceVector;
  /** What all nodes have that are online. */
  readonly capacity: ResourceVector;
  /** When the job should have ended, ms; NaN where nobody says. */
  deadline(job: JobId): Time;
  /** Where a running or suspended job is. */
  allocation(job: JobId): Allocation | undefined;
  /** Where a job ran that has ended. */
  ranOn(job: JobId): Allocation | undefined;
  /** How long the job has run so far, stretches that were thrown away not counted; ms of its run time. */
  done(job: JobId): Duration;
  /** When a running job has started, for the last time, ms; NaN for one that does not run. */
  runningSince(job: JobId): Time;
  /** How long the job is planned to run from a start on, at the speed of its slowest possible node, ms. */
  plannedFor(job: JobId): Duration;
  /** Since when a waiting job could start, ms: submit, or when what it depends on has happened. */
  eligible(job: JobId): Time;
  /** What the running jobs of an entity hold now, those of its descendants included. */
  held(entity: number): ResourceVector;
  /** Core-milliseconds used by an entity and its descendants up to now, each counting half after `Centre.halfLife`. */
  usage(entity: number): number;
  /** What a job holds while it runs, over all of its nodes; by what it asks for, whole nodes as large as the smallest. */
  demand(job: JobId): ResourceVector;
  /**
   * Which rule keeps the job from starting whatever is free, or would if other waiting jobs had started before it, in a
   * few words; undefined if none does.
   */
  limited(job: JobId, beside?: readonly JobId[]): string | undefined;
  /** Whether a running job may be preempted now: its QOS allows it and its protection is over, and it is not leaving already. */
  preemptible(job: JobId): boolean;
  /** Whether a running job has been told to make room, and until when; NaN if not. */
  leavingAt(job: JobId): Time;
  /**
   * Whether the waiting job would fit now if these running jobs were gone, no reservation regarded.
   * @param suspended those of them that would keep their memory and storage
   */
  fitsWithout(job: JobId, gone: readonly JobId[], suspended?: readonly JobId[]): boolean;
  /**
   * When the job would end at the earliest, ms: a running one as planned, another from the earliest hole that the
   * running jobs and the windows leave once all that it depends on can have ended, whoever waits before it. Infinite
   * for one that never can.
   */
  earliestEnd(job: JobId): Time;
  /** Whether it would meet its deadline then; true without one. */
  canMeetDeadline(job: JobId): boolean;
  /** The jobs that depend on this one and have not been submitted to the queue yet, or are not even known: all that will be. */
  dependants(job: JobId): readonly JobId[];
  dependencies(job: JobId): readonly Dependency[];
  /** The submitted jobs that wait for what they depend on, in order of arrival. */
  readonly pending: readonly JobId[];
  /** The jobs in the queue, those included that a limit keeps from policies, in order of arrival. */
  readonly waiting: readonly JobId[];
}

import type { Allocation } from './asks.ts';
import type { PreemptMode } from './centre.ts';
import type { Spent } from './fault-run.ts';
import type { JobId } from './jobs.ts';
import type { NodeId, NodeStatus } from './machine.ts';
import type { Duration, Time } from './time.ts';
import type { WhyNot } from './why-not.ts';

/** Something that happened in a run. Observers see each one in the order in which the engine made it true. */
export type Fact =
  | { readonly kind: 'submit'; readonly time: Time; readonly job: JobId }
  | {
      readonly kind: 'start';
      readonly time: Time;
      readonly job: JobId;
      /** Why the plan let it start; only where an observer asks for reasons. */
      readonly reason?: StartReason | undefined;
      /** Where it runs; only on a machine of nodes. */
      readonly allocation?: Allocation | undefined;
    }
  | { readonly kind: 'end'; readonly time: Time; readonly job: JobId; readonly killed: boolean }
  | ReserveFact
  /** A running job has outlived what it was predicted to last, and is planned anew; told to those who want reasons. */
  | { readonly kind: 'replan'; readonly time: Time; readonly job: JobId; readonly until: Time }
  | DecisionFact;

/** What happens only on a machine of nodes. */
export type CentreFact =
  /** The job, submitted before, waits from now on: what it depends on has happened. */
  | { readonly kind: 'eligible'; readonly time: Time; readonly job: JobId }
  /** The job can never run, and leaves: the machine or a rule rules it out, or what it depends on has gone wrong. */
  | { readonly kind: 'reject' | 'cancel'; readonly time: Time; readonly job: JobId; readonly why: string }
  /** The running job has been told to make room by `until`. */
  | { readonly kind: 'notice'; readonly time: Time; readonly job: JobId; readonly until: Time; readonly for: JobId }
  /** The running job stops, and what becomes of it; `for` is the job that needs the room, `NO_JOB` if none does. */
  | {
      readonly kind: 'preempt';
      readonly time: Time;
      readonly job: JobId;
      readonly mode: PreemptMode;
      readonly for: JobId;
      readonly why: string;
      /** Work that it keeps, ms of run time; told only in a run under faults. */
      readonly kept?: Duration;
    }
  | { readonly kind: 'node'; readonly time: Time; readonly node: NodeId; readonly status: NodeStatus }
  | FaultFact
  /** The rules have changed: an intervention, by its place in `Centre.interventions`. */
  | { readonly kind: 'intervention'; readonly time: Time; readonly index: number };

/** What happens only in a run under faults. */
export type FaultFact =
  /** The node works no more. Whether that is known is another matter: `node` tells that. */
  | { readonly kind: 'outage'; readonly time: Time; readonly node: NodeId; readonly cause: string }
  /** It works again, all its outages over. */
  | { readonly kind: 'repair'; readonly time: Time; readonly node: NodeId }
  /** How the time of the stretch was spent that is over now; told before what ends it. */
  | ({ readonly kind: 'spent'; readonly time: Time; readonly job: JobId } & Spent)
  /** The job is stopped by a fault, and what becomes of it. */
  | {
      readonly kind: 'fault';
      readonly time: Time;
      readonly job: JobId;
      readonly cause: string;
      readonly then: 'requeue' | 'fail';
      /** Work that it keeps, ms of run time. */
      readonly kept: Duration;
      /** How long the fault was there before it was known, and the job came no further, ms. */
      readonly undetected: Duration;
      /** Where and when it is queued again: so long from now, ms. Not of one that is given up. */
      readonly place?: 'head' | 'order' | 'tail';
      readonly after?: Duration;
      readonly why: string;
    }
  /** A suspended job has lost its place, and goes on with what it has kept elsewhere, ms of run time. */
  | { readonly kind: 'displaced'; readonly time: Time; readonly job: JobId; readonly kept: Duration }
  /**
   * Nodes that have failed since the job was stopped had the checkpoint `lost`, from which it was to go on: it goes on
   * from another, or from the start, and keeps so much work, ms of run time. Told when that is known, at its start at the latest.
   */
  | {
      readonly kind: 'setback';
      readonly time: Time;
      readonly job: JobId;
      readonly lost: number;
      /** 0 for the start. */
      readonly checkpoint: number;
      readonly kept: Duration;
    }
  /** The job that has just started reads a checkpoint, having tried those that cannot be read. */
  | {
      readonly kind: 'restore';
      readonly time: Time;
      readonly job: JobId;
      /** 0 if none of those tried can be read, and it begins anew. */
      readonly checkpoint: number;
      /** The name of its level, and when it was complete; none without one. */
      readonly level?: string;
      readonly taken?: Time;
      readonly unreadable: readonly number[];
    }
  /** What the coordinator makes of a node that has just been repaired: it may take jobs, or none until then. */
  | { readonly kind: 'return'; readonly time: Time; readonly node: NodeId; readonly why: string }
  | {
      readonly kind: 'quarantine';
      readonly time: Time;
      readonly node: NodeId;
      readonly until: Time;
      readonly why: string;
    }
  /** A spare node takes the place of one that has failed, and takes jobs from then on. */
  | {
      readonly kind: 'spare';
      readonly time: Time;
      readonly node: NodeId;
      readonly of: NodeId;
      readonly until: Time;
      readonly why: string;
    }
  /** A node has failed, and none is there to take its place; the next that is does, if it is not repaired before. */
  | { readonly kind: 'no-spare'; readonly time: Time; readonly node: NodeId; readonly why: string }
  /** A node is said to fail by `until`, and what is done about it. */
  | {
      readonly kind: 'alarm';
      readonly time: Time;
      readonly node: NodeId;
      readonly until: Time;
      readonly then: 'ignore' | 'drain' | 'migrate';
      readonly why: string;
    }
  /** The store of checkpoints is at fault until then. */
  | { readonly kind: 'storage'; readonly time: Time; readonly until: Time; readonly what: 'slow' | 'full' | 'corrupt' }
  /** The job comes no further: it has met a fault of its own, or waits for others for ever. */
  | { readonly kind: 'hang'; readonly time: Time; readonly job: JobId; readonly cause: string };

/** A fact about one job. */
export type JobFact = Exclude<Fact, DecisionFact>;

/**
 * A decision holds the future [at, until) for the job. Only the first one binds, and only if the policy promises.
 * Observers that ask for reasons are also told when a kept reservation is moved.
 */
export interface ReserveFact {
  readonly kind: 'reserve';
  readonly time: Time;
  readonly job: JobId;
  readonly at: Time;
  readonly until: Time;
  /** Whether it outlives the decision; a new one for the same job then takes its place. */
  readonly kept: boolean;
}

/**
 * By which rule of the plan a job started.
 * - `in-turn`: nothing was held for others, the job was the first of the queue, and it fitted.
 * - `passing`: nothing was held for others, and it fitted although others stand before it.
 * - `before-shadow`: one reservation was held, and the job is planned to end before it begins.
 * - `in-spare`: one reservation was held, and the job uses processors that it will not need.
 * - `in-hole`: several reservations were held, or kept ones, and the job delays none of them.
 * - `reservation-due`: the time of its own kept reservation had come.
 */
export type StartRule = 'in-turn' | 'passing' | 'before-shadow' | 'in-spare' | 'in-hole' | 'reservation-due';

/** What the plan knew when it let a job start. */
export interface StartReason {
  readonly rule: StartRule;
  /** Processors that were free just before the start. */
  readonly free: number;
  /** When the job is planned to end. */
  readonly until: Time;
  /** Whose reservation was held, for `before-shadow` and `in-spare`; else `NO_JOB`. */
  readonly head: JobId;
  /** When that reservation begins; NaN without one. */
  readonly shadow: Time;
  /** Processors that it will not need then, before this start took any; NaN without one. */
  readonly spare: number;
  /** The policy's own words, if it gave any. */
  readonly why: string | undefined;
}

/** How things stand at the end of a decision, after its starts; told only to observers that ask for reasons. */
export interface DecisionFact {
  readonly kind: 'decision';
  readonly time: Time;
  /** Processors that no running job holds. */
  readonly free: number;
  /** How many jobs wait. */
  readonly waiting: number;
  /** The first of the queue, `NO_JOB` if nobody waits. */
  readonly first: JobId;
  /** When the first is planned to have enough processors: its reservation, else by the planned ends of running jobs. */
  readonly expected: Time;
  /** Whether the policy tried the first alone, in vain, and looked at nobody behind it. */
  readonly strict: boolean;
  /** Whose reservation was made first, where this decision made any for itself alone; else `NO_JOB`. */
  readonly head: JobId;
  /** When that reservation begins; NaN without one. */
  readonly shadow: Time;
  /** Processors left beside it at that time; NaN unless it is the only one. */
  readonly spare: number;
  /** On a machine of nodes: why a job still waits. To be asked before the fact has been told to all, while it is true. */
  readonly whyNot?: ((job: JobId) => WhyNot) | undefined;
}

/** Watches a run and cannot steer it: with observers on or off the run's hash is the same. */
export interface Observer {
  readonly name: string;
  /** Whether it wants to know why: starts then carry reasons, and decisions and moved reservations are told. */
  readonly reasons?: true;
  on(fact: Fact): void;
  /** What happens only on a machine of nodes, in order with the rest. */
  onCentre?(fact: CentreFact): void;
  /** Called once, after the last fact, with the time of the last event. */
  finish?(at: Time): void;
}

import type { JobId } from './jobs.ts';
import type { Limits, Machine, NodeId, NodeStatus } from './machine.ts';
import type { Duration, Time } from './time.ts';

/**
 * Whoever can be entitled to something: an account, or a user within one. They form a tree: an account's parent is
 * another account or nothing, a user's is the account it works for. A job belongs to one leaf.
 */
export interface Entity {
  readonly name: string;
  readonly kind: 'account' | 'user';
  /** Index into `Centre.entities`, lower than the entity's own; -1 at the top. */
  readonly parent: number;
  /** Its part of what its parent has, relative to its siblings; 0 or more. */
  readonly shares: number;
  /** What its jobs, those of its descendants included, may hold at once. */
  readonly limits: Limits;
  /** Cores that it gets whenever it asks; 0 promises nothing. */
  readonly guarantee: number;
  /** Cores that it may hold at the most, borrowed ones included; infinite if not limited. */
  readonly burst: number;
}

/** What a preempted job keeps. */
export const PREEMPT_MODES = ['requeue', 'suspend', 'checkpoint', 'cancel'] as const;
/**
 * - `requeue`: waits again and starts from nothing.
 * - `suspend`: gives cores and GPUs back, keeps memory and storage, and goes on later on the same nodes.
 * - `checkpoint`: waits again and goes on from where it was, on any nodes.
 * - `cancel`: ends for good.
 */
export type PreemptMode = (typeof PREEMPT_MODES)[number];

/** Quality of service: a class of jobs with rules of its own. */
export interface Qos {
  readonly name: string;
  /** Its factor in a multifactor priority, 0 to 1. */
  readonly factor: number;
  /** Indices of those whose jobs it may preempt. */
  readonly preempts: readonly number[];
  /** What becomes of its own jobs when they are preempted; `never` protects them. */
  readonly preempted: PreemptMode | 'never';
  /** How long a job has run at least before it may be preempted. */
  readonly protectedFor: Duration;
  /** What one job may ask for at the most; one that asks for more is rejected at submit. */
  readonly maxTime?: Duration | undefined;
  readonly maxCores?: number | undefined;
  /** What all its running jobs may hold together, and those of one user. */
  readonly limits: Limits;
  readonly limitsPerUser: Limits;
}

/**
 * [from, until) in which nodes belong to a maintenance or to those who have reserved them. It is known from the
 * beginning of the run, and no other job is planned into it.
 */
export interface Window {
  readonly name: string;
  readonly kind: 'maintenance' | 'reservation';
  readonly from: Time;
  readonly until: Time;
  readonly nodes: readonly NodeId[];
  /** Entities whose jobs may name the reservation; their descendants too. */
  readonly members: readonly number[];
  /** What becomes of a job that still runs there when it begins, as only one that has outlived its estimate can. */
  readonly running: 'requeue' | 'cancel' | 'finish';
}

/** Something that happens at a set time, whatever is decided; `said` is how whoever asked for it put it. */
export type Intervention =
  | {
      readonly kind: 'nodes';
      readonly at: Time;
      readonly nodes: readonly NodeId[];
      readonly status: NodeStatus;
      /** What becomes of the jobs that run there; `finish` lets them end (draining). */
      readonly running: 'finish' | 'requeue' | 'cancel';
    }
  | { readonly kind: 'deadline'; readonly at: Time; readonly job: JobId; readonly deadline: Time }
  | {
      readonly kind: 'shares';
      readonly at: Time;
      readonly entity: number;
      readonly shares: number;
      readonly said?: string;
    }
  | { readonly kind: 'guarantee'; readonly at: Time; readonly entity: number; readonly guarantee: number }
  /** From now on another policy decides: the one of this index in what the run was given. */
  | { readonly kind: 'policy'; readonly at: Time; readonly policy: number; readonly said?: string };

/** The machine and all rules about it that hold whatever the policy is. */
export interface Centre {
  readonly machine: Machine;
  readonly entities: readonly Entity[];
  readonly qos: readonly Qos[];
  /** In order of their beginning. */
  readonly windows: readonly Window[];
  /** In order of time. */
  readonly interventions: readonly Intervention[];
  /** What becomes of a job whose dependency can never be met. */
  readonly afterFailure: 'cancel' | 'hold';
  /** How fast past usage counts less: half as much after this long; infinite if it never fades. */
  readonly halfLife: Duration;
}

import type { Dependency } from './asks.ts';
import type { JobId } from './jobs.ts';
import type { Limits } from './machine.ts';
import type { Time } from './time.ts';

/** Whose limit it is, so that it can be found in a `Centre`; `user` is the leaf entity within the QOS `index`. */
export type LimitScope =
  | { readonly kind: 'entity' | 'partition' | 'qos'; readonly index: number }
  | { readonly kind: 'qos-user'; readonly index: number; readonly user: number };

/** A limit that one more job would exceed. */
export interface OverLimit {
  readonly scope: LimitScope;
  /** The same in words: `account physics`. */
  readonly who: string;
  readonly of: keyof Limits;
  /**
   * What may be held, what is held, and what the job would add; memory and storage in MiB. Core time is in
   * core-milliseconds: what may be used, what is used or planned by those who run, and what the job is planned to use.
   */
  readonly limit: number;
  readonly held: number;
  readonly asks: number;
}

/** A resource of which alone too little is free for the tasks of a job. */
export interface Lack {
  /** Index into `RESOURCES`. */
  readonly resource: number;
  /** How many of its tasks there would be room for if nothing else were lacking. */
  readonly room: number;
  /** What is free on all of its nodes that are online, and on the one that has most; for whole nodes idle ones count. */
  readonly free: number;
  readonly most: number;
}

/** A job that holds what another lacks: without it alone, this part of what is lacking would be there, up to 1. */
export interface Holder {
  readonly job: JobId;
  readonly part: number;
}

/** What keeps a node from jobs in a run under faults: it has failed, is in quarantine, is said to fail, or is a spare. */
export type Closure = 'down' | 'quarantine' | 'warned' | 'spare';

/** Nodes that are not online because of one of these. */
export interface Closed {
  readonly why: Closure;
  readonly nodes: readonly number[];
}

/** Where a waiting job stands, whatever its reason. */
export interface QueuePlace {
  /** How many jobs that policies see stand before it; undefined for one that they do not see. */
  readonly ahead: number | undefined;
  /** The first of the queue that policies see; `NO_JOB` if there is none. */
  readonly first: JobId;
  /** Its score by the policy's order, the lowest first, and that of the first; undefined without an order. */
  readonly score: number | undefined;
  readonly firstScore: number | undefined;
  /** When its own reservation begins; undefined without one. */
  readonly place: Time | undefined;
}

/** Why a waiting job could not start just now, or that it could. */
export type Hindrance =
  /** The reservation that it names has not begun, or has too little time left. */
  | { readonly rule: 'reservation'; readonly window: number; readonly late: boolean }
  /** Too little is free on the nodes that are online; too little of each of `lacks`, or not together on the same nodes. */
  | {
      readonly rule: 'room';
      readonly tasks: number;
      readonly room: number;
      readonly lacks: readonly Lack[];
      readonly holders: readonly Holder[];
      /** How many nodes could run it, and how many of them are not online. */
      readonly nodes: number;
      readonly down: number;
      /** Why those are not that faults keep from it. */
      readonly closed: readonly Closed[];
      /** Whether it is suspended and can go on nowhere but where it was. */
      readonly pinned: boolean;
    }
  /** There would be room, were those of its nodes online that are not. */
  | {
      readonly rule: 'nodes';
      readonly tasks: number;
      readonly room: number;
      readonly down: readonly number[];
      /** Why those of them are not online that faults keep from it. */
      readonly closed: readonly Closed[];
    }
  /** There is room, but a window is on it before `until`, when the job is planned to end. */
  | { readonly rule: 'window'; readonly window: number; readonly until: Time }
  /** It would hold what is held for a job from `at` on. */
  | { readonly rule: 'would-delay'; readonly by: JobId; readonly at: Time; readonly until: Time }
  /** It fits, but holds a place of its own for later. */
  | { readonly rule: 'own-place' }
  /** It fits, and the policy did not start it. */
  | { readonly rule: 'left' };

/** Why a waiting job has not started in a decision on a machine of nodes. */
export type WhyNot = QueuePlace &
  (
    | {
        readonly rule: 'dependency';
        /** What has not happened yet of what it depends on; `never` if it cannot happen any more. */
        readonly on: readonly (Dependency & { readonly never: boolean })[];
      }
    /** A fault has stopped it, and it is not queued again before then. */
    | { readonly rule: 'back-off'; readonly until: Time }
    | { readonly rule: 'limit'; readonly over: OverLimit; readonly holders: readonly Holder[] }
    /** The policy tried the first of the queue alone, in vain, and looked at nobody behind it; `of` says why in vain. */
    | { readonly rule: 'in-order'; readonly by: JobId; readonly of: Hindrance; readonly expected: Time }
    /** `expected`: when the first of the queue is planned to have its place; undefined for others. */
    | (Hindrance & { readonly expected: Time | undefined })
  );

/** By which rule a job waits on a machine of nodes. */
export type NodeWaitRule = WhyNot['rule'];

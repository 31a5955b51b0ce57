import type { JobId } from './job-id.ts';
import type { NodeId } from './machine.ts';
import type { Duration, Time } from './time.ts';

/** A job has been stopped by a fault, and that is known now. */
export interface Incident {
  /** Now: when it is known. */
  readonly time: Time;
  readonly job: JobId;
  /** What it is counted under: that of the outage, or of the job's own fault; `limit` if it ran into its time limit. */
  readonly cause: string;
  /** The job's nodes that have failed; none where the fault is its own. */
  readonly nodes: readonly NodeId[];
  /** How often this job has been stopped by faults, this time included. */
  readonly times: number;
  /** Whether it has a checkpoint that can be read. */
  readonly checkpointed: boolean;
  /** How many it has that are newer than that, or at all, and cannot be read. */
  readonly unreadable: number;
}

/** What becomes of a job that a fault has stopped. */
export type JobVerdict =
  | {
      readonly then: 'requeue';
      /** From its newest checkpoint that can be read, having tried those after it in vain, and from the start if none can. */
      readonly from: 'checkpoint' | 'start';
      /** Where in the queue: before all others, where the policy's order has it, or behind all others. */
      readonly place: 'head' | 'order' | 'tail';
      /** How long it waits before it is queued, ms. */
      readonly after: Duration;
      readonly why: string;
    }
  /** It is given up. With `keep`, what its last checkpoint holds was not in vain. */
  | { readonly then: 'fail'; readonly keep: boolean; readonly why: string };

/** A node has been repaired. */
export interface Repair {
  readonly time: Time;
  readonly node: NodeId;
  /** When its failures became known so far, this one last. */
  readonly failures: readonly Time[];
}

export type NodeVerdict =
  | { readonly then: 'return'; readonly why: string }
  /** It takes no jobs until then; infinite for ever. */
  | { readonly then: 'quarantine'; readonly until: Time; readonly why: string };

/** A node is said to fail. */
export interface Warning {
  readonly time: Time;
  readonly node: NodeId;
  readonly expected: Time;
  /** The jobs that run there, in order of rows. */
  readonly jobs: readonly JobId[];
}

/** `migrate`: the node takes no new jobs until the warning is over, and those that run there are saved and move. */
export type WarningVerdict = { readonly then: 'ignore' | 'drain' | 'migrate'; readonly why: string };

/**
 * Decides what becomes of whom after a fault, and says why. One is made for each run; it must depend on nothing but
 * what it has been told in that run.
 */
export interface Coordinator {
  readonly name: string;
  afterFault(incident: Incident): JobVerdict;
  afterRepair(repair: Repair): NodeVerdict;
  onWarning(warning: Warning): WarningVerdict;
}

import type { JobId } from './job-id.ts';
import type { Duration } from './time.ts';

/**
 * What the checkpoints of a level outlive. `job`: a fault of the job itself, but none of its nodes. `node`: the loss of
 * nodes of which no two are neighbours in the job's list of nodes, each of which keeps a copy for the one before it.
 * `machine`: everything but a fault of the store.
 */
export const OUTLIVES = ['job', 'node', 'machine'] as const;
export type Outlives = (typeof OUTLIVES)[number];

/** Where checkpoints of one level are written; as in multi-level checkpointing (Moody et al., SC'10). */
export interface CheckpointLevel {
  readonly name: string;
  /** Every how many checkpoints one is of this level, or of one after it: 1 for the first. */
  readonly every: number;
  readonly outlives: Outlives;
  /** How long the job's full state takes to be written, and to be read, when nobody else does, ms. */
  write(job: JobId, nodes: number): Duration;
  read(job: JobId, nodes: number): Duration;
  /** Whether its transfers share `Checkpointing.store`. */
  readonly shared: boolean;
}

/** The store that levels share: what it can move, and what it can hold. */
export interface CheckpointStore {
  /** MiB per second, of all transfers together; infinite where they are not in each other's way. */
  readonly bandwidth: number;
  /** MiB; infinite if it is never full. The oldest checkpoints that a job has beside its newest are evicted first. */
  readonly capacity: number;
}

/** What has been seen of failures of nodes so far, all nodes together. */
export interface SeenFailures {
  readonly failures: number;
  /** Time that nodes have been up or thought to be, ms x nodes. */
  readonly exposure: number;
}

/** What an interval may depend on. */
export interface CheckpointCosts {
  readonly nodes: number;
  /** How long a checkpoint takes on average over its levels, ms, when nobody else writes. */
  readonly write: Duration;
  readonly read: Duration;
}

/** When checkpoints are taken, what they cost and what becomes of them. */
export interface Checkpointing {
  /** How the interval is found, such as `daly`. */
  readonly name: string;
  /** How long a job computes between two checkpoints, ms of time on its nodes; infinite for one that takes none. */
  interval(job: JobId, costs: CheckpointCosts, seen: SeenFailures): Duration;
  /** At least one, each `every` a multiple of the one before. */
  readonly levels: readonly CheckpointLevel[];
  /** MiB of the job's full state on so many nodes. */
  state(job: JobId, nodes: number): number;
  /** Every how many checkpoints is a full one, from the first of a run on; the others write this part of the state. */
  readonly fullEvery: number;
  readonly increment: number;
  /** How many of each level a job keeps, at least 1. */
  readonly retain: number;
  /** Whether each is read back once written, so that one that cannot be read is found at once and does not count. */
  readonly verify: boolean;
  readonly store: CheckpointStore;
  /** Whether the job's checkpoint of this number, from 1, cannot be read, storage faults apart; the same at each call. */
  corrupted?(job: JobId, number: number): boolean;
}

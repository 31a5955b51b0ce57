import type { JobVerdict, WarningVerdict } from './coordinator.ts';
import type { Alarm, Deadlock, NodeOutage, StorageFault } from './faults.ts';
import type { JobId } from './job-id.ts';
import type { NodeId } from './machine.ts';
import type { Duration, Time } from './time.ts';

/** How the time of a stretch in which a job held its nodes was spent, ms; together they are all of it. */
export interface Spent {
  /** Its checkpoint was read, those that turned out to be unreadable included. */
  readonly restore: Duration;
  /** It computed. */
  readonly compute: Duration;
  /** What computing took longer because the job was slowed down by a fault. */
  readonly slow: Duration;
  /** Checkpoints were written, and read back. */
  readonly checkpoint: Duration;
  /** It came no further: it hung. */
  readonly stuck: Duration;
  /** A node of it had failed, and nobody knew. */
  readonly dead: Duration;
}

/** The same of all stretches of a job, once it has left: what it computed was useful or has been lost. */
export const SPENDING = ['useful', 'lost', 'checkpoint', 'restore', 'slow', 'stuck', 'dead'] as const;
export type Spending = (typeof SPENDING)[number];

/** A fault has stopped a job. */
export interface IncidentRecord {
  readonly job: JobId;
  readonly cause: string;
  /** When its work was no use any more, and when that was known and it was stopped. */
  readonly struck: Time;
  readonly known: Time;
  /** When its stretch had begun. */
  readonly since: Time;
  /** Its nodes, and those of them that had failed. */
  readonly on: readonly number[];
  readonly nodes: readonly NodeId[];
  /** Time of computing that was thrown away, ms; of earlier stretches too if it goes on from before them. */
  lost: Duration;
  /** The number of the checkpoint from which it goes on; 0 if from none. What is lost while it waits changes all three. */
  checkpoint: number;
  /** Checkpoints that it has tried before that and could not read, by number. */
  unreadable: readonly number[];
  readonly then: JobVerdict['then'];
  readonly why: string;
  /** When it waited again, and when it ran again; NaN if it never did. */
  queued: Time;
  again: Time;
}

/** A node has failed. */
export interface OutageRecord extends Pick<NodeOutage, 'node' | 'from' | 'known' | 'cause' | 'event'> {
  /** When it worked again, and when it took jobs again; infinite if neither has come before the end of the run. */
  readonly until: Time;
  back: Time;
}

/** A repaired node did not return at once. */
export interface QuarantineRecord {
  readonly node: NodeId;
  readonly from: Time;
  readonly until: Time;
  readonly why: string;
}

export interface AlarmRecord extends Alarm {
  readonly then: WarningVerdict['then'];
  readonly why: string;
  /** The jobs that ran there. */
  readonly jobs: readonly JobId[];
}

/** A job was saved, and moved off a node that an alarm had said would fail. */
export interface MoveRecord {
  readonly job: JobId;
  /** The place of the alarm in `FaultRun.alarms`. */
  readonly alarm: number;
  /** When its stretch had begun, when it began to be saved, and when it was and left its nodes. */
  readonly since: Time;
  readonly warned: Time;
  readonly moved: Time;
  readonly on: readonly number[];
  /** Time of computing that it still had ahead of it there, to its end or to a fault of its own, ms. */
  readonly left: Duration;
  /** When it ran again; NaN if it never did. */
  again: Time;
}

/** A spare node has taken the place of one that had failed. */
export interface ReplacementRecord {
  readonly node: NodeId;
  readonly of: NodeId;
  readonly from: Time;
  /** Since when it takes jobs. */
  readonly ready: Time;
}

/** What became of checkpoints. `failed`: not written for want of room. `evicted`: for another, of whichever job. */
export const CHECKPOINT_FATES = ['written', 'restored', 'unreadable', 'evicted', 'failed'] as const;

/** How many of each job's checkpoints had a fate, by row. */
export type CheckpointCounts = Readonly<Record<(typeof CHECKPOINT_FATES)[number], Int32Array>>;

/** What faults have done to a run, and what was done about them. */
export interface FaultRun {
  readonly coordinator: string;
  readonly checkpointing: string | undefined;
  /** By kind and row, ms. */
  readonly spent: Readonly<Record<Spending, Float64Array>>;
  /** In order of `known`. */
  readonly incidents: readonly IncidentRecord[];
  /** In order of `from`. */
  readonly outages: readonly OutageRecord[];
  readonly storage: readonly StorageFault[];
  /** Whether or not any job of theirs ran then. */
  readonly deadlocks: readonly Deadlock[];
  readonly alarms: readonly AlarmRecord[];
  readonly quarantines: readonly QuarantineRecord[];
  /** In order of `moved`. */
  readonly moves: readonly MoveRecord[];
  readonly replacements: readonly ReplacementRecord[];
  readonly checkpoints: CheckpointCounts;
}

import type { RandomStreams } from '../kernel/random.ts';
import type { Alarm, Deadlock, StorageFault } from '../model/faults.ts';
import type { NodeId } from '../model/machine.ts';
import type { Duration, Time } from '../model/time.ts';

/** Nodes that fail at this moment by one cause, and are mended as one. */
export interface Failure {
  readonly nodes: readonly NodeId[];
  readonly cause: string;
  /** How long its repair takes once somebody is at it. */
  readonly repair: Duration;
  /** The nodes of the cascade that it is a part of; absent for what makes no other node fail. */
  readonly cascade?: { readonly generation: number; readonly hit: Set<NodeId> };
}

/** An outage as it was recorded. */
export interface RecordedOutage {
  readonly node: NodeId;
  readonly from: Time;
  readonly until: Time;
  readonly cause: string;
}

/** Where a script of faults is made, moment by moment. */
export interface Stage {
  readonly streams: RandomStreams;
  readonly now: Time;
  /** Something is to happen, now or later; it does not at the script's end or after it. */
  plan(at: Time, happen: () => void): void;
  /** Nodes fail now. Returns when they are mended. */
  fail(failure: Failure): Time;
  /** A node fails now, until a moment that is known. */
  recorded(outage: RecordedOutage): void;
  /** Another fault, which begins now. */
  emit(fault: StorageFault | Deadlock | Alarm): void;
  /** A node that works from now on will fail then, of itself or as recorded; infinite where it never will again. */
  foresee(node: NodeId, at: Time): void;
}

/** What faults come from: plans the first of them, each of which plans what follows from it. */
export type Source = (stage: Stage) => void;

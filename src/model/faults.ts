import type { JobId } from './job-id.ts';
import type { NodeId } from './machine.ts';
import type { Time } from './time.ts';

/** A node works no more, from one moment until another. Outages of a node by different causes may overlap. */
export interface NodeOutage {
  readonly kind: 'node';
  readonly from: Time;
  readonly node: NodeId;
  /** When it is known, by whatever detects it; `from` or later, and `until` at the latest: who comes back says so. */
  readonly known: Time;
  /** When the node works again; infinite if never. */
  readonly until: Time;
  /** What it is counted under, such as `node`, `rack` or `power`. */
  readonly cause: string;
  /** Outages that one event has caused together, as that of a rack, have the same number; it never decreases. */
  readonly event: number;
}

/** The store of checkpoints is at fault in [from, until). */
export interface StorageFault {
  readonly kind: 'storage';
  readonly from: Time;
  readonly until: Time;
  /** `slow`: transfers are slower. `full`: no checkpoint can be written. `corrupt`: those that are completed then cannot be read. */
  readonly what: 'slow' | 'full' | 'corrupt';
  /** How fast transfers still are where it is slow: more than 0, at most 1; 1 for the other two. */
  readonly speed: number;
}

/** The jobs of an entity that run at this moment wait for each other from now on, and come no further. */
export interface Deadlock {
  readonly kind: 'deadlock';
  readonly from: Time;
  /** Index into `Centre.entities`. */
  readonly entity: number;
}

/** Something says that a node will fail. */
export interface Alarm {
  readonly kind: 'alarm';
  readonly from: Time;
  readonly node: NodeId;
  /** When it is expected to fail. */
  readonly expected: Time;
  /** When the alarm is over if it has not failed by then. */
  readonly until: Time;
  /** Whether the node is going to fail then; only those who judge the run afterwards may look at it. */
  readonly justified: boolean;
}

/** Something that befalls the machine, whatever is scheduled on it. */
export type Fault = NodeOutage | StorageFault | Deadlock | Alarm;

/**
 * The faults of one run in order of `from`, drawn as they are asked for. It cannot see the schedule, and so is the same
 * for every policy; `undefined` when no more will come.
 */
export interface FaultScript {
  next(): Fault | undefined;
}

/** A fault of a job's own software, which it meets when its progress comes to `at`. */
export interface JobFault {
  /** `crash`: it fails. `hang`: it comes no further. `slow`: it goes on at a part of its speed. */
  readonly kind: 'crash' | 'hang' | 'slow';
  /** The part of its run time after which it happens, 0 to 1. */
  readonly at: number;
  /** What is left of its speed where it is slow: more than 0, less than 1; 1 for the other two. */
  readonly speed: number;
  /** What it is counted under, such as `crash`. */
  readonly cause: string;
}

/** What befalls a run beside its jobs and its nodes, independent of all decisions. */
export interface FaultModel {
  /** Whether faults of storage may be in the script: the time of checkpoints cannot be told in advance then. */
  readonly storage: boolean;
  /** The script from its beginning, the same at each call. */
  script(): FaultScript;
  /** What the job meets in its `attempt`-th run since it last began or went on after a fault, from 0; the same at each call. */
  jobFault?(job: JobId, attempt: number): JobFault | undefined;
}

import type { Checkpointing } from './checkpoints.ts';
import type { Coordinator } from './coordinator.ts';
import type { FaultModel } from './faults.ts';
import type { NodeId } from './machine.ts';
import type { Duration } from './time.ts';

/** What befalls a run on a machine of nodes, and what is done about it. */
export interface Resilience {
  readonly faults: FaultModel;
  /** How long a job may come no further before it is ended; infinite if nobody watches. */
  readonly watchdog: Duration;
  /** Whether a job that a fault has made late is ended at its time limit; its estimate, overheads added. */
  readonly limited: boolean;
  readonly checkpoints?: Checkpointing | undefined;
  /** A new one for each run. */
  coordinator(): Coordinator;
  /** Nodes that take no jobs until one takes the place of a node that has failed, in this order; it keeps that place, and the repaired one is a spare. */
  readonly spares: readonly NodeId[];
  /** How long that takes. */
  readonly spareAfter: Duration;
  /** A digest of the file that its recorded outages come from, by which a run that is simulated again knows it. */
  readonly trace?: string | undefined;
  /** The same of the user's own module that its coordinator comes from. */
  readonly module?: string | undefined;
}

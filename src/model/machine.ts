import type { ResourceVector } from './resources.ts';
import type { Duration } from './time.ts';

/** The row of a node in a `Machine`. */
export type NodeId = number & { readonly __id: 'node' };

/**
 * - `online`: takes jobs.
 * - `maintenance`: takes no new ones; what runs there may finish.
 * - `offline`: not there, or removed.
 * - `error`: broken.
 */
export const NODE_STATUSES = ['online', 'offline', 'maintenance', 'error'] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

/** Nodes that were bought together: all alike. */
export interface NodeGroup {
  readonly name: string;
  readonly count: number;
  /** What one node has. */
  readonly each: ResourceVector;
  /** The model of its GPUs, which jobs may insist on. */
  readonly gpuType?: string | undefined;
  /** What jobs may ask for by name. */
  readonly features: readonly string[];
  /** How fast a job runs here: run time and estimate are divided by it. 1 is the machine of the workload. */
  readonly speed: number;
  /** The same for jobs of a kind, where it is another. */
  readonly speedOf: ReadonlyMap<string, number>;
}

/** One node. */
export interface MachineNode {
  /** Unique, such as `gpu-017`. */
  readonly name: string;
  /** Index into `Machine.groups`. */
  readonly group: number;
  /** Index into `Machine.racks`. */
  readonly rack: number;
  /** How it stands when the run begins; `offline` for one that is added later. */
  readonly status: NodeStatus;
}

/** What running jobs may hold at once, and what jobs may use and be in all; absent is without limit. */
export interface Limits {
  readonly jobs?: number | undefined;
  readonly cores?: number | undefined;
  /** MiB */
  readonly memory?: number | undefined;
  readonly gpus?: number | undefined;
  /** MiB */
  readonly storage?: number | undefined;
  /**
   * A quota: the core-milliseconds that may be used in the whole run. A job starts only if what has been used, what those
   * who run are planned to use still, and what it is planned to use itself are within it, as under Slurm's `GrpTRESMins`
   * where usage does not decay ("Resource Limits", https://slurm.schedmd.com/resource_limits.html).
   */
  readonly coreTime?: number | undefined;
  /** How many jobs may wait or run at once; one on top of them is rejected at submit (Slurm's `GrpSubmitJobs`). */
  readonly submitted?: number | undefined;
}

/** Nodes under one set of rules; partitions may overlap. */
export interface Partition {
  readonly name: string;
  readonly nodes: readonly NodeId[];
  /** Jobs of a higher tier come before all jobs of a lower one (Slurm's PriorityTier). */
  readonly tier: number;
  /** The partition's factor in a multifactor priority, 0 to 1 (Slurm's PriorityJobFactor, normalised). */
  readonly factor: number;
  /** What one job may ask for at the most; one that asks for more is rejected at submit. */
  readonly maxTime?: Duration | undefined;
  readonly maxNodes?: number | undefined;
  readonly maxCores?: number | undefined;
  /** What all its running jobs may hold together. */
  readonly limits: Limits;
}

/** Nodes with what they have, and the partitions over them. */
export interface Machine {
  readonly groups: readonly NodeGroup[];
  readonly racks: readonly string[];
  /** One per `NodeId`, group by group. */
  readonly nodes: readonly MachineNode[];
  /** At least one; a job belongs to exactly one. */
  readonly partitions: readonly Partition[];
}

import type { JobId } from './job-id.ts';
import type { ResourceVector } from './resources.ts';

/**
 * Everything that decides on which nodes a job can run. Jobs that ask for the same share one shape, so that what is
 * found out about one is known of all.
 */
export interface Shape {
  /** How many tasks, or how many whole nodes. At least 1. */
  readonly tasks: number;
  /** What each task needs on its node; for whole nodes, what a node must have at the least. */
  readonly perTask: ResourceVector;
  /** Each task has a node to itself, all of its cores and GPUs. */
  readonly wholeNodes: boolean;
  /** The group's features must include them all. */
  readonly features: readonly string[];
  readonly gpuType?: string | undefined;
  /** Index into `Machine.partitions`. */
  readonly partition: number;
  /** `spread`: no two tasks on one node. `pack`: on as few nodes as it can. */
  readonly layout: 'any' | 'spread' | 'pack';
  /** For groups whose speed depends on it. */
  readonly kind?: string | undefined;
  /** Index into `Centre.windows` of the reservation in which it must run; -1 for none. */
  readonly reservation: number;
}

/** When a job may be queued: after another has ended, in this way. */
export interface Dependency {
  readonly on: JobId;
  /** `ok`: it completed. `fail`: it failed or was cancelled. `any`: it ended. */
  readonly after: 'ok' | 'any' | 'fail';
}

/** What jobs ask of a centre, beside processors for some time: columns by row, as in a `JobTable`. */
export interface JobAsks {
  readonly shapes: readonly Shape[];
  /** By row: index into `shapes`. */
  readonly shape: Int32Array;
  /** By row: the leaf of `Centre.entities` that it belongs to. */
  readonly entity: Int32Array;
  /** By row: index into `Centre.qos`. */
  readonly qos: Int32Array;
  /** By row: its own priority, the higher the more urgent; 0 where nobody says. */
  readonly priority: Float64Array;
  /** By row: when it should have ended, ms; NaN where nobody says. Interventions may move it: ask the view. */
  readonly deadline: Float64Array;
  /** What the job waits for before it is queued; all of them must hold. */
  readonly dependencies: ReadonlyMap<JobId, readonly Dependency[]>;
  /** Jobs that an intervention submits: rush jobs. */
  readonly rush?: readonly JobId[] | undefined;
  /** By row, where jobs have names of their own. */
  readonly names?: readonly string[] | undefined;
}

/** Where the parts of a job run: so many tasks (or whole nodes: 1 each) on each of these nodes. */
export interface Allocation {
  readonly nodes: readonly number[];
  readonly tasks: readonly number[];
}

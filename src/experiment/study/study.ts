import type { Duration } from '../../model/time.ts';
import type { ReplicationModel } from '../../workload/replicate.ts';
import type { Experiment } from '../experiment.ts';
import type { OpenScenario } from '../open-scenario.ts';
import type { PlanForm } from './form.ts';

/** A value of a scenario that is varied. */
export interface Axis {
  /** As the scenario writes it, such as `cluster.procs`. */
  readonly path: string;
  readonly steps: readonly string[];
  /** The values of a grid or a list in their order; of a sample, those that were drawn, in the order of the points. */
  readonly values: readonly unknown[];
  /** Those of them that have names, by name. */
  readonly named?: Readonly<Record<string, unknown>>;
}

/** One choice of a value for each axis, in the order of the axes; the only point of a study without axes has none. */
export interface Point {
  readonly index: number;
  readonly values: readonly unknown[];
}

/** How one replication differs from another. */
export interface Replications {
  readonly count: number;
  /** As many as there may be where they are added until there are verdicts. */
  readonly most: number;
  /** Anew from another seed, or by a change of the trace. None where the workload is simulated as it is, once. */
  readonly by: 'none' | 'seeds' | ReplicationModel;
}

/** What is left out of the figures at one end of a run: so long, or a part of all submissions. */
export type Cut = { readonly ms: Duration } | { readonly share: number };

/** The ends of one run. */
export interface Cuts {
  readonly warmup: Cut;
  readonly cooldown: Cut;
}

/**
 * Which jobs figures are about: those submitted neither in the warm-up nor in the cool-down. By `mser-5` these are as
 * long as the first replication needs under the policy that needs most, for all replications and policies of a point
 * alike: what is compared must be about the same jobs.
 */
export interface Truncation {
  readonly warmup: Cut | 'mser-5';
  readonly cooldown: Cut | 'mser-5';
}

/** One policy that is held against another by one metric. */
export interface Compared {
  readonly policy: string;
  readonly to: string;
  readonly metric: string;
}

/** How policies are held against each other. */
export interface Comparison {
  /** The label of the policy that the others are compared with. */
  readonly to: string;
  /** Metrics by name. */
  readonly metrics: readonly string[];
  /** All that is compared at each point: every other policy with that one by these metrics, and what claims ask for. */
  readonly pairs: readonly Compared[];
  /** Differences up to this are no difference: a part of the other policy's mean, or an amount in the metric's unit. */
  readonly margin: { readonly share: number } | { readonly amount: number } | undefined;
  /** Of all intervals and verdicts, such as 0.95. */
  readonly confidence: number;
}

/** What a plan looks for, and through which sizes. */
export interface Planned {
  readonly form: PlanForm;
  /** Its values are the sizes, the smallest first. */
  readonly axis: Axis;
}

/** A scenario that is answered by many runs: at every point of its axes, in every replication, under every policy. */
export interface Study {
  readonly scenario: OpenScenario;
  /** The plain comparison at the first point, of the workload as it is. */
  readonly experiment: Experiment;
  readonly axes: readonly Axis[];
  /** Whether the points are a sample of what the axes span, or all combinations of their values. */
  readonly sampled: boolean;
  readonly points: readonly Point[];
  readonly replications: Replications;
  readonly truncation: Truncation;
  readonly comparison: Comparison;
  /** What `makespan plan` is to look for; nothing that `run` regards, unless it is told to look at one of the sizes. */
  readonly plan?: Planned | undefined;
}

import type { Allocation } from './asks.ts';
import type { Centre, PreemptMode } from './centre.ts';
import type { FaultRun, Spent } from './fault-run.ts';
import type { JobId } from './jobs.ts';
import type { Time } from './time.ts';

/** How a job left. */
export const FATES = ['completed', 'failed', 'cancelled', 'rejected', 'held'] as const;
/**
 * `failed`: at its end, killed at its estimate, or given up after faults. `cancelled`: by a preemption, an intervention, or because what it
 * depended on went wrong. `rejected`: at submit, for it could never run. `held`: it still waits for what cannot happen.
 */
export type Fate = (typeof FATES)[number];

/** One stretch of time in which a job ran without a break. */
export interface Stretch {
  readonly job: JobId;
  readonly start: Time;
  readonly end: Time;
  readonly allocation: Allocation;
  /** How it ended: by itself, preempted, or by a fault. */
  readonly ending: 'end' | PreemptMode | 'fault';
  /** Of one that did not end by itself: for whom, `NO_JOB` if for none in particular, and why. */
  readonly stopped?: { readonly for: JobId; readonly why: string };
  /** How its time was spent, in a run under faults. */
  readonly spent?: Spent;
}

/** What a run on a machine of nodes leaves behind, beside starts and ends. */
export interface CentreRun {
  readonly centre: Centre;
  /** By row: index into `FATES`. */
  readonly fate: Uint8Array;
  /** Why a job that did not complete left, for those of which more is known than their fate. */
  readonly why: ReadonlyMap<JobId, string>;
  /** By row: since when it could have started, ms: its submit time, or when its dependencies were met; NaN if never. */
  readonly eligible: Float64Array;
  /** By row: its deadline in the end, ms; NaN without one. */
  readonly deadline: Float64Array;
  /** In the order in which they ended. */
  readonly stretches: readonly Stretch[];
  /** By row: cores that it holds while it runs, by what it asks for (`CentreView.demand`). */
  readonly cores: Float64Array;
  /** By row: how long it ran in vain, ms of its run time: work that a preemption or a fault threw away. */
  readonly lost: Float64Array;
  /** By row: how long it was suspended, ms. */
  readonly suspended: Float64Array;
  /** By row. */
  readonly preemptions: Int32Array;
  /** What faults have done; absent in a run without any. */
  readonly faults?: FaultRun | undefined;
}

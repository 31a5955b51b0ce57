import type { FinishedRun } from '../model/run.ts';

/** Which way a figure improves; `neither` marks a description, not a merit. */
export type Better = 'lower' | 'higher' | 'neither';

/**
 * What a figure is taken over where a run is measured within a window: `jobs`, over the jobs submitted in it; `time`,
 * over its time, clipped exactly; `run`, only over a whole run, so that it has no value in a window.
 */
export type Over = 'jobs' | 'time' | 'run';

/**
 * One figure of a finished run. Times are in seconds, over every job that ran, or within the run's window if it has one.
 * `of` returns NaN where the definition gives no value (a mean over no jobs); files write that as null.
 */
export interface Metric {
  /** Stable key in files, such as `mean_wait`. */
  readonly name: string;
  readonly label: string;
  /** `s`, `jobs/h`, `jobs`, `1` for a pure ratio, or `share` for a part of one whole, from 0 to 1. */
  readonly unit: string;
  readonly better: Better;
  readonly over: Over;
  /** The whole definition in a sentence: formula, threshold, truncation, quantile method. */
  readonly definition: string;
  /** Where the definition comes from. */
  readonly source: string;
  /** The threshold in seconds below which a run time is taken for this one, in metrics that have one. */
  readonly tau?: number;
  of(run: FinishedRun): number;
}

/** One figure per job, of which metrics are statistics. */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly definition: string;
  readonly source: string;
  readonly tau?: number;
  of(run: FinishedRun, job: number): number;
}

/** `part / whole`, and NaN rather than an infinity where there is no whole to speak of. */
export const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN);

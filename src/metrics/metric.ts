import type { FinishedRun } from '../model/run.ts';

/** Which way a figure improves; `neither` marks a description, not a merit. */
export type Better = 'lower' | 'higher' | 'neither';

/**
 * What a figure is taken over where a run is measured within a window: `jobs`, over the jobs submitted in it; `time`,
 * over its time, clipped exactly; `run`, only over a whole run, so that it has no value in a window.
 */
export type Over = 'jobs' | 'time' | 'run';

/** The least and the most that a figure can be, whatever the run. */
export type Range = readonly [least: number, most: number];

export const ANY: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
export const NOT_NEGATIVE: Range = [0, Number.POSITIVE_INFINITY];
/** Of slowdowns: no job is faster than alone. */
export const ONE_OR_MORE: Range = [1, Number.POSITIVE_INFINITY];
export const SHARE: Range = [0, 1];

/** What is known of a figure before any run: by it the interval of its mean over many runs is made. */
export interface Nature {
  /** Whether it is a quantile or an extreme of what happens in a run: such figures are skewed over runs. */
  readonly skewed: boolean;
  readonly range: Range;
}

/**
 * One figure of a finished run. Times are in seconds, over every job that ran, or within the run's window if it has one.
 * `of` returns NaN where the definition gives no value (a mean over no jobs); files write that as null.
 */
export interface Metric extends Nature {
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
  /** Of the figure of any job. */
  readonly range: Range;
  readonly definition: string;
  readonly source: string;
  readonly tau?: number;
  of(run: FinishedRun, job: number): number;
}

/** `part / whole`, and NaN rather than an infinity where there is no whole to speak of. */
export const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN);

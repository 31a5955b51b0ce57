import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { BOUNDED_SLOWDOWN } from './bounded-slowdown.ts';
import { measures } from './measures.ts';
import { Sample } from './sample.ts';
import { mean } from './statistics.ts';
import { WAIT } from './wait.ts';

/** The figures of some of the jobs of a run; wait in seconds, bounded slowdown with tau = 10 s, quantiles type 7. */
export interface GroupFigures {
  readonly jobs: number;
  /** Sum of procs * run as executed. */
  readonly processor_seconds: number;
  readonly mean_wait: number;
  readonly median_wait: number;
  readonly p95_wait: number;
  readonly max_wait: number;
  readonly mean_bounded_slowdown: number;
  readonly median_bounded_slowdown: number;
  readonly p95_bounded_slowdown: number;
  readonly max_bounded_slowdown: number;
}

/** The rows of a run by key, rows ascending, keys in order of first appearance. */
export function groupRows<K>(run: FinishedRun, keyOf: (job: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (let job = 0; job < run.jobs.length; job++) {
    const key = keyOf(job);
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [job]);
    else rows.push(job);
  }
  return groups;
}

/** Figures over the given rows, summed in order of arrival; NaN where there are no rows. */
export function groupFigures(run: FinishedRun, rows: readonly number[]): GroupFigures {
  const wait = pick(measures(run).column(WAIT), rows);
  const slowdown = pick(measures(run).column(BOUNDED_SLOWDOWN), rows);
  return {
    jobs: rows.length,
    processor_seconds: rows.reduce((sum, job) => sum + run.jobs.procs[job]! * toSeconds(run.jobs.runtime[job]!), 0),
    mean_wait: mean(wait.values),
    median_wait: wait.quantile(0.5),
    p95_wait: wait.quantile(0.95),
    max_wait: wait.quantile(1),
    mean_bounded_slowdown: mean(slowdown.values),
    median_bounded_slowdown: slowdown.quantile(0.5),
    p95_bounded_slowdown: slowdown.quantile(0.95),
    max_bounded_slowdown: slowdown.quantile(1),
  };
}

const pick = (column: Float64Array, rows: readonly number[]): Sample =>
  new Sample(Float64Array.from(rows, (row) => column[row]!));

import type { FinishedRun } from '../model/run.ts';
import { measures } from './measures.ts';
import type { Column } from './metric.ts';
import { measuredJobs } from './window.ts';

/** Points of a distribution: `share[i]` of the jobs have a value of at most `value[i]` (type 7 quantiles). */
export interface Distribution {
  readonly share: readonly number[];
  readonly value: readonly number[];
}

/** Even steps of the share, then the tail, which holds few jobs and most of the trouble. */
const SHARES: readonly number[] = [...Array.from({ length: 100 }, (_, i) => i / 100), 0.995, 0.999, 0.9995, 0.9999, 1];

/** Quantile points of a column over the jobs of a run, at most 105 of them; none for a run of no jobs. */
export function distribution(run: FinishedRun, column: Column): Distribution {
  const sample = measures(measuredJobs(run)).sample(column);
  // Of so many quantiles none is selected by itself: all are read off what is sorted once.
  if (sample.ascending.length === 0) return { share: [], value: [] };
  return { share: SHARES, value: SHARES.map((share) => sample.quantile(share)) };
}

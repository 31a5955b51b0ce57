import type { FinishedRun } from '../model/run.ts';
import type { Column } from './metric.ts';
import { oncePerRun } from './once.ts';
import { type Integrals, integrate } from './timeline.ts';

/** What a column is filled from. */
type PerJob = Pick<Column, 'of'>;

/** What many metrics of one run share, each computed at its first use: a column is filled and sorted once. */
export class Measures {
  readonly #run: FinishedRun;
  readonly #columns = new Map<PerJob, Float64Array>();
  readonly #sorted = new Map<PerJob, Float64Array>();
  #integrals: Integrals | undefined;

  constructor(run: FinishedRun) {
    this.#run = run;
  }

  /** The column's figure for every job, in order of arrival. Not to be written on. */
  column(column: PerJob): Float64Array {
    let values = this.#columns.get(column);
    if (values === undefined) {
      const { length } = this.#run.jobs;
      values = new Float64Array(length);
      for (let job = 0; job < length; job++) values[job] = column.of(this.#run, job);
      this.#columns.set(column, values);
    }
    return values;
  }

  /** The same figures, ascending. Not to be written on. */
  sorted(column: PerJob): Float64Array {
    let sorted = this.#sorted.get(column);
    if (sorted === undefined) {
      sorted = this.column(column).slice().sort();
      this.#sorted.set(column, sorted);
    }
    return sorted;
  }

  /** Integrals over the time of the run of what was waiting and what was idle. */
  get integrals(): Integrals {
    this.#integrals ??= integrate(this.#run);
    return this.#integrals;
  }
}

/** The shared measures of a run. */
export const measures: (run: FinishedRun) => Measures = oncePerRun((run) => new Measures(run));

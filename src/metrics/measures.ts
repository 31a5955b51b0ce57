import type { FinishedRun } from '../model/run.ts';
import type { Column } from './metric.ts';
import { oncePerRun } from './once.ts';
import { Sample } from './sample.ts';
import { type Integrals, integrate } from './timeline.ts';

/** What a column is filled from. */
type PerJob = Pick<Column, 'of'>;

/** What many metrics of one run share, each computed at its first use: a column is filled once. */
export class Measures {
  readonly #run: FinishedRun;
  readonly #samples = new Map<PerJob, Sample>();
  #integrals: Integrals | undefined;

  constructor(run: FinishedRun) {
    this.#run = run;
  }

  /** The column's figure for every job, in order of arrival. Not to be written on. */
  column(column: PerJob): Float64Array {
    return this.sample(column).values;
  }

  /** The same figures, for whoever wants quantiles of them. */
  sample(column: PerJob): Sample {
    let sample = this.#samples.get(column);
    if (sample === undefined) {
      const { length } = this.#run.jobs;
      const values = new Float64Array(length);
      for (let job = 0; job < length; job++) values[job] = column.of(this.#run, job);
      sample = new Sample(values);
      this.#samples.set(column, sample);
    }
    return sample;
  }

  /** Integrals over the time of the run of what was waiting and what was idle. */
  get integrals(): Integrals {
    this.#integrals ??= integrate(this.#run);
    return this.#integrals;
  }
}

/** The shared measures of a run. */
export const measures: (run: FinishedRun) => Measures = oncePerRun((run) => new Measures(run));

import type { JobId, JobTable } from '../model/jobs.ts';
import type { Prediction } from '../model/scheduler.ts';
import { type Duration, PLAN_TICK } from '../model/time.ts';

/**
 * Writes what a policy predicts into the column of planned durations. A prediction only replaces the plan, never the
 * limit: it stays between one second and the estimate, at which a job is killed or has overrun whatever was predicted.
 */
export class Predictions {
  readonly #prediction: Prediction;
  readonly #jobs: JobTable;
  readonly #planned: Float64Array;
  /** What orders see in place of the estimates: the predictions made on arrival, estimates until then. */
  readonly expected: Float64Array;
  /** How often each job has outlived its prediction. */
  readonly #misses: Uint16Array;

  /** @param planned the engine's column of planned durations, which this one writes on */
  constructor(prediction: Prediction, jobs: JobTable, planned: Float64Array) {
    this.#prediction = prediction;
    this.#jobs = jobs;
    this.#planned = planned;
    this.expected = jobs.estimate.slice();
    this.#misses = new Uint16Array(jobs.length);
  }

  submitted(job: JobId): void {
    const predicted = whole(this.#prediction.predict(job, this.#jobs), job);
    this.expected[job] = Math.min(Math.max(predicted, 0), this.#jobs.estimate[job]!);
    this.#planned[job] = Math.max(this.expected[job]!, PLAN_TICK);
  }

  ended(job: JobId): void {
    this.#prediction.learn(job, this.#jobs.runtime[job]!, this.#jobs);
  }

  /** A running job has outlived what was planned: plans it to last longer, unless its estimate is over as well. */
  extend(job: JobId): boolean {
    const outlived = this.#planned[job]!;
    if (outlived >= this.#limit(job)) return false;
    this.#misses[job]! += 1;
    const corrected = whole(this.#prediction.correct(job, outlived, this.#misses[job]!, this.#jobs), job);
    if (corrected <= outlived) throw new Error(`the corrected prediction of row ${job} is over already`);
    this.#planned[job] = Math.min(corrected, this.#limit(job));
    return true;
  }

  #limit(job: JobId): Duration {
    return Math.max(this.#jobs.estimate[job]!, PLAN_TICK);
  }
}

function whole(predicted: Duration, job: JobId): Duration {
  if (Number.isNaN(predicted)) throw new Error(`the prediction of row ${job} is not a number`);
  return Math.ceil(predicted);
}

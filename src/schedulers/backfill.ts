import { NO_JOB } from '../model/jobs.ts';
import type { Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';

export interface Backfill {
  /** How many blocked jobs, counted from the front of the queue, get a reservation; 0 or more, or infinite. */
  readonly depth: number;
  /** Who is at the front; by arrival if absent. */
  readonly order?: QueueOrder | undefined;
  /** Who is tried first for the holes; as `order` if absent. */
  readonly scan?: QueueOrder | undefined;
  /** Makes predictions to plan with instead of estimates. */
  readonly predicts?: (() => Prediction) | undefined;
}

/**
 * Backfilling: jobs start in order while they fit; the first `depth` that do not are given the earliest reservation,
 * and behind them whatever delays no reservation may start. Depth 1 is EASY (Lifka, JSSPP 1995), depth 0 starts
 * whatever fits, and unbounded depth plans the whole queue anew at each decision (conservative without memory).
 */
export const backfill = (name: string, { depth, order, scan, predicts }: Backfill): Scheduler => ({
  name,
  ...(order && { order }),
  ...(scan && { scan }),
  ...(predicts ? { predicts } : { remembers: 'nothing' }),
  // Predictions may be outlived. Only by arrival does a head stay the head until it starts, and only a single reservation is never replanned later.
  promises: depth === 1 && order === undefined && predicts === undefined,
  needsKill: false,
  decide({ queue, scan }, plan) {
    let reserved = 0;
    for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) {
      if (plan.start(job)) continue;
      if (reserved < depth) {
        plan.reserve(job);
        reserved += 1;
      }
      // Where nobody behind could start, no further reservation can matter.
      if (reserved === depth || queue.startableAfter(job) === NO_JOB) break;
    }
    for (let job = scan.startableAfter(NO_JOB); job !== NO_JOB; job = scan.startableAfter(job)) plan.start(job);
  },
});

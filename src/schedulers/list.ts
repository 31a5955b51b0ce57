import { NO_JOB } from '../model/jobs.ts';
import { hasLines, linesOf } from '../model/lines.ts';
import type { Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';

/**
 * Strict list scheduling: the first in the queue starts while it fits, and nobody passes a first that does not.
 * By arrival this is first come, first served; by estimate, shortest job first. On a machine of nodes there is a queue
 * for each set of partitions that share nodes, and one for each reservation.
 */
export const list = (name: string, order?: QueueOrder, predicts?: () => Prediction): Scheduler => ({
  name,
  ...(order && { order }),
  ...(predicts ? { predicts } : { remembers: 'nothing' }),
  promises: false,
  needsKill: false,
  decide({ queue, centre, jobs }, plan) {
    let job = queue.first();
    while (job !== NO_JOB && plan.start(job)) job = queue.first();
    if (job === NO_JOB || centre === undefined || !hasLines(centre.centre)) return;
    const lines = linesOf(centre.centre, jobs);
    for (; job !== NO_JOB; job = queue.after(job)) if (!lines.isBlocked(job) && !plan.start(job)) lines.block(job);
  },
});

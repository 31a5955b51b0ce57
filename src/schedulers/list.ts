import { NO_JOB } from '../model/jobs.ts';
import type { Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';

/**
 * Strict list scheduling: the first in the queue starts while it fits, and nobody passes a first that does not.
 * By arrival this is first come, first served; by estimate, shortest job first.
 */
export const list = (name: string, order?: QueueOrder, predicts?: () => Prediction): Scheduler => ({
  name,
  ...(order && { order }),
  ...(predicts ? { predicts } : { remembers: 'nothing' }),
  promises: false,
  needsKill: false,
  decide({ queue }, plan) {
    for (let job = queue.first(); job !== NO_JOB && plan.start(job); ) job = queue.first();
  },
});

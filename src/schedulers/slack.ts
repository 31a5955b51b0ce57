import { NO_JOB } from '../model/jobs.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { perRun } from './memory.ts';

/** The waits of the jobs that have started so far. */
interface Waits {
  sum: number;
  count: number;
}

/**
 * Slack-based backfilling: a job that cannot start on arrival is promised a latest start, its earliest hole then plus
 * a slack, and at each decision every waiting job, in order of arrival, may start if nobody's latest start is
 * endangered by it (after Talby and Feitelson, IPPS 1999). The slack is `factor` times the mean wait so far. All jobs
 * have the same: traces give no priorities. Where the paper searches for the cheapest of the schedules that respect
 * everybody's slack, here all jobs are held at their latest starts, and what fits beside these may go ahead.
 */
export const slack = (name: string, factor: number): Scheduler => {
  const waits = perRun<Waits>(() => ({ sum: 0, count: 0 }));
  return {
    name,
    promises: true,
    needsKill: true,
    decide({ now, queue, jobs, arrivals }, plan) {
      const seen = waits(plan);
      for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) {
        if (plan.start(job)) {
          seen.sum += now - jobs.submit[job]!;
          seen.count += 1;
        } else if (arrivals.includes(job)) {
          const mean = seen.count === 0 ? 0 : seen.sum / seen.count;
          plan.keep(job, plan.earliest(job) + Math.floor(factor * mean));
        }
      }
    },
  };
};

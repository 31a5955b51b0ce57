import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { Scheduler } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import { perRun } from './memory.ts';

/** The head of the queue and how late it may be made. */
interface Head {
  job: JobId;
  latest: Time;
}

/**
 * Relaxed backfilling: EASY, but the head may be delayed by `omega` times the wait that it is expected to have had when
 * it could start (Ward, Mahood and West, JSSPP 2002). Expected starts move, so the latest one is fixed when the job
 * becomes the blocked head: later decisions may make it earlier and never later, or one delay would excuse the next.
 */
export const relaxed = (name: string, omega: number): Scheduler => {
  const head = perRun<Head>(() => ({ job: NO_JOB, latest: 0 }));
  return {
    name,
    promises: true,
    needsKill: false,
    remembers: 'queue',
    decide({ queue, jobs }, plan) {
      let job = queue.first();
      while (job !== NO_JOB && plan.start(job)) job = queue.first();
      if (job === NO_JOB) return;
      const expected = plan.earliest(job);
      const allowed = expected + Math.floor(omega * (expected - jobs.submit[job]!));
      const held = head(plan);
      held.latest = held.job === job ? Math.min(held.latest, allowed) : allowed;
      held.job = job;
      plan.reserve(job, held.latest);
      for (let next = queue.startableAfter(job); next !== NO_JOB; next = queue.startableAfter(next)) plan.start(next);
    },
  };
};

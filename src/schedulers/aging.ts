import type { JobFacts, JobId } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { type Duration, fromSeconds } from '../model/time.ts';
import { centreOrder, inheriting, type Moment, type Scores } from './centre-order.ts';

const HOUR = fromSeconds(3600);

/** How long a job has been able to start, ms: 0 while it waits for what it depends on. */
export function waited({ centre, now }: Pick<Moment, 'centre' | 'now'>, job: JobId): Duration {
  const eligible = centre.eligible(job);
  return Number.isNaN(eligible) ? 0 : Math.max(0, now - eligible);
}

const ownPriority = (jobs: JobFacts, job: JobId): number => jobs.asks!.priority[job]!;

/**
 * Aging, bounded: a job's own priority, and `rate` points for each hour of its wait up to `most` points. The bound
 * decides whom patience can never bring past whom: a job of a priority higher by more than `most`.
 */
export function agingOrder(rate: number, most: number, inherit: boolean): QueueOrder {
  const prepare =
    (moment: Moment): Scores =>
    (job) =>
      -(ownPriority(moment.jobs, job) + Math.min((rate * waited(moment, job)) / HOUR, most));
  return centreOrder('aging', inherit ? inheriting(prepare) : prepare);
}

import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import type { OrderEntry } from './orders.ts';

/** Behind every job that has a deadline. */
const LAST = Number.MAX_VALUE;

/** By something about the deadline, which interventions may move; jobs without one come last, in order of arrival. */
const byDeadline = (
  name: string,
  summary: string,
  source: string,
  score: (deadline: Time, planned: number, now: Time) => number,
): OrderEntry => ({
  name,
  summary,
  source,
  varies: true,
  needsCentre: true,
  score(job: JobId, _jobs: JobFacts, now: Time, centre?: CentreView): number {
    const deadline = centre!.deadline(job);
    return Number.isNaN(deadline) ? LAST : score(deadline, centre!.plannedFor(job), now);
  },
});

/** Orders by deadline d, the instant t of the decision, and p, how long the job is planned to run still; ms. */
export const DEADLINE_ORDERS: readonly OrderEntry[] = [
  byDeadline('edf', 'earliest deadline first: d', 'Liu and Layland, JACM 20(1), 1973', (deadline) => deadline),
  byDeadline(
    'llf',
    'least laxity first: d - t - p',
    'Dertouzos and Mok, IEEE TSE 15(12), 1989',
    (deadline, planned, now) => deadline - now - planned,
  ),
  byDeadline(
    'urgency',
    'most urgent first, by the critical ratio: (d - t) / p',
    'Berry and Rao, Management Science 22(2), 1975',
    (deadline, planned, now) => (deadline - now) / planned,
  ),
];

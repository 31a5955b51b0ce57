import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Prediction } from '../model/scheduler.ts';
import { type Duration, fromSeconds } from '../model/time.ts';

const MINUTE = fromSeconds(60);
const HOUR = 60 * MINUTE;

/** How much longer a job is given when it outlives its prediction for the first time, the second time ...; then the last. */
const INCREMENTS: readonly Duration[] = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 5, 10, 20, 50, 100].map((hours) => hours * HOUR),
];

/** The trace does not say whose job it is. */
const UNKNOWN_USER = -1;

/**
 * The predictor of EASY++: a job is predicted, when it arrives, to run for the mean of the last two run times of its
 * user that had ended by then; where there are not two, or no user is known, for its estimate. One that outlives its
 * prediction is given one minute more, then five, fifteen and so on (Tsafrir, Etsion and Feitelson, IEEE TPDS 18(6),
 * 2007).
 */
export function recentTwo(): Prediction {
  const last = new Map<number, Duration>();
  const beforeLast = new Map<number, Duration>();
  return {
    predict(job: JobId, jobs: JobFacts): Duration {
      const user = jobs.user[job]!;
      const earlier = beforeLast.get(user);
      return earlier === undefined ? jobs.estimate[job]! : (last.get(user)! + earlier) / 2;
    },
    learn(job: JobId, ran: Duration, jobs: JobFacts): void {
      const user = jobs.user[job]!;
      if (user === UNKNOWN_USER) return;
      const earlier = last.get(user);
      if (earlier !== undefined) beforeLast.set(user, earlier);
      last.set(user, ran);
    },
    correct: (_job, outlived, misses) => outlived + INCREMENTS[Math.min(misses, INCREMENTS.length) - 1]!,
  };
}

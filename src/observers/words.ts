import type { DecisionFact, StartReason } from '../model/facts.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';

/** How a text calls jobs and moments. */
export interface Wording {
  readonly procs: ArrayLike<number>;
  job(job: JobId): string;
  time(time: Time): string;
}

/** Why a job started, in words: `backfilled: planned to end at 120, by the shadow of job 7 at 124`. */
export function startWords({ rule, free, until, head, shadow, spare }: StartReason, job: JobId, to: Wording): string {
  const needs = `needs ${to.procs[job]}`;
  switch (rule) {
    case 'in-turn':
      return `first of the queue: ${needs}, ${free} free`;
    case 'passing':
      return `fits, and nothing is reserved: ${needs}, ${free} free`;
    case 'before-shadow':
      if (shadow === Number.POSITIVE_INFINITY)
        return `backfilled: planned to end at ${to.time(until)}; for ${to.job(head)} no time is in sight`;
      return `backfilled: planned to end at ${to.time(until)}, by the shadow of ${to.job(head)} at ${to.time(shadow)}`;
    case 'in-spare':
      // On nodes nobody can say in processors what the reservation leaves.
      if (Number.isNaN(spare)) return `backfilled: beside what is reserved for ${to.job(head)} at ${to.time(shadow)}`;
      return `backfilled: ${needs} of the ${spare} processors that ${to.job(head)} will not need at ${to.time(shadow)}`;
    case 'in-hole':
      return `backfilled: ${needs}, ${free} free, and delays nothing that is reserved until ${to.time(until)}`;
    case 'reservation-due':
      return `the time of its reservation has come: ${needs}, ${free} free`;
  }
}

/** What the first of the queue waits for: `job 7 is first: needs 64, 12 free, expected to start by 104`. */
export function decisionWords({ first, free, waiting, expected, strict }: DecisionFact, to: Wording): string {
  if (first === NO_JOB)
    return waiting === 0 ? 'nobody waits' : 'all who wait are at a limit or lack nodes that are online';
  const needs = `${to.job(first)} is first: needs ${to.procs[first]}, ${free} free`;
  const due =
    expected === Number.POSITIVE_INFINITY ? 'no time is in sight' : `expected to start by ${to.time(expected)}`;
  return `${needs}, ${due}${strict ? '; nobody passes it' : ''}`;
}

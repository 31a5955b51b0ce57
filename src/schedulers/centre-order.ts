import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';

/** The moment at which an order is asked for its scores. */
export interface Moment {
  readonly centre: CentreView;
  readonly jobs: JobFacts;
  readonly now: Time;
}

/** The scores of all jobs at one moment, lowest first. */
export type Scores = (job: JobId) => number;

interface Scored {
  readonly centre: CentreView;
  readonly now: Time;
  readonly version: number;
  readonly scores: Scores;
}

/**
 * An order whose scores follow from the state of the centre. What they have in common is found out once per moment:
 * it is known again for as long as neither the time nor the version of the view has changed.
 * @param prepare called with moments that never go back in time
 */
export function centreOrder(name: string, prepare: (moment: Moment) => Scores): QueueOrder {
  const known = new WeakMap<CentreView, Scored>();
  /** That of the centre that was asked about last, for nobody asks about two in turns within a queue. */
  let last: Scored | undefined;
  return {
    name,
    varies: true,
    score(job, jobs, now, centre) {
      if (centre === undefined) throw new Error(`${name} orders jobs on a machine of nodes only`);
      if (last?.centre !== centre) last = known.get(centre);
      if (last?.now !== now || last.version !== centre.version) {
        last = { centre, now, version: centre.version, scores: prepare({ centre, jobs, now }) };
        known.set(centre, last);
      }
      return last.scores(job);
    },
  };
}

/**
 * The same, and a job on which a more urgent one depends has the score of that one, through whole chains: priority
 * inheritance (Sha, Rajkumar and Lehoczky, IEEE TC 39(9), 1990). Only jobs that have been submitted count.
 */
export const inheriting =
  (prepare: (moment: Moment) => Scores): ((moment: Moment) => Scores) =>
  (moment) => {
    const own = prepare(moment);
    const { centre } = moment;
    if (centre.pending.length === 0) return own;
    const best = new Map<JobId, number>();
    // Without recursion, for chains may be long.
    const open = [...centre.pending];
    for (let job = open.pop(); job !== undefined; job = open.pop()) {
      const score = best.get(job) ?? own(job);
      for (const { on } of centre.dependencies(job)) {
        if (score >= (best.get(on) ?? own(on))) continue;
        best.set(on, score);
        open.push(on);
      }
    }
    return (job) => best.get(job) ?? own(job);
  };

/** What is computed anew for a run at its first moment and then when a period of the clock has begun since. */
export function everyPeriod<T>(period: number, compute: (moment: Moment) => T): (moment: Moment) => T {
  const known = new WeakMap<CentreView, { readonly turn: number; readonly value: T }>();
  return (moment) => {
    if (period === 0) return compute(moment);
    const turn = Math.floor(moment.now / period);
    let last = known.get(moment.centre);
    if (last === undefined || last.turn !== turn) {
      last = { turn, value: compute(moment) };
      known.set(moment.centre, last);
    }
    return last.value;
  };
}

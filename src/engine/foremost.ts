import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { type Duration, MS_PER_HOUR, type Time } from '../model/time.ts';

/** How far ahead bounds are first made for; the work that they save soon corrects it. */
const FIRST_REACH: Duration = MS_PER_HOUR;

/** Bounds are made anew when as many scores have been computed as making them costs: some for each member. */
const WORK_FOR_EACH = 8;
const WORK_AT_LEAST = 64;

/**
 * Finds the first of many waiting jobs whose scores only fall as time passes, without scoring all of them: the score
 * that a job will have at a later moment is a lower bound until then. Members are kept in order of their bounds, and are
 * scored from the least on until a bound is above the least score found. What is found does not depend on how far ahead
 * bounds are made for: where that is too far, they part from the scores and are of little use; where it is too near,
 * they have to be made anew often; so the reach is halved and doubled.
 */
export class Foremost {
  readonly #jobs: JobFacts;
  readonly #order: QueueOrder;
  readonly #waits: Uint8Array;
  readonly #bounds: Float64Array;
  /** Ascending by bound; those who have left are still among them. */
  #bounded: JobId[] = [];
  /** Who has come since. */
  #fresh: JobId[] = [];
  #until: Time = Number.NEGATIVE_INFINITY;
  #reach: Duration = FIRST_REACH;
  #work = 0;
  /** Of those that `at` has looked at so far. */
  #best: JobId = NO_JOB;
  #least = Number.POSITIVE_INFINITY;

  /** @param waits 1 for the members that have not left */
  constructor(jobs: JobFacts, order: QueueOrder, waits: Uint8Array) {
    this.#jobs = jobs;
    this.#order = order;
    this.#waits = waits;
    this.#bounds = new Float64Array(jobs.length);
  }

  insert(job: JobId): void {
    this.#fresh.push(job);
  }

  /** The member with the least score, and of equal ones the first by arrival. @param now never goes back */
  at(now: Time): JobId {
    if (now > this.#until) this.#rebound(now, this.#reach * 2);
    else if (this.#work > WORK_AT_LEAST + WORK_FOR_EACH * this.#bounded.length) this.#rebound(now, this.#reach / 2);
    const [bounds, bounded, fresh] = [this.#bounds, this.#bounded, this.#fresh];
    this.#best = NO_JOB;
    this.#least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < fresh.length; i += 1) this.#consider(fresh[i]!, now);
    let seen = 0;
    while (seen < bounded.length && bounds[bounded[seen]!]! <= this.#least) {
      this.#consider(bounded[seen]!, now);
      seen += 1;
    }
    this.#work += fresh.length + seen;
    return this.#best;
  }

  #consider(job: JobId, now: Time): void {
    if (this.#waits[job] === 0) return;
    const score = this.#order.score(job, this.#jobs, now);
    if (this.#best !== NO_JOB && (score > this.#least || (score === this.#least && job > this.#best))) return;
    this.#best = job;
    this.#least = score;
  }

  #rebound(now: Time, reach: Duration): void {
    this.#reach = Math.max(1, Math.round(reach));
    this.#until = now + this.#reach;
    this.#work = 0;
    const [bounds, waits] = [this.#bounds, this.#waits];
    // The old order is nearly the new one, which a merging sort makes use of.
    this.#bounded = [...this.#bounded, ...this.#fresh].filter((job) => waits[job] === 1);
    this.#fresh = [];
    for (const job of this.#bounded) bounds[job] = this.#order.score(job, this.#jobs, this.#until);
    this.#bounded.sort((a, b) => bounds[a]! - bounds[b]!);
  }
}

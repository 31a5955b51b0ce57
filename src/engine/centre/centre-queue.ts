import type { CentreView } from '../../model/centre-view.ts';
import { type JobFacts, type JobId, NO_JOB } from '../../model/jobs.ts';
import type { QueueOrder } from '../../model/scheduler.ts';
import type { Time } from '../../model/time.ts';
import type { KeptQueue } from '../kept-queue.ts';

/** What a queue asks about a job that waits in it. */
export interface Gate {
  /** Whether policies may see the job: no limit keeps it from starting. */
  open(job: JobId): boolean;
  /** Whether the plan would start it now. */
  startable(job: JobId): boolean;
  /** Where the job stands if not where the order has it: before all others, or behind them. */
  placeOf(job: JobId): 'head' | 'tail' | undefined;
}

/** With more moves than so many for each job, sorting by insertion takes longer than a sort for any order. */
const MOVES_PER_JOB = 8;

/** The waiting jobs as a sorted list, lowest score first and ties by row. */
export class CentreQueue implements KeptQueue {
  readonly #order: QueueOrder | undefined;
  readonly #jobs: JobFacts;
  readonly #centre: CentreView;
  readonly #gate: Gate;
  /** What each job was last sorted by; it stays when the job has left, so that a walk can go on behind it. */
  readonly #scores: Float64Array;
  readonly #waiting: JobId[] = [];
  #now: Time = 0;

  constructor(jobs: JobFacts, order: QueueOrder | undefined, centre: CentreView, gate: Gate) {
    this.#jobs = jobs;
    this.#order = order;
    this.#centre = centre;
    this.#gate = gate;
    this.#scores = new Float64Array(jobs.length);
  }

  /** Everybody who waits, seen by policies or not. */
  get waiting(): readonly JobId[] {
    return this.#waiting;
  }

  begin(now: Time): void {
    this.#now = now;
    if (!this.#order?.varies) return;
    for (const job of this.#waiting) this.#scores[job] = this.#score(job);
    this.#sort();
  }

  insert(job: JobId): void {
    // What varies is scored when the next decision begins.
    this.#scores[job] = this.#order?.varies ? Number.POSITIVE_INFINITY : this.#score(job);
    this.#waiting.splice(this.#placeAfter(job), 0, job);
  }

  remove(job: JobId): void {
    const at = this.#placeAfter(job) - 1;
    if (this.#waiting[at] !== job) throw new Error(`row ${job} does not wait where it was sorted`);
    this.#waiting.splice(at, 1);
  }

  first(): JobId {
    return this.#seenFrom(0);
  }

  after(job: JobId): JobId {
    return this.#seenFrom(this.#placeAfter(job));
  }

  startableAfter(job: JobId = NO_JOB): JobId {
    for (let at = job === NO_JOB ? 0 : this.#placeAfter(job); at < this.#waiting.length; at += 1) {
      const one = this.#waiting[at]!;
      if (this.#gate.startable(one)) return one;
    }
    return NO_JOB;
  }

  /** What a waiting job is sorted by, the lowest first; undefined where the order is that of arrival. */
  scoreOf(job: JobId): number | undefined {
    return this.#order === undefined ? undefined : this.#scores[job];
  }

  #score(job: JobId): number {
    const place = this.#gate.placeOf(job);
    if (place !== undefined) return place === 'head' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const score = this.#order === undefined ? job : this.#order.score(job, this.#jobs, this.#now, this.#centre);
    if (Number.isNaN(score)) throw new Error(`order ${this.#order?.name} has no score for row ${job}`);
    return score;
  }

  /** From one decision to the next hardly anybody changes places, which sorting by insertion makes the most of. */
  #sort(): void {
    const waiting = this.#waiting;
    const scores = this.#scores;
    let moves = MOVES_PER_JOB * waiting.length;
    for (let next = 1; next < waiting.length; next += 1) {
      const job = waiting[next]!;
      const score = scores[job]!;
      let at = next;
      for (; at > 0; at -= 1) {
        const before = waiting[at - 1]!;
        if (scores[before]! < score || (scores[before] === score && before < job)) break;
        waiting[at] = before;
      }
      waiting[at] = job;
      moves -= next - at;
      if (moves < 0) {
        waiting.sort((a, b) => scores[a]! - scores[b]! || a - b);
        return;
      }
    }
  }

  #seenFrom(from: number): JobId {
    for (let at = from; at < this.#waiting.length; at += 1) {
      const job = this.#waiting[at]!;
      if (this.#gate.open(job)) return job;
    }
    return NO_JOB;
  }

  /** Where in the list whoever comes after the job begins. */
  #placeAfter(job: JobId): number {
    const waiting = this.#waiting;
    const scores = this.#scores;
    const score = scores[job]!;
    let low = 0;
    let high = waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = waiting[middle]!;
      if (scores[one]! < score || (scores[one] === score && one <= job)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

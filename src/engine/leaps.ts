import type { JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import type { Node } from './calendar.ts';

const NONE = -1;

/** The holes that each job has been offered since its last turn, as chains through one pool of records. */
export class Leaps {
  /** A job's latest record. */
  readonly #first: Int32Array;
  /** The node at which the hole begins, and the latest time at which the job could begin in it. */
  readonly #from: Node[] = [];
  readonly #latest: Time[] = [];
  readonly #following: number[] = [];
  /** The first unused record. */
  #unused = NONE;

  constructor(jobs: number) {
    this.#first = new Int32Array(jobs).fill(NONE);
  }

  /** Whether the job has been offered a hole. */
  has(job: JobId): boolean {
    return this.#first[job] !== NONE;
  }

  add(job: JobId, from: Node, latest: Time): void {
    const first = this.#first[job]!;
    // One hole is offered once for every gain that touches it, mostly at once.
    if (first !== NONE && this.#from[first] === from) {
      this.#latest[first] = Math.max(this.#latest[first]!, latest);
      return;
    }
    const record = this.#unused === NONE ? this.#from.length : this.#unused;
    this.#unused = this.#unused === NONE ? NONE : this.#following[record]!;
    this.#from[record] = from;
    this.#latest[record] = latest;
    this.#following[record] = first;
    this.#first[job] = record;
  }

  /** Forgets the job's holes; returns the least that `place` makes of one, infinite if there are none. */
  take(job: JobId, place: (from: Node, latest: Time) => Time): Time {
    let least = Number.POSITIVE_INFINITY;
    for (let record = this.#first[job]!; record !== NONE; ) {
      least = Math.min(least, place(this.#from[record]!, this.#latest[record]!));
      const following = this.#following[record]!;
      this.#following[record] = this.#unused;
      this.#unused = record;
      record = following;
    }
    this.#first[job] = NONE;
    return least;
  }

  clear(job: JobId): void {
    if (this.has(job)) this.take(job, () => Number.POSITIVE_INFINITY);
  }
}

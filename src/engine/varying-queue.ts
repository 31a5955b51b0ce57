import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import { Foremost } from './foremost.ts';
import type { KeptQueue, Outlook, RoomSource } from './kept-queue.ts';

/**
 * A queue whose scores change as time passes, or are known only when a job arrives. Those that change are computed at
 * most once per decision, the others once per job. It is sorted at most once per decision, and only when somebody asks
 * for more than the first; from one decision to the next the order changes little, which a merging sort makes use of.
 * The first alone is found without scoring all where scores only fall.
 */
export class VaryingQueue implements KeptQueue {
  readonly #jobs: JobFacts;
  readonly #planned: Float64Array;
  readonly #order: QueueOrder;
  readonly #source: RoomSource;
  /** Who waits, and who has left during this decision, in the order of the last sort and then of insertion. */
  #members: JobId[] = [];
  /** Where in `#members` a job stands; leavers keep their place, so that a cursor on one stays valid. */
  readonly #place: Int32Array;
  readonly #waits: Uint8Array;
  readonly #scores: Float64Array;
  readonly #foremost: Foremost | undefined;
  #now: Time = 0;
  /** Whether somebody has left since `#members` was last tidied. */
  #left = false;
  #scored = false;
  #sorted = false;

  constructor({ jobs, planned }: Outlook, order: QueueOrder, source: RoomSource) {
    this.#jobs = jobs;
    this.#planned = planned;
    this.#order = order;
    this.#source = source;
    this.#place = new Int32Array(jobs.length);
    this.#waits = new Uint8Array(jobs.length);
    this.#scores = new Float64Array(jobs.length);
    if (order.varies && order.falls) this.#foremost = new Foremost(jobs, order, this.#waits);
  }

  begin(now: Time): void {
    if (this.#left) this.#members = this.#members.filter((job) => this.#waits[job] === 1);
    this.#now = now;
    if (this.#order.varies) {
      this.#scored = false;
      this.#sorted = false;
    } else if (this.#sorted && this.#left) this.#number();
    this.#left = false;
  }

  insert(job: JobId): void {
    this.#waits[job] = 1;
    this.#members.push(job);
    this.#sorted = false;
    this.#foremost?.insert(job);
    if (!this.#order.varies) this.#scores[job] = this.#order.score(job, this.#jobs, this.#now);
  }

  remove(job: JobId): void {
    this.#waits[job] = 0;
    this.#left = true;
  }

  first(): JobId {
    if (this.#sorted) return this.#from(0);
    if (this.#foremost !== undefined) return this.#foremost.at(this.#now);
    this.#score();
    let best: JobId = NO_JOB;
    for (const job of this.#members) {
      if (this.#waits[job] === 1 && (best === NO_JOB || this.#compare(job, best) < 0)) best = job;
    }
    return best;
  }

  after(job: JobId): JobId {
    this.#sort();
    return this.#from(this.#place[job]! + 1);
  }

  startableAfter(job: JobId = NO_JOB): JobId {
    // Sorting is the dear part, and most often nobody fits.
    if (!this.#sorted && !this.#members.some((one) => this.#fits(one))) return NO_JOB;
    this.#sort();
    for (let at = job === NO_JOB ? 0 : this.#place[job]! + 1; at < this.#members.length; at += 1) {
      if (this.#fits(this.#members[at]!)) return this.#members[at]!;
    }
    return NO_JOB;
  }

  #fits(job: JobId): boolean {
    const room = this.#source.room();
    const width = this.#jobs.procs[job]!;
    return this.#waits[job] === 1 && width <= room.width[0]! && width <= room.limit(this.#planned[job]!);
  }

  #from(place: number): JobId {
    for (let at = place; at < this.#members.length; at += 1) {
      if (this.#waits[this.#members[at]!] === 1) return this.#members[at]!;
    }
    return NO_JOB;
  }

  #score(): void {
    if (this.#scored || !this.#order.varies) return;
    this.#scored = true;
    for (const job of this.#members) this.#scores[job] = this.#order.score(job, this.#jobs, this.#now);
  }

  #sort(): void {
    if (this.#sorted) return;
    this.#score();
    this.#sorted = true;
    this.#members.sort(this.#compare);
    this.#number();
  }

  #number(): void {
    const members = this.#members;
    for (let at = 0; at < members.length; at += 1) this.#place[members[at]!] = at;
  }

  readonly #compare = (a: JobId, b: JobId): number => this.#scores[a]! - this.#scores[b]! || a - b;
}

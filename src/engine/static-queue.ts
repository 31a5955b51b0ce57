import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import { rowOrder } from '../model/row-order.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { KeptQueue, Outlook, RoomSource } from './kept-queue.ts';
import { Waiting } from './waiting.ts';

/**
 * A queue whose order never changes, so that every job of the workload has one rank for good; by arrival, the rank
 * is the row itself.
 */
export class StaticQueue implements KeptQueue {
  readonly #widths: Int32Array;
  readonly #planned: Float64Array;
  readonly #source: RoomSource;
  readonly #waiting: Waiting;
  /** Undefined for the order of arrival. */
  readonly #ranking: { readonly jobAt: Uint32Array; readonly rankOf: Int32Array } | undefined;

  constructor({ jobs, planned }: Outlook, order: QueueOrder | undefined, source: RoomSource) {
    this.#widths = jobs.procs;
    this.#planned = planned;
    this.#source = source;
    this.#waiting = new Waiting(jobs.length);
    this.#ranking = order && rank(jobs, order);
  }

  begin(): void {}

  insert(job: JobId): void {
    this.#waiting.insert(this.#rankOf(job), this.#widths[job]!, this.#planned[job]!);
  }

  remove(job: JobId): void {
    this.#waiting.remove(this.#rankOf(job));
  }

  first(): JobId {
    return this.#jobAt(this.#waiting.after(-1));
  }

  after(job: JobId): JobId {
    return this.#jobAt(this.#waiting.after(this.#rankOf(job)));
  }

  startableAfter(job: JobId = NO_JOB): JobId {
    return this.#jobAt(this.#waiting.fittingAfter(this.#rankOf(job), this.#source.room()));
  }

  /** The rank of a job; -1, before all ranks, for `NO_JOB`. */
  #rankOf(job: JobId): number {
    return this.#ranking === undefined || job < 0 ? job : this.#ranking.rankOf[job]!;
  }

  #jobAt(rank: number): JobId {
    return (this.#ranking === undefined || rank < 0 ? rank : this.#ranking.jobAt[rank]!) as JobId;
  }
}

function rank(jobs: JobFacts, order: QueueOrder): { jobAt: Uint32Array; rankOf: Int32Array } {
  const scores = new Float64Array(jobs.length);
  for (let job = 0; job < jobs.length; job += 1) scores[job] = order.score(job as JobId, jobs, 0);
  const jobAt = rowOrder(scores);
  const rankOf = new Int32Array(jobs.length);
  for (let at = 0; at < jobs.length; at += 1) rankOf[jobAt[at]!] = at;
  return { jobAt, rankOf };
}

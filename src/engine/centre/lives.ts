import { placeOf } from '../../model/ascending.ts';
import { FATES, type Fate } from '../../model/centre-run.ts';
import type { JobId } from '../../model/jobs.ts';
import type { Time } from '../../model/time.ts';

/** A pending job is not submitted yet; a held one waits for what it depends on. */
export const Status = { pending: 0, held: 1, queued: 2, running: 3, left: 4 } as const;
type Status = (typeof Status)[keyof typeof Status];

/** Where every job is in its life, and how it left. */
export class Lives {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly eligible: Float64Array;
  readonly fate: Uint8Array;
  readonly why: Map<JobId, string> = new Map<JobId, string>();
  /** Submitted jobs that wait for what they depend on, in order of arrival; a new list whenever it changes. */
  pending: readonly JobId[] = [];
  /** The jobs in the queue, in order of arrival. */
  readonly waiting: JobId[] = [];
  /** How many have left. */
  left = 0;
  readonly #status: Uint8Array;

  constructor(jobs: number) {
    this.start = new Float64Array(jobs).fill(Number.NaN);
    this.end = new Float64Array(jobs).fill(Number.NaN);
    this.eligible = new Float64Array(jobs).fill(Number.NaN);
    this.fate = new Uint8Array(jobs);
    this.#status = new Uint8Array(jobs);
  }

  is(job: JobId, status: Status): boolean {
    return this.#status[job] === status;
  }

  hold(job: JobId): void {
    this.#status[job] = Status.held;
    this.pending = [...this.pending, job];
  }

  /** A job that was preempted waits outside the queue until the decision is over. */
  suspend(job: JobId): void {
    this.#status[job] = Status.held;
  }

  queue(job: JobId): void {
    this.#noLongerHeld(job);
    this.#status[job] = Status.queued;
    this.waiting.splice(placeOf(this.waiting, job), 0, job);
  }

  run(job: JobId, now: Time): void {
    this.#noLongerQueued(job);
    this.#status[job] = Status.running;
    if (Number.isNaN(this.start[job]!)) this.start[job] = now;
  }

  /** @param why what is known beside the fate */
  leave(job: JobId, fate: Fate, why?: string): void {
    this.#noLongerHeld(job);
    this.#noLongerQueued(job);
    this.#status[job] = Status.left;
    this.fate[job] = FATES.indexOf(fate);
    if (why !== undefined) this.why.set(job, why);
    this.left += 1;
  }

  #noLongerHeld(job: JobId): void {
    if (this.is(job, Status.held) && this.pending.includes(job))
      this.pending = this.pending.filter((one) => one !== job);
  }

  #noLongerQueued(job: JobId): void {
    if (this.is(job, Status.queued)) this.waiting.splice(placeOf(this.waiting, job), 1);
  }
}

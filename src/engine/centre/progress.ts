import type { Allocation } from '../../model/asks.ts';
import type { PreemptMode } from '../../model/centre.ts';
import type { Stretch } from '../../model/centre-run.ts';
import type { Spent } from '../../model/fault-run.ts';
import { type JobId, type JobTable, NO_JOB } from '../../model/jobs.ts';
import { type Duration, PLAN_TICK, type Time } from '../../model/time.ts';
import type { Stop } from './faults/running.ts';
import { lasts } from './search.ts';

type Stopped = NonNullable<Stretch['stopped']>;

/** How far each job has come: work done and kept, lost, suspended; and the stretches in which it ran. */
export class Progress {
  /** Work that is kept, ms of run time. */
  readonly done: Float64Array;
  readonly lost: Float64Array;
  readonly suspended: Float64Array;
  readonly preemptions: Int32Array;
  readonly stretches: Stretch[] = [];
  /** What a job is planned to need beside its work, ms. */
  extra: ((job: JobId, work: Duration) => Duration) | undefined;
  readonly #jobs: JobTable;
  readonly #since: Float64Array;
  readonly #speed: Float64Array;
  /** Since when a suspended job has been; NaN for others. */
  readonly #suspendedSince: Float64Array;

  constructor(jobs: JobTable) {
    const column = (value: number): Float64Array => new Float64Array(jobs.length).fill(value);
    this.#jobs = jobs;
    this.done = column(0);
    this.lost = column(0);
    this.suspended = column(0);
    this.preemptions = new Int32Array(jobs.length);
    this.#since = column(Number.NaN);
    this.#speed = column(1);
    this.#suspendedSince = column(Number.NaN);
  }

  /** When the running job has started, for the last time; NaN for one that does not run. */
  since(job: JobId): Time {
    return this.#since[job]!;
  }

  /** How long a job will really run from a start on, ms. */
  remaining(job: JobId, speed: number): Duration {
    return lasts(this.#jobs.runtime[job]! - this.done[job]!, speed);
  }

  /**
   * What the job is planned to need still, ms at speed 1; it has never less than a second to go. Under faults it is
   * planned with the time that its checkpoints take there.
   */
  planned(job: JobId): Duration {
    const work = Math.max(this.#jobs.estimate[job]! - this.done[job]!, PLAN_TICK);
    return this.extra === undefined ? work : work + this.extra(job, work);
  }

  speed(job: JobId): number {
    return this.#speed[job]!;
  }

  started(job: JobId, now: Time, speed: number): void {
    this.#noLongerSuspended(job, now);
    this.#since[job] = now;
    this.#speed[job] = speed;
  }

  #noLongerSuspended(job: JobId, now: Time): void {
    if (!Number.isNaN(this.#suspendedSince[job]!)) this.suspended[job]! += now - this.#suspendedSince[job]!;
    this.#suspendedSince[job] = Number.NaN;
  }

  /** Work done since the last start, and what was kept before; ms of run time. */
  reached(job: JobId, now: Time): Duration {
    const since = this.#since[job]!;
    if (Number.isNaN(since)) return this.done[job]!;
    const gained = Math.floor((now - since) * this.#speed[job]!);
    return Math.min(this.done[job]! + gained, this.#jobs.runtime[job]!);
  }

  ended(job: JobId, now: Time, allocation: Allocation, spent: Spent | undefined): void {
    this.#stretch(job, now, allocation, 'end', undefined, spent);
    this.done[job] = this.#jobs.runtime[job]!;
  }

  /** @param under what came of the stretch in a run under faults */
  preempted(job: JobId, now: Time, allocation: Allocation, mode: PreemptMode, stopped: Stopped, under?: Stop): void {
    const reached = under?.reached ?? this.reached(job, now);
    const keeps = mode === 'suspend' || mode === 'checkpoint';
    this.preemptions[job]! += 1;
    this.#stretch(job, now, allocation, mode, stopped, under?.spent);
    if (mode === 'suspend') this.#suspendedSince[job] = now;
    this.#keep(job, reached, under?.kept ?? (keeps ? reached : 0));
  }

  /** A fault has stopped the job, or it moves out of the way of one. */
  faulted(job: JobId, now: Time, allocation: Allocation, why: string, { reached, kept, spent }: Stop): void {
    this.#stretch(job, now, allocation, 'fault', { for: NO_JOB, why }, spent);
    this.#keep(job, reached, kept);
  }

  /** A suspended job that goes on no more loses what it had beyond `kept`, and from now on waits like any other. */
  abandoned(job: JobId, now: Time, kept: Duration): void {
    this.#noLongerSuspended(job, now);
    this.#keep(job, this.done[job]!, kept);
  }

  /** A job that does not run has lost of what it had kept. */
  setBack(job: JobId, kept: Duration): void {
    this.#keep(job, this.done[job]!, kept);
  }

  #keep(job: JobId, reached: Duration, kept: Duration): void {
    this.lost[job]! += reached - kept;
    this.done[job] = kept;
  }

  #stretch(
    job: JobId,
    end: Time,
    allocation: Allocation,
    ending: Stretch['ending'],
    stopped?: Stopped,
    spent?: Spent,
  ): void {
    const start = this.#since[job]!;
    this.stretches.push({ job, start, end, allocation, ending, ...(stopped && { stopped }), ...(spent && { spent }) });
    this.#since[job] = Number.NaN;
  }
}

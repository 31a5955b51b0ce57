import type { EventHandle, EventQueue } from '../../kernel/event-queue.ts';
import type { JobId } from '../../model/jobs.ts';
import type { Time } from '../../model/time.ts';
import { CentreEvent } from './centre-events.ts';
import type { Occupancy } from './occupancy.ts';

/** What is going to happen to running jobs by themselves: their ends, their time limits and, under faults, their turns. */
export class JobEvents {
  readonly #queue: EventQueue;
  readonly #occupancy: Occupancy;
  readonly #end = new Map<JobId, EventHandle>();
  readonly #limit = new Map<JobId, EventHandle>();
  readonly #turn = new Map<JobId, EventHandle>();

  constructor(queue: EventQueue, occupancy: Occupancy) {
    this.#queue = queue;
    this.#occupancy = occupancy;
  }

  /** The job ends then, and not when it was to; one that outlives its plan, or has no end, runs into its time limit. */
  ends(job: JobId, at: Time): void {
    this.#move(this.#end, job, at, CentreEvent.JobEnd);
    const planned = this.#occupancy.plannedEnd(job);
    if (at > planned && !this.#limit.has(job) && !this.#occupancy.isOverdue(job))
      this.#move(this.#limit, job, planned, CentreEvent.JobLimit);
  }

  /** What it does by itself beside that happens then, and not when it was to; infinite for nothing. */
  turns(job: JobId, at: Time): void {
    this.#move(this.#turn, job, at, CentreEvent.Turn);
  }

  /** The time limit of a job that is late is asked about then. */
  limits(job: JobId, at: Time): void {
    this.#move(this.#limit, job, at, CentreEvent.JobLimit);
  }

  // One of them has fired.

  ended(job: JobId): void {
    this.#end.delete(job);
  }

  atLimit(job: JobId): void {
    this.#limit.delete(job);
  }

  turned(job: JobId): void {
    this.#turn.delete(job);
  }

  /** The job runs no longer. */
  stopped(job: JobId): void {
    for (const events of [this.#end, this.#limit, this.#turn]) this.#cancel(events, job);
  }

  #move(events: Map<JobId, EventHandle>, job: JobId, at: Time, rank: number): void {
    this.#cancel(events, job);
    if (at < Number.POSITIVE_INFINITY) events.set(job, this.#queue.schedule(at, rank, job));
  }

  #cancel(events: Map<JobId, EventHandle>, job: JobId): void {
    const event = events.get(job);
    if (event !== undefined) this.#queue.cancel(event);
    events.delete(job);
  }
}

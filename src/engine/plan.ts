import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { Plan } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import type { RoomSource } from './kept-queue.ts';
import { planned } from './planned.ts';
import { Reservations } from './reservations.ts';
import { Room } from './room.ts';
import { Timeline } from './timeline.ts';

/** What a plan needs of the engine: the real timeline to read, and the two ways to change the world. */
export interface PlanHost {
  readonly jobs: JobFacts;
  readonly procs: number;
  readonly timeline: Timeline;
  /** Makes the start true. @throws Error if the job does not wait */
  start(job: JobId): void;
  /** @throws Error if the job does not wait */
  mustWait(job: JobId): void;
  /** Tells the observers that [at, at + planned) is held. */
  reserved(job: JobId, at: Time): void;
  /** When a running job is planned to end; NaN for one that does not run. */
  plannedEnd(job: JobId): Time;
}

/**
 * The future as one decision sees it. With nothing reserved, free processors are all that counts; under one
 * reservation, the shadow time and the spare processors (two numbers); from the second on, or while reservations
 * are kept, a timeline. The three agree, which the tests prove; the first two are there because they are fast.
 */
export class DecisionPlan implements Plan, RoomSource {
  readonly #host: PlanHost;
  readonly #room = new Room();
  readonly #scratch: Timeline;
  /** Made when a policy first keeps a reservation. */
  #kept: Reservations | undefined;
  #now: Time = 0;
  /** The only reservation so far, while it is the only one. */
  #head: JobId = NO_JOB;
  #shadow: Time = 0;
  #spare = 0;
  /** Whether `#scratch` holds this decision's future, because two numbers no longer do. */
  #drawn = false;
  #roomIsStale = true;

  constructor(host: PlanHost) {
    this.#host = host;
    this.#scratch = new Timeline(host.timeline.free);
  }

  begin(now: Time): void {
    this.#now = now;
    this.#head = NO_JOB;
    this.#drawn = false;
    this.#roomIsStale = true;
  }

  /** A running job has ended at `now`, which was planned to end at `until`. */
  ended(job: JobId, now: Time, until: Time): void {
    this.#kept?.end(job, now, until);
  }

  room(): Room {
    if (this.#roomIsStale) this.#measure();
    return this.#room;
  }

  start(job: JobId): boolean {
    const { jobs, timeline } = this.#host;
    const procs = jobs.procs[job]!;
    if (procs > timeline.free) return false;
    if (this.#kept?.has(job)) throw new Error(`row ${job} is kept a place for; startKept starts it when that comes`);
    const duration = planned(job, jobs);
    if (procs > this.room().limit(duration)) return false;
    const end = this.#now + duration;
    if (this.#drawn) {
      this.#scratch.free -= procs;
      this.#scratch.add(end, procs);
    } else if (this.#head !== NO_JOB && end > this.#shadow) {
      this.#spare -= procs;
    }
    this.#host.start(job);
    this.#kept?.run(job, end);
    this.#roomIsStale = true;
    return true;
  }

  reserve(job: JobId): Time {
    if (this.#kept !== undefined) throw new Error('a policy that keeps reservations cannot reserve for one decision');
    const at = this.#head === NO_JOB && !this.#drawn ? this.#reserveHead(job) : this.#reserveNext(job);
    this.#roomIsStale = true;
    this.#host.reserved(job, at);
    return at;
  }

  keep(job: JobId): Time {
    this.#host.mustWait(job);
    this.#kept ??= this.#startKeeping();
    if (this.#kept.has(job)) throw new Error(`row ${job} is kept a place for already`);
    const at = this.#kept.keep(job, this.#now);
    this.#roomIsStale = true;
    this.#host.reserved(job, at);
    return at;
  }

  compress(): void {
    this.#kept?.compress(this.#now);
    this.#roomIsStale = true;
  }

  startKept(): void {
    if (this.#kept === undefined) return;
    for (const job of this.#kept.due(this.#now)) {
      // Deciding per event, processors may be planned to be free now that are given back only by a later event.
      if (this.#host.jobs.procs[job]! > this.#host.timeline.free) continue;
      this.#kept.begin(job);
      this.#host.start(job);
    }
    this.#roomIsStale = true;
  }

  #startKeeping(): Reservations {
    const { jobs } = this.#host;
    if (this.#head !== NO_JOB || this.#drawn)
      throw new Error('a policy that reserves cannot keep in the same decision');
    const kept = new Reservations(jobs, this.#host.procs);
    for (let row = 0; row < jobs.length; row += 1) {
      const end = this.#host.plannedEnd(row as JobId);
      if (!Number.isNaN(end)) kept.run(row as JobId, end);
    }
    return kept;
  }

  #reserveHead(job: JobId): Time {
    const { jobs, timeline } = this.#host;
    this.#head = job;
    this.#shadow = timeline.reaches(jobs.procs[job]!, this.#now);
    this.#spare = timeline.found - jobs.procs[job]!;
    return this.#shadow;
  }

  #reserveNext(job: JobId): Time {
    const { jobs } = this.#host;
    this.#draw();
    const duration = planned(job, jobs);
    const at = this.#scratch.earliest(jobs.procs[job]!, duration, this.#now);
    this.#scratch.hold(jobs.procs[job]!, at, at + duration);
    return at;
  }

  /** Copies the real timeline, in which this decision's starts already are, and adds the reservation it lacks. */
  #draw(): void {
    if (this.#drawn) return;
    const { jobs, timeline } = this.#host;
    this.#drawn = true;
    this.#scratch.copyFrom(timeline);
    if (this.#head === NO_JOB) return;
    this.#scratch.hold(jobs.procs[this.#head]!, this.#shadow, this.#shadow + planned(this.#head, jobs));
  }

  #measure(): void {
    const { timeline } = this.#host;
    if (this.#drawn) this.#scratch.measure(this.#now, this.#room);
    else if (this.#kept !== undefined) this.#kept.calendar.measure(this.#now, this.#room);
    else if (this.#head === NO_JOB) this.#room.setFree(timeline.free);
    else this.#room.setShadow(timeline.free, this.#shadow - this.#now, this.#spare);
    this.#roomIsStale = false;
  }
}

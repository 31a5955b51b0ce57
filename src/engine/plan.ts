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
  readonly timeline: Timeline;
  /** Makes the start true. */
  start(job: JobId): void;
  /** Tells the observers that [at, at + planned) is held. */
  reserved(job: JobId, at: Time): void;
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
  readonly #kept: Reservations;
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
    this.#kept = new Reservations(host.jobs, host.timeline);
  }

  begin(now: Time): void {
    this.#now = now;
    this.#head = NO_JOB;
    this.#drawn = false;
    this.#roomIsStale = true;
  }

  /** Tells the kept reservations that a job gave back [now, end) of what was planned for it. */
  gained(procs: number, until: Time): void {
    this.#kept.gained(procs, until);
  }

  room(): Room {
    if (this.#roomIsStale) this.#measure();
    return this.#room;
  }

  start(job: JobId): boolean {
    const { jobs, timeline } = this.#host;
    const procs = jobs.procs[job]!;
    if (procs > timeline.free) return false;
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
    this.#roomIsStale = true;
    return true;
  }

  reserve(job: JobId): Time {
    const at =
      this.#head === NO_JOB && !this.#drawn && this.#kept.count === 0 ? this.#reserveHead(job) : this.#reserveNext(job);
    this.#roomIsStale = true;
    this.#host.reserved(job, at);
    return at;
  }

  keep(job: JobId): Time {
    const at = this.#kept.keep(job, this.#now);
    this.#roomIsStale = true;
    this.#host.reserved(job, at);
    return at;
  }

  compress(): void {
    this.#kept.compress(this.#now);
    this.#roomIsStale = true;
  }

  startKept(): void {
    for (let job = this.#kept.due(this.#now); job !== NO_JOB; job = this.#kept.due(this.#now)) {
      this.#kept.giveUp(job);
      this.#host.start(job);
    }
    this.#roomIsStale = true;
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
    else if (this.#kept.count > 0) timeline.measure(this.#now, this.#room);
    else if (this.#head === NO_JOB) this.#room.setFree(timeline.free);
    else this.#room.setShadow(timeline.free, this.#shadow - this.#now, this.#spare);
    this.#roomIsStale = false;
  }
}

import type { CheckpointLevel } from '../../../model/checkpoints.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { Resilience } from '../../../model/resilience.ts';
import type { Time } from '../../../model/time.ts';
import { type Part, partsOf } from './chains.ts';
import type { JobsHost } from './jobs-host.ts';
import type { Ahead } from './pace.ts';
import type { Running } from './running.ts';
import type { Shelf } from './shelf.ts';
import { Transfers } from './transfers.ts';
import type { Whole } from './writes.ts';

type PhasesHost = Pick<JobsHost, 'now' | 'expectEnd' | 'turnAt'>;

/** Whose phases they are. */
export interface PhasesOf {
  running(job: JobId): Running;
  /** The job comes to its own fault. */
  meets(job: JobId, fault: Ahead): void;
}

/** How jobs read, compute and write by turns where they share a store, and so wait for each other. */
export class Phases {
  /** Whether nothing can be written. */
  full = false;
  /** Checkpoints that were not written for want of room, by row. */
  readonly failed: Int32Array;
  readonly #host: PhasesHost;
  readonly #jobs: PhasesOf;
  readonly #shelf: Shelf;
  readonly #transfers: Transfers | undefined;

  constructor(count: number, rules: Resilience, shelf: Shelf, host: PhasesHost, jobs: PhasesOf) {
    this.failed = new Int32Array(count);
    this.#host = host;
    this.#jobs = jobs;
    this.#shelf = shelf;
    const { checkpoints } = rules;
    if (checkpoints !== undefined && isShared(rules))
      this.#transfers = new Transfers(checkpoints.store.bandwidth, (job, at) => host.turnAt(job, at));
  }

  /** Whether what checkpoints cost depends on what else is going on: if not, their rhythm tells all. */
  get apply(): boolean {
    return this.#transfers !== undefined;
  }

  /** How fast the store is from now on. */
  set(speed: number): void {
    this.#transfers?.set(speed, this.#host.now);
  }

  /** Moves so much to or from a level; what lies on nodes is in nobody's way. */
  transfer(job: JobId, { level, alone, size }: Part): void {
    const { now } = this.#host;
    if (this.#transfers !== undefined && level.shared) this.#transfers.begin(job, alone, size, now);
    else this.#host.turnAt(job, now + alone);
  }

  /** What the job has been reading or writing is through; it goes on computing. */
  through(job: JobId): void {
    const running = this.#jobs.running(job);
    const { course } = running;
    this.#transfers!.end(job, this.#host.now);
    if (course.phase === 'write') this.wrote(job);
    if (!this.#readsOn(job)) this.goOn(job);
  }

  /** Computes on. */
  goOn(job: JobId): void {
    const end = this.compute(job);
    if (end < Number.POSITIVE_INFINITY) this.#host.expectEnd(job, end);
  }

  /** The job starts: reads what it has to read, and computes; says when it ends, if that is known. */
  begin(job: JobId): Time {
    const running = this.#jobs.running(job);
    running.toRead = partsOf(running.reads).filter(({ alone }) => alone > 0);
    return this.#readsOn(job) ? Number.POSITIVE_INFINITY : this.compute(job);
  }

  /** Begins to read the next part of what the job has to read; says whether there is one. */
  #readsOn(job: JobId): boolean {
    const running = this.#jobs.running(job);
    const [next, ...left] = running.toRead;
    if (next === undefined) return false;
    running.toRead = left;
    this.transfer(job, next);
    return true;
  }

  /** Computes until the next checkpoint, the fault or the end; says when it ends if that is next. */
  compute(job: JobId): Time {
    const { course } = this.#jobs.running(job);
    const { now } = this.#host;
    course.become('compute', now);
    const { pace, rhythm } = course;
    const left = pace.until - course.computedAt(now);
    const ends = left <= rhythm.interval;
    if (ends && (pace.fault === undefined || pace.fault.kind === 'slow')) return now + left;
    this.#host.turnAt(job, now + (ends ? left : rhythm.interval));
    return Number.POSITIVE_INFINITY;
  }

  /** It has come to a checkpoint, to its fault or to the end of its work. */
  computed(job: JobId): void {
    const running = this.#jobs.running(job);
    const { course, writes } = running;
    const { now } = this.#host;
    if (course.computedAt(now) >= course.pace.until) {
      this.#jobs.meets(job, course.pace.fault!);
      return;
    }
    const { level, duration, size } = writes!.of(course.writtenAt(now) + 1);
    if (!this.takeRoom(job, running, level, size)) {
      this.goOn(job);
      return;
    }
    course.become('write', now);
    this.transfer(job, { level, alone: duration, size });
  }

  /** Takes room in the store for a checkpoint that begins; says whether there is any. */
  takeRoom(job: JobId, running: Running, level: CheckpointLevel, size: number): boolean {
    if (this.#transfers === undefined || !level.shared) return true;
    const taken = !this.full && this.#shelf.makeRoom(size);
    if (taken) running.room = size;
    else this.failed[job]! += 1;
    return taken;
  }

  /** Breaks off what a job writes for a checkpoint that it takes instead, if there is room for that; else it goes on. */
  breakOffFor(job: JobId, running: Running, { level, size }: Pick<Whole, 'level' | 'size'>): boolean {
    const half = running.room;
    this.#shelf.release(half);
    running.room = 0;
    const taken = this.takeRoom(job, running, level, size);
    if (taken) this.#transfers?.end(job, this.#host.now);
    // Nobody else has taken it since.
    else if (half > 0) {
      this.#shelf.makeRoom(half);
      running.room = half;
    }
    return taken;
  }

  /** What is on its way to the store or from it is broken off. */
  abort(job: JobId, running: Running): void {
    running.toRead = [];
    this.#transfers?.end(job, this.#host.now);
    this.#shelf.release(running.room);
    running.room = 0;
  }

  /** A checkpoint is complete. */
  wrote(job: JobId): void {
    const running = this.#jobs.running(job);
    const { course, room } = running;
    course.wrote();
    running.room = 0;
    this.#shelf.keepWritten(job, running, room);
  }
}

/** Whether what checkpoints cost depends on what else is going on. */
function isShared({ checkpoints, faults }: Resilience): boolean {
  if (checkpoints === undefined || !checkpoints.levels.some(({ shared }) => shared)) return false;
  const { bandwidth, capacity } = checkpoints.store;
  return faults.storage || bandwidth < Number.POSITIVE_INFINITY || capacity < Number.POSITIVE_INFINITY;
}

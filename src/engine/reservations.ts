import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import { planned } from './planned.ts';
import type { Timeline } from './timeline.ts';

/** The reservations that outlive a decision. */
export class Reservations {
  readonly #jobs: JobFacts;
  readonly #timeline: Timeline;
  readonly #at: Float64Array;
  #queue: JobId[] = [];
  moves = 0;
  sweeps = 0;
  tests = 0;

  constructor(jobs: JobFacts, timeline: Timeline) {
    this.#jobs = jobs;
    this.#timeline = timeline;
    this.#at = new Float64Array(jobs.length);
  }

  get count(): number {
    return this.#queue.length;
  }

  gained(_procs: number, _until: Time): void {}

  keep(job: JobId, now: Time): Time {
    const duration = planned(job, this.#jobs);
    const at = this.#timeline.earliest(this.#jobs.procs[job]!, duration, now);
    this.#timeline.hold(this.#jobs.procs[job]!, at, at + duration);
    this.#at[job] = at;
    this.#queue.push(job);
    return at;
  }

  compress(now: Time): void {
    this.sweeps++;
    for (const job of this.#queue) {
      const duration = planned(job, this.#jobs);
      const procs = this.#jobs.procs[job]!;
      const old = this.#at[job]!;
      this.tests++;
      const at = this.#timeline.earlier(procs, duration, now, old);
      if (at === old) continue;
      this.moves++;
      this.#timeline.release(procs, old, old + duration);
      this.#timeline.hold(procs, at, at + duration);
      this.#at[job] = at;
    }
  }

  due(now: Time): JobId {
    for (const job of this.#queue) {
      if (this.#at[job]! <= now && this.#jobs.procs[job]! <= this.#timeline.free) return job;
    }
    return NO_JOB;
  }

  giveUp(job: JobId): void {
    const duration = planned(job, this.#jobs);
    this.#timeline.release(this.#jobs.procs[job]!, this.#at[job]!, this.#at[job]! + duration);
    this.#queue = this.#queue.filter((j) => j !== job);
  }
}

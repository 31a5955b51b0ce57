import type { JobId } from '../model/jobs.ts';
import type { Duration } from '../model/time.ts';

/** A job that stood in another's way. */
export interface Blocker {
  readonly job: JobId;
  /** For how long, ms; less where it held only a part of what was lacking. */
  readonly time: Duration;
}

/** Time by job. */
export class Shares {
  readonly #times = new Map<JobId, Duration>();

  add(job: JobId, time: Duration): void {
    this.#times.set(job, (this.#times.get(job) ?? 0) + time);
  }

  sorted(): Blocker[] {
    return [...this.#times].map(([job, time]) => ({ job, time })).sort((a, b) => b.time - a.time || a.job - b.job);
  }
}

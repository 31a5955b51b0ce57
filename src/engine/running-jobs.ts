import type { JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';

/** Which jobs run, kept from the first time somebody asks; until then it costs nothing to speak of. */
export class RunningJobs {
  readonly #start: ArrayLike<Time>;
  readonly #runs: (job: JobId) => boolean;
  #jobs: readonly JobId[] | undefined;
  /** Those that have started since `#jobs` was made. */
  #started: JobId[] = [];
  #stale = false;

  /**
   * @param start the start of each job by row, NaN before it
   * @param runs whether a job runs at this moment
   */
  constructor(start: ArrayLike<Time>, runs: (job: JobId) => boolean) {
    this.#start = start;
    this.#runs = runs;
  }

  started(job: JobId): void {
    if (this.#jobs === undefined) return;
    this.#started.push(job);
    this.#stale = true;
  }

  ended(): void {
    this.#stale = true;
  }

  /** In order of start, ties by order of arrival. The list is made anew when it changes, so a reader may keep it. */
  list(): readonly JobId[] {
    if (this.#jobs !== undefined && !this.#stale) return this.#jobs;
    const start = this.#start;
    const candidates = this.#jobs ?? Array.from(start, (_, row) => row as JobId);
    this.#jobs = [...candidates, ...this.#started].filter(this.#runs).sort((a, b) => start[a]! - start[b]! || a - b);
    this.#started = [];
    this.#stale = false;
    return this.#jobs;
  }
}

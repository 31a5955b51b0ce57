import type { JobId } from '../../model/jobs.ts';
import type { Course } from './course.ts';
import { type Holders, limitsIn } from './holders.ts';

/** No more jobs wait and run than may: whoever comes on top is rejected before anything else happens. */
export class SubmissionLaw {
  readonly #course: Course;
  readonly #holders: Holders;
  readonly #limits: boolean;
  /** By whose: how many wait or run. */
  readonly #there = new Map<string, number>();
  /** Who came last, and may still be rejected. */
  #newest: JobId | undefined;

  constructor(course: Course, holders: Holders) {
    this.#course = course;
    this.#holders = holders;
    this.#limits = limitsIn(course.centre).some(({ submitted }) => submitted !== undefined);
  }

  submits(job: JobId): void {
    if (!this.#limits) return;
    this.#change(job, 1);
    this.#newest = job;
  }

  leaves(job: JobId): void {
    if (!this.#limits) return;
    this.#change(job, -1);
    this.#newest = undefined;
  }

  /** Whoever came last has been let in. */
  settle(): void {
    const job = this.#newest;
    if (job === undefined) return;
    this.#newest = undefined;
    for (const { key, name, limits } of this.#holders.of(job)) {
      const there = this.#there.get(key)!;
      if (there > (limits.submitted ?? there))
        this.#course.fail(job, `${name} has ${there} jobs submitted of ${limits.submitted}`);
    }
  }

  #change(job: JobId, sign: 1 | -1): void {
    for (const { key } of this.#holders.of(job)) this.#there.set(key, (this.#there.get(key) ?? 0) + sign);
  }
}

import type { JobId } from '../../model/jobs.ts';
import type { Time } from '../../model/time.ts';
import type { Course } from './course.ts';

/**
 * No job starts before what it depends on has ended as it needs. One is cancelled only if it was stopped for good, if what
 * it depends on went wrong where that cancels, or if its reservation is over; and nobody waits in the end without a
 * reason.
 */
export class FateLaws {
  readonly #course: Course;

  constructor(course: Course) {
    this.#course = course;
  }

  starts(job: JobId): void {
    for (const { on } of this.#unmet(job)) {
      const { fate } = this.#course.lives[on]!;
      this.#course.fail(job, `row ${on}, on which it depends, is ${fate ?? 'not over'}`);
    }
  }

  cancelled(job: JobId): void {
    const { centre, lives, now } = this.#course;
    const reservation = centre.windows[this.#course.shape(job).reservation];
    const over = reservation !== undefined && reservation.until <= now;
    const doomed = centre.afterFailure === 'cancel' && this.#doomed(job);
    if (lives[job]!.struck !== now && !over && !doomed) this.#course.fail(job, 'it is cancelled for no reason');
  }

  /**
   * Whoever still waits is held.
   * @param room whether there are nodes left on which the job could run, and no quota keeps it from them
   */
  finish(at: Time, room: (job: JobId) => boolean): void {
    const { centre, lives } = this.#course;
    this.#course.at(at);
    for (const [row, { status }] of lives.entries()) {
      const job = row as JobId;
      if (status === 'left') continue;
      if (status !== 'waiting') this.#course.fail(job, `it is ${status} in the end`);
      const waits = this.#unmet(job).length > 0;
      if (this.#doomed(job) && centre.afterFailure === 'cancel') this.#course.fail(job, 'it can never run and is held');
      if (!waits && room(job)) this.#course.fail(job, 'it is held and could run');
    }
  }

  /** Dependencies that do not hold yet, or never will. */
  #unmet(job: JobId): readonly { readonly on: JobId; readonly never: boolean }[] {
    const { jobs, lives } = this.#course;
    return (jobs.asks!.dependencies.get(job) ?? []).flatMap(({ on, after }) => {
      const { fate } = lives[on]!;
      const met = fate !== undefined && (after === 'any' || (fate === 'completed') === (after === 'ok'));
      return met ? [] : [{ on, never: fate !== undefined }];
    });
  }

  #doomed(job: JobId): boolean {
    return this.#unmet(job).some(({ never }) => never);
  }
}

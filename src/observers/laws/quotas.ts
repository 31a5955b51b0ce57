import type { JobId } from '../../model/jobs.ts';
import { CORE_HOUR, CORES } from '../../model/resources.ts';
import { speedOf } from '../../model/suits.ts';
import { PLAN_TICK } from '../../model/time.ts';
import type { Course } from './course.ts';
import { type Holder, type Holders, limitsIn } from './holders.ts';

/**
 * A job starts only if what has been used by those that count towards a quota, what those who run are planned to use
 * still, and what it is planned to use itself are within it; and whoever is held for a quota could not start in the end.
 */
export class QuotaLaws {
  readonly #course: Course;
  readonly #holders: Holders;
  /** By whose: core-milliseconds of all that ran and does so no more. */
  readonly #used = new Map<string, number>();
  readonly #quotas: boolean;

  constructor(course: Course, holders: Holders) {
    this.#course = course;
    this.#holders = holders;
    this.#quotas = limitsIn(course.centre).some(({ coreTime }) => coreTime !== undefined);
  }

  /** To be told before the job counts as running. @param goesOn whether it was suspended, and was let in before */
  starts(job: JobId, goesOn: boolean): void {
    if (!this.#quotas || goesOn) return;
    const over = this.#over(job);
    if (over === undefined) return;
    const [after, quota] = [over.after, over.quota].map((coreTime) => coreTime / CORE_HOUR);
    this.#course.fail(job, `${over.name} would use ${after} core-hours of ${quota}`);
  }

  /** To be told while the job counts as running. */
  stops(job: JobId): void {
    if (!this.#quotas) return;
    const ran = this.#course.now - this.#course.lives[job]!.since;
    for (const { key } of this.#holders.of(job))
      this.#used.set(key, (this.#used.get(key) ?? 0) + this.#cores(job) * ran);
  }

  /** Whether a quota keeps a waiting job from starting. */
  keeps(job: JobId): boolean {
    return this.#quotas && this.#over(job) !== undefined;
  }

  #over(job: JobId): { readonly name: string; readonly after: number; readonly quota: number } | undefined {
    const { kind } = this.#course.shape(job);
    const slowest = Math.min(...this.#holders.groups(job).map((group) => speedOf(group, kind)));
    const asks = this.#cores(job) * this.#planned(job, slowest);
    for (const holder of this.#holders.of(job)) {
      const { coreTime: quota } = holder.limits;
      if (quota === undefined) continue;
      const after = this.#usedOrPlanned(holder) + asks;
      if (after > quota) return { name: holder.name, after, quota };
    }
    return undefined;
  }

  #usedOrPlanned({ key }: Holder): number {
    const { now, running, lives } = this.#course;
    let sum = this.#used.get(key) ?? 0;
    for (const job of running) {
      if (!this.#holders.of(job).some((holder) => holder.key === key)) continue;
      const { since, on } = lives[job]!;
      sum += this.#cores(job) * Math.max(now - since, this.#planned(job, this.#course.speed(job, on!.nodes)));
    }
    return sum;
  }

  #cores(job: JobId): number {
    return this.#holders.demand(job)[CORES]!;
  }

  /** How long a job is planned to run from its last start on, ms. */
  #planned(job: JobId, speed: number): number {
    const rest = Math.max(this.#course.jobs.estimate[job]! - this.#course.lives[job]!.done, PLAN_TICK);
    return Math.ceil(rest / speed);
  }
}

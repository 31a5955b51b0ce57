import type { JobId } from '../../model/jobs.ts';
import { CORES, GPUS, MEMORY, RESOURCES, STORAGE } from '../../model/resources.ts';
import type { Course } from './course.ts';
import { type Holders, limitsIn } from './holders.ts';

/**
 * What the running jobs of a user, an account, a partition, a QOS and a user within one hold together stays within their
 * limits and bursts, by what the jobs ask for.
 */
export class LimitLaws {
  readonly #course: Course;
  readonly #holders: Holders;
  /** By whose: how many jobs, and then how much of each resource. */
  readonly #held = new Map<string, number[]>();
  readonly #limits: boolean;

  constructor(course: Course, holders: Holders) {
    this.#course = course;
    this.#holders = holders;
    const { centre } = course;
    this.#limits =
      centre.entities.some(({ burst }) => burst !== Number.POSITIVE_INFINITY) ||
      limitsIn(centre).some((one) => Object.values(one).some((most) => most !== undefined));
  }

  starts(job: JobId): void {
    if (!this.#limits) return;
    for (const { key, name, limits, burst } of this.#holders.of(job)) {
      const [running, ...held] = this.#change(key, job, 1);
      const counts = [
        ['jobs', running!, limits.jobs],
        ['cores', held[CORES]!, limits.cores],
        ['cores', held[CORES]!, burst],
        ['GPUs', held[GPUS]!, limits.gpus],
        ['MiB', held[MEMORY]!, limits.memory],
        ['MiB of storage', held[STORAGE]!, limits.storage],
      ] as const;
      for (const [what, count, most] of counts) {
        if (most !== undefined && count > most) this.#course.fail(job, `${name} has ${count} ${what} of ${most}`);
      }
    }
  }

  stops(job: JobId): void {
    if (!this.#limits) return;
    for (const { key } of this.#holders.of(job)) this.#change(key, job, -1);
  }

  #change(key: string, job: JobId, sign: 1 | -1): readonly number[] {
    const held = this.#held.get(key) ?? [0, ...RESOURCES.map(() => 0)];
    for (const [i, amount] of [1, ...this.#holders.demand(job)].entries()) held[i]! += sign * amount;
    this.#held.set(key, held);
    return held;
  }
}

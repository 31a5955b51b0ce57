import type { Allocation } from '../../model/asks.ts';
import type { JobId } from '../../model/jobs.ts';
import { PLAN_TICK, type Time } from '../../model/time.ts';
import { type Course, meets } from './course.ts';

/**
 * Nobody is planned into a maintenance or into what others have reserved, and nobody who has outlived an estimate stays
 * in one unless it lets running jobs finish; who names a reservation is a member and runs within it, and not after it.
 */
export class WindowLaws {
  readonly #course: Course;
  /** Those that have not been looked at yet: by their beginning and by their end, the next one last. */
  readonly #beginning: number[];
  readonly #ending: number[];

  constructor(course: Course) {
    this.#course = course;
    const { windows } = course.centre;
    this.#beginning = [...windows.keys()].sort((a, b) => windows[b]!.from - windows[a]!.from);
    this.#ending = [...windows.keys()].sort((a, b) => windows[b]!.until - windows[a]!.until);
  }

  /** All that has happened up to now is known, and the next thing happens at `time`. */
  passes(time: Time): void {
    const { windows } = this.#course.centre;
    while ((windows[this.#beginning.at(-1)!]?.from ?? time) < time) this.#begins(this.#beginning.pop()!);
    while ((windows[this.#ending.at(-1)!]?.until ?? time) < time) this.#ends(this.#ending.pop()!);
  }

  starts(job: JobId, { nodes }: Allocation): void {
    const { jobs, centre, lives, now } = this.#course;
    const { reservation } = this.#course.shape(job);
    const work = Math.max(jobs.estimate[job]! - lives[job]!.done, PLAN_TICK);
    const planned = now + work / this.#course.speed(job, nodes);
    for (const [index, { name, from, until, nodes: own }] of centre.windows.entries()) {
      if (index === reservation) this.#startsWithin(job, nodes, planned);
      else if (meets(nodes, own) && now < until && planned > from)
        this.#course.fail(job, `it is planned into window ${name}`);
    }
  }

  #startsWithin(job: JobId, nodes: readonly number[], planned: Time): void {
    const { jobs, centre, now } = this.#course;
    const { name, from, until, nodes: own, members } = centre.windows[this.#course.shape(job).reservation]!;
    if (now < from || planned > until || !nodes.every((node) => own.some((one) => one === node)))
      this.#course.fail(job, `it leaves its reservation ${name}`);
    let entity = jobs.asks!.entity[job]!;
    while (entity >= 0 && !members.includes(entity)) entity = centre.entities[entity]!.parent;
    if (entity < 0) this.#course.fail(job, `it is no member of reservation ${name}`);
  }

  #begins(index: number): void {
    const { name, nodes, running } = this.#course.centre.windows[index]!;
    if (running === 'finish') return;
    for (const job of this.#course.running) {
      if (this.#course.shape(job).reservation !== index && meets(this.#course.lives[job]!.on!.nodes, nodes))
        this.#course.fail(job, `it runs on into window ${name}`);
    }
  }

  #ends(index: number): void {
    const { name, kind, running } = this.#course.centre.windows[index]!;
    if (kind !== 'reservation' || running === 'finish') return;
    for (const job of this.#course.running) {
      if (this.#course.shape(job).reservation === index)
        this.#course.fail(job, `it runs on after its reservation ${name}`);
    }
  }
}

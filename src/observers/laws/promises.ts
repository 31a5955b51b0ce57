import type { Centre } from '../../model/centre.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { Scheduler } from '../../model/scheduler.ts';
import { PLAN_TICK, type Time, toSeconds } from '../../model/time.ts';
import type { Course } from './course.ts';

/**
 * What a policy promises it keeps: no job starts later than the first time that was held for it. Nobody can promise
 * anything where jobs outlive their estimates, where limits and dependencies change who is next, where something
 * intervenes, or once there are faults and checkpoints.
 */
export class PromiseLaw {
  readonly #course: Course;
  #checks: boolean;
  readonly #first = new Map<JobId, Time>();

  constructor(course: Course, scheduler: Scheduler) {
    this.#course = course;
    this.#checks = scheduler.promises === true && isUndisturbed(course.centre, course.jobs);
  }

  reserves(job: JobId, at: Time): void {
    if (at < this.#course.now) this.#course.fail(job, `the reservation at ${toSeconds(at)} s is past`);
    if (!this.#first.has(job)) this.#first.set(job, at);
  }

  /** Nodes fail, or jobs hold theirs for longer than anybody planned. */
  disturbed(): void {
    this.#checks = false;
  }

  starts(job: JobId): void {
    const promised = this.#first.get(job);
    if (this.#checks && promised !== undefined && this.#course.now > promised)
      this.#course.fail(job, `it was promised to start by ${toSeconds(promised)} s`);
  }
}

function isUndisturbed({ entities, machine, qos, interventions }: Centre, jobs: JobTable): boolean {
  const limits = [...entities, ...machine.partitions, ...qos].map((one) => one.limits);
  const all = [...limits, ...qos.map(({ limitsPerUser }) => limitsPerUser)].flatMap((one) => Object.values(one));
  return (
    interventions.length === 0 &&
    jobs.asks!.dependencies.size === 0 &&
    all.every((most) => most === undefined) &&
    entities.every(({ burst }) => burst === Number.POSITIVE_INFINITY) &&
    jobs.runtime.every((runtime, job) => runtime <= Math.max(jobs.estimate[job]!, PLAN_TICK))
  );
}

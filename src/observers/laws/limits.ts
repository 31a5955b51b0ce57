import type { JobId } from '../../model/jobs.ts';
import type { Limits } from '../../model/machine.ts';
import { CORES, GPUS, MEMORY, RESOURCES } from '../../model/resources.ts';
import { suits, takes } from '../../model/suits.ts';
import type { Course } from './course.ts';

/** Whose limits: an entity, a partition, a QOS, or a user within a QOS. */
interface Holder {
  readonly key: string;
  readonly name: string;
  readonly limits: Limits;
  readonly burst?: number | undefined;
}

/**
 * What the running jobs of a user, an account, a partition, a QOS and a user within one hold together stays within their
 * limits and bursts, by what the jobs ask for.
 */
export class LimitLaws {
  readonly #course: Course;
  /** By shape. */
  readonly #demands = new Map<number, readonly number[]>();
  /** By whose: how many jobs, and then how much of each resource. */
  readonly #held = new Map<string, number[]>();
  readonly #limits: boolean;

  constructor(course: Course) {
    this.#course = course;
    this.#limits = anyLimits(course.centre);
  }

  starts(job: JobId): void {
    if (!this.#limits) return;
    for (const { key, name, limits, burst } of this.#holders(job)) {
      const [running, ...held] = this.#change(key, job, 1);
      const counts = [
        ['jobs', running!, limits.jobs],
        ['cores', held[CORES]!, limits.cores],
        ['cores', held[CORES]!, burst],
        ['GPUs', held[GPUS]!, limits.gpus],
        ['MiB', held[MEMORY]!, limits.memory],
      ] as const;
      for (const [what, count, most] of counts) {
        if (most !== undefined && count > most) this.#course.fail(job, `${name} has ${count} ${what} of ${most}`);
      }
    }
  }

  stops(job: JobId): void {
    if (!this.#limits) return;
    for (const { key } of this.#holders(job)) this.#change(key, job, -1);
  }

  #change(key: string, job: JobId, sign: 1 | -1): readonly number[] {
    const held = this.#held.get(key) ?? [0, ...RESOURCES.map(() => 0)];
    for (const [i, amount] of [1, ...this.#demand(job)].entries()) held[i]! += sign * amount;
    this.#held.set(key, held);
    return held;
  }

  #holders(job: JobId): readonly Holder[] {
    const { jobs, centre } = this.#course;
    const { entity, qos } = jobs.asks!;
    const [leaf, ownQos] = [entity[job]!, qos[job]!];
    const { partition } = this.#course.shape(job);
    const { name, limits, limitsPerUser } = centre.qos[ownQos]!;
    const found: Holder[] = [
      { key: `p${partition}`, name: 'its partition', limits: centre.machine.partitions[partition]!.limits },
      { key: `q${ownQos}`, name: `QOS ${name}`, limits },
      { key: `q${ownQos} ${leaf}`, name: `its user in QOS ${name}`, limits: limitsPerUser },
    ];
    for (let one = leaf; one >= 0; one = centre.entities[one]!.parent)
      found.push({ key: `e${one}`, ...centre.entities[one]! });
    return found;
  }

  /** What a job counts for: whole nodes as large as the smallest on which it could run. */
  #demand(job: JobId): readonly number[] {
    const index = this.#course.jobs.asks!.shape[job]!;
    const known = this.#demands.get(index);
    if (known !== undefined) return known;
    const { machine, windows } = this.#course.centre;
    const shape = this.#course.shape(job);
    const reserved = windows[shape.reservation]?.nodes;
    const nodes = machine.partitions[shape.partition]!.nodes.filter((node) => reserved?.includes(node) ?? true);
    const groups = nodes.map((node) => this.#course.group(node)).filter((group) => suits(group, shape));
    const demand = RESOURCES.map((_, r) => shape.tasks * Math.min(...groups.map((group) => takes(shape, group, r))));
    this.#demands.set(index, demand);
    return demand;
  }
}

/** Whether anything is limited at all. */
function anyLimits({ entities, machine, qos }: Course['centre']): boolean {
  const all = [...entities, ...machine.partitions, ...qos].map(({ limits }) => limits);
  return (
    entities.some(({ burst }) => burst !== Number.POSITIVE_INFINITY) ||
    [...all, ...qos.map(({ limitsPerUser }) => limitsPerUser)].some((one) =>
      Object.values(one).some((most) => most !== undefined),
    )
  );
}

import type { Centre } from '../../model/centre.ts';
import type { JobId } from '../../model/jobs.ts';
import type { Limits, NodeGroup } from '../../model/machine.ts';
import { RESOURCES } from '../../model/resources.ts';
import { suits, takes } from '../../model/suits.ts';
import type { Course } from './course.ts';

/** Whose limits: an entity, a partition, a QOS, or a user within a QOS. */
export interface Holder {
  readonly key: string;
  readonly name: string;
  readonly limits: Limits;
  readonly burst?: number | undefined;
}

/** Who is limited, by what a job counts for. */
export class Holders {
  readonly #course: Course;
  /** By shape. */
  readonly #demands = new Map<number, readonly number[]>();

  constructor(course: Course) {
    this.#course = course;
  }

  /** Everybody whose limits a job counts towards. */
  of(job: JobId): readonly Holder[] {
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
  demand(job: JobId): readonly number[] {
    const index = this.#course.jobs.asks!.shape[job]!;
    const known = this.#demands.get(index);
    if (known !== undefined) return known;
    const shape = this.#course.shape(job);
    const demand = RESOURCES.map(
      (_, r) => shape.tasks * Math.min(...this.groups(job).map((group) => takes(shape, group, r))),
    );
    this.#demands.set(index, demand);
    return demand;
  }

  /** The groups of the nodes on which a job could run. */
  groups(job: JobId): readonly NodeGroup[] {
    const { machine, windows } = this.#course.centre;
    const shape = this.#course.shape(job);
    const reserved = windows[shape.reservation]?.nodes;
    const nodes = machine.partitions[shape.partition]!.nodes.filter((node) => reserved?.includes(node) ?? true);
    const groups = new Set(nodes.map((node) => this.#course.group(node)));
    return [...groups].filter((group) => suits(group, shape));
  }
}

/** All limits of a centre, bursts aside. */
export const limitsIn = ({ entities, machine, qos }: Centre): readonly Limits[] => [
  ...[...entities, ...machine.partitions, ...qos].map(({ limits }) => limits),
  ...qos.map(({ limitsPerUser }) => limitsPerUser),
];

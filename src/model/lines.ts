import type { Centre } from './centre.ts';
import type { JobFacts, JobId } from './jobs.ts';

/** Who stands in line with whom on a machine of nodes: a job that is blocked keeps back those that want its nodes. */
export interface Lines {
  /** Keeps back whoever stands in line with this job. */
  block(job: JobId): void;
  isBlocked(job: JobId): boolean;
}

const known = new WeakMap<Centre, readonly (readonly boolean[])[]>();

/** Whether there is more than one line. */
export const hasLines = ({ machine, windows }: Centre): boolean =>
  machine.partitions.length > 1 || windows.some(({ kind }) => kind === 'reservation');

/** Whether one job, while it is blocked, keeps another back. */
export function keepsBack(centre: Centre, jobs: JobFacts, one: JobId, other: JobId): boolean {
  const lines = linesOf(centre, jobs);
  lines.block(one);
  return lines.isBlocked(other);
}

/**
 * The lines of one decision. Jobs stand in line with each other if their partitions share a node; those that may only
 * run in a reservation, with those of the same one alone, for nobody else gets its nodes.
 */
export function linesOf(centre: Centre, jobs: JobFacts): Lines {
  let shared = known.get(centre);
  if (shared === undefined) {
    shared = sharingPartitions(centre);
    known.set(centre, shared);
  }
  const { shape, shapes } = jobs.asks!;
  const partitions = new Set<number>();
  const reservations = new Set<number>();
  return {
    block(job) {
      const { partition, reservation } = shapes[shape[job]!]!;
      if (reservation >= 0) reservations.add(reservation);
      else for (const [other, shares] of shared[partition]!.entries()) if (shares) partitions.add(other);
    },
    isBlocked(job) {
      const { partition, reservation } = shapes[shape[job]!]!;
      return reservation >= 0 ? reservations.has(reservation) : partitions.has(partition);
    },
  };
}

/** By pair of partitions: whether they share a node. */
function sharingPartitions({ machine: { partitions } }: Centre): readonly (readonly boolean[])[] {
  const sets = partitions.map(({ nodes }) => new Set(nodes));
  return partitions.map(({ nodes }) => sets.map((set) => nodes.some((node) => set.has(node))));
}

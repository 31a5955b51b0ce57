import type { CentreRun, Stretch } from '../model/centre-run.ts';
import type { JobTable } from '../model/jobs.ts';
import { takes } from '../model/suits.ts';
import type { Time } from '../model/time.ts';

/**
 * What a stretch held of a resource on all of its nodes together: so many tasks as run there, or all cores and GPUs of
 * whole nodes, which nobody else can use.
 */
export function heldBy(jobs: JobTable, { centre }: CentreRun, { job, allocation }: Stretch, resource: number): number {
  const { shapes, shape } = jobs.asks!;
  const { groups, nodes } = centre.machine;
  return allocation.nodes.reduce((sum, node, i) => {
    return sum + allocation.tasks[i]! * takes(shapes[shape[job]!]!, groups[nodes[node]!.group]!, resource);
  }, 0);
}

/** Amount of a resource x ms that all stretches held within [from, to), those whose work was lost included. */
export const heldArea = (jobs: JobTable, centre: CentreRun, resource: number, from: Time, to: Time): number =>
  centre.stretches.reduce((sum, one) => {
    const lasts = Math.min(one.end, to) - Math.max(one.start, from);
    return lasts > 0 ? sum + heldBy(jobs, centre, one, resource) * lasts : sum;
  }, 0);

import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { NodeGroup } from '../model/machine.ts';
import { speedOf, suits } from '../model/suits.ts';
import { type Duration, PLAN_TICK } from '../model/time.ts';

/** The groups of nodes on which a job can run, by their places in the machine. */
export function groupsFor(job: JobId, jobs: JobFacts, { centre: { machine } }: CentreView): readonly number[] {
  const { shapes, shape } = jobs.asks!;
  const asked = shapes[shape[job]!]!;
  const { nodes } = machine.partitions[asked.partition]!;
  const present = new Set(nodes.map((node) => machine.nodes[node]!.group));
  return machine.groups.flatMap((group, index) => (present.has(index) && suits(group, asked) ? [index] : []));
}

/** How long a job is said to last on a group of nodes, ms, if it has not run yet. */
export function lastsOn(group: NodeGroup, job: JobId, jobs: JobFacts): Duration {
  const { shapes, shape } = jobs.asks!;
  return Math.ceil(Math.max(jobs.estimate[job]!, PLAN_TICK) / speedOf(group, shapes[shape[job]!]!.kind));
}

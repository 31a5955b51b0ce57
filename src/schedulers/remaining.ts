import type { Shape } from '../model/asks.ts';
import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Machine, NodeGroup } from '../model/machine.ts';
import { speedOf, suits } from '../model/suits.ts';
import { type Duration, PLAN_TICK } from '../model/time.ts';

/** What has been found out already, by machine and shape: neither ever changes. */
const found = new WeakMap<Machine, Map<Shape, readonly number[]>>();

/** The groups of nodes on which a job can run, by their places in the machine. */
export function groupsFor(job: JobId, jobs: JobFacts, { centre: { machine } }: CentreView): readonly number[] {
  const { shapes, shape } = jobs.asks!;
  const asked = shapes[shape[job]!]!;
  const known = found.get(machine) ?? new Map<Shape, readonly number[]>();
  found.set(machine, known);
  const groups = known.get(asked) ?? groupsOf(asked, machine);
  known.set(asked, groups);
  return groups;
}

function groupsOf(asked: Shape, machine: Machine): readonly number[] {
  const { nodes } = machine.partitions[asked.partition]!;
  const present = new Set(nodes.map((node) => machine.nodes[node]!.group));
  return machine.groups.flatMap((group, index) => (present.has(index) && suits(group, asked) ? [index] : []));
}

/** How long a job is said to last on a group of nodes, ms, if it has not run yet. */
export function lastsOn(group: NodeGroup, job: JobId, jobs: JobFacts): Duration {
  const { shapes, shape } = jobs.asks!;
  return Math.ceil(Math.max(jobs.estimate[job]!, PLAN_TICK) / speedOf(group, shapes[shape[job]!]!.kind));
}

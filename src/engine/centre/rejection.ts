import type { Centre } from '../../model/centre.ts';
import type { JobFacts, JobId } from '../../model/jobs.ts';
import { CORES } from '../../model/resources.ts';
import { lackingOn } from '../../model/suits.ts';
import { toSeconds } from '../../model/time.ts';
import type { Suitable } from './suitable.ts';

/** Why a job can never run, whatever else happens; undefined if it can. */
export function rejection(centre: Centre, jobs: JobFacts, job: JobId, suited: Suitable): string | undefined {
  return tooMuch(centre, jobs, job, suited) ?? nowhere(centre, suited) ?? outsideReservation(centre, jobs, job, suited);
}

/** What the partition and the QOS let no single job have. */
function tooMuch(centre: Centre, jobs: JobFacts, job: JobId, { shape, demand }: Suitable): string | undefined {
  const partition = centre.machine.partitions[shape.partition]!;
  const qos = centre.qos[jobs.asks!.qos[job]!]!;
  for (const { where, maxTime, maxCores, maxNodes } of [
    { where: `partition ${partition.name}`, ...partition },
    { where: `QOS ${qos.name}`, ...qos, maxNodes: undefined },
  ]) {
    const time = jobs.estimate[job]!;
    if (maxTime !== undefined && time > maxTime)
      return `it asks for ${toSeconds(time)} s, and ${where} allows ${toSeconds(maxTime)} s`;
    if (maxCores !== undefined && demand[CORES]! > maxCores)
      return `it asks for ${demand[CORES]} cores, and ${where} allows ${maxCores}`;
    if (maxNodes !== undefined && (shape.wholeNodes || shape.layout === 'spread') && shape.tasks > maxNodes)
      return `it asks for ${shape.tasks} nodes, and ${where} allows ${maxNodes}`;
  }
  return undefined;
}

/** Why the machine has no room for a job even when it is empty; undefined if it has. */
function nowhere({ machine }: Centre, { shape, cells, most }: Suitable): string | undefined {
  if (most >= shape.tasks) return undefined;
  const where = `partition ${machine.partitions[shape.partition]!.name}`;
  const what = shape.wholeNodes ? 'whole nodes' : 'tasks';
  if (cells.length === 0) {
    const groups = machine.partitions[shape.partition]!.nodes.map(
      (node) => machine.groups[machine.nodes[node]!.group]!,
    );
    return `${lackingOn([...new Set(groups)], shape) ?? 'no node of its reservation has what each of its tasks needs'} (${where})`;
  }
  return `${where} has room for ${most} of its ${shape.tasks} ${what} when nothing else runs`;
}

function outsideReservation(
  centre: Centre,
  jobs: JobFacts,
  job: JobId,
  { shape, tiers }: Suitable,
): string | undefined {
  const window = centre.windows[shape.reservation];
  if (window === undefined) return undefined;
  let entity = jobs.asks!.entity[job]!;
  while (entity >= 0 && !window.members.includes(entity)) entity = centre.entities[entity]!.parent;
  if (entity < 0) return `it may not use reservation ${window.name}`;
  const fastest = tiers[0]!.speed;
  const begins = Math.max(window.from, jobs.submit[job]!);
  if (begins + Math.ceil(jobs.estimate[job]! / fastest) <= window.until) return undefined;
  return `it asks for ${toSeconds(jobs.estimate[job]!)} s, which reservation ${window.name} does not have when it comes`;
}

import type { Centre, Intervention, Window } from '../model/centre.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Limits, Machine, NodeGroup, NodeId } from '../model/machine.ts';
import { CORES, GPUS, MEMORY, MIB_PER_GIB } from '../model/resources.ts';
import { toSeconds } from '../model/time.ts';
import { formatCount, formatCounted, formatDuration } from './format.ts';
import type { MachineReport } from './report.ts';

type Line = MachineReport['lines'][number];

/** A machine of nodes in a few lines: its groups, its partitions, and what is planned or happens to it. */
export function machineReport(centre: Centre, jobs: JobTable): MachineReport {
  const { machine, windows, interventions } = centre;
  return {
    nodes: machine.nodes.length,
    lines: [
      ...machine.groups.map((group) => ({ kind: 'nodes', name: group.name, text: groupText(group) })),
      ...machine.partitions.map(
        ({ name, nodes, tier, maxTime, limits }): Line => ({
          kind: 'partition',
          name,
          text: [
            formatCounted(nodes.length, 'node'),
            `tier ${tier}`,
            ...(maxTime === undefined ? [] : [`jobs up to ${formatDuration(toSeconds(maxTime))}`]),
            ...limitTexts(limits),
          ].join(', '),
        }),
      ),
      ...windows.map((window): Line => ({ kind: window.kind, name: window.name, text: windowText(window, machine) })),
      ...interventions.map(
        (one): Line => ({ kind: 'intervention', name: moment(one.at), text: interventionText(one, centre, jobs) }),
      ),
    ],
  };
}

function groupText({ count, each, gpuType, features, speed }: NodeGroup): string {
  const gpus = each[GPUS]!;
  return [
    `${formatCounted(count, 'node')} of ${formatCounted(each[CORES]!, 'core')}`,
    ...(each[MEMORY]! > 0 ? [`${formatCount(each[MEMORY]! / MIB_PER_GIB)} GiB`] : []),
    ...(gpus > 0 ? [`${formatCounted(gpus, 'GPU')}${gpuType === undefined ? '' : ` ${gpuType}`}`] : []),
    ...(features.length > 0 ? [features.join(', ')] : []),
    ...(speed === 1 ? [] : [`speed ${speed}`]),
  ].join(', ');
}

const limitTexts = ({ jobs, cores, memory, gpus }: Limits): string[] =>
  [
    [jobs, 'jobs'],
    [cores, 'cores'],
    [memory, 'MiB'],
    [gpus, 'GPUs'],
  ].flatMap(([limit, of]) => (limit === undefined ? [] : [`at most ${formatCount(Number(limit))} ${of} at once`]));

const windowText = ({ from, until, nodes }: Window, machine: Machine): string =>
  `from ${moment(from)} until ${moment(until)} on ${nodeNames(nodes, machine)}`;

function interventionText(one: Intervention, { machine, entities }: Centre, { asks, id }: JobTable): string {
  switch (one.kind) {
    case 'nodes':
      return `${nodeNames(one.nodes, machine)} ${one.status}${one.running === 'finish' ? '' : `, running jobs ${one.running}`}`;
    case 'deadline':
      return `deadline of job ${asks?.names?.[one.job] ?? id[one.job]} becomes ${moment(one.deadline)}`;
    case 'shares':
      return `shares of ${entities[one.entity]!.name} become ${one.shares}`;
    case 'guarantee':
      return `guarantee of ${entities[one.entity]!.name} becomes ${formatCounted(one.guarantee, 'core')}`;
    case 'policy':
      return `policy ${one.policy + 1} of the run decides`;
  }
}

/** Names that a line has room for. */
const SHOWN = 4;

const nodeNames = (nodes: readonly NodeId[], machine: Machine): string => {
  if (nodes.length === machine.nodes.length) return 'all nodes';
  if (nodes.length > SHOWN) return formatCounted(nodes.length, 'node');
  return nodes.map((node) => machine.nodes[node]!.name).join(', ');
};

/** On the clock of the workload: time 0 is when its time begins. */
const moment = (time: number): string => `${formatCount(toSeconds(time))} s`;

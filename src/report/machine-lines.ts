import type { Centre, Intervention, Window } from '../model/centre.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Limits, Machine, NodeGroup, NodeId, NodeStatus } from '../model/machine.ts';
import { CORE_HOUR, CORES, GPUS, MEMORY, MIB_PER_GIB } from '../model/resources.ts';
import { toSeconds } from '../model/time.ts';
import type { WallClock } from '../model/wall-clock.ts';
import { formatCount, formatCounted, formatExactly } from './format.ts';
import { rangesOf } from './node-ranges.ts';
import type { MachineReport } from './report.ts';

type Line = MachineReport['lines'][number];

/** Says a moment: a date where one is known, else how long after time 0. */
type MomentWords = (time: number) => string;

const momentWords =
  (clock: WallClock): MomentWords =>
  (time) =>
    clock.date(toSeconds(time)) ?? formatExactly(toSeconds(time));

/** A machine of nodes in a few lines: its groups, its partitions, and what is planned or happens to it. */
export function machineReport(centre: Centre, jobs: JobTable, clock: WallClock): MachineReport {
  const moment = momentWords(clock);
  const { machine, windows } = centre;
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
            ...(maxTime === undefined ? [] : [`jobs up to ${formatExactly(toSeconds(maxTime))}`]),
            ...limitTexts(limits),
          ].join(', '),
        }),
      ),
      ...repeated(windows).map(
        (times): Line => ({ kind: times[0]!.kind, name: times[0]!.name, text: windowText(times, machine, moment) }),
      ),
      ...eventsOf(centre, jobs, moment).map(({ at, text }): Line => ({ kind: 'intervention', name: moment(at), text })),
    ],
  };
}

/** What is done at set times, in order, the submission of rush jobs too. */
export function eventsOf(
  centre: Centre,
  jobs: JobTable,
  moment: MomentWords,
): { readonly at: number; readonly text: string }[] {
  return [
    ...centre.interventions.map((one) => ({ at: one.at, text: interventionText(one, centre, jobs, moment) })),
    ...(jobs.asks?.rush ?? []).map((job) => ({
      at: jobs.submit[job]!,
      text: `job ${jobs.asks!.names![job]} is submitted`,
    })),
  ].sort((a, b) => a.at - b.at);
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

const limitTexts = ({ jobs, cores, memory, gpus, storage, coreTime, submitted }: Limits): string[] => [
  ...[
    { most: jobs, of: 'jobs' },
    { most: cores, of: 'cores' },
    { most: memory, of: 'MiB' },
    { most: gpus, of: 'GPUs' },
    { most: storage, of: 'MiB of storage' },
    { most: submitted, of: 'jobs waiting or running' },
  ].flatMap(({ most, of }) => (most === undefined ? [] : [`at most ${formatCount(most)} ${of} at once`])),
  ...(coreTime === undefined ? [] : [`at most ${coreTime / CORE_HOUR} core-hours in the whole run`]),
];

/** Windows apart by what they are and where; those that come again after always the same time are together. */
function repeated(windows: readonly Window[]): Window[][] {
  const alike = new Map<string, Window[]>();
  for (const one of windows) {
    const { kind, name, from, until, nodes, members, running } = one;
    const key = JSON.stringify([kind, name, until - from, rangesOf(nodes), members, running]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((list) => (isRegular(list) ? [list] : list.map((one) => [one])));
}

const isRegular = (list: readonly Window[]): boolean =>
  list.every((one, i) => i < 2 || one.from - list[i - 1]!.from === list[1]!.from - list[0]!.from);

/** When and where a window is, or the first of those that come again. */
function windowText([first, second, ...more]: readonly Window[], machine: Machine, moment: MomentWords): string {
  const { from, until, nodes } = first!;
  const where = `on ${nodeNames(nodes, machine)}`;
  if (second === undefined) return `from ${moment(from)} until ${moment(until)} ${where}`;
  const lasts = `for ${formatExactly(toSeconds(until - from))}`;
  const again = `every ${formatExactly(toSeconds(second.from - from))}, ${formatCount(more.length + 2)} times`;
  return `from ${moment(from)} ${lasts}, ${again} until ${moment((more.at(-1) ?? second).until)}, ${where}`;
}

/** How nodes stand, in the words of those who run them. */
const STATUS_WORDS: Readonly<Record<NodeStatus, string>> = {
  online: 'online',
  offline: 'offline',
  maintenance: 'drained',
  error: 'in error',
};

/** What an intervention changes. */
function interventionText(
  one: Intervention,
  { machine, entities }: Centre,
  { asks, id }: JobTable,
  moment: MomentWords,
): string {
  switch (one.kind) {
    case 'nodes': {
      const running = one.running === 'finish' ? '' : `, running jobs ${RUNNING_WORDS[one.running]}`;
      return `${nodeNames(one.nodes, machine)} ${STATUS_WORDS[one.status]}${running}`;
    }
    case 'deadline':
      return `deadline of job ${asks?.names?.[one.job] ?? id[one.job]} becomes ${moment(one.deadline)}`;
    case 'shares':
      return `shares of ${entities[one.entity]!.name} become ${one.said ?? one.shares}`;
    case 'guarantee':
      return `guarantee of ${entities[one.entity]!.name} becomes ${formatCounted(one.guarantee, 'core')}`;
    case 'policy':
      return `${one.said ?? `policy ${one.policy + 1} of the run`} decides`;
  }
}

const RUNNING_WORDS = { requeue: 'are requeued', cancel: 'are cancelled' } as const;

/** Ranges that a line has room for. */
const SHOWN = 4;

/** `all nodes`, `cpu-1 to cpu-4, gpu-2`, `12 nodes`. */
export function nodeNames(nodes: readonly NodeId[], { nodes: all }: Pick<Machine, 'nodes'>): string {
  if (nodes.length === all.length) return 'all nodes';
  // A range of two groups would be told by two names that have nothing to do with each other.
  const groups = new Set(nodes.map((node) => all[node]!.group));
  const ranges = [...groups].flatMap((group) => rangesOf(nodes.filter((node) => all[node]!.group === group)));
  if (ranges.length > SHOWN) return formatCounted(nodes.length, 'node');
  return ranges
    .map(([first, last]) => {
      const ends = [first, last].map((node) => all[node]!.name);
      return first === last ? ends[0] : ends.join(last === first + 1 ? ', ' : ' to ');
    })
    .join(', ');
}

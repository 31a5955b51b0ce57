import type { Shape } from '../../model/asks.ts';
import type { PreemptMode } from '../../model/centre.ts';
import { FATES, type Stretch } from '../../model/centre-run.ts';
import type { IncidentRecord, MoveRecord, Spent } from '../../model/fault-run.ts';
import { type JobId, type JobTable, NO_JOB } from '../../model/jobs.ts';
import { CORES, GPUS, MEMORY, MIB_PER_GIB, RESOURCES, type ResourceVector, STORAGE } from '../../model/resources.ts';
import type { FinishedRun } from '../../model/run.ts';
import { takes } from '../../model/suits.ts';
import { toSeconds } from '../../model/time.ts';
import { formatCount, formatCounted } from '../format.ts';
import { faultLives } from './fault-lives.ts';
import type { Pause } from './lives.ts';
import { durationText } from './time-axis.ts';

/** What people call a job: its own name where it has one, else its number. */
export const jobName = ({ asks, id }: JobTable, row: number): string => asks?.names?.[row] ?? String(id[row]);

const STOPPED: Readonly<Record<PreemptMode | 'fault', string>> = {
  requeue: 'preempted, to begin anew',
  suspend: 'suspended',
  checkpoint: 'preempted, to go on from its checkpoint',
  cancel: 'cancelled',
  fault: 'stopped by a fault',
};

/** How a job left: `completed`, `cancelled: its node is offline`. */
export function fateWords({ jobs, centre, end }: FinishedRun, row: number): string {
  const why = centre!.why.get(row as JobId);
  if (jobs.killed[row] === 1 && !Number.isNaN(end[row]!) && why === undefined) return 'killed at its estimate';
  return `${FATES[centre!.fate[row]!]}${why === undefined ? '' : `: ${why}`}`;
}

/** What a job asks for: `4 tasks of 2 cores, 8 GiB, 1 GPU a100`, `2 whole nodes of 16 cores`. */
export function asksWords({ tasks, perTask, wholeNodes, features, gpuType, layout }: Shape): string {
  const [one, many] = wholeNodes ? ['whole node', 'whole nodes'] : ['task', 'tasks'];
  const gpus = perTask[GPUS]!;
  const each = [
    formatCounted(perTask[CORES]!, 'core'),
    ...(perTask[MEMORY]! > 0 ? [`${gibibytes(perTask[MEMORY]!)} GiB`] : []),
    ...(gpus > 0 ? [`${formatCounted(gpus, 'GPU')}${gpuType === undefined ? '' : ` ${gpuType}`}`] : []),
    ...(perTask[STORAGE]! > 0 ? [`${gibibytes(perTask[STORAGE]!)} GiB of storage`] : []),
  ];
  const where = [...features, ...(layout === 'any' ? [] : [layout])];
  return [`${formatCounted(tasks, one, many)} of ${each.join(', ')}`, ...where].join(', ');
}

/** How a stretch ended: `completed`, `suspended for job 17: its QOS preempts`, `stopped by a fault (node)`. */
export function endingWords(run: FinishedRun, stretch: Stretch): string {
  const { jobs, centre } = run;
  const { job, ending, stopped } = stretch;
  if (ending === 'end') return jobs.killed[job] === 1 ? 'killed at its estimate' : FATES[centre!.fate[job]!]!;
  const whom = stopped === undefined || stopped.for === NO_JOB ? '' : ` for job ${jobName(jobs, stopped.for)}`;
  const by = faultLives(run).stopped.get(stretch);
  return `${by === undefined ? STOPPED[ending] : stoppedBy(by)}${whom}${stopped === undefined || stopped.why === '' ? '' : `: ${stopped.why}`}`;
}

/** What faults did to a stretch: `stopped by a fault (node), which was known after 4 min 30 s, 12 min of work lost`. */
function stoppedBy(by: IncidentRecord | MoveRecord): string {
  if ('moved' in by) return `saved in ${timeWords(by.moved - by.warned)} and moved ahead of a failure`;
  const known = by.known > by.struck ? `, which was known after ${timeWords(by.known - by.struck)}` : '';
  return `stopped by a fault (${by.cause})${known}, ${timeWords(by.lost)} of work lost`;
}

const timeWords = (ms: number): string => durationText(toSeconds(ms));

const OVERHEADS: readonly (readonly [keyof Spent, string])[] = [
  ['restore', 'reading checkpoints'],
  ['checkpoint', 'writing them'],
  ['slow', 'slowed down'],
  ['stuck', 'stuck'],
  ['dead', 'dead'],
];

/** What of a stretch was no computing: `5 min reading checkpoints, 12 min writing them`; empty where all was, or nobody knows. */
export const spentWords = ({ spent }: Stretch): string =>
  OVERHEADS.flatMap(([kind, what]) =>
    spent !== undefined && spent[kind] > 0 ? [`${timeWords(spent[kind])} ${what}`] : [],
  ).join(', ');

const AFTER: Readonly<Record<Pause['then'], string>> = {
  resumed: 'then it goes on',
  displaced: 'then its node goes away, and it begins anew',
  left: 'then it leaves',
};

/** What becomes of a suspended job. */
export const afterWords = ({ then }: Pause): string => AFTER[then];

/** What a stretch holds of one of its nodes: `8 of 16 cores, 12 of 64 GiB, 1 of 4 GPUs`; nothing of what the node has not. */
export function shareWords({ jobs, centre }: FinishedRun, { job, allocation }: Stretch, node: number): string {
  const { groups, nodes } = centre!.centre.machine;
  const { shapes, shape } = jobs.asks!;
  const group = groups[nodes[node]!.group]!;
  const tasks = allocation.tasks[allocation.nodes.indexOf(node)] ?? 0;
  const held = RESOURCES.map((_, r) => tasks * takes(shapes[shape[job]!]!, group, r));
  return amounts(held, group.each).join(', ');
}

const gibibytes = (mebibytes: number): string => String(Number((mebibytes / MIB_PER_GIB).toPrecision(3)));

const UNITS = ['cores', 'GiB', 'GPUs', 'GiB of storage'] as const;

function amounts(held: ResourceVector, each: ResourceVector): string[] {
  return held.flatMap((amount, r) => {
    if (each[r] === 0 || (amount === 0 && r !== CORES)) return [];
    const show = (value: number): string => (r === CORES || r === GPUS ? formatCount(value) : gibibytes(value));
    return [`${show(amount)} of ${show(each[r]!)} ${UNITS[r]}`];
  });
}

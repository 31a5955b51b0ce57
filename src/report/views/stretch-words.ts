import type { Shape } from '../../model/asks.ts';
import type { PreemptMode } from '../../model/centre.ts';
import { FATES, type Stretch } from '../../model/centre-run.ts';
import { type JobId, type JobTable, NO_JOB } from '../../model/jobs.ts';
import { CORES, GPUS, MEMORY, MIB_PER_GIB, RESOURCES, type ResourceVector, STORAGE } from '../../model/resources.ts';
import type { FinishedRun } from '../../model/run.ts';
import { takes } from '../../model/suits.ts';
import { formatCount, formatCounted } from '../format.ts';
import type { Pause } from './lives.ts';

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

/** How a stretch ended: `completed`, `suspended for job 17: its QOS preempts`. */
export function endingWords({ jobs, centre }: FinishedRun, { job, ending, stopped }: Stretch): string {
  if (ending === 'end') return jobs.killed[job] === 1 ? 'killed at its estimate' : FATES[centre!.fate[job]!]!;
  const whom = stopped === undefined || stopped.for === NO_JOB ? '' : ` for job ${jobName(jobs, stopped.for)}`;
  return `${STOPPED[ending]}${whom}${stopped === undefined || stopped.why === '' ? '' : `: ${stopped.why}`}`;
}

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

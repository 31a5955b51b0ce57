import type { NodeChange } from '../experiment/node-what-if.ts';
import type { Dependency } from '../model/asks.ts';
import type { StartReason } from '../model/facts.ts';
import type { JobId } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import { CORE_HOUR, CORES, GPUS, MEMORY, STORAGE } from '../model/resources.ts';
import type { Time } from '../model/time.ts';
import type { Hindrance, Lack, NodeWaitRule, OverLimit, WhyNot } from '../model/why-not.ts';
import type { Blocker } from '../observers/blockers.ts';
import type { NodeWait } from '../observers/node-life.ts';
import { amountWords, asksWords } from './asks-words.ts';
import { durationText } from './explain-words.ts';
import { closedWords } from './fault-words.ts';
import { formatCount, formatCounted } from './format.ts';
import { nodeNames } from './machine-lines.ts';
import type { NodeWording } from './node-wording.ts';

/** Each reason in a few words, for totals. */
export const NODE_RULE_WORDS: Readonly<Record<NodeWaitRule, string>> = {
  dependency: 'for what it depends on',
  'back-off': 'for its back-off after a fault',
  limit: 'at a limit',
  reservation: 'for its reservation',
  room: 'without enough room',
  nodes: 'for nodes that were not online',
  window: 'not to run into a window',
  'would-delay': 'not to be in the way of a reservation',
  'in-order': 'behind others whom nobody passes',
  'own-place': 'for a place of its own',
  left: 'left by the policy although it could have started',
};

/** Why a job waited during a stretch, in words. */
export function nodeWaitWords({ first, last, holders }: NodeWait, job: JobId, to: NodeWording): string {
  return `${reasonWords(first, last, job, to)}${placeWords(first, to)}${heldBy(holders, to)}`;
}

function reasonWords(why: WhyNot, last: WhyNot, job: JobId, to: NodeWording): string {
  switch (why.rule) {
    case 'dependency':
      return dependencyWords(why.on, to);
    case 'back-off':
      return `backs off after a fault: queued again at ${to.time(why.until)}`;
    case 'limit':
      return limitWords(why.over, last.rule === 'limit' ? last.over : why.over);
    case 'in-order':
      return `behind ${to.job(why.by)}, which is first and passed by nobody: ${hindranceWords(why.of, why.by, to)}`;
    default: {
      const due = why.expected === undefined ? '' : `; ${expectedWords(why.expected, to)}`;
      return `${why.ahead === 0 ? 'first of the queue: ' : ''}${hindranceWords(why, job, to)}${due}`;
    }
  }
}

const expectedWords = (time: Time, to: NodeWording): string =>
  time === Number.POSITIVE_INFINITY ? 'no time is in sight' : `expected to start by ${to.time(time)}`;

const ENDINGS = { ok: 'complete', any: 'end', fail: 'fail' } as const;

/** Those of the same kind are told together: `waits for job a, job b and 3 more to complete`. */
function dependencyWords(on: readonly (Dependency & { readonly never: boolean })[], to: NodeWording): string {
  const kinds = new Map<string, JobId[]>();
  for (const one of on) {
    const kind = one.never ? `to ${ENDINGS[one.after]}, in vain` : `to ${ENDINGS[one.after]}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one.on]);
  }
  return [...kinds].map(([kind, jobs]) => `waits for ${jobsWords(jobs, to)} ${kind}`).join(', ');
}

const LIMITED = { cores: CORES, memory: MEMORY, gpus: GPUS, storage: STORAGE } as const;

function limitWords({ who, of, limit, held, asks }: OverLimit, last: OverLimit): string {
  const end = last.held === held ? '' : `, at the end ${formatCount(last.held)}`;
  if (of === 'jobs') return `${who} may run ${formatCounted(limit, 'job')} at once, and ${formatCount(held)} run${end}`;
  if (of === 'submitted') return `${who} may have ${formatCounted(limit, 'job')} wait or run at once`;
  if (of === 'coreTime') {
    const ended = last.held === held ? '' : `, at the end ${hoursText(last.held)}`;
    const taken = `${hoursText(held)} are used or planned by those who run${ended}`;
    return `${who} may use ${hoursText(limit)} core-hours in the whole run, and ${taken}; it asks for ${hoursText(asks)}`;
  }
  const amount = (value: number): string => amountWords(LIMITED[of], value);
  const later = last.held === held ? '' : `, at the end ${amount(last.held)}`;
  return `${who} may hold ${amount(limit)} at once and holds ${amount(held)}${later}; it asks for ${amount(asks)}`;
}

/** Core time in core-hours, to six digits. */
const hoursText = (coreTime: number): string => String(Number((coreTime / CORE_HOUR).toPrecision(6)));

const LIMIT_NAMES = {
  jobs: 'jobs',
  cores: 'cores',
  memory: 'memory',
  gpus: 'GPUs',
  storage: 'storage',
  coreTime: 'core-hours',
  submitted: 'submitted jobs',
} as const satisfies Record<OverLimit['of'], string>;

/** Why a job could not start just now, in words. */
function hindranceWords(why: Hindrance, job: JobId, to: NodeWording): string {
  const { windows, machine } = to.centre;
  switch (why.rule) {
    case 'reservation': {
      const { name, from, until } = windows[why.window]!;
      if (why.late) return `too little time is left of its reservation ${name}, which ends at ${to.time(until)}`;
      return `its reservation ${name} begins at ${to.time(from)}`;
    }
    case 'room':
      return roomWords(why, job, to);
    case 'nodes': {
      const names = nodeNames(why.down as readonly NodeId[], machine);
      const closed = why.closed.length === 0 ? '' : ` (${closedWords(why.closed, to)})`;
      return `room for ${formatCount(why.room)} of ${formatCount(why.tasks)}; there would be room for all, were ${names} online${closed}`;
    }
    case 'window': {
      const { kind, name, from, until } = windows[why.window]!;
      return `there is room, but it would end at ${to.time(why.until)}, and ${kind} ${name} is there from ${to.time(from)} until ${to.time(until)}`;
    }
    case 'would-delay':
      return `there is room, but it would end at ${to.time(why.until)}, and ${to.job(why.by)} is to have it from ${to.time(why.at)} on`;
    case 'own-place':
      return 'there is room, but it holds a place for later: room came after its turn to move';
    default:
      return 'it could have started; the policy did not start it';
  }
}

function roomWords(why: Extract<Hindrance, { rule: 'room' }>, job: JobId, to: NodeWording): string {
  const { jobs, centre } = to;
  const shape = jobs.asks!.shapes[jobs.asks!.shape[job]!]!;
  const { machine } = centre;
  const where = why.pinned
    ? 'suspended, and can go on only where it was'
    : `room for ${formatCount(why.room)} of ${asksWords(shape)} on ${formatCounted(why.nodes, 'node')} of partition ${machine.partitions[shape.partition]!.name}`;
  const closed = why.closed.length === 0 ? '' : ` (${closedWords(why.closed, to)})`;
  const down =
    why.down === 0 ? '' : `, of which ${formatCount(why.down)} ${why.down === 1 ? 'is' : 'are'} not online${closed}`;
  if (why.lacks.length === 0) return `${where}${down}: enough of each is free, but not together on the same nodes`;
  return `${where}${down}: ${why.lacks.map((lack) => lackWords(lack, shape.wholeNodes)).join(', ')}`;
}

const LACKING = ['too few cores', 'too little memory', 'too few GPUs', 'too little storage'] as const;

function lackWords({ resource, room, free, most }: Lack, wholeNodes: boolean): string {
  if (wholeNodes && resource === CORES)
    return room === 0
      ? 'none is idle, others have a part of each'
      : `${formatCount(room)} idle, others have a part of the rest`;
  const counted = resource === CORES || resource === GPUS;
  const amount = (value: number): string => (counted ? formatCount(value) : amountWords(resource, value));
  const where = free === 0 ? 'none free' : `${amount(free)} free, at most ${amount(most)} on one node`;
  return `${LACKING[resource]} (${where})`;
}

function placeWords({ rule, ahead, score, firstScore, place }: WhyNot, to: NodeWording): string {
  const scores =
    score === undefined || ahead === 0 ? '' : ` (score ${scoreText(score)}, the first ${scoreText(firstScore!)})`;
  const before = !ahead || rule === 'in-order' ? '' : `; ${formatCounted(ahead, 'job')} before it${scores}`;
  const own = place === undefined ? '' : `; holds a place at ${to.time(place)}`;
  return `${before}${own}`;
}

/** Scores can be of any size and sign. */
const scoreText = (score: number): string => String(Number(score.toPrecision(4)));

/** How many of a list of jobs are named. */
const NAMED = 2;

function heldBy(holders: readonly Blocker[], to: NodeWording): string {
  if (holders.length === 0) return '';
  const jobs = holders.map(({ job }) => job);
  return `; held by ${jobsWords(jobs, to)}`;
}

function jobsWords(jobs: readonly JobId[], to: NodeWording): string {
  const names = jobs.slice(0, NAMED).map(to.job);
  const rest = jobs.length - names.length;
  return `${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

/** By which rule a job started on nodes, in words. */
export function nodeStartWords({ rule, until, head, shadow }: StartReason, to: NodeWording): string {
  switch (rule) {
    case 'in-turn':
      return 'first of the queue, and there is room';
    case 'passing':
      return 'there is room, and nothing is reserved';
    case 'before-shadow':
      if (shadow === Number.POSITIVE_INFINITY)
        return `backfilled: planned to end at ${to.time(until)}; for ${to.job(head)} no time is in sight`;
      return `backfilled: planned to end at ${to.time(until)}, by the reservation of ${to.job(head)} at ${to.time(shadow)}`;
    case 'in-spare':
      return `backfilled: beside what is reserved for ${to.job(head)} from ${to.time(shadow)} on`;
    case 'in-hole':
      return `backfilled: delays nothing that is reserved until ${to.time(until)}`;
    case 'reservation-due':
      return 'the time of its reservation has come';
  }
}

/** What was changed, in words: `without job 7`. */
export function nodeChangeWords(change: NodeChange, to: NodeWording): string {
  const { windows, machine } = to.centre;
  switch (change.kind) {
    case 'without':
      return `without ${to.job(change.job)}`;
    case 'dependency':
      return `not waiting for ${to.job(change.on)}`;
    case 'limit':
      return `without the limit of ${change.limit.who} on ${LIMIT_NAMES[change.limit.of]}`;
    case 'window': {
      const { kind, name, from } = windows[change.window]!;
      return `without ${kind} ${name} of ${to.time(from)}`;
    }
    case 'nodes':
      return `with ${nodeNames(change.nodes, machine)} online`;
    case 'estimate':
      return `asking for ${durationText(change.estimate)}`;
    case 'tasks':
      return `with ${formatCounted(change.tasks, 'task')}`;
    case 'any-node':
      return 'on nodes with any features';
    case 'partition':
      return `in partition ${machine.partitions[change.partition]!.name}`;
  }
}

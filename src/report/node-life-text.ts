import type { NodeExplanation } from '../experiment/explain.ts';
import type { NodeChange } from '../experiment/node-what-if.ts';
import type { Centre } from '../model/centre.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import { toSeconds } from '../model/time.ts';
import type { Workload } from '../model/workload.ts';
import type { NodeStint, StopMode } from '../observers/node-life.ts';
import { asksWords } from './asks-words.ts';
import {
  type AlternativeKind,
  alternativesText,
  heading,
  layOut,
  type TextForm,
  waitsText,
  withoutWords,
} from './explain-layout.ts';
import { durationText, moments } from './explain-words.ts';
import {
  accountRows,
  decisionRows,
  type FaultyStint,
  isAllUseful,
  lossWords,
  restoreWords,
  setbackWords,
  spentWords,
  strikeWords,
  verdictWords,
} from './fault-words.ts';
import { nodeNames } from './machine-lines.ts';
import { type NodeWording, nodeWording } from './node-wording.ts';
import { NODE_RULE_WORDS, nodeChangeWords, nodeStartWords, nodeWaitWords } from './node-words.ts';
import { wrap } from './wrap.ts';

type Told = Pick<Workload, 'jobs' | 'origin'> & { readonly centre: Centre };

/** What a job is and asked for on a machine of nodes, whatever the policy. */
export function nodeJobText({ jobs, centre, origin }: Told, job: JobId, { columns, colors }: TextForm): string {
  const to = nodeWording(jobs, centre, origin);
  const asks = jobs.asks!;
  const shape = asks.shapes[asks.shape[job]!]!;
  const facts = [
    `${asksWords(shape)}, asked for ${durationText(jobs.estimate[job]!)}, needs ${durationText(jobs.runtime[job]!)}`,
    [
      `partition ${centre.machine.partitions[shape.partition]!.name}`,
      ...(shape.reservation >= 0 ? [`reservation ${centre.windows[shape.reservation]!.name}`] : []),
      pathOf(centre, asks.entity[job]!),
      `QOS ${centre.qos[asks.qos[job]!]!.name}`,
      ...(asks.priority[job] === 0 ? [] : [`priority ${asks.priority[job]}`]),
      ...(Number.isNaN(asks.deadline[job]!) ? [] : [`deadline ${to.time(asks.deadline[job]!)}`]),
    ].join(', '),
  ];
  const title = `${colors.bold(to.job(job))}: ${facts.join('; ')}`;
  const submit = jobs.submit[job]!;
  const submitted = `submitted ${moments(origin).long(submit)}, ${toSeconds(submit)} s on the clock of the workload`;
  return [...wrap(title, columns, '  '), ...wrap(submitted, columns, '  ')].join('\n');
}

/** Whom a job belongs to: `user ada of physics`. */
function pathOf({ entities }: Centre, leaf: number): string {
  const { kind, name, parent } = entities[leaf]!;
  return `${kind} ${name}${parent < 0 ? '' : ` of ${entities[parent]!.name}`}`;
}

/** A job's whole life under one policy. */
export function nodeLifeText({ jobs, centre, origin }: Told, life: NodeExplanation, form: TextForm): string {
  const to = nodeWording(jobs, centre, origin);
  const waits = life.waits.map((wait) => ({
    from: wait.from,
    to: wait.to,
    rule: NODE_RULE_WORDS[wait.first.rule],
    why: nodeWaitWords(wait, life.job, to),
  }));
  const { account } = life;
  const parts = [
    heading(`Under ${life.label}`, form),
    layOut(lifeRows(life, to), form),
    ...(account === undefined || isAllUseful(account)
      ? []
      : [heading('What became of its time on nodes', form), layOut(accountRows(account), form)]),
    ...waitsText(waits, to.time, form),
    ...(life.nodes.length === 0
      ? []
      : [heading('What was decided about its nodes, when and why', form), layOut(decisionRows(life.nodes, to), form)]),
  ];
  const { alternatives, start } = life;
  if (alternatives !== undefined && alternatives.length > 0) {
    const tried = alternatives.map(({ change, start: earlier }) => ({
      kind: change.kind,
      words: nodeChangeWords(change, to),
      start: earlier,
    }));
    const title = Number.isNaN(start) ? 'What would have let it start' : 'What would have let it start earlier';
    parts.push(heading(title, form), alternativesText(tried, KINDS, start, to.time, form));
  }
  return `${parts.join('\n')}\n`;
}

function lifeRows(life: NodeExplanation, to: NodeWording): string[][] {
  const { submit, start, stints } = life;
  const rows = stints.flatMap((stint, i) => [
    startRow(stint, i === 0 ? submit : stints[i - 1]!.to, beginWords(stint, stints[i - 1]), to),
    ...(stint.restored === undefined ? [] : [told(restoreWords(stint.restored, to))]),
    ...stopRows(stint, to),
  ]);
  const { fate, why, end } = life;
  const last = stints.at(-1);
  if (last !== undefined && last.preempted === undefined) {
    const after = `after ${durationText(end - (stints.length === 1 ? start : last.from))}`;
    const row = [`ended ${to.time(end)}`, after, fate === 'completed' ? '' : fate];
    return [...rows, row, ...spentRows(last)];
  }
  const left = fate === 'held' ? 'never started again' : fate;
  return [...rows, [stints.length === 0 && fate === 'held' ? 'never started' : left, '', why ?? '']];
}

/** One more sentence about the row above. */
const told = (words: string): string[] => ['', '', words];

function spentRows({ spent }: NodeStint): string[][] {
  const words = spent === undefined ? '' : spentWords(spent);
  return words === '' ? [] : [told(words)];
}

/** A job that was requeued, or lost the place on which it was suspended, has nothing to go on with. */
function beginWords({ allocation, restored }: NodeStint, before: NodeStint | undefined): string {
  if (before === undefined) return 'started';
  if (restored !== undefined) return restored.checkpoint > 0 ? 'went on' : 'began anew';
  if (before.setbacks?.at(-1)?.checkpoint === 0) return 'began anew';
  const mode = before.preempted?.mode;
  const stayed = before.allocation.nodes.join() === allocation.nodes.join();
  return mode === 'checkpoint' || (mode === 'suspend' && stayed) ? 'went on' : 'began anew';
}

function startRow({ from, allocation, reason }: NodeStint, since: number, begins: string, to: NodeWording): string[] {
  const own = reason.why === undefined ? '' : ` (the policy: ${reason.why})`;
  const where = nodeNames(allocation.nodes as readonly NodeId[], to.centre.machine);
  return [
    `${begins} ${to.time(from)}`,
    from === since ? 'at once' : `after ${durationText(from - since)}`,
    `on ${where}; ${nodeStartWords(reason, to)}${own}`,
  ];
}

const STOPPED: Readonly<Record<StopMode, string>> = {
  requeue: 'requeued',
  suspend: 'suspended',
  checkpoint: 'checkpointed',
  cancel: 'cancelled',
  fault: 'stopped',
  move: 'moved',
};

function stopRows(stint: NodeStint, to: NodeWording): string[][] {
  const { preempted } = stint;
  if (preempted === undefined) return [];
  const row = [`${STOPPED[preempted.mode]} ${to.time(stint.to)}`, `after ${durationText(stint.to - stint.from)}`];
  const setbacks = (stint.setbacks ?? []).map((one) => told(setbackWords(one, to)));
  if (!isFaulty(stint)) return [[...row, roomWords(stint, preempted, to)], ...spentRows(stint), ...setbacks];
  const [strike, loss, verdict] = [strikeWords(stint, to), lossWords(stint), verdictWords(stint, to)];
  return [[...row, strike], ...spentRows(stint), told(loss), told(verdict), ...setbacks];
}

const isFaulty = (stint: NodeStint): stint is FaultyStint => stint.fault !== undefined;

/** Why it was made to stop, if not by a fault. */
function roomWords({ notice }: NodeStint, preempted: NonNullable<NodeStint['preempted']>, to: NodeWording): string {
  const { mode, for: cause, why } = preempted;
  if (mode === 'move') return `ahead of a failure: a node ${why}`;
  const whom = cause === NO_JOB ? '' : ` for ${to.job(cause)}`;
  const noticed = notice === undefined ? '' : `, told so at ${to.time(notice.at)}`;
  return `made room${whom}: ${why}${noticed}`;
}

/** One line per policy: when it started the job, after how long, and why the job waited longest. */
export function nodeSummaryText(
  { jobs, centre, origin }: Told,
  lives: readonly NodeExplanation[],
  form: TextForm,
): string {
  const to = nodeWording(jobs, centre, origin);
  const rows = lives.map(({ label, job, submit, start, fate, why, stints, waits }) => {
    const [most] = [...waits].sort((a, b) => b.to - b.from - (a.to - a.from));
    const share = most === undefined || waits.length === 1 ? '' : `${durationText(most.to - most.from)}: `;
    const waited = most && `${share}${nodeWaitWords(most, job, to)}`;
    if (Number.isNaN(start)) return [label, 'never started', [fate, why ?? waited ?? ''].join(': ')];
    const faults = stints.filter(isFaulty).length;
    const stopped = faults === 0 ? '' : `; stopped by a fault ${faults === 1 ? 'once' : `${faults} times`}`;
    const said = `${waited ?? nodeStartWords(stints[0]!.reason, to)}${stopped}`;
    return [label, start === submit ? 'at once' : durationText(start - submit), `${to.time(start)}  ${said}`];
  });
  return `${heading('Policy, wait, start, and why it waited longest', form)}\n${layOut(rows, form)}\n`;
}

const KINDS: readonly (AlternativeKind & { readonly kind: NodeChange['kind'] })[] = [
  { kind: 'without', nothing: withoutWords },
  { kind: 'dependency', nothing: (tried) => `none of those it depends on, not waited for (${tried} tried)` },
  { kind: 'limit', nothing: (tried) => `none of the limits lifted alone (${tried} tried)` },
  { kind: 'window', nothing: (tried) => `none of the windows taken away alone (${tried} tried)` },
  { kind: 'nodes', nothing: () => 'no nodes that were not online' },
  { kind: 'estimate', nothing: (tried) => `no smaller estimate that covers its run time (${tried} tried)` },
  { kind: 'tasks', nothing: (tried) => `no smaller number of tasks (${tried} tried)` },
  { kind: 'any-node', nothing: () => 'no node with other features' },
  { kind: 'partition', nothing: (tried) => `no other partition (${tried} tried)` },
];

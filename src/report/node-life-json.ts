import type { NodeExplanation } from '../experiment/explain.ts';
import type { NodeAlternative } from '../experiment/node-what-if.ts';
import type { Centre } from '../model/centre.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import { CORE_HOUR, RESOURCES } from '../model/resources.ts';
import { type Time, toSeconds } from '../model/time.ts';
import type { Closed, Hindrance, OverLimit, WhyNot } from '../model/why-not.ts';
import type { NodeAccount, NodeDecision, NodeRestore, NodeStint, NodeWait } from '../observers/node-life.ts';
import { asksWords } from './asks-words.ts';
import { type NodeWording, nodeWording } from './node-wording.ts';
import { nodeChangeWords, nodeStartWords, nodeWaitWords } from './node-words.ts';

/** An explanation on nodes as plain JSON values, times in seconds, memory in MiB; docs/explain.md has the keys. */
export function nodeExplanationJson(
  jobs: JobTable,
  centre: Centre,
  job: JobId,
  lives: readonly NodeExplanation[],
): object {
  const to: NodeWording = { ...nodeWording(jobs, centre, undefined), time: (time) => String(toSeconds(time)) };
  const asks = jobs.asks!;
  const shape = asks.shapes[asks.shape[job]!]!;
  return {
    ...named(job, to),
    submit: toSeconds(jobs.submit[job]!),
    estimate: toSeconds(jobs.estimate[job]!),
    run: toSeconds(jobs.runtime[job]!),
    asks: asksWords(shape),
    partition: centre.machine.partitions[shape.partition]!.name,
    account: accountOf(centre, asks.entity[job]!),
    user: userName(centre, asks.entity[job]!),
    policies: lives.map((life) => lifeJson(life, to)),
  };
}

/** The name of a user; null for a job that an account has of no user. */
const userName = ({ entities }: Centre, leaf: number): string | null =>
  entities[leaf]!.kind === 'user' ? entities[leaf]!.name : null;

function accountOf({ entities }: Centre, leaf: number): string | null {
  const { kind, name, parent } = entities[leaf]!;
  return kind === 'account' ? name : (entities[parent]?.name ?? null);
}

const named = (row: JobId, { jobs }: NodeWording): object => ({ job: jobs.asks?.names?.[row] ?? jobs.id[row], row });

/** What never happens, or is in no sight, is null. */
const seconds = (time: Time | undefined): number | null =>
  time === undefined || !Number.isFinite(time) ? null : toSeconds(time);

function lifeJson(life: NodeExplanation, to: NodeWording): object {
  const { label, job, submit, start, end, fate, why, stints, waits, blockers, account, alternatives } = life;
  return {
    policy: label,
    start: seconds(start),
    end: seconds(end),
    wait: seconds(start - submit),
    fate,
    why: why ?? null,
    stints: stints.map((stint) => stintJson(stint, to)),
    waits: waits.map((wait) => waitJson(wait, job, to)),
    blockers: blockers.map((one) => ({ ...named(one.job, to), time: toSeconds(one.time) })),
    account: account === undefined ? null : accountJson(account),
    nodes: account === undefined ? null : life.nodes.map((one) => decisionJson(one, to)),
    alternatives: alternatives?.map((one) => alternativeJson(one, to)) ?? null,
  };
}

function stintJson(stint: NodeStint, to: NodeWording): object {
  const { from, to: until, allocation, reason, notice, preempted, restored, hung, spent, fault, setbacks = [] } = stint;
  const { nodes } = to.centre.machine;
  return {
    from: toSeconds(from),
    to: toSeconds(until),
    nodes: allocation.nodes.map((node, i) => ({ node: nodes[node]!.name, tasks: allocation.tasks[i] })),
    rule: reason.rule,
    why: nodeStartWords(reason, to),
    note: reason.why ?? null,
    notice: notice === undefined ? null : { at: toSeconds(notice.at), until: toSeconds(notice.until) },
    preempted:
      preempted === undefined ? null : { mode: preempted.mode, for: jobOrNull(preempted.for, to), why: preempted.why },
    ...(spent !== undefined && {
      restored: restored === undefined ? null : restoredJson(restored),
      hung: hung === undefined ? null : { ...hung, at: toSeconds(hung.at) },
      spent: inSeconds(spent),
      fault: fault === undefined ? null : faultJson(fault, to),
      setbacks: setbacks.map(({ at, kept, ...one }) => ({ ...one, at: toSeconds(at), kept: toSeconds(kept) })),
    }),
  };
}

const restoredJson = ({ checkpoint, level, taken, unreadable }: NodeRestore): object => ({
  checkpoint,
  level: level ?? null,
  taken: taken === undefined ? null : toSeconds(taken),
  unreadable,
});

const inSeconds = (times: object): object =>
  Object.fromEntries(Object.entries(times).map(([key, time]) => [key, toSeconds(time)]));

function faultJson(fault: NonNullable<NodeStint['fault']>, to: NodeWording): object {
  const { cause, struck, known, lost, kept, checkpoint, unreadable, then, why, queued, again } = fault;
  const nodes = fault.nodes.map((node) => to.centre.machine.nodes[node]!.name);
  const times = inSeconds({ struck, known, lost, kept });
  const verdict = { then, why, queued: seconds(queued), again: seconds(again) };
  return { cause, nodes, ...times, checkpoint, unreadable, ...verdict };
}

const accountJson = ({ spent, open, written, restored }: NodeAccount): object => ({
  ...inSeconds({ ...spent, open }),
  checkpoints_written: written,
  checkpoints_read: restored,
});

function decisionJson(decision: NodeDecision, to: NodeWording): object {
  const { kind, time, node, why } = decision;
  const { nodes } = to.centre.machine;
  return {
    at: toSeconds(time),
    node: nodes[node]!.name,
    decision: kind === 'alarm' ? decision.then : kind,
    ...('until' in decision && { until: seconds(decision.until) }),
    ...(kind === 'spare' && { of: nodes[decision.of]!.name }),
    why,
  };
}

const jobOrNull = (job: JobId, to: NodeWording): object | null => (job === NO_JOB ? null : named(job, to));

function waitJson(wait: NodeWait, job: JobId, to: NodeWording): object {
  const { from, to: until, decisions, first, last, holders } = wait;
  return {
    from: toSeconds(from),
    to: toSeconds(until),
    rule: first.rule,
    decisions,
    why: nodeWaitWords(wait, job, to),
    first: whyJson(first, to),
    last: whyJson(last, to),
    holders: holders.map((one) => ({ ...named(one.job, to), time: toSeconds(one.time) })),
  };
}

function whyJson(why: WhyNot, to: NodeWording): object {
  const place = {
    ahead: why.ahead ?? null,
    first: jobOrNull(why.first, to),
    score: why.score ?? null,
    first_score: why.firstScore ?? null,
    place: seconds(why.place),
  };
  switch (why.rule) {
    case 'dependency':
      return { ...place, on: why.on.map(({ on, after, never }) => ({ ...named(on, to), after, never })) };
    case 'back-off':
      return { ...place, until: toSeconds(why.until) };
    case 'limit':
      return { ...place, limit: limitJson(why.over) };
    case 'in-order':
      return { ...place, by: named(why.by, to), of: hindranceJson(why.of, to), expected: seconds(why.expected) };
    default:
      return { ...place, ...hindranceJson(why, to), expected: seconds(why.expected) };
  }
}

/** Quotas in core-hours, as scenarios give them. */
function limitJson({ who, of, limit, held, asks }: OverLimit): object {
  if (of !== 'coreTime') return { who, of, limit, held, asks };
  const [most, used, wanted] = [limit, held, asks].map((coreTime) => coreTime / CORE_HOUR);
  return { who, of: 'core_hours', limit: most, held: used, asks: wanted };
}

function hindranceJson(why: Hindrance, to: NodeWording): object {
  const { windows, machine } = to.centre;
  const { rule } = why;
  switch (why.rule) {
    case 'reservation':
      return { rule, window: windows[why.window]!.name, late: why.late };
    case 'room': {
      const { tasks, room, nodes, down, pinned } = why;
      const lacks = why.lacks.map(({ resource, ...lack }) => ({ resource: RESOURCES[resource], ...lack }));
      return { rule, tasks, room, nodes, down, pinned, lacks, ...closedJson(why.closed, to) };
    }
    case 'nodes':
      return {
        ...{ rule, tasks: why.tasks, room: why.room, down: why.down.map((node) => machine.nodes[node]!.name) },
        ...closedJson(why.closed, to),
      };
    case 'window': {
      const { name, kind, from, until } = windows[why.window]!;
      return { rule, window: name, kind, from: toSeconds(from), until: toSeconds(until), end: toSeconds(why.until) };
    }
    case 'would-delay':
      return { rule, by: named(why.by, to), at: toSeconds(why.at), end: toSeconds(why.until) };
    default:
      return { rule };
  }
}

/** Nodes that faults keep away, by why; nothing where there are none. */
const closedJson = (closed: readonly Closed[], { centre }: NodeWording): object =>
  closed.length === 0
    ? {}
    : {
        closed: Object.fromEntries(
          closed.map(({ why, nodes }) => [why, nodes.map((node) => centre.machine.nodes[node]!.name)]),
        ),
      };

const alternativeJson = ({ change, start }: NodeAlternative, to: NodeWording): object => ({
  change: change.kind,
  what: nodeChangeWords(change, to),
  start: seconds(start),
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { CentreFact, Fact, Observer } from '../../src/model/facts.ts';
import type { JobId } from '../../src/model/jobs.ts';
import { CORES, GPUS } from '../../src/model/resources.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Time } from '../../src/model/time.ts';
import { type NodeLife, type NodeWait, nodeLifeRecorder } from '../../src/observers/node-life.ts';
import { createScheduler } from '../../src/registry.ts';
import { type AnyCentre, anyCentre } from '../engine/centre/any-centre.ts';
import { check } from './workloads.ts';

/** Policies that start whoever they can, each with a way of its own to keep others waiting. */
const EAGER = [
  'fcfs',
  'sjf',
  'easy',
  'backfill(depth=3,order=saf)',
  'multifactor(depth=2)',
  'backfill(depth=2,placement=random)',
];
const OTHERS = [
  'conservative',
  'guarantee',
  'drf',
  'backfill(preempt=qos,mode=suspend)',
  'backfill(preempt=qos,mode=requeue)',
];

interface Told {
  readonly given: AnyCentre;
  readonly run: FinishedRun;
  readonly facts: readonly (Fact | CentreFact)[];
  readonly lives: readonly NodeLife[];
  /** When the last thing happened. */
  readonly over: Time;
}

/** A run in which the lives of all jobs are recorded, and what was said meanwhile. */
function told(spec: string, given: AnyCentre): Told {
  const { centre, jobs } = given;
  const facts: (Fact | CentreFact)[] = [];
  let over = 0;
  const witness: Observer = {
    name: 'witness',
    on: (fact) => void facts.push(fact),
    onCentre: (fact) => void facts.push(fact),
    finish(at) {
      over = at;
    },
  };
  const recorders = Array.from({ length: jobs.length }, (_, row) => nodeLifeRecorder(row as JobId));
  // A stream that moves, so that a question which draws from it would be seen in the hash.
  const stream = () => {
    let state = 1;
    return () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
  };
  const simulate = (observers: readonly Observer[]): FinishedRun =>
    simulateCentre(jobs, centre, [createScheduler(spec)], { observers, random: stream() });
  const run = simulate([...recorders, witness]);
  expect(run.hash, 'asking changes nothing').toBe(simulate([]).hash);
  return { given, run, facts, lives: recorders.map((one) => one.lifeIn(run)), over };
}

/** When a job left without having ended, or the last thing happened. */
function leftAt({ facts, over }: Told, job: JobId): Time {
  const gone = facts.find((fact) => (fact.kind === 'cancel' || fact.kind === 'reject') && fact.job === job);
  return gone?.time ?? over;
}

/** What the job did not run of its time from its submission on, by the run alone. */
function pausesOf(story: Told, job: JobId): [from: Time, to: Time][] {
  const { run } = story;
  const pauses: [Time, Time][] = [];
  let from = run.jobs.submit[job]!;
  let open = true;
  for (const { start, end, ending } of run.centre!.stretches.filter((one) => one.job === job)) {
    pauses.push([from, start]);
    from = end;
    open = ending !== 'end' && ending !== 'cancel';
  }
  if (open) pauses.push([from, leftAt(story, job)]);
  return pauses.filter(([begin, end]) => begin < end);
}

/** The stretches, those that touch each other taken together; an overlap or a disorder is an error. */
function joined(waits: readonly NodeWait[]): [from: Time, to: Time][] {
  const spans: [Time, Time][] = [];
  for (const { from, to } of waits) {
    expect(from).toBeLessThan(to);
    const last = spans.at(-1);
    if (last === undefined || from > last[1]) spans.push([from, to]);
    else {
      expect(from).toBe(last[1]);
      last[1] = to;
    }
  }
  return spans;
}

/** What is free on a node while nothing is suspended, from the stretches of the run alone. */
function freeOn({ given: { centre, jobs }, run }: Told, node: number, now: Time): number[] {
  const { each } = centre.machine.groups[centre.machine.nodes[node]!.group]!;
  const free = [...each];
  for (const { job, start, end, allocation } of run.centre!.stretches) {
    const at = allocation.nodes.indexOf(node);
    if (at < 0 || start > now || end <= now) continue;
    const { perTask, wholeNodes } = jobs.asks!.shapes[jobs.asks!.shape[job]!]!;
    for (const [r, amount] of perTask.entries())
      free[r]! -= wholeNodes && (r === CORES || r === GPUS) ? each[r]! : amount * allocation.tasks[at]!;
  }
  return free;
}

/** How many tasks of a job fit on its nodes that are online, by arithmetic of its own. */
function roomFor(story: Told, job: JobId, now: Time): number {
  const { centre, jobs } = story.given;
  const { groups, nodes, partitions } = centre.machine;
  const shape = jobs.asks!.shapes[jobs.asks!.shape[job]!]!;
  let room = 0;
  for (const node of partitions[shape.partition]!.nodes) {
    const { each, features } = groups[nodes[node]!.group]!;
    if (shape.reservation >= 0 && !centre.windows[shape.reservation]!.nodes.includes(node)) continue;
    if (!shape.features.every((feature) => features.includes(feature))) continue;
    if (shape.perTask.some((amount, r) => amount > each[r]!)) continue;
    const changes = story.facts.filter((fact) => fact.kind === 'node' && fact.node === node && fact.time <= now);
    const last = changes.at(-1);
    if (last !== undefined && 'status' in last && last.status !== 'online') continue;
    const free = freeOn(story, node, now);
    const fitting = shape.perTask.map((amount, r) => (amount === 0 ? 99 : Math.floor(free[r]! / amount)));
    const most = Math.min(shape.layout === 'spread' ? 1 : 99, ...fitting);
    room += shape.wholeNodes ? Number(free[CORES] === each[CORES] && most > 0) : most;
  }
  return room;
}

/** What the first reason of a stretch says must be so, as far as the run itself tells. */
function verify(story: Told, job: JobId, { from: now, first }: NodeWait): void {
  const { run, given, facts } = story;
  const { jobs, centre } = given;
  const running = run.centre!.stretches.filter(({ start, end }) => start <= now && now < end).map((one) => one.job);
  const suspends = run.centre!.suspended.some((time) => time > 0);
  switch (first.rule) {
    case 'dependency':
      expect(first.on.length).toBeGreaterThan(0);
      for (const { on, never } of first.on) {
        const ended =
          run.end[on]! <= now || facts.some((fact) => fact.kind === 'reject' && fact.job === on && fact.time <= now);
        if (never) expect(ended || run.centre!.fate[on] !== 0).toBe(true);
        else expect(Number.isNaN(run.end[on]!) || run.end[on]! > now || !running.includes(on)).toBe(true);
      }
      break;
    case 'limit': {
      const { scope, of, limit, held, asks } = first.over;
      expect(held + asks).toBeGreaterThan(limit);
      const entity = (one: JobId): number => jobs.asks!.entity[one]!;
      const counts = (one: JobId): boolean => {
        if (scope.kind === 'entity') return entity(one) === scope.index;
        if (scope.kind === 'partition') return jobs.asks!.shapes[jobs.asks!.shape[one]!]!.partition === scope.index;
        return jobs.asks!.qos[one] === scope.index && (scope.kind !== 'qos-user' || entity(one) === scope.user);
      };
      const amount = (one: JobId): number => (of === 'jobs' ? 1 : run.centre!.cores[one]!);
      // Jobs that wait count as submitted, and what has ended to a quota: those have laws of their own.
      if (of === 'jobs' || of === 'cores')
        expect(held).toBe(running.filter(counts).reduce((sum, one) => sum + amount(one), 0));
      break;
    }
    case 'room':
      expect(first.room).toBeLessThan(first.tasks);
      if (!suspends && !first.pinned)
        expect(Math.min(first.room, first.tasks)).toBe(Math.min(roomFor(story, job, now), first.tasks));
      break;
    case 'window': {
      const { from, until } = centre.windows[first.window]!;
      expect([from < first.until, now < until]).toEqual([true, true]);
      if (!suspends)
        expect(roomFor(story, job, now)).toBeGreaterThanOrEqual(jobs.asks!.shapes[jobs.asks!.shape[job]!]!.tasks);
      break;
    }
    case 'would-delay': {
      const places = facts.filter((fact) => fact.kind === 'reserve' && fact.job === first.by && fact.time <= now);
      expect(places.some((fact) => 'at' in fact && fact.at === first.at)).toBe(true);
      expect(first.at).toBeLessThan(first.until);
      expect(running).not.toContain(first.by);
      break;
    }
    case 'in-order':
      expect(running).not.toContain(first.by);
      break;
    default:
      expect(['nodes', 'reservation', 'own-place', 'left']).toContain(first.rule);
  }
}

describe('why jobs wait on any machine of nodes', () => {
  it.each([...EAGER, ...OTHERS])('%s: the reasons cover each wait exactly, and are so', (spec) => {
    const seen = new Set<string>();
    check(
      fc.property(anyCentre, (given) => {
        const story = told(spec, given);
        for (const [row, life] of story.lives.entries()) {
          expect(joined(life.waits)).toEqual(pausesOf(story, row as JobId));
          expect(life.stints.map(({ from, to }) => [from, to])).toEqual(
            story.run.centre!.stretches.filter(({ job }) => job === row).map(({ start, end }) => [start, end]),
          );
          for (const wait of life.waits) {
            seen.add(wait.first.rule);
            verify(story, row as JobId, wait);
            if (EAGER.includes(spec)) expect(wait.first.rule).not.toBe('left');
          }
        }
      }),
      60,
    );
    for (const rule of ['dependency', 'limit', 'room', 'nodes', 'window']) expect(seen).toContain(rule);
  });
});

import { describe, expect, it } from 'vitest';
import { CentreSimulation, simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import type { Centre, Entity, Intervention, Window } from '../../../src/model/centre.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import type { Limits, NodeId, Partition } from '../../../src/model/machine.ts';
import { createScheduler } from '../../../src/registry.ts';
import { live, lives, type PencilJob, pencilJobs } from './pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from './plain.ts';

const nodes = (...rows: number[]): NodeId[] => rows as NodeId[];
const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });
const client = (name: string, limits: Limits = {}, more: Partial<Entity> = {}): Entity => ({
  ...ANYBODY,
  name,
  limits,
  ...more,
});
const status = (at: number, node: number, to: 'offline' | 'online'): Intervention => ({
  kind: 'nodes',
  at: at * 1000,
  nodes: nodes(node),
  status: to,
  running: 'finish',
});
const starts = (centre: Centre, policy: string, jobs: readonly PencilJob[]): string =>
  live(centre, createScheduler(policy), jobs)
    .map((line) => line.replace(/ \| (\S+)-\S+.*/, ' $1').replace(' | ', ' '))
    .join(', ');

describe('jobs that a limit keeps from starting', () => {
  // Four nodes of one core. c may hold one core at once, so c2 to c4 wait for c1 while three nodes are free.
  const limited = centreOf([group('n', 4, 1)], { entities: [client('a'), client('c', { cores: 1 })] });
  const jobs = [
    ...['c1', 'c2', 'c3', 'c4'].map((name) => job(name, { entity: 1 })),
    ...['a1', 'a2'].map((name) => job(name, { run: 30 })),
  ];

  it.each([
    'fcfs',
    'easy',
    'backfill(depth=all)',
    'conservative',
    'slack',
    'min-min',
    'max-min',
    'sufferage',
    'guarantee',
    'drf',
  ])('hold nothing under %s that others could have', (policy) => {
    expect(starts(limited, policy, jobs)).toBe('c1 0, c2 10, c3 20, c4 30, a1 0, a2 0');
  });

  it('are planned for again once they may start', () => {
    // c2 may start from 10 on, when a1 and a2 hold three nodes until 30; then a3, which came before, has the fourth.
    const three = { run: 30, shape: shape(3, 1) };
    const queue = [job('c1', { entity: 1 }), job('c2', { entity: 1, submit: 1 }), job('a1', { submit: 2, ...three })];
    const last = job('c3', { entity: 1, submit: 3, run: 5 });
    expect(starts(limited, 'conservative', [...queue, last])).toBe('c1 0, c2 10, a1 2, c3 20');
  });

  it('arrive once if another policy takes over as the limit is free', () => {
    // c1 ends at 10, when the policy begins anew; c2, which needs both cores of a node, gets them when a ends at 30.
    const swap: Intervention = { kind: 'policy', at: 10_000, policy: 0 };
    const centre = centreOf([group('n', 1, 2)], {
      entities: [client('a'), client('c', { jobs: 1 })],
      interventions: [swap],
    });
    const wide = job('c2', { entity: 1, shape: shape(2, 1) });
    expect(starts(centre, 'conservative', [job('c1', { entity: 1 }), job('a', { run: 30 }), wide])).toBe(
      'c1 0, a 0, c2 30',
    );
  });

  it('stop nobody to make room', () => {
    // b is guaranteed 3 of 4 cores but may run one job at once: one of a makes room for b1, none for b2.
    const entities = [client('a', {}, { guarantee: 1 }), client('b', { jobs: 1 }, { guarantee: 3 })];
    const centre = centreOf([group('n', 4, 1)], { entities });
    const borrowed = ['a1', 'a2', 'a3', 'a4'].map((name) => job(name, { run: 100 }));
    const claims = ['b1', 'b2'].map((name) => job(name, { entity: 1, submit: 10 }));
    const lines = (policy: string): string[] => live(centre, createScheduler(policy), [...borrowed, ...claims]);
    expect(lines('guarantee(reclaim=preempt)')).toEqual([
      'a1 | 0-100 n-0',
      'a2 | 0-100 n-1',
      'a3 | 0-100 n-2',
      'a4 | 0-10 n-3 requeue | 30-130 n-3',
      'b1 | 10-20 n-3',
      'b2 | 20-30 n-3',
    ]);
    expect(lines('guarantee(reclaim=preempt,grace=5s)')[3]).toBe('a4 | 0-15 n-3 requeue | 35-135 n-3');
  });
});

describe('jobs for which too few nodes are left', () => {
  const two = (...interventions: Intervention[]): Centre => centreOf([group('n', 2, 2)], { interventions });
  const wide = job('wide', { submit: 10, shape: shape(2, 1, { wholeNodes: true }) });
  const small = job('small', { submit: 10 });

  it.each(['fcfs', 'easy', 'conservative', 'slack', 'multifactor', 'max-min'])(
    'keep nobody waiting under %s, and are held at the end',
    (policy) => {
      expect(starts(two(status(5, 1, 'offline')), policy, [wide, small])).toBe('wide held, small 10');
    },
  );

  it.each(['fcfs', 'easy', 'conservative', 'slack'])('wait again under %s when the nodes are back', (policy) => {
    // small holds its node from 10 to 20, and the other is back at 15.
    const centre = two(status(5, 1, 'offline'), status(15, 1, 'online'));
    expect(starts(centre, policy, [wide, small])).toBe('wide 20, small 10');
  });
});

describe('without backfilling', () => {
  const part = (name: string, ...rows: number[]): Partition => ({
    name,
    nodes: nodes(...rows),
    tier: 1,
    factor: 0,
    limits: {},
  });
  const overlapping = (more: Partial<Centre> = {}): Centre => {
    const centre = centreOf([group('n', 3, 1)], more);
    const partitions = [part('left', 0, 1), part('right', 1, 2), part('alone', 2), part('far', 0)];
    return { ...centre, machine: { ...centre.machine, partitions } };
  };
  const wants = (partition: number, tasks = 1) => ({ shape: shape(tasks, 1, { partition }) });

  it('a blocked job keeps those back that want its nodes, and nobody else', () => {
    // b waits for both nodes of left. right shares n-1 with it and waits too, alone shares nothing.
    const jobs = [job('a', { run: 20, ...wants(3) }), job('b', wants(0, 2)), job('c', wants(1)), job('d', wants(2))];
    expect(starts(overlapping(), 'fcfs', jobs)).toBe('a 0, b 20, c 20, d 0');
  });

  it('a job that waits for its reservation keeps only those back that wait for it too', () => {
    const window: Window = {
      name: 'r',
      kind: 'reservation',
      from: 20_000,
      until: 60_000,
      nodes: nodes(0),
      members: [0],
      running: 'requeue',
    };
    const inside = { shape: shape(1, 1, { reservation: 0 }) };
    const centre = centreOf([group('n', 1, 1)], { windows: [window] });
    const jobs = [job('r1', inside), job('r2', { run: 5, ...inside }), job('other')];
    expect(starts(centre, 'fcfs', jobs)).toBe('r1 20, r2 30, other 0');
  });
});

describe('a suspended job', () => {
  it('goes on in its reservation', () => {
    const window: Window = {
      name: 'r',
      kind: 'reservation',
      from: 0,
      until: 100_000,
      nodes: nodes(0),
      members: [0],
      running: 'requeue',
    };
    const inside = { shape: shape(1, 1, { reservation: 0 }) };
    const centre = centreOf([group('n', 1, 1)], { windows: [window], qos: [NORMAL] });
    const jobs = [job('low', { run: 30, ...inside }), job('high', { submit: 10, priority: 5, ...inside })];
    expect(live(centre, createScheduler('backfill(preempt=priority,mode=suspend)'), jobs)).toEqual([
      'low | 0-10 n-0 suspend | 20-40 n-0',
      'high | 10-20 n-0',
    ]);
  });
});

describe('a suspended job whose node is drained', () => {
  it('loses its place and what it has done, and is suspended no longer', () => {
    // low is stopped at 10 and loses its place at 15; on the other node, which comes at 40, it begins anew.
    const centre = centreOf([group('n', 2, 1)], {
      interventions: [status(0, 1, 'offline'), status(15, 0, 'offline'), status(40, 1, 'online')],
    });
    const table = pencilJobs([job('low', { run: 30 }), job('high', { submit: 10, priority: 5 })]);
    const run = simulateCentre(table, centre, [createScheduler('backfill(preempt=priority,mode=suspend)')]);
    expect(lives(run)).toEqual(['low | 0-10 n-0 suspend | 40-70 n-1', 'high | 10-20 n-0']);
    expect([run.centre!.lost[0], run.centre!.suspended[0]]).toEqual([10_000, 5000]);
  });
});

describe('canMeetDeadline', () => {
  it('regards what the job depends on, through chains', () => {
    // One core: a runs until 10, b can have ended at 20 and c, which needs b and not d, at 30; d can never run.
    const jobs = pencilJobs([
      job('a'),
      job('b', { after: { a: 'ok' }, deadline: 20 }),
      job('c', { after: { b: 'any' }, deadline: 29 }),
      job('d', { after: { a: 'fail' }, deadline: 1000 }),
      job('e', { submit: 50, deadline: 60 }),
    ]);
    const centre = centreOf([group('n', 1, 1)], { afterFailure: 'hold' });
    const simulation = new CentreSimulation(jobs, centre, [createScheduler('fcfs')]);
    simulation.advance(1);
    const view = simulation.centre;
    const ends = [0, 1, 2, 3, 4].map((row) => view.earliestEnd(row as JobId) / 1000);
    expect(ends).toEqual([10, 20, 30, 20, 60]);
    expect([1, 2, 3, 4].map((row) => view.canMeetDeadline(row as JobId))).toEqual([true, false, true, true]);
    simulation.advance(1);
    // a has completed, so d, which waits for its failure, never starts.
    expect(view.earliestEnd(3 as JobId)).toBe(Number.POSITIVE_INFINITY);
  });
});

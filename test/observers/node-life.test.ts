import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import type { Hindrance, WhyNot } from '../../src/model/why-not.ts';
import { type NodeLife, nodeLifeRecorder } from '../../src/observers/node-life.ts';
import { createScheduler } from '../../src/registry.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';

/** The life of the last job of a table. */
function lifeOf(centre: Centre, policy: string, jobs: readonly PencilJob[]): NodeLife {
  const table = pencilJobs(jobs);
  const recorder = nodeLifeRecorder((jobs.length - 1) as JobId);
  return recorder.lifeIn(simulateCentre(table, centre, [createScheduler(policy)], { observers: [recorder] }));
}

/** Its waits as `from-to rule`, and what the first reason of each says beside its rule. */
const waitsOf = (life: NodeLife): [string, Partial<WhyNot>][] =>
  life.waits.map(({ from, to, first }) => [`${toSeconds(from)}-${toSeconds(to)} ${first.rule}`, first]);

const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });
const wide = (tasks: number) => ({ shape: shape(tasks, 1) });
const at = fromSeconds;
const all = (centre: Centre): NodeId[] => centre.machine.nodes.map((_, node) => node as NodeId);

describe('why a job waits on nodes', () => {
  it('room: which resource is lacking, how much of it is free, and who holds it', () => {
    // One node of 8 cores, 100 MiB and 4 GPUs. a holds 60 MiB for 10 s, b 20 MiB; c wants 50 and is left 20.
    const centre = centreOf([group('n', 1, 8, { each: [8, 100, 4, 0] })]);
    const memory = (mib: number) => ({ shape: shape(1, 1, { perTask: [1, mib, 0, 0] }) });
    const life = lifeOf(centre, 'fcfs', [
      job('a', memory(60)),
      job('b', { run: 30, ...memory(20) }),
      job('c', memory(50)),
    ]);
    expect(waitsOf(life)).toEqual([
      ['0-10 room', expect.objectContaining({ tasks: 1, room: 0, nodes: 1, down: 0, ahead: 0, expected: at(10) })],
    ]);
    const [{ first, holders }] = life.waits as [NodeLife['waits'][number]];
    expect(first).toMatchObject({ lacks: [{ resource: 1, room: 0, free: 20, most: 20 }] });
    // Without a there would be 80, enough; without b 40, not enough for its one task.
    expect(holders).toEqual([{ job: 0, time: at(10) }]);
  });

  it('room: enough of each, but not together on the same nodes', () => {
    // a leaves 2 cores and no memory on the first node, b no core and 10 MiB on the second.
    const centre = centreOf([group('n', 2, 4, { each: [4, 10, 0, 0] })]);
    const asks = (cores: number, mib: number) => ({ shape: shape(1, cores, { perTask: [cores, mib, 0, 0] }) });
    const life = lifeOf(centre, 'fcfs', [job('a', asks(2, 10)), job('b', asks(4, 0)), job('c', asks(1, 5))]);
    expect(waitsOf(life)).toEqual([['0-10 room', expect.objectContaining({ room: 0, lacks: [] })]]);
    expect(life.waits[0]!.holders.map((one) => one.job)).toEqual([0, 1]);
  });

  it('room: only nodes of its partition and feature count', () => {
    const groups = [group('plain', 3, 1), group('fast', 1, 1, { features: ['fast'] })];
    const fast = { shape: shape(1, 1, { features: ['fast'] }) };
    const life = lifeOf(centreOf(groups), 'fcfs', [job('a', fast), job('b', fast)]);
    expect(waitsOf(life)).toEqual([
      ['0-10 room', expect.objectContaining({ nodes: 1, lacks: [{ resource: 0, room: 0, free: 0, most: 0 }] })],
    ]);
  });

  it('nodes: there would be room, were those that are down not so', () => {
    const plain = centreOf([group('n', 2, 2)]);
    const broken = [1] as NodeId[];
    const interventions = [
      { kind: 'nodes', at: 0, nodes: broken, status: 'error', running: 'requeue' },
      { kind: 'nodes', at: at(7), nodes: broken, status: 'online', running: 'finish' },
    ] as const;
    const life = lifeOf({ ...plain, interventions }, 'fcfs', [job('a', { submit: 1, ...wide(4) })]);
    // The first node has room for 2 of its 4 tasks.
    expect(waitsOf(life)).toEqual([['1-7 nodes', expect.objectContaining({ tasks: 4, room: 2, down: [1] })]]);
  });

  it('dependency: on whom, until it has happened', () => {
    const life = lifeOf(centreOf([group('n', 1, 4)]), 'fcfs', [
      job('a'),
      job('b', { run: 20 }),
      job('c', { after: { a: 'ok', b: 'any' } }),
    ]);
    const [a, b] = [
      { on: 0, after: 'ok', never: false },
      { on: 1, after: 'any', never: false },
    ];
    expect(waitsOf(life)).toEqual([
      ['0-10 dependency', expect.objectContaining({ on: [a, b], ahead: undefined })],
      ['10-20 dependency', expect.objectContaining({ on: [b] })],
    ]);
    expect(life.blockers).toEqual([
      { job: 1, time: at(20) },
      { job: 0, time: at(10) },
    ]);
  });

  it('dependency: one that can never happen, where such jobs are held', () => {
    const centre = centreOf([group('n', 1, 4)], { afterFailure: 'hold' });
    const life = lifeOf(centre, 'fcfs', [
      job('a', { fails: true }),
      job('z', { run: 30 }),
      job('c', { after: { a: 'ok' } }),
    ]);
    expect(waitsOf(life)).toEqual([
      ['0-10 dependency', expect.objectContaining({ on: [{ on: 0, after: 'ok', never: false }] })],
      ['10-30 dependency', expect.objectContaining({ on: [{ on: 0, after: 'ok', never: true }] })],
    ]);
    expect([life.fate, life.start, life.stints]).toEqual(['held', Number.NaN, []]);
  });

  it('limit: whose, how much is used of how much, and by whom', () => {
    // u may hold 5 cores: a and b hold 4 of them, c wants 2.
    const entities = [{ ...ANYBODY, name: 'u', limits: { cores: 5 } }];
    const centre = centreOf([group('n', 1, 8)], { entities });
    const life = lifeOf(centre, 'fcfs', [job('a', wide(3)), job('b', { run: 30, ...wide(1) }), job('c', wide(2))]);
    const over = { scope: { kind: 'entity', index: 0 }, who: 'account u', of: 'cores', limit: 5, held: 4, asks: 2 };
    expect(waitsOf(life)).toEqual([['0-10 limit', expect.objectContaining({ over, ahead: undefined })]]);
    // One core is lacking, so either of them alone would be enough.
    expect(life.blockers.map((one) => one.job)).toEqual([0, 1]);
  });

  it('limit: a quota, by what those who run are charged for', () => {
    // a is planned to use 30 core-seconds of 40 and ends after 10; then b may use its 30.
    const entities = [{ ...ANYBODY, name: 'u', limits: { coreTime: at(40) } }];
    const centre = centreOf([group('n', 1, 8)], { entities });
    const life = lifeOf(centre, 'fcfs', [job('a', { estimate: 30 }), job('b', { estimate: 30 })]);
    const over = { who: 'account u', of: 'coreTime', limit: at(40), held: at(30), asks: at(30) };
    expect(waitsOf(life)).toEqual([['0-10 limit', expect.objectContaining({ over: expect.objectContaining(over) })]]);
    expect(life.blockers.map((one) => one.job)).toEqual([0]);
  });

  it.each([
    ['jobs of a partition', { kind: 'partition', index: 0 }, 'jobs', 1, 1],
    ['jobs of a user in a QOS', { kind: 'qos-user', index: 0, user: 0 }, 'jobs', 1, 1],
  ] as const)('limit: %s', (_, scope, of, limit, held) => {
    const plain = centreOf([group('n', 1, 8)]);
    const [partition] = plain.machine.partitions;
    const limits = { jobs: 1 };
    const centre: Centre =
      scope.kind === 'partition'
        ? { ...plain, machine: { ...plain.machine, partitions: [{ ...partition!, limits }] } }
        : { ...plain, qos: [{ ...NORMAL, limitsPerUser: limits }] };
    const life = lifeOf(centre, 'easy', [job('a'), job('b')]);
    expect(waitsOf(life)).toEqual([
      ['0-10 limit', expect.objectContaining({ over: expect.objectContaining({ scope, of, limit, held, asks: 1 }) })],
    ]);
  });

  it('window: the first that its run would overrun, and when it would end', () => {
    const plain = centreOf([group('n', 1, 4)]);
    const window = {
      name: 'm',
      kind: 'maintenance',
      from: at(15),
      until: at(20),
      members: [],
      running: 'requeue',
    } as const;
    const centre = { ...plain, windows: [{ ...window, nodes: all(plain) }] };
    // Submitted at 5 for 10 s: 15 is just in time, 11 s are not; then it waits within the window too.
    expect(lifeOf(centre, 'easy', [job('a', { submit: 5 })]).waits).toEqual([]);
    expect(waitsOf(lifeOf(centre, 'easy', [job('a', { submit: 5, run: 11 })]))).toEqual([
      ['5-20 window', expect.objectContaining({ window: 0, until: at(16), expected: at(20) })],
    ]);
  });

  it('reservation: the one that it names has not begun', () => {
    const plain = centreOf([group('n', 1, 4)]);
    const course = {
      name: 'c',
      kind: 'reservation',
      from: at(15),
      until: at(40),
      members: [0],
      running: 'requeue',
    } as const;
    const centre = { ...plain, windows: [{ ...course, nodes: all(plain) }] };
    const life = lifeOf(centre, 'easy', [job('a', { submit: 5, shape: shape(1, 1, { reservation: 0 }) })]);
    expect(waitsOf(life)).toEqual([['5-15 reservation', expect.objectContaining({ window: 0, late: false })]]);
  });

  it('would-delay: whose reservation, and when it begins', () => {
    // a holds 3 of 4 until 10; b wants 4 and is held for at 10; c would run until 12 on the last core.
    const life = lifeOf(centreOf([group('n', 4, 1)]), 'easy', [
      job('a', wide(3)),
      job('b', wide(4)),
      job('c', { run: 12 }),
    ]);
    expect(waitsOf(life)).toEqual([
      ['0-10 would-delay', expect.objectContaining({ by: 1, at: at(10), until: at(12), ahead: 1 })],
      ['10-20 room', expect.objectContaining({ ahead: 0, room: 0 })],
    ]);
    expect(life.blockers[0]).toEqual({ job: 1, time: at(20) });
  });

  it('in-order: behind the first, and why that one cannot start', () => {
    const life = lifeOf(centreOf([group('n', 4, 1)]), 'fcfs', [job('a', wide(3)), job('b', wide(4)), job('c')]);
    const of: Partial<Hindrance> = { rule: 'room', tasks: 4, room: 1 };
    expect(waitsOf(life)).toEqual([
      ['0-10 in-order', expect.objectContaining({ by: 1, of: expect.objectContaining(of), expected: at(10) })],
      ['10-20 room', expect.objectContaining({ ahead: 0 })],
    ]);
  });

  it('the place in the queue, with the scores of the order', () => {
    // Shortest first: a runs, then b, then c.
    const jobs = [job('a', { run: 3, ...wide(4) }), job('b', { run: 5, ...wide(4) }), job('c', { run: 8, ...wide(4) })];
    const life = lifeOf(centreOf([group('n', 4, 1)]), 'backfill(order=sjf)', jobs);
    expect(waitsOf(life)[0]).toEqual([
      '0-3 room',
      expect.objectContaining({ ahead: 1, first: 1, firstScore: at(5), score: at(8) }),
    ]);
  });
});

describe('the life of a job on nodes', () => {
  it('tells who preempted it, what it kept, and why it waited for its nodes afterwards', () => {
    // low runs alone for 3 s; then urgent takes both cores for 10 s, and low goes on where it was.
    const qos = [
      { ...NORMAL, preempted: 'suspend' as const },
      { ...NORMAL, name: 'urgent', preempts: [0], preempted: 'never' as const },
    ];
    const centre = centreOf([group('n', 1, 2)], { qos });
    const jobs = pencilJobs([job('low', wide(2)), job('urgent', { submit: 3, qos: 1, ...wide(2) })]);
    const recorder = nodeLifeRecorder(0 as JobId);
    const scheduler = createScheduler('backfill(preempt=qos,mode=suspend)');
    const life = recorder.lifeIn(simulateCentre(jobs, centre, [scheduler], { observers: [recorder] }));
    expect(life.stints).toMatchObject([
      { from: 0, to: at(3), allocation: { nodes: [0], tasks: [2] }, preempted: { mode: 'suspend', for: 1 } },
      { from: at(13), to: at(20), preempted: undefined },
    ]);
    expect(waitsOf(life)).toEqual([['3-13 room', expect.objectContaining({ pinned: true, tasks: 2, room: 0 })]]);
    expect(life.waits[0]!.holders).toEqual([{ job: 1, time: at(10) }]);
    // It waited after its first start alone.
    expect(life.blockers).toEqual([]);
  });

  it('tells why it was rejected', () => {
    const life = lifeOf(centreOf([group('n', 1, 2)]), 'easy', [job('a', { shape: shape(1, 4) })]);
    expect([life.fate, life.waits, life.why]).toEqual([
      'rejected',
      [],
      'each of its tasks needs 4 cores, and no node has more than 2 cores (partition all)',
    ]);
  });
});

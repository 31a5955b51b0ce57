import { describe, expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre, PreemptMode } from '../../src/model/centre.ts';
import type { CentreFact, Fact } from '../../src/model/facts.ts';
import { type JobId, NO_JOB } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';

/** What happens, in seconds: to whom and where the numbers are rows of jobs and of nodes. */
type Told =
  | readonly ['submit' | 'end' | 'cancel' | 'reject', time: number, job: number]
  | readonly ['start', time: number, job: number, ...nodes: number[]]
  | readonly ['reserve', time: number, job: number, at: number]
  | readonly ['preempt', time: number, job: number, mode: PreemptMode, by?: number]
  | readonly ['online' | 'offline', time: number, node: number]
  | readonly ['intervention' | 'finish', time: number];

/** Feeds a run to the laws; a start puts one task of the job on each of the nodes. */
function feed(centre: Centre, list: readonly PencilJob[], told: readonly Told[], policy = 'easy'): void {
  const observer = centreInvariants(pencilJobs(list), centre, createScheduler(policy));
  for (const [kind, seconds, ...rest] of told) {
    const time = seconds * 1000;
    const [first = 0, second = 0] = rest as [number, (number | PreemptMode)?];
    const job = first as JobId;
    const fact = (value: Fact): void => observer.on(value);
    const happens = (value: CentreFact): void => observer.onCentre!(value);
    if (kind === 'submit') fact({ kind, time, job });
    else if (kind === 'end') fact({ kind, time, job, killed: false });
    else if (kind === 'cancel' || kind === 'reject') happens({ kind, time, job, why: '' });
    else if (kind === 'reserve') {
      const at = Number(second) * 1000;
      fact({ kind, time, job, at, until: at + 1000, kept: false });
    } else if (kind === 'preempt') {
      const by = (rest[2] as JobId | undefined) ?? NO_JOB;
      happens({ kind, time, job, mode: second as PreemptMode, for: by, why: '' });
    } else if (kind === 'start') {
      const nodes = rest.slice(1) as number[];
      fact({ kind, time, job, ...(nodes.length > 0 && { allocation: { nodes, tasks: nodes.map(() => 1) } }) });
    } else if (kind === 'intervention') happens({ kind, time, index: 0 });
    else if (kind === 'finish') observer.finish!(time);
    else happens({ kind: 'node', time, node: job as unknown as NodeId, status: kind });
  }
}

const EASY = createScheduler('easy');
const job = (more: Partial<PencilJob> = {}): PencilJob => ({ name: 'A', run: 10, ...more });
const two = (more: Partial<Centre> = {}): Centre => centreOf([group('n', 2, 4, { each: [4, 8, 2, 1] })], more);
const rows = (...nodes: number[]): NodeId[] => nodes as NodeId[];
const begin = (...jobs: number[]): Told[] => jobs.map((one) => ['submit', 0, one]);

/** A run that breaks a law, and what is said of it. */
type Broken = readonly [message: string, told: readonly Told[]];
const broken = (centre: Centre, list: readonly PencilJob[], cases: readonly Broken[], policy?: string): void => {
  test.each(cases)('%s', (message, told) => expect(() => feed(centre, list, told, policy)).toThrow(message));
};

describe('lives: a job does one thing at a time, and leaves after its run time', () => {
  broken(
    two(),
    [job(), job({ name: 'B' })],
    [
      ['time went back from 5 s to 4 s', [...begin(0), ['start', 5, 0, 0], ['submit', 4, 1]]],
      ['row 0 at 1 s: it is not its submit time', [['submit', 1, 0]]],
      ['row 0 at 0 s: it is unborn', [['start', 0, 0, 0]]],
      ['row 0 at 0 s: it is running', [...begin(0), ['start', 0, 0, 0], ['start', 0, 0, 1]]],
      ['row 0 at 0 s: it runs nowhere', [...begin(0), ['start', 0, 0]]],
      ['row 0 at 9 s: it ran for 9 s and had 10 s to go', [...begin(0), ['start', 0, 0, 0], ['end', 9, 0]]],
      [
        // 4 s are kept, so that from 5 on 6 are left.
        'row 0 at 15 s: it ran for 10 s and had 6 s to go',
        [...begin(0), ['start', 0, 0, 0], ['preempt', 4, 0, 'checkpoint'], ['start', 5, 0, 1], ['end', 15, 0]],
      ],
      [
        // Nothing is kept.
        'row 0 at 11 s: it ran for 6 s and had 10 s to go',
        [...begin(0), ['start', 0, 0, 0], ['preempt', 4, 0, 'requeue'], ['start', 5, 0, 1], ['end', 11, 0]],
      ],
      [
        'row 0 at 5 s: it was suspended on other nodes',
        [...begin(0), ['start', 0, 0, 0], ['preempt', 4, 0, 'suspend'], ['start', 5, 0, 1]],
      ],
      ['row 0 at 9 s: it is running in the end', [...begin(0), ['start', 0, 0, 0], ['finish', 9]]],
    ],
  );
});

describe('nodes: they hold what they have, and take jobs that fit them', () => {
  const mixed = centreOf([
    group('a', 2, 4, { each: [4, 8, 2, 0], gpuType: 'a100', features: ['fast'] }),
    group('b', 1, 4, { each: [4, 8, 2, 0] }),
  ]);
  const away = { kind: 'nodes', at: 4000, nodes: rows(0), status: 'error', running: 'requeue' } as const;
  const partitions = [{ ...mixed.machine.partitions[0]!, nodes: rows(0, 2) }];
  const centre: Centre = { ...mixed, machine: { ...mixed.machine, partitions }, interventions: [away] };
  const big = shape(1, 3, { perTask: [3, 6, 0, 0] });
  broken(
    centre,
    [
      job({ shape: big }),
      job({ name: 'B', shape: big }),
      job({ name: 'fast', shape: shape(1, 1, { features: ['fast'] }) }),
      job({ name: 'gpu', shape: shape(1, 1, { perTask: [1, 0, 1, 0], gpuType: 'a100' }) }),
      job({ name: 'spread', shape: shape(2, 1, { layout: 'spread' }) }),
      job({ name: 'whole', shape: shape(1, 1, { wholeNodes: true }) }),
    ],
    [
      ['row 1 at 0 s: node a-0 holds 6 of 4', [...begin(0, 1), ['start', 0, 0, 0], ['start', 0, 1, 0]]],
      [
        // The suspended job keeps its memory.
        'row 1 at 5 s: node a-0 holds 12 of 8',
        [...begin(0, 1), ['start', 0, 0, 0], ['preempt', 4, 0, 'suspend'], ['start', 5, 1, 0]],
      ],
      ['row 5 at 0 s: node a-0 holds 5 of 4', [...begin(2, 5), ['start', 0, 2, 0], ['start', 0, 5, 0]]],
      ['row 0 at 0 s: node a-1 is not in its partition', [...begin(0), ['start', 0, 0, 1]]],
      ['row 2 at 0 s: node b-0 lacks a feature', [...begin(2), ['start', 0, 2, 2]]],
      ['row 3 at 0 s: node b-0 has other GPUs', [...begin(3), ['start', 0, 3, 2]]],
      ['row 4 at 0 s: not all of its tasks have a place', [...begin(4), ['start', 0, 4, 0]]],
      ['row 0 at 5 s: node a-0 is not online', [...begin(0), ['offline', 4, 0], ['start', 5, 0, 0]]],
      [
        'row 0 at 4 s: it runs on where nodes are error',
        [...begin(0), ['start', 0, 0, 0], ['offline', 4, 0], ['intervention', 4]],
      ],
    ],
  );

  test('two tasks that are to be spread on one node', () => {
    const observer = centreInvariants(pencilJobs([job({ shape: shape(2, 1, { layout: 'spread' }) })]), two(), EASY);
    observer.on({ kind: 'submit', time: 0, job: 0 as JobId });
    const start = { kind: 'start', time: 0, job: 0 as JobId, allocation: { nodes: [0], tasks: [2] } } as const;
    expect(() => observer.on(start)).toThrow('row 0 at 0 s: two tasks on node n-0');
  });

  test('drained nodes may go on, and whoever is suspended on a node that goes gives its memory back', () => {
    const drained: Centre = { ...centre, interventions: [{ ...away, status: 'maintenance', running: 'finish' }] };
    const list = [job({ shape: big }), job({ name: 'B', shape: big })];
    feed(drained, list, [...begin(0), ['start', 0, 0, 0], ['offline', 4, 0], ['intervention', 4], ['end', 10, 0]]);
    const suspended: Told[] = [...begin(0, 1), ['start', 0, 0, 0], ['preempt', 3, 0, 'suspend'], ['offline', 4, 0]];
    feed(centre, list, [...suspended, ['intervention', 4], ['online', 5, 0], ['start', 5, 1, 0]]);
    // It has lost its work, too.
    const again: Told[] = [...suspended, ['start', 5, 0, 2], ['end', 12, 0]];
    expect(() => feed(centre, list, again)).toThrow('row 0 at 12 s: it ran for 7 s and had 10 s to go');
  });
});

describe('windows: nobody is in one that is not its own', () => {
  const accounts = [ANYBODY, { ...ANYBODY, name: 'member' }];
  const window = { kind: 'reservation', running: 'requeue' } as const;
  const centre = two({
    entities: accounts,
    windows: [
      { ...window, name: 'own', from: 20_000, until: 40_000, nodes: rows(0), members: [1] },
      { ...window, name: 'late', kind: 'maintenance', from: 50_000, until: 60_000, nodes: rows(1), members: [] },
    ],
  });
  const own = shape(1, 1, { reservation: 0 });
  broken(
    centre,
    [
      job({ shape: own, entity: 1 }),
      job({ name: 'stranger', shape: own }),
      job({ name: 'outsider' }),
      job({ name: 'overdue', run: 30, estimate: 5, overruns: true }),
      job({ name: 'slow', run: 30, estimate: 10, overruns: true, shape: own, entity: 1 }),
    ],
    [
      ['row 2 at 15 s: it is planned into window own', [...begin(2), ['start', 15, 2, 0]]],
      ['row 2 at 45 s: it is planned into window late', [...begin(2), ['start', 45, 2, 1]]],
      ['row 0 at 19 s: it leaves its reservation own', [...begin(0), ['start', 19, 0, 0]]],
      ['row 0 at 35 s: it leaves its reservation own', [...begin(0), ['start', 35, 0, 0]]],
      ['row 0 at 20 s: it leaves its reservation own', [...begin(0), ['start', 20, 0, 1]]],
      ['row 1 at 20 s: it is no member of reservation own', [...begin(1), ['start', 20, 1, 0]]],
      ['row 3 at 10 s: it runs on into window own', [...begin(3), ['start', 10, 3, 0], ['end', 40, 3]]],
      ['row 4 at 25 s: it runs on after its reservation own', [...begin(4), ['start', 25, 4, 0], ['end', 55, 4]]],
    ],
  );

  test('one that lets running jobs finish has them in it', () => {
    const lenient = { ...centre, windows: centre.windows.map((one) => ({ ...one, running: 'finish' as const })) };
    const late = job({ run: 30, estimate: 5, overruns: true });
    feed(lenient, [late], [...begin(0), ['start', 10, 0, 0], ['end', 40, 0], ['finish', 60]]);
  });
});

describe('limits: those who run hold no more together than they may', () => {
  const one: Told[] = [...begin(0, 1), ['start', 0, 0, 0], ['start', 0, 1, 1]];
  const pair = [job(), job({ name: 'B' })];
  const limited = (limits: object, more: object = {}) => two({ entities: [{ ...ANYBODY, limits, ...more }] });
  const gpus = shape(1, 1, { perTask: [1, 5, 1, 0] });
  const hungry = [job({ shape: gpus }), job({ name: 'B', shape: gpus })];

  const scratch = shape(1, 1, { perTask: [1, 0, 0, 1] });
  const stored = [job({ shape: scratch }), job({ name: 'B', shape: scratch })];

  test.each<[string, Centre, readonly PencilJob[]]>([
    ['anybody has 2 jobs of 1', limited({ jobs: 1 }), pair],
    ['anybody has 2 cores of 1', limited({ cores: 1 }), pair],
    ['anybody has 2 cores of 1', limited({}, { burst: 1 }), pair],
    ['anybody has 2 GPUs of 1', limited({ gpus: 1 }), hungry],
    ['anybody has 10 MiB of 9', limited({ memory: 9 }), hungry],
    ['anybody has 2 MiB of storage of 1', limited({ storage: 1 }), stored],
    ['QOS normal has 2 jobs of 1', two({ qos: [{ ...NORMAL, limits: { jobs: 1 } }] }), pair],
    ['its user in QOS normal has 2 jobs of 1', two({ qos: [{ ...NORMAL, limitsPerUser: { jobs: 1 } }] }), pair],
  ])('%s', (message, centre, list) => {
    expect(() => feed(centre, list, one)).toThrow(`row 1 at 0 s: ${message}`);
  });

  test('those of an account hold for all of its users, and those of a partition for all', () => {
    const tree = [{ ...ANYBODY, limits: { cores: 1 } }, ...['u', 'v'].map((name) => ({ ...ANYBODY, name, parent: 0 }))];
    const users = [job({ entity: 1 }), job({ name: 'B', entity: 2 })];
    expect(() => feed(two({ entities: tree }), users, one)).toThrow('anybody has 2 cores of 1');
    const { machine } = two();
    const partitions = [{ ...machine.partitions[0]!, limits: { jobs: 1 } }];
    expect(() => feed(two({ machine: { ...machine, partitions } }), pair, one)).toThrow(
      'its partition has 2 jobs of 1',
    );
    // Whole nodes count with all of their cores.
    const whole = [job({ shape: shape(1, 1, { wholeNodes: true }) }), job({ name: 'B' })];
    expect(() => feed(limited({ cores: 4 }), whole, one)).toThrow('anybody has 5 cores of 4');
    feed(limited({ cores: 5 }), whole, one);
  });

  test('who has left counts no more', () => {
    feed(limited({ jobs: 1 }), pair, [...begin(0, 1), ['start', 0, 0, 0], ['end', 10, 0], ['start', 10, 1, 0]]);
  });
});

describe('quotas: nobody starts beyond one, and nobody is held for one that would let it start', () => {
  const HOUR = 3600;
  const hour = { run: HOUR, estimate: 2 * HOUR };
  const list = [job(hour), job({ name: 'B', ...hour })];
  const of = (hours: number, more: Partial<Centre> = {}): Centre =>
    two({ entities: [{ ...ANYBODY, limits: { coreTime: hours * HOUR * 1000 } }], ...more });
  // Two hours are planned of the first, and one is used.
  const both: Told[] = [...begin(0, 1), ['start', 0, 0, 0], ['start', 0, 1, 1]];
  const after: Told[] = [...begin(0, 1), ['start', 0, 0, 0], ['end', HOUR, 0]];
  broken(of(3), list, [
    ['row 1 at 0 s: anybody would use 4 core-hours of 3', both],
    ['row 1 at 3600 s: it is held and could run', [...after, ['finish', HOUR]]],
  ]);
  broken(of(2), list, [
    ['row 1 at 3600 s: anybody would use 3 core-hours of 2', [...after, ['start', HOUR, 1, 0]]],
    [
      // The half-hour of the first attempt is used for nothing.
      'row 0 at 1800 s: anybody would use 2.5 core-hours of 2',
      [...begin(0), ['start', 0, 0, 0], ['preempt', HOUR / 2, 0, 'requeue'], ['start', HOUR / 2, 0, 0]],
    ],
  ]);

  test('what is within one starts, and what is kept needs not be used again', () => {
    feed(of(4), list, both);
    feed(of(3), list, [...after, ['start', HOUR, 1, 0]]);
    feed(of(2), list, [...after, ['finish', HOUR]]);
    const kept = (mode: PreemptMode): Told[] => [
      ...begin(0),
      ['start', 0, 0, 0],
      ['preempt', HOUR / 2, 0, mode],
      ['start', HOUR / 2, 0, 0],
    ];
    feed(of(2), list, kept('checkpoint'));
    feed(of(2), list, kept('suspend'));
  });

  test('the slowest of the nodes that a job could have counts, and what it takes where it runs', () => {
    const groups = [group('n', 1, 4, { speed: 2 }), group('s', 1, 4)];
    const mixed = (hours: number): Centre => centreOf(groups, { entities: of(hours).entities });
    expect(() => feed(mixed(1), list, [...begin(0), ['start', 0, 0, 0]])).toThrow('would use 2 core-hours of 1');
    feed(mixed(3), list, both);
    expect(() => feed(mixed(2), list, both)).toThrow('row 1 at 0 s: anybody would use 3 core-hours of 2');
  });
});

describe('submissions: whoever comes on top of those who may wait is rejected', () => {
  const list = ['A', 'B', 'C'].map((name) => job({ name }));
  const centre = two({ entities: [{ ...ANYBODY, limits: { submitted: 2 } }] });
  broken(centre, list, [
    ['row 2 at 0 s: anybody has 3 jobs submitted of 2', [...begin(0, 1, 2), ['start', 0, 0, 0]]],
    ['row 2 at 0 s: anybody has 3 jobs submitted of 2', [...begin(0, 1, 2), ['finish', 0]]],
    ['row 2 at 0 s: anybody has 3 jobs submitted of 2', [...begin(0, 1, 2), ['offline', 0, 0]]],
  ]);

  test('and nobody else counts', () => {
    feed(centre, list, [...begin(0, 1, 2), ['reject', 0, 2], ['start', 0, 0, 0], ['end', 10, 0]]);
    const late = list.map((one, row) => (row === 2 ? { ...one, submit: 10 } : one));
    feed(centre, late, [...begin(0, 1), ['start', 0, 0, 0], ['end', 10, 0], ['submit', 10, 2], ['start', 10, 2, 0]]);
  });
});

describe('fates: nobody goes or stays without a reason', () => {
  const chain = [
    job({ fails: true }),
    job({ name: 'B', after: { A: 'ok' } }),
    job({ name: 'C', after: { A: 'fail' } }),
  ];
  const failed: Told[] = [...begin(0, 1, 2), ['start', 0, 0, 0], ['end', 10, 0]];
  broken(two(), chain, [
    ['row 1 at 0 s: row 0, on which it depends, is not over', [...begin(0, 1), ['start', 0, 1, 0]]],
    ['row 1 at 10 s: row 0, on which it depends, is failed', [...failed, ['start', 10, 1, 0]]],
    ['row 0 at 3 s: it is cancelled for no reason', [...begin(0), ['cancel', 3, 0]]],
    ['row 2 at 10 s: it is cancelled for no reason', [...failed, ['cancel', 10, 2]]],
    ['row 1 at 12 s: it can never run and is held', [...failed, ['finish', 12]]],
    ['row 2 at 12 s: it is held and could run', [...failed, ['cancel', 10, 1], ['finish', 12]]],
  ]);
  const hold = two({ afterFailure: 'hold' });
  broken(hold, chain, [['row 1 at 10 s: it is cancelled for no reason', [...failed, ['cancel', 10, 1]]]]);

  test('reasons are a failure, a stop for good, a reservation that is over, and nodes that are gone', () => {
    const done: Told[] = [
      ['start', 10, 2, 0],
      ['end', 20, 2],
      ['finish', 20],
    ];
    feed(two(), chain, [...failed, ['cancel', 10, 1], ...done]);
    feed(hold, chain, [...failed, ...done]);
    feed(
      two(),
      [job()],
      [...begin(0), ['start', 0, 0, 0], ['preempt', 3, 0, 'cancel'], ['cancel', 3, 0], ['finish', 3]],
    );
    feed(two(), [job()], [...begin(0), ['offline', 1, 0], ['offline', 1, 1], ['finish', 1]]);
    const window = { name: 'w', kind: 'reservation', members: [0], running: 'requeue' } as const;
    const reserved = two({ windows: [{ ...window, from: 1000, until: 20_000, nodes: rows(0) }] });
    feed(reserved, [job({ shape: shape(1, 1, { reservation: 0 }) })], [...begin(0), ['cancel', 20, 0], ['finish', 20]]);
  });
});

describe('preemption: nobody is stopped who is protected', () => {
  const by = [job(), job({ name: 'B' })];
  const stopped: Told[] = [...begin(0, 1), ['start', 0, 0, 0], ['preempt', 4, 0, 'requeue', 1]];
  test.each([
    ['QOS normal is never preempted', { preempted: 'never' as const }],
    ['it is protected for 5 s', { protectedFor: 5000 }],
  ])('%s', (message, rule) => {
    expect(() => feed(two({ qos: [{ ...NORMAL, ...rule }] }), by, stopped)).toThrow(`row 0 at 4 s: ${message}`);
    // Nodes that go away ask nobody.
    feed(two({ qos: [{ ...NORMAL, ...rule }] }), by, [...begin(0), ['start', 0, 0, 0], ['preempt', 4, 0, 'requeue']]);
  });
});

describe('promises: a policy that makes them keeps them', () => {
  const late: Told[] = [...begin(0), ['reserve', 0, 0, 5], ['reserve', 5, 0, 6], ['start', 6, 0, 0]];
  broken(
    two(),
    [job()],
    [
      ['row 0 at 6 s: it was promised to start by 5 s', late],
      ['row 0 at 4 s: the reservation at 3 s is past', [...begin(0), ['reserve', 4, 0, 3]]],
    ],
  );

  test('others make none, and none binds where something intervenes', () => {
    feed(two(), [job()], late, 'sjf(depth=1)');
    const nodes = { kind: 'nodes', at: 4000, nodes: rows(1), status: 'offline', running: 'finish' } as const;
    feed(two({ interventions: [nodes] }), [job()], late);
    feed(two({ qos: [{ ...NORMAL, limits: { jobs: 9 } }] }), [job()], late);
    feed(two(), [job({ estimate: 5, overruns: true })], late);
  });
});

test.each(['fcfs', 'easy', 'conservative'])('a run of the engine under %s keeps them all', (policy) => {
  const centre = two({
    windows: [
      { name: 'w', kind: 'maintenance', from: 30_000, until: 40_000, nodes: rows(1), members: [], running: 'finish' },
    ],
    interventions: [{ kind: 'nodes', at: 4000, nodes: rows(0), status: 'error', running: 'requeue' }],
  });
  const table = pencilJobs([
    job({ shape: shape(1, 4) }),
    job({ name: 'B', run: 20, shape: shape(1, 3), after: { A: 'ok' } }),
  ]);
  const scheduler = createScheduler(policy);
  const observers = [centreInvariants(table, centre, scheduler)];
  expect(() => simulateCentre(table, centre, [scheduler], { observers })).not.toThrow();
});

import { describe, expect, it } from 'vitest';
import type { Centre, Intervention, Window } from '../../../src/model/centre.ts';
import type { NodeId } from '../../../src/model/machine.ts';
import { createScheduler } from '../../../src/registry.ts';
import { live } from './pencil.ts';
import { centreOf, group, shape } from './plain.ts';

const policy = (name: string) => createScheduler(name);
const ms = (seconds: number): number => seconds * 1000;
const nodes = (...rows: number[]): NodeId[] => rows as NodeId[];

describe('where jobs fit', () => {
  // n0 and n1 have 4 cores and 8 MiB each.
  const two = centreOf([group('n', 2, 4, { each: [4, 8, 0, 0] })]);
  const task = (cores: number, memory: number, more = {}) =>
    shape(1, cores, { perTask: [cores, memory, 0, 0], ...more });

  it('is decided by every resource of a node, not by the sums over all nodes', () => {
    // 5 MiB are free on both nodes together when c comes, but no more than 3 on either.
    expect(
      live(two, policy('fcfs'), [
        { name: 'a', run: 10, shape: task(1, 5) },
        { name: 'b', run: 20, shape: task(1, 6) },
        { name: 'c', run: 5, shape: task(1, 4) },
      ]),
    ).toEqual(['a | 0-10 n-0', 'b | 0-20 n-1', 'c | 10-15 n-0']);
  });

  it('spreads tasks over nodes, packs them, and gives whole nodes away whole', () => {
    expect(
      live(two, policy('fcfs'), [
        { name: 'spread', run: 10, shape: shape(2, 1, { layout: 'spread' }) },
        { name: 'whole', run: 10, shape: shape(1, 1, { wholeNodes: true }) },
        { name: 'any', run: 10, shape: shape(5, 1) },
      ]),
    ).toEqual(['spread | 0-10 n-0 n-1', 'whole | 10-20 n-0', 'any | 20-30 n-0x4 n-1']);
    expect(
      live(two, policy('backfill(depth=0)'), [
        { name: 'a', run: 10, shape: shape(1, 1) },
        { name: 'pack', run: 10, shape: shape(4, 1, { layout: 'pack' }) },
        { name: 'any', run: 10, shape: shape(3, 1) },
      ]),
    ).toEqual(['a | 0-10 n-0', 'pack | 0-10 n-1x4', 'any | 0-10 n-0x3']);
  });

  it('regards features, GPU types and partitions, and rejects what no node can ever run', () => {
    const mixed = centreOf([
      group('cpu', 1, 4),
      group('gpu', 1, 4, { each: [4, 0, 2, 0], gpuType: 'a100', features: ['nvlink'] }),
    ]);
    const partitions = [
      ...mixed.machine.partitions,
      { name: 'gpus', nodes: nodes(1), tier: 1, factor: 0, limits: {}, maxTime: ms(50) },
    ];
    const centre = { ...mixed, machine: { ...mixed.machine, partitions } };
    const gpu = (count: number, more = {}) => shape(1, 1, { perTask: [1, 0, count, 0], ...more });
    expect(
      live(centre, policy('fcfs'), [
        { name: 'a', run: 10, shape: shape(1, 1, { features: ['nvlink'] }) },
        { name: 'b', run: 10, shape: gpu(1, { gpuType: 'a100' }) },
        { name: 'c', run: 10, shape: shape(1, 1, { partition: 1 }) },
        { name: 'd', run: 10, shape: gpu(3) },
        { name: 'e', run: 10, shape: gpu(1, { gpuType: 'h100' }) },
        { name: 'f', run: 60, shape: shape(1, 1, { partition: 1 }) },
        { name: 'g', run: 10, shape: shape(9, 1) },
      ]),
    ).toEqual([
      'a | 0-10 gpu-0',
      'b | 0-10 gpu-0',
      'c | 0-10 gpu-0',
      'd | rejected',
      'e | rejected',
      'f | rejected',
      'g | rejected',
    ]);
  });

  it('lets run times shrink on faster nodes, which are taken first', () => {
    const centre = centreOf([group('slow', 1, 1), group('fast', 1, 1, { speed: 2 })]);
    expect(
      live(centre, policy('easy'), [
        { name: 'a', run: 10 },
        { name: 'b', run: 10 },
        { name: 'wide', run: 7, shape: shape(2, 1) },
      ]),
    ).toEqual(['a | 0-5 fast-0', 'b | 0-10 slow-0', 'wide | 10-17 slow-0 fast-0']);
  });
});

describe('a reservation of EASY', () => {
  it('holds real nodes in every resource', () => {
    // The head needs 6 MiB on one node: n0 has them at 10. By sums it would have them now, and short would push it back.
    const two = centreOf([group('n', 2, 4, { each: [4, 8, 0, 0] })]);
    const task = (cores: number, memory: number) => shape(1, cores, { perTask: [cores, memory, 0, 0] });
    expect(
      live(two, policy('easy'), [
        { name: 'a', run: 10, shape: task(1, 5) },
        { name: 'b', run: 30, shape: task(1, 5) },
        { name: 'head', run: 10, shape: task(1, 6) },
        { name: 'long', run: 25, shape: task(1, 3) },
        { name: 'short', run: 10, shape: task(1, 3) },
      ]),
    ).toEqual(['a | 0-10 n-0', 'b | 0-30 n-1', 'head | 10-20 n-0', 'long | 0-25 n-1', 'short | 0-10 n-0']);
  });
});

describe('windows', () => {
  const withWindow = (window: Partial<Window>, more: Partial<Centre> = {}): Centre =>
    centreOf([group('n', 2, 1)], {
      windows: [
        {
          name: 'w',
          kind: 'maintenance',
          from: ms(10),
          until: ms(20),
          nodes: nodes(0),
          members: [],
          running: 'requeue',
          ...window,
        },
      ],
      ...more,
    });

  it('drain nodes: what would not end before one begins is not started there', () => {
    expect(
      live(withWindow({}), policy('easy'), [
        { name: 'long', run: 11 },
        { name: 'short', run: 10 },
        { name: 'wide', run: 5, shape: shape(2, 1) },
        { name: 'late', submit: 12, run: 1 },
      ]),
    ).toEqual(['long | 0-11 n-1', 'short | 0-10 n-0', 'wide | 20-25 n-0 n-1', 'late | 12-13 n-1']);
  });

  it('belong to those who have reserved them', () => {
    const centre = withWindow({ kind: 'reservation', members: [0] });
    expect(
      live(centre, policy('easy'), [
        { name: 'member', run: 5, shape: shape(1, 1, { reservation: 0 }) },
        { name: 'other', run: 15, shape: shape(1, 1) },
        { name: 'another', run: 15, shape: shape(1, 1) },
        { name: 'too long', run: 11, shape: shape(1, 1, { reservation: 0 }) },
      ]),
    ).toEqual(['member | 10-15 n-0', 'other | 0-15 n-1', 'another | 15-30 n-1', 'too long | rejected']);
  });

  it('cancel what still waits for them when they are over, for it could never start', () => {
    // 4 s of the reservation are left after the first, and the second needs 6.
    const member = { run: 6, shape: shape(1, 1, { reservation: 0 }) };
    expect(
      live(withWindow({ kind: 'reservation', members: [0] }), policy('fcfs'), [
        { name: 'first', ...member },
        { name: 'second', ...member },
        { name: 'other', run: 3 },
        { name: 'late', submit: 21, ...member },
      ]),
    ).toEqual(['first | 10-16 n-0', 'second | cancelled', 'other | 0-3 n-0', 'late | rejected']);
  });

  it('end what has outlived its estimate, as they say', () => {
    // The job asks for 9 s and takes 12.
    const overdue = (running: Window['running']): string[] =>
      live(withWindow({ running, nodes: nodes(0, 1) }), policy('easy'), [
        { name: 'a', run: 12, estimate: 9, overruns: true, shape: shape(2, 1) },
      ]);
    expect(overdue('requeue')).toEqual(['a | 0-10 n-0 n-1 requeue | 20-32 n-0 n-1']);
    expect(overdue('cancel')).toEqual(['a | 0-10 n-0 n-1 cancel | cancelled']);
    expect(overdue('finish')).toEqual(['a | 0-12 n-0 n-1']);
  });
});

describe('dependencies', () => {
  const one = centreOf([group('n', 2, 1)]);

  it('are met by how a job ends', () => {
    expect(
      live(one, policy('easy'), [
        { name: 'a', run: 5 },
        { name: 'bad', run: 3, fails: true },
        { name: 'ok', run: 1, after: { a: 'ok' } },
        { name: 'any', run: 1, after: { bad: 'any', a: 'any' } },
        { name: 'repair', run: 1, after: { bad: 'fail' } },
        { name: 'never', run: 1, after: { bad: 'ok' } },
        { name: 'nor this', run: 1, after: { never: 'ok' } },
        { name: 'but this', run: 1, after: { never: 'any' } },
      ]),
    ).toEqual([
      'a | 0-5 n-0',
      'bad | 0-3 n-1 | failed',
      'ok | 5-6 n-0',
      'any | 5-6 n-1',
      'repair | 3-4 n-1',
      'never | cancelled',
      'nor this | cancelled',
      'but this | 4-5 n-1',
    ]);
  });

  it('that cannot be met hold the job where the centre says so', () => {
    const jobs = [
      { name: 'bad', run: 3, estimate: 2 },
      { name: 'never', run: 1, after: { bad: 'ok' } },
    ] as const;
    expect(live({ ...one, afterFailure: 'hold' }, policy('easy'), jobs)).toEqual([
      'bad | 0-2 n-0 | failed',
      'never | held',
    ]);
  });
});

describe('interventions', () => {
  const at = (seconds: number, list: Intervention[]): Intervention[] =>
    list.map((one) => ({ ...one, at: ms(seconds) }));
  const change = (
    rows: number[],
    status: 'online' | 'offline' | 'maintenance',
    running: 'finish' | 'requeue' | 'cancel',
  ): Intervention => ({
    kind: 'nodes',
    at: 0,
    nodes: nodes(...rows),
    status,
    running,
  });
  const centre = (interventions: Intervention[]): Centre => centreOf([group('n', 2, 1)], { interventions });
  const jobs = [
    { name: 'a', run: 10 },
    { name: 'b', run: 10 },
    { name: 'c', run: 10 },
  ];

  it('drain nodes and bring them back', () => {
    const back = [...at(5, [change([0], 'maintenance', 'finish')]), ...at(25, [change([0], 'online', 'finish')])];
    expect(live(centre(back), policy('easy'), [...jobs, { name: 'wide', run: 5, shape: shape(2, 1) }])).toEqual([
      'a | 0-10 n-0',
      'b | 0-10 n-1',
      'c | 10-20 n-1',
      'wide | 25-30 n-0 n-1',
    ]);
  });

  it('take nodes away with what runs on them', () => {
    expect(live(centre(at(5, [change([0], 'offline', 'requeue')])), policy('easy'), jobs)).toEqual([
      'a | 0-5 n-0 requeue | 10-20 n-1',
      'b | 0-10 n-1',
      'c | 20-30 n-1',
    ]);
    expect(live(centre(at(5, [change([0], 'offline', 'cancel')])), policy('easy'), jobs)).toEqual([
      'a | 0-5 n-0 cancel | cancelled',
      'b | 0-10 n-1',
      'c | 10-20 n-1',
    ]);
    expect(live(centre(at(5, [change([0, 1], 'offline', 'finish')])), policy('easy'), jobs)[2]).toBe('c | held');
  });

  it('put another policy in the place of the first', () => {
    const swap: Intervention = { kind: 'policy', at: ms(1), policy: 1 };
    const queue = [
      { name: 'a', run: 10, shape: shape(2, 1) },
      { name: 'long', run: 8, shape: shape(2, 1) },
      { name: 'short', run: 2, shape: shape(2, 1) },
    ];
    expect(live(centre([swap]), [policy('fcfs'), policy('sjf')], queue)).toEqual([
      'a | 0-10 n-0 n-1',
      'long | 12-20 n-0 n-1',
      'short | 10-12 n-0 n-1',
    ]);
    expect(live(centre([swap]), [policy('conservative'), policy('conservative')], queue)[2]).toBe(
      'short | 18-20 n-0 n-1',
    );
  });
});

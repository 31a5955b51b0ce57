import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre, Entity } from '../../src/model/centre.ts';
import { createScheduler } from '../../src/registry.ts';
import { dominantShare } from '../../src/schedulers/drf.ts';
import { multifactorPriority } from '../../src/schedulers/multifactor.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';

const entity = (name: string, shares = 1, parent = -1): Entity => ({ ...ANYBODY, name, shares, parent });

/** One core, so that jobs run one after the other. */
const one = (more: Partial<Centre> = {}): Centre => centreOf([group('n', 1, 1)], more);

/** The names of the jobs in order of their starts. */
function sequence(centre: Centre, policy: string, jobs: readonly PencilJob[]): string {
  const run = simulateCentre(pencilJobs(jobs), centre, [createScheduler(policy)]);
  return [...jobs.keys()]
    .sort((a, b) => run.start[a]! - run.start[b]! || a - b)
    .map((row) => jobs[row]!.name)
    .join(' ');
}

const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });

describe('multifactorPriority', () => {
  const NONE = { age: 0, fairshare: 0, size: 0, partition: 0, qos: 0, job: 0 };
  it('is the sum of the terms, rounded down', () => {
    // 500 + 2500 + 125 + 1000 + 0.8 + 7
    const terms = { age: 500, fairshare: 2500, size: 125, partition: 1000, qos: 0.8, job: 7 };
    expect(multifactorPriority(terms)).toBe(4132);
  });
  it('stays within 32 bits', () => {
    expect(multifactorPriority({ ...NONE, job: -5 })).toBe(0);
    expect(multifactorPriority({ ...NONE, job: 1e12 })).toBe(2 ** 32 - 1);
  });
});

describe('multifactor', () => {
  const FIRST = job('first');

  it('goes by the tier of the partition before anything else', () => {
    const centre = one();
    const [all] = centre.machine.partitions;
    const partitions = [all!, { ...all!, name: 'urgent', tier: 5 }];
    const tiers = { ...centre, machine: { ...centre.machine, partitions } };
    const urgent = shape(1, 1, { partition: 1 });
    const jobs = [FIRST, job('a', { submit: 1, priority: 1e6 }), job('b', { submit: 2, shape: urgent })];
    expect(sequence(tiers, 'multifactor', jobs)).toBe('first b a');
  });

  it('weighs class of service, size and own priority', () => {
    const qos = [NORMAL, { ...NORMAL, name: 'high', factor: 0.5 }];
    const jobs = [
      FIRST,
      job('a', { submit: 1 }),
      job('b', { submit: 1, qos: 1 }),
      job('c', { submit: 1, priority: 501 }),
    ];
    expect(sequence(one({ qos }), 'multifactor', jobs)).toBe('first c b a');
    expect(sequence(one({ qos }), 'multifactor(job=0)', jobs)).toBe('first b a c');
    expect(sequence(one({ qos }), 'multifactor(job=0,qos=0)', jobs)).toBe('first a b c');
    const wide = [
      job('first', { shape: shape(4, 1) }),
      job('s', { submit: 1 }),
      job('w', { submit: 1, shape: shape(4, 1) }),
    ];
    const four = centreOf([group('n', 1, 4)]);
    expect(sequence(four, 'multifactor', wide)).toBe('first w s');
    expect(sequence(four, 'multifactor(favor=small)', wide)).toBe('first s w');
  });

  it('lets age saturate at max-age, and counts none while a job waits for another', () => {
    // At 10 s both are older than 5 s, so the own priority decides; without saturation a is ahead by 500 x 1 s / 100 s = 5.
    const jobs = [FIRST, job('a', { submit: 1 }), job('b', { submit: 2, priority: 3 })];
    expect(sequence(one(), 'multifactor(max-age=5s,age=500)', jobs)).toBe('first b a');
    expect(sequence(one(), 'multifactor(max-age=100s,age=500)', jobs)).toBe('first a b');
    // d is submitted with a, and eligible from 10 on: at 10 it is as old as 0 s, a as 9 s.
    const chain = [FIRST, job('d', { submit: 1, after: { first: 'ok' } }), job('a', { submit: 1 })];
    expect(sequence(one(), 'multifactor(max-age=100s)', chain)).toBe('first a d');
  });

  it('computes fair shares once per period', () => {
    const entities = [entity('A'), entity('B')];
    // With shares of the first decision nobody has used anything, and arrival decides; at 10 s A has used all.
    const jobs = [FIRST, job('a', { submit: 1 }), job('b', { submit: 2, entity: 1 })];
    expect(sequence(one({ entities }), 'multifactor(age=0)', jobs)).toBe('first a b');
    expect(sequence(one({ entities }), 'multifactor(age=0,period=0)', jobs)).toBe('first b a');
    expect(sequence(one({ entities }), 'multifactor(age=0,period=10s,algorithm=classic)', jobs)).toBe('first b a');
  });
});

describe('fairshare and fairtree', () => {
  // Accounts P (shares 1) with users p1 and p2, and Q (shares 3) with q. p1 has used 30 of P's 30, q 10.
  const entities = [entity('P'), entity('Q', 3), entity('p1', 1, 0), entity('p2', 1, 0), entity('q', 1, 1)];
  const jobs = [
    job('first', { entity: 2, run: 30 }),
    job('q1', { entity: 4, submit: 1 }),
    job('p1', { entity: 2, submit: 2 }),
    job('p2', { entity: 3, submit: 3 }),
    job('q2', { entity: 4, submit: 4 }),
  ];
  it('serve the least served account, and within it the least served user', () => {
    expect(sequence(one({ entities }), 'fairtree(period=0)', jobs)).toBe('first q1 q2 p2 p1');
    expect(sequence(one({ entities }), 'fairshare(period=0)', jobs)).toBe('first q1 q2 p2 p1');
  });
});

describe('aging', () => {
  it('adds points by the hour up to a bound', () => {
    const hour = 3600;
    // When first ends at 10 h, a has waited 10 h and b 1 h: 0 + 10 against 5 + 1; bounded by 4: 4 against 6.
    const jobs = [job('first', { run: 10 * hour }), job('a'), job('b', { submit: 9 * hour, priority: 5 })];
    expect(sequence(one(), 'aging', jobs)).toBe('first a b');
    expect(sequence(one(), 'aging(most=4)', jobs)).toBe('first b a');
    expect(sequence(one(), 'aging(rate=0)', jobs)).toBe('first b a');
  });
});

describe('inheritance', () => {
  it('lets a job run at the priority of the urgent one at the end of its chain', () => {
    const jobs = [
      job('first'),
      job('b', { submit: 1, priority: 5 }),
      job('x', { submit: 2 }),
      job('y', { submit: 3, after: { x: 'ok' } }),
      job('z', { submit: 4, priority: 9, after: { y: 'ok' } }),
    ];
    expect(sequence(one(), 'aging(rate=0)', jobs)).toBe('first b x y z');
    expect(sequence(one(), 'aging(rate=0,inherit=true)', jobs)).toBe('first x y z b');
    expect(sequence(one(), 'multifactor(age=0,inherit=true)', jobs)).toBe('first x y z b');
  });
  it('knows nothing of dependants that have not been submitted', () => {
    const jobs = [
      job('first'),
      job('b', { submit: 1, priority: 5 }),
      job('x', { submit: 2 }),
      job('z', { submit: 15, priority: 9, after: { x: 'ok' } }),
    ];
    expect(sequence(one(), 'aging(rate=0,inherit=true)', jobs)).toBe('first b x z');
  });
});

describe('drf', () => {
  it("makes the paper's example: 9 cores and 18 GB, tasks of (1, 4) and (3, 1), 3 and 2 of them run", () => {
    const centre = centreOf([group('n', 1, 9, { each: [9, 18, 0, 0] })], { entities: [entity('A'), entity('B')] });
    const a = shape(1, 1, { perTask: [1, 4, 0, 0] });
    const b = shape(1, 3, { perTask: [3, 1, 0, 0] });
    const jobs = Array.from({ length: 10 }, (_, i) => job(`j${i}`, { entity: i % 2, shape: i % 2 === 0 ? a : b }));
    const run = simulateCentre(pencilJobs(jobs), centre, [createScheduler('drf(depth=0)')]);
    const started = [...run.start.keys()].filter((row) => run.start[row] === 0);
    expect([0, 1].map((who) => started.filter((row) => row % 2 === who).length)).toEqual([3, 2]);
    expect([dominantShare([3, 12, 0, 0], [9, 18, 0, 0], 1), dominantShare([6, 2, 0, 0], [9, 18, 0, 0], 1)]).toEqual([
      2 / 3,
      2 / 3,
    ]);
  });

  it('weighs by shares, by user or by account', () => {
    // Two users of P, one of Q, all with a single share: by user all alike, by account Q gets half.
    const entities = [entity('P'), entity('Q'), entity('p1', 1, 0), entity('p2', 1, 0), entity('q', 1, 1)];
    const jobs = [2, 3, 2, 3, 4, 4, 4, 4].map((who, i) => job(`${entities[who]!.name}.${i}`, { entity: who }));
    const count = (policy: string) => {
      const run = simulateCentre(pencilJobs(jobs), centreOf([group('n', 1, 4)], { entities }), [
        createScheduler(policy),
      ]);
      return [...run.start.keys()].filter((row) => run.start[row] === 0).map((row) => jobs[row]!.name);
    };
    expect(count('drf(clients=top)')).toEqual(['p1.0', 'p2.1', 'q.4', 'q.5']);
    // p1 and p2 have a quarter each and q a half: after p1, p2 and q it is q's turn again.
    expect(count('drf')).toEqual(['p1.0', 'p2.1', 'q.4', 'q.5']);
  });

  test('law: who overstates what its tasks need runs no more of them', () => {
    const demand = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
    const capacity = fc.tuple(fc.integer({ min: 4, max: 16 }), fc.integer({ min: 4, max: 16 }));
    const running = (each: readonly [number, number], asked: readonly (readonly [number, number])[]): number[] => {
      const centre = centreOf([group('n', 1, each[0], { each: [...each, 0, 0] })], {
        entities: asked.map((_, i) => entity(`c${i}`)),
      });
      const jobs = Array.from({ length: 16 * asked.length }, (_, i) => {
        const [cores, memory] = asked[i % asked.length]!;
        return job(`j${i}`, { entity: i % asked.length, shape: shape(1, cores, { perTask: [cores, memory, 0, 0] }) });
      });
      const run = simulateCentre(pencilJobs(jobs), centre, [createScheduler('drf')]);
      return asked.map(
        (_, who) => [...jobs.keys()].filter((row) => row % asked.length === who && run.start[row] === 0).length,
      );
    };
    fc.assert(
      fc.property(capacity, demand, demand, fc.tuple(fc.nat(3), fc.nat(3)), (each, mine, other, [cores, memory]) => {
        const more = [mine[0] + cores, mine[1] + memory] as const;
        fc.pre(more[0] <= each[0] && more[1] <= each[1]);
        const [honest] = running(each, [mine, other]);
        const [boastful] = running(each, [more, other]);
        expect(boastful).toBeLessThanOrEqual(honest!);
      }),
      { numRuns: 150 },
    );
  });
});

describe('wfq', () => {
  const entities = [entity('A', 3), entity('B', 1)];
  it('serves by virtual finish times: 10 s of A cost 13.3, of B 40', () => {
    // Tags: a1 13.3, a2 26.7, a3 40, a4 53.3; b1 40, b2 80. b1 came before a3.
    const jobs = ['b1', 'b2', 'a1', 'a2', 'a3', 'a4'].map((name) =>
      job(name, { entity: name.startsWith('a') ? 0 : 1 }),
    );
    expect(sequence(one({ entities }), 'wfq', jobs)).toBe('a1 a2 b1 a3 a4 b2');
  });
  it('gives nobody credit for the time in which it did not ask', () => {
    // B comes late: tagged from the clock, 53.3, which the fourth job of A has reached.
    const late = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => job(name));
    const jobs = [...late, job('b1', { entity: 1, submit: 31 }), job('b2', { entity: 1, submit: 31 })];
    expect(sequence(one({ entities }), 'wfq', jobs)).toBe('a1 a2 a3 a4 a5 a6 b1 b2');
  });
});

import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import type { Centre, Entity, Qos } from '../../../src/model/centre.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import type { Limits } from '../../../src/model/machine.ts';
import { centreInvariants } from '../../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../../src/registry.ts';
import { lives, type PencilJob, pencilJobs } from './pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from './plain.ts';

const S = 1000;
const HOUR = 3600;
const user = (name: string, limits: Limits = {}, parent = -1): Entity => ({ ...ANYBODY, name, limits, parent });
/** One node of 8 cores, on which everything would fit at once. */
const eight = (entities: readonly Entity[], qos: readonly Qos[] = [NORMAL]): Centre =>
  centreOf([group('n', 1, 8)], { entities, qos });
const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });

/** How each job lived, and why it left as it did. */
function told(centre: Centre, list: readonly PencilJob[], policy = 'easy'): string[] {
  const [jobs, scheduler] = [pencilJobs(list), createScheduler(policy)];
  const run = simulateCentre(jobs, centre, [scheduler], { observers: [centreInvariants(jobs, centre, scheduler)] });
  return lives(run).map((line, row) => {
    const why = run.centre!.why.get(row as JobId);
    return line.replaceAll(/ n-0(x\d+)?/g, '') + (why === undefined ? '' : `: ${why}`);
  });
}
const spans = (...given: Parameters<typeof told>): string[] => told(...given).map((line) => line.replace(/:.*/, ''));

describe('a quota of core-hours', () => {
  it('lets a job start only if what is used or planned leaves enough of it, and others pass who is left over', () => {
    // 30 core-seconds are 10 of each of three; the fourth would make 40, in the end as in the beginning.
    const jobs = ['a', 'b', 'c', 'd'].map((name) => job(name));
    const centre = eight([user('u', { coreTime: 30 * S }), user('v')]);
    for (const policy of ['fcfs', 'easy', 'conservative', 'min-min']) {
      expect(spans(centre, [...jobs, job('v', { entity: 1 })], policy), policy).toEqual([
        ...['a | 0-10', 'b | 0-10', 'c | 0-10', 'd | held', 'v | 0-10'],
      ]);
    }
  });

  it('says why in the end', () => {
    // 8 core-hours; 2 x 3 are used, and 3 more would be 9.
    const three = { run: 3 * HOUR, entity: 0 };
    const centre = eight([user('u', { coreTime: 8 * HOUR * S })]);
    expect(told(centre, [job('a', three), job('b', three), job('c', three)])[2]).toBe(
      'c | held: account u may use 8 core-hours in the whole run, of which 6 are taken, and it asks for 3',
    );
  });

  it('gives back what was planned and not used', () => {
    // Planned are 2 x 20 of 40. Both end at 10 and have used 20, so that c may start with 20 more; then 30 are used.
    const early = (name: string): PencilJob => job(name, { run: 10, estimate: 20 });
    const centre = eight([user('u', { coreTime: 40 * S })]);
    expect(spans(centre, ['a', 'b', 'c', 'd'].map(early))).toEqual(['a | 0-10', 'b | 0-10', 'c | 10-20', 'd | held']);
  });

  it('counts every core, and rejects at submit what alone asks for more than all of it', () => {
    const wide = (tasks: number): Partial<PencilJob> => ({ run: HOUR, shape: shape(tasks, 1) });
    const centre = eight([user('u', { coreTime: 5 * HOUR * S })]);
    expect(told(centre, [job('a', wide(6)), job('b', wide(5))])).toEqual([
      'a | rejected: it asks for more than is ever allowed: account u may use 5 core-hours in the whole run, and it asks for 6',
      'b | 0-3600',
    ]);
  });

  it('is of an account with all its users, of a QOS, and of a user in a QOS', () => {
    const pair = [job('u', { entity: 1 }), job('v', { entity: 2 }), job('w', { entity: 2 })];
    const tree = [user('A'), user('u', {}, 0), user('v', {}, 0)];
    const limits = { coreTime: 10 * S };
    const qos = (more: Partial<Qos>): Centre => eight(tree, [{ ...NORMAL, ...more }]);
    expect(spans(eight([{ ...tree[0]!, limits }, ...tree.slice(1)]), pair)).toEqual([
      ...['u | 0-10', 'v | held', 'w | held'],
    ]);
    expect(spans(qos({ limits }), pair)).toEqual(['u | 0-10', 'v | held', 'w | held']);
    expect(spans(qos({ limitsPerUser: limits }), pair)).toEqual(['u | 0-10', 'v | 0-10', 'w | held']);
  });

  it('counts a job by its estimate on the slowest of the nodes that it could have', () => {
    // a runs 5 s on the fast one; as 10 s are asked for, 9 are too few, and beside 5 there are not 10 left of 14.
    const groups = [group('n', 1, 1, { speed: 2 }), group('s', 1, 1)];
    const of = (coreTime: number): Centre => centreOf(groups, { entities: [user('u', { coreTime })] });
    expect(spans(of(9 * S), [job('a')])).toEqual(['a | rejected']);
    expect(spans(of(14 * S), [job('a'), job('b')])).toEqual(['a | 0-5', 'b | held']);
    expect(spans(of(15 * S), [job('a'), job('b')])).toEqual(['a | 0-5', 'b | 0-10 s-0']);
  });

  it('knows at every moment what those have used who outlive their estimates', () => {
    // At 7 a is planned to end at 8, and 8 + 5 are more than 12; in the end it has used 10, which leaves 2.
    const late = job('a', { estimate: 5, overruns: true });
    const centre = eight([user('u', { coreTime: 12 * S })]);
    const jobs = [late, job('b', { submit: 7, run: 5 }), job('c', { submit: 10, run: 2 })];
    expect(spans(centre, jobs)).toEqual(['a | 0-10', 'b | held', 'c | 10-12']);
    expect(spans(centre, [late, job('b', { submit: 1, run: 5 })])).toEqual(['a | 0-10', 'b | 1-6']);
  });

  it.each([
    // 5 s are lost and used, so that the 10 of the second attempt make 15.
    ['requeue', 15, ['low | 0-5 requeue | 10-20', 'x | held']],
    ['requeue', 14, ['low | 0-5 requeue | held', 'x | 10-14']],
    // What is kept is not needed again: 5 + 5.
    ['checkpoint', 10, ['low | 0-5 checkpoint | 10-15', 'x | held']],
    // What a suspended job needs still is set aside: x, which would have had 9 of 14, has 4.
    ['suspend', 14, ['low | 0-5 suspend | 10-15', 'x | 15-19']],
    ['suspend', 13, ['low | 0-5 suspend | 10-15', 'x | held']],
    // While it ran all 10 were taken, and 5 are given back.
    ['cancel', 10, ['low | 0-5 cancel | cancelled', 'x | 10-14']],
  ] as const)('after a preemption, %s, of %i core-seconds', (mode, quota, expected) => {
    const qos = [
      { ...NORMAL, preempted: mode },
      { ...NORMAL, name: 'urgent', preempts: [0] },
    ];
    const limits = { coreTime: quota * S };
    const centre = centreOf([group('n', 1, 1)], { entities: [user('u', limits), user('v')], qos });
    const jobs = [job('low'), job('urgent', { submit: 5, run: 5, entity: 1, qos: 1 }), job('x', { submit: 6, run: 4 })];
    const [low, , x] = told(centre, jobs, `backfill(preempt=qos,mode=${mode})`).map((line) => line.replace(/:.*/, ''));
    expect([low, x]).toEqual(expected);
  });

  it('holds with a job whoever depends on it', () => {
    const centre = eight([user('u', { coreTime: 10 * S })]);
    expect(told(centre, [job('a'), job('b'), job('c', { run: 1, after: { b: 'any' } })])[2]).toBe(
      'c | held: what it depends on is held itself',
    );
  });
});

describe('how many jobs may wait or run', () => {
  it('rejects at submit whoever comes on top, and counts nobody who has left', () => {
    const centre = centreOf([group('n', 1, 1)], { entities: [user('u', { submitted: 2 }), user('v')] });
    const jobs = [
      ...[job('a'), job('b'), job('c'), job('v', { entity: 1 })],
      // a ends at 10.
      ...[job('d', { submit: 9 }), job('e', { submit: 10 })],
    ];
    expect(told(centre, jobs, 'fcfs')).toEqual([
      ...['a | 0-10', 'b | 10-20'],
      'c | rejected: it is one too many: account u may have 2 jobs wait or run at once',
      'v | 20-30',
      'd | rejected: it is one too many: account u may have 2 jobs wait or run at once',
      'e | 30-40',
    ]);
  });

  it('counts those who wait for others or are preempted, and not those who are rejected or cancelled', () => {
    const centre = eight([user('u', { submitted: 2 })]);
    const chain = [
      job('wide', { shape: shape(9, 1) }),
      job('a', { fails: true }),
      job('b', { after: { a: 'ok' } }),
      job('c', { submit: 9 }),
      // a has failed at 10, and b went with it.
      ...['d', 'e', 'f'].map((name) => job(name, { submit: 10 })),
    ];
    expect(spans(centre, chain)).toEqual([
      ...['wide | rejected', 'a | 0-10 | failed', 'b | cancelled', 'c | rejected'],
      ...['d | 10-20', 'e | 10-20', 'f | rejected'],
    ]);
  });

  it('is of an account with all its users, of a partition, of a QOS, and of a user in a QOS', () => {
    const list = [job('u', { entity: 1 }), job('v', { entity: 2 }), job('w', { entity: 2 })];
    const tree = [user('A'), user('u', {}, 0), user('v', {}, 0)];
    const limits = { submitted: 1 };
    const plain = eight(tree);
    const partitions = [{ ...plain.machine.partitions[0]!, limits }];
    for (const centre of [
      eight([{ ...tree[0]!, limits }, ...tree.slice(1)]),
      { ...plain, machine: { ...plain.machine, partitions } },
      eight(tree, [{ ...NORMAL, limits }]),
    ])
      expect(spans(centre, list)).toEqual(['u | 0-10', 'v | rejected', 'w | rejected']);
    expect(spans(eight(tree, [{ ...NORMAL, limitsPerUser: limits }]), list)).toEqual([
      ...['u | 0-10', 'v | 0-10', 'w | rejected'],
    ]);
  });
});

import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import type { JobForm } from '../../../src/experiment/centre/asks-form.ts';
import { buildCentre } from '../../../src/experiment/centre/build.ts';
import type { CentreForm } from '../../../src/experiment/centre/centre-form.ts';
import type { InterventionForm } from '../../../src/experiment/centre/interventions-form.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import { centreInvariants } from '../../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../../src/registry.ts';
import { lives } from '../../engine/centre/pencil.ts';

type Form = Omit<CentreForm, 'cluster' | 'at' | 'jobs'> & { readonly cluster?: CentreForm['cluster'] };

/** What becomes of the jobs of a scenario on one node of one core, unless it says otherwise. */
function lived(policy: string, jobs: readonly JobForm[], at: readonly InterventionForm[], more: Form = {}): string[] {
  const problems: Problem[] = [];
  const form: CentreForm = { cluster: { groups: { n: { count: 1, cores: 1 } } }, ...more, jobs, at };
  const built = buildCentre(form, { jobs: undefined, overrun: 'kill', seed: undefined, folder: '.' }, problems);
  expect(problems).toEqual([]);
  const policies = [policy, ...at.flatMap((one) => (typeof one.policy === 'string' ? [one.policy] : []))];
  const schedulers = policies.map((name) => createScheduler(name));
  const observers = [centreInvariants(built.jobs, built.centre, schedulers[0]!)];
  return lives(simulateCentre(built.jobs, built.centre, schedulers, { observers }));
}

/** Jobs of ten seconds, one after the other in this order unless something happens. */
const [a, b, c]: readonly JobForm[] = ['a', 'b', 'c'].map((name) => ({ name, run: 10 }));
const two = (more: object = {}): Form => ({ cluster: { groups: { n: { count: 2, cores: 1, ...more } } } });

describe('nodes that come and go', () => {
  it.each<[string, InterventionForm[], string[]]>([
    // b loses 4 s and begins anew when a has left n-1 to it.
    [
      'removed',
      [{ at: 4, remove: { nodes: ['n-2'] } }],
      ['a | 0-10 n-1', 'b | 0-4 n-2 requeue | 10-20 n-1', 'c | 20-30 n-1'],
    ],
    [
      'removed, with an end to what runs there',
      [{ at: 4, remove: { nodes: ['n-2'], running: 'cancel' } }],
      ['a | 0-10 n-1', 'b | 0-4 n-2 cancel | cancelled', 'c | 10-20 n-1'],
    ],
    [
      'removed when they are free',
      [{ at: 4, remove: { nodes: ['n-2'], running: 'finish' } }],
      ['a | 0-10 n-1', 'b | 0-10 n-2', 'c | 10-20 n-1'],
    ],
    // Both break and one is mended at 6: a and b begin anew on it, one after the other.
    [
      'broken and mended',
      [
        { at: 4, break: { nodes: ['n-[1-2]'] } },
        { at: 6, return: { nodes: ['n-1'] } },
      ],
      ['a | 0-4 n-1 requeue | 6-16 n-1', 'b | 0-4 n-2 requeue | 16-26 n-1', 'c | 26-36 n-1'],
    ],
    ['gone for good', [{ at: 4, break: {} }], ['a | 0-4 n-1 requeue | held', 'b | 0-4 n-2 requeue | held', 'c | held']],
  ])('%s', (_, at, expected) => {
    expect(lived('easy', [a!, b!, c!], at, two())).toEqual(expected);
  });

  it('a rack is drained, and what needs it waits until it is back', () => {
    const at: InterventionForm[] = [
      { at: 4, drain: { racks: ['n-r2'] } },
      { at: 25, return: { racks: ['n-r2'] } },
    ];
    expect(lived('easy', [a!, b!, c!, { name: 'wide', run: 5, nodes: 2 }], at, two({ nodes_per_rack: 1 }))).toEqual([
      'a | 0-10 n-1',
      'b | 0-10 n-2',
      'c | 10-20 n-1',
      'wide | 25-30 n-1 n-2',
    ]);
  });

  it.each<[string, number | 'never', InterventionForm[]]>([
    ['by the group', 5, []],
    ['by an intervention', 'never', [{ at: 5, return: { groups: ['late'] } }]],
  ])('more are added: %s', (_, from, at) => {
    const cluster = { groups: { n: { count: 1, cores: 1 }, late: { count: 1, cores: 1, from } } };
    expect(lived('easy', [a!, b!], at, { cluster })).toEqual(['a | 0-10 n-1', 'b | 5-15 late-1']);
  });
});

describe('what counts for the order changes', () => {
  test('a deadline is moved: a is due before b then', () => {
    const due = [
      { ...c!, deadline: 10 },
      { ...a!, deadline: 100 },
      { ...b!, deadline: 50 },
    ];
    const before = ['c | 0-10 n-1', 'a | 20-30 n-1', 'b | 10-20 n-1'];
    expect(lived('edf', due, [])).toEqual(before);
    expect(lived('edf', due, [{ at: 5, deadline: { job: 'a', to: 40 } }])).toEqual([
      'c | 0-10 n-1',
      'a | 10-20 n-1',
      'b | 20-30 n-1',
    ]);
    // When it has started nothing changes any more.
    expect(lived('edf', due, [{ at: 25, deadline: { job: 'a', to: 40 } }])).toEqual(before);
  });

  test('shares are changed', () => {
    const accounts = { A: { shares: 1 }, B: { shares: 1 } };
    const jobs = [
      { ...a!, name: 'a0', account: 'A' },
      { ...b!, name: 'b1', submit: 1, run: 20, account: 'B' },
      { ...a!, name: 'a1', submit: 1, account: 'A' },
      { ...b!, name: 'b2', submit: 1, account: 'B' },
    ];
    const policy = 'fairtree(period=0)';
    // At 10 only A has used anything. At 30 A has used 10 core seconds and B 20: with equal shares A is behind, and with a
    // tenth of them and a third of the usage it is ahead of B, which has nine tenths and two thirds.
    const runs = lived(policy, jobs, [], { accounts });
    expect(runs).toEqual(['a0 | 0-10 n-1', 'b1 | 10-30 n-1', 'a1 | 30-40 n-1', 'b2 | 40-50 n-1']);
    const changed = lived(policy, jobs, [{ at: 15, shares: { account: 'B', to: 9 } }], { accounts });
    expect(changed.slice(2)).toEqual(['a1 | 40-50 n-1', 'b2 | 30-40 n-1']);
  });

  test('a guarantee is changed: at 4 both jobs of A are within it', () => {
    const accounts = { A: { guarantee: 2 }, B: { guarantee: 2 } };
    const cluster = { groups: { n: { count: 1, cores: 4 } } };
    const jobs = [
      { ...a!, cores: 2, account: 'A' },
      { ...b!, cores: 2, account: 'A' },
    ];
    const policy = 'guarantee(borrow=off)';
    expect(lived(policy, jobs, [], { accounts, cluster })).toEqual(['a | 0-10 n-1', 'b | 10-20 n-1']);
    const at: InterventionForm[] = [
      { at: 4, guarantee: { account: 'A', to: 4 } },
      { at: 4, guarantee: { account: 'B', to: 0 } },
    ];
    expect(lived(policy, jobs, at, { accounts, cluster })).toEqual(['a | 0-10 n-1', 'b | 4-14 n-1']);
  });

  test('a rush job comes in', () => {
    const at: InterventionForm[] = [{ at: 3, submit: { name: 'rush', run: 2, priority: 5 } }];
    expect(lived('fcfs', [a!, b!], at)).toEqual(['a | 0-10 n-1', 'b | 10-20 n-1', 'rush | 20-22 n-1']);
    expect(lived('aging', [a!, b!], at)).toEqual(['a | 0-10 n-1', 'b | 12-22 n-1', 'rush | 10-12 n-1']);
    expect(lived('aging(preempt=priority)', [a!, b!], at)).toEqual([
      'a | 0-3 n-1 requeue | 5-15 n-1',
      'b | 15-25 n-1',
      'rush | 3-5 n-1',
    ]);
  });

  test('another policy decides', () => {
    const jobs = [a!, { ...b!, run: 8 }, { ...c!, run: 2 }];
    expect(lived('fcfs', jobs, [{ at: 1, policy: 'sjf' }])).toEqual(['a | 0-10 n-1', 'b | 12-20 n-1', 'c | 10-12 n-1']);
    // The one that comes after it decides from then on.
    const at: InterventionForm[] = [
      { at: 1, policy: 'sjf' },
      { at: 2, policy: 'ljf' },
    ];
    expect(lived('fcfs', jobs, at)[2]).toBe('c | 18-20 n-1');
  });
});

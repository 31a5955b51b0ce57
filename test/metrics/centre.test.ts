import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { compileFigures } from '../../src/experiment/claims/claim.ts';
import { headline } from '../../src/metrics/headline.ts';
import {
  byCentreGroup,
  byClass,
  byUser,
  fates,
  metricsOf,
  thoseThatRan,
  utilizationSeries,
} from '../../src/metrics/index.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { createScheduler } from '../../src/registry.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, shape } from '../engine/centre/plain.ts';

/**
 * Two nodes of 4 cores. A and C fill them until 10; then n-1 is taken away, and D, which needs A, runs on n-0 until 20.
 * B asks for 16 cores and is rejected. A should have ended by 5, B by 100, C by 20.
 */
const centre = centreOf([group('n', 2, 4)], {
  interventions: [{ kind: 'nodes', at: 10_000, nodes: [1 as NodeId], status: 'offline', running: 'finish' }],
});
const jobs = pencilJobs([
  { name: 'A', run: 10, shape: shape(1, 4), deadline: 5, priority: 2 },
  { name: 'B', run: 10, shape: shape(1, 16), deadline: 100 },
  { name: 'C', run: 10, shape: shape(1, 4), deadline: 20 },
  { name: 'D', run: 10, shape: shape(1, 4), after: { A: 'ok' } },
]);
const run = simulateCentre(jobs, centre, [createScheduler('fcfs')]);
const figures = Object.fromEntries(metricsOf(run).map((metric) => [metric.name, metric.of(run)]));

test('what never ran is counted apart and spoils no other figure', () => {
  expect(figures).toMatchObject({ never_ran: 1, mean_wait: 10 / 3, max_wait: 10, makespan: 20, throughput: 540 });
  expect(headline(run)).toMatchObject({ jobs: 4, mean_wait: 10 / 3, utilization: 1 });
  expect(byUser(run)).toMatchObject([{ jobs: 3 }]);
  expect(byClass(run).reduce((sum, one) => sum + one.jobs, 0)).toBe(3);
  expect(fates(run)).toEqual([
    {
      fate: 'rejected',
      ran: false,
      why: 'each of its tasks needs 16 cores, and no node has more than 4 cores (partition all)',
      jobs: 1,
      first: ['B'],
    },
  ]);
  expect(thoseThatRan(thoseThatRan(run))).toBe(thoseThatRan(run));
  expect(thoseThatRan(run).jobs.asks!.names).toEqual(['A', 'C', 'D']);
});

test('utilization is of what was online: 3 x 40 of 20 s x 4 cores + 10 s x 4 cores', () => {
  expect(figures).toMatchObject({ utilization: 1, core_utilization: 1 });
  expect(figures).not.toHaveProperty('gpu_utilization');
  expect(utilizationSeries(run, 2).values).toEqual([1, 1]);
});

test('deadlines: A is 5 s late, B never completes, C is in time', () => {
  expect(figures).toMatchObject({
    late_jobs: 2,
    on_time: 1 / 3,
    mean_tardiness: 2.5,
    max_tardiness: 5,
    total_tardiness: 5,
    weighted_tardiness: 10,
    mean_wait_eligible: 0,
  });
});

test('a job stopped after 4 s loses 4 x 4 core-seconds and starts again', () => {
  // n-0 breaks at 4 and is back at 6; the job runs 0-4 and 6-16, 14 s of 4 cores of the 14 s that were online.
  const broken = centreOf([group('n', 1, 4)], {
    interventions: [
      { kind: 'nodes', at: 4000, nodes: [0 as NodeId], status: 'error', running: 'requeue' },
      { kind: 'nodes', at: 6000, nodes: [0 as NodeId], status: 'online', running: 'finish' },
    ],
  });
  const again = simulateCentre(pencilJobs([{ name: 'A', run: 10, shape: shape(1, 4) }]), broken, [
    createScheduler('fcfs'),
  ]);
  const of = Object.fromEntries(metricsOf(again).map((metric) => [metric.name, metric.of(again)]));
  expect(of).toMatchObject({ preemptions: 1, lost_work: 16 / 3600, utilization: 1, mean_slowdown: 1.6, makespan: 16 });
  expect(of).not.toHaveProperty('late_jobs');
});

test('by partition, account and QOS', () => {
  const row = { jobs: 4, never_ran: 1, mean_wait: 10 / 3, core_hours: 120 / 3600, used: 1 };
  expect(byCentreGroup(run, 'partition')).toMatchObject([{ name: 'all', ...row, entitled: Number.NaN }]);
  expect(byCentreGroup(run, 'account')).toMatchObject([{ name: 'anybody', ...row, entitled: 1 }]);
  expect(byCentreGroup(run, 'qos')).toMatchObject([{ name: 'normal', ...row }]);
});

/**
 * One node of 4 cores. `heavy` works for two accounts; its jobs run from 0 to 10 and from 10 to 20, then that of `light`:
 * waits of 0, 10 and 20 s of 10, so bounded slowdowns of 1, 2 and 3, of heavy 1.5 and of light 3. Jain's index is
 * (1.5 + 3)^2 / (2 x (1.5^2 + 3^2)) = 20.25 / 22.5.
 */
const pair = centreOf([group('n', 1, 4)], {
  entities: [
    { ...ANYBODY, name: 'a', shares: 3 },
    { ...ANYBODY, name: 'b' },
    { ...ANYBODY, name: 'heavy', kind: 'user', parent: 0 },
    { ...ANYBODY, name: 'light', kind: 'user', parent: 1 },
    { ...ANYBODY, name: 'heavy', kind: 'user', parent: 1 },
  ],
});
const ofPair = simulateCentre(
  pencilJobs([
    { name: 'A', run: 10, shape: shape(1, 4), entity: 2 },
    { name: 'B', run: 10, shape: shape(1, 4), entity: 4 },
    { name: 'C', run: 10, shape: shape(1, 4), entity: 3 },
  ]),
  pair,
  [createScheduler('fcfs')],
);

test('users are known by their names, whatever account they work for', () => {
  expect(byUser(ofPair)).toMatchObject([
    { user: 'heavy', jobs: 2, mean_wait: 5 },
    { user: 'light', jobs: 1, mean_wait: 20 },
  ]);
  // Heavy is entitled to all of a, which has 3/4, and to half of b; it held 2 of 3 parts of what was held.
  expect(byCentreGroup(ofPair, 'user')).toMatchObject([
    { name: 'heavy', jobs: 2, entitled: 0.875, used: expect.closeTo(2 / 3) },
    { name: 'light', jobs: 1, entitled: 0.125, used: expect.closeTo(1 / 3) },
  ]);
  expect(byCentreGroup(ofPair, 'account').map(({ name, jobs: count }) => [name, count])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  const jain = metricsOf(ofPair).find(({ name }) => name === 'jain_bounded_slowdown')!;
  expect(jain.of(ofPair)).toBeCloseTo(20.25 / 22.5, 12);
});

test.each([
  ['user = heavy', 2],
  ['user = "heavy" and account = b', 1],
  ['user != heavy', 1],
])('a claim may ask for %s', (where, value) => {
  const { left } = compileFigures(`count(${where}) < 9`, { policies: [{ label: 'fcfs', name: 'fcfs' }], centre: pair });
  expect(left.of({ value: ({ part }) => part.of(ofPair), bound: () => Number.NaN, lacks: () => {} })).toBe(value);
});

test.each([
  ['count(user = haevy) = 0', "unknown user 'haevy'; did you mean heavy?", pair],
  ['count(account = heavy) = 0', "unknown account 'heavy'; expected one of: a, b", pair],
  ['count(user = heavy) = 0', 'a user with a name needs a cluster of nodes', undefined],
])('%s is refused', (claim, message, machine) => {
  expect(() => compileFigures(claim, { policies: [], centre: machine })).toThrow(message);
});

const side = (claim: string): number =>
  compileFigures(`${claim} < 100000000`, { policies: [{ label: 'fcfs', name: 'fcfs' }], centre }).left.of({
    value: ({ part }) => part.of(run),
    bound: () => Number.NaN,
    lacks: () => {},
  });

test.each([
  ['count(late)', 2],
  ['count(never_ran)', 1],
  ['count(rejected and partition = all)', 1],
  ['count(completed where account = anybody)', 3],
  ['count(jobs where qos != normal)', 0],
  ['count(wait >= 0 s)', 3],
  ['sum(preemptions)', 0],
  ['late_jobs', 2],
  ['max(tardiness) / s', 5],
  ['mean(wait) / s', 10 / 3],
])('a claim may say %s', (claim, value) => {
  expect(side(claim)).toBe(value);
});

test.each([
  ['count(account = anybdy) = 0', "unknown account 'anybdy'; did you mean anybody?", centre],
  ['count(partition = 4) = 0', 'partition is one of: all', centre],
  ['count(account < anybody) = 0', 'account can only be compared by = and !=', centre],
  ['count(preempted) = 0', 'preempted needs a cluster of nodes', undefined],
  ['max_tardiness < 1h', 'this workload has no deadlines', undefined],
])('%s is refused', (claim, message, machine) => {
  expect(() => compileFigures(claim, { policies: [], centre: machine })).toThrow(message);
});

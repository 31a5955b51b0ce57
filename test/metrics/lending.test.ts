import { expect, test } from 'vitest';
import { loansCsv } from '../../src/cli/loans-csv.ts';
import { usageCsv } from '../../src/cli/usage-csv.ts';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { lendingOf, lendingSeries, metricsOf } from '../../src/metrics/index.ts';
import { createScheduler } from '../../src/registry.ts';
import { policyReport } from '../../src/report/build.ts';
import { lendingTables } from '../../src/report/lending-tables.ts';
import { renderLending } from '../../src/report/lending-terminal.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, shape } from '../engine/centre/plain.ts';

/**
 * 10 cores, 6 guaranteed to A and 4 to B. B holds 10 from 0 to 3600 s and 4 until 7200 s, so that it owes A 6 for an
 * hour: 6 core-hours. A asks for 4 from 1800 s on and gets them at 3600 s: 1800 s below its guarantee. B's third job
 * waits too, but with what B holds it would be over the guarantee, so that B does not ask for what is its own.
 */
const run = simulateCentre(
  pencilJobs([
    { name: 'b1', run: 3600, shape: shape(6, 1), entity: 1 },
    { name: 'b2', run: 7200, shape: shape(4, 1), entity: 1 },
    { name: 'a', submit: 1800, run: 3600, shape: shape(4, 1), entity: 0 },
    { name: 'b3', submit: 1800, run: 60, shape: shape(1, 1), entity: 1 },
  ]),
  centreOf([group('n', 1, 10)], {
    entities: [
      { ...ANYBODY, name: 'A', guarantee: 6 },
      { ...ANYBODY, name: 'B', guarantee: 4 },
    ],
  }),
  [createScheduler('fcfs')],
);
test('a job that never ran takes nothing from these figures', () => {
  const refused = simulateCentre(
    pencilJobs([
      { name: 'b', run: 3600, shape: shape(6, 1), entity: 1 },
      { name: 'wide', run: 60, shape: shape(1, 99), entity: 0 },
    ]),
    run.centre!.centre,
    [createScheduler('fcfs')],
  );
  // b holds 6 of 10 cores, 2 of them lent by A for an hour.
  expect(lendingOf(refused)!.pairs).toMatchObject([{ borrower: 'B', lender: 'A', core_hours: 2 }]);
  expect(lendingSeries(refused, 2)!.values).toEqual([2, 2]);
  expect([...usageCsv(refused)].at(-1)).toMatch(/^3600,B,,1,6,/);
});

const runs = [{ label: 'fcfs', description: 'In turn.', run }];

test('who owed whom, and how long the lender stayed below its guarantee', () => {
  const lending = lendingOf(run)!;
  // b3 starts beside a at 3600 s and owes A one core for a minute.
  expect(lending.clients).toEqual([
    {
      client: 'A',
      guarantee: 6,
      lent_core_hours: 6 + 1 / 60,
      borrowed_core_hours: 0,
      longest_below: 1800,
      total_below: 1800,
    },
    {
      client: 'B',
      guarantee: 4,
      lent_core_hours: 0,
      borrowed_core_hours: 6 + 1 / 60,
      longest_below: 0,
      total_below: 0,
    },
  ]);
  expect(lending.pairs).toEqual([
    { borrower: 'B', lender: 'A', core_hours: 6 + 1 / 60, most_cores: 6, loans: expect.any(Number), longest: 3660 },
  ]);
  // Slices of an hour: 6 cores, then 1 for a minute.
  expect(lendingSeries(run, 2)!.values).toEqual([6, expect.closeTo(1 / 60, 12)]);
  const figures = Object.fromEntries(metricsOf(run).map((metric) => [metric.name, metric.of(run)]));
  expect(figures).toMatchObject({ longest_below_guarantee: 1800, time_below_guarantee: 1800, borrowed: 6 + 1 / 60 });
});

const belowOf = (jobs: Parameters<typeof pencilJobs>[0], policy: string) => {
  const entities = ['A', 'B'].map((name) => ({ ...ANYBODY, name, guarantee: 4 }));
  const done = simulateCentre(pencilJobs(jobs), centreOf([group('n', 8, 1)], { entities }), [createScheduler(policy)]);
  const { longest_below: longest, total_below: total } = lendingOf(done)!.clients[1]!;
  return { longest, total };
};

test('asks that overlap count each by itself', () => {
  // A holds all 8 cores; B asks at 10, 14 and 18, and each ask is met 5 s later: some ask is open from 10 to 23.
  const a = Array.from({ length: 8 }, (_, i) => ({ name: `a${i}`, run: 200 }));
  const b = [10, 14, 18].map((submit) => ({ name: `b${submit}`, submit, run: 100, entity: 1 }));
  expect(belowOf([...a, ...b], 'guarantee(reclaim=preempt,grace=5s)')).toEqual({ longest: 5, total: 13 });
});

test('a machine without guarantees has no figures of them', () => {
  const plain = simulateCentre(pencilJobs([{ name: 'a', run: 1 }]), centreOf([group('n', 1, 1)]), [
    createScheduler('fcfs'),
  ]);
  expect(lendingOf(plain)).toBeUndefined();
  expect(metricsOf(plain).map(({ name }) => name)).not.toContain('borrowed');
  expect(policyReport({ ...runs[0]!, run: plain })).not.toHaveProperty('lending');
  expect(renderLending([{ label: 'fcfs', run: plain }], LOOK)).toEqual([]);
});

const LOOK = { width: 80, unicode: false, colors: { bold: String, dim: String, green: String } };

test('tables of the report and of the terminal say it', () => {
  const [clients, pairs] = lendingTables({ policies: [policyReport(runs[0]!)] });
  expect(clients!.rows).toEqual([
    ['fcfs', 'A', '6', '6.02', '0', '30.0', '30.0'],
    ['fcfs', 'B', '4', '0', '6.02', '0', '0'],
  ]);
  expect(pairs!.rows[0]!.slice(0, 5)).toEqual(['fcfs', 'B', 'A', '6.02', '6']);
  expect(renderLending(runs, LOOK)[0]).toContain('| fcfs   |   30.0  |      0  |');
});

test('files for other programs: loans, and usage with its factors over time', () => {
  const loans = [...loansCsv(run)];
  expect(loans[0]).toBe('borrower,lender,cores,since,until\n');
  expect(loans.slice(1).every((line) => line.startsWith('B,A,'))).toBe(true);
  const lines = [...usageCsv(run)];
  expect(lines[0]).toBe('time,account,user,shares,usage_core_hours,fair_share,fair_tree\n');
  // 161 times for two accounts; at the end A has used 4 core-hours, B 6 + 8 + 1/60.
  expect(lines.length).toBe(1 + 161 * 2);
  expect(lines.at(-2)).toMatch(/^7200,A,,1,4,0\.\d+,1\n$/);
  expect(Number(lines.at(-1)!.split(',')[4])).toBeCloseTo(14 + 1 / 60, 9);
});

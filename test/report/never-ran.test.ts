import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { auditLog } from '../../src/observers/audit.ts';
import { createScheduler } from '../../src/registry.ts';
import { buildReport, compare } from '../../src/report/build.ts';
import { centreTables } from '../../src/report/centre-tables.ts';
import { figureColumn } from '../../src/report/format.ts';
import { leadSentences } from '../../src/report/lead.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';

const jobs = pencilJobs([
  { name: 'a', run: 10, shape: shape(1, 4) },
  { name: 'b', run: 10, shape: shape(1, 4), fails: true },
  { name: 'c', run: 10, shape: shape(1, 4), after: { b: 'ok' } },
]);
/** One node of 4 cores: `b` fails, so that `c` never runs. */
const centre = centreOf([group('n', 1, 4)], {
  interventions: [
    { kind: 'nodes', at: 30_000, nodes: [0 as NodeId], status: 'maintenance', running: 'finish' },
    { kind: 'policy', at: 31_000, policy: 1, said: 'sjf' },
  ],
});
const schedulers = [createScheduler('fcfs'), createScheduler('sjf')];
const worse = { label: 'turns c away', run: simulateCentre(jobs, centre, schedulers) };
const forgiving = pencilJobs([
  { name: 'a', run: 10, shape: shape(1, 4) },
  { name: 'b', run: 10, shape: shape(1, 4) },
  { name: 'c', run: 10, shape: shape(1, 4), after: { b: 'ok' } },
]);
const better = { label: 'runs all', run: simulateCentre(forgiving, centre, schedulers) };

test('the table has a column of jobs that never ran, and who ran less is best in nothing else', () => {
  const comparison = compare([worse, better], ['mean_wait', 'makespan']);
  expect(comparison.main).toEqual(['mean_wait', 'makespan', 'never_ran']);
  // Without c the waits are 0 and 10, with it 0, 10 and 20; and the last end is at 20 instead of 30 s.
  expect(figureColumn(comparison, 'mean_wait')).toMatchObject({ values: [5, 10], best: [false, false] });
  expect(figureColumn(comparison, 'makespan')).toMatchObject({ values: [20, 30], best: [false, false] });
  expect(figureColumn(comparison, 'never_ran')).toMatchObject({ values: [1, 0], best: [false, true] });
  expect(compare([better], ['mean_wait']).main).toEqual(['mean_wait']);
});

test('the headline says it, and the table of those that did not complete names them', () => {
  const report = buildReport(CENTRE_INPUT);
  expect(leadSentences(report).at(-1)).toBe(
    'Never ran: 2 jobs under fcfs, 2 jobs under sjf; figures of waits are of the others.',
  );
  const { rows } = centreTables(report).find(({ title }) => title === 'Jobs that did not complete')!;
  expect(rows.slice(0, 3).map(([policy, fate, , which, count]) => [policy, fate, which, count])).toEqual([
    ['fcfs', 'failed after it ran', 'bad', '1'],
    ['fcfs', 'cancelled', 'after', '1'],
    ['fcfs', 'rejected', 'wide', '1'],
  ]);
});

test('the audit log has names of jobs and nodes, and what interventions change', () => {
  const lines: Record<string, unknown>[] = [];
  const observers = [auditLog(jobs, (line) => lines.push(JSON.parse(line)), centre)];
  simulateCentre(jobs, centre, schedulers, { observers });
  expect(lines.find(({ fact }) => fact === 'start')).toMatchObject({ name: 'a', nodes: ['n-0'] });
  expect(lines.find(({ fact }) => fact === 'cancel')).toMatchObject({ name: 'c', row: 2 });
  expect(lines.filter(({ fact }) => fact === 'intervention')).toEqual([
    {
      ...{ time: 30, fact: 'intervention', index: 0, changes: 'nodes', nodes: ['n-0'] },
      ...{ status: 'maintenance', running: 'finish' },
    },
    { time: 31, fact: 'intervention', index: 1, changes: 'policy', policy: 1, said: 'sjf' },
  ]);
});

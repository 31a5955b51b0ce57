import { expect, test } from 'vitest';
import { MAIN_METRICS, METRICS } from '../../src/metrics/index.ts';
import { buildReport } from '../../src/report/build.ts';
import { renderJson } from '../../src/report/write.ts';
import { EMPTY } from '../metrics/fixtures.ts';
import { INPUT, REPORT } from './fixtures.ts';

test('the same input gives the same bytes, whatever the order of keys in the scenario', () => {
  const turned = { question: 'Does it?', policies: ['pencil', 'overtaken'] };
  expect(renderJson(buildReport({ ...INPUT, scenario: turned }))).toBe(renderJson(REPORT));
  expect(Object.keys(buildReport({ ...INPUT, scenario: turned }).scenario as object)).toEqual(['policies', 'question']);
});

test('a report states its schema, its version, its workload and the whole ledger', () => {
  expect(Object.keys(REPORT)).toEqual([
    'schema',
    'generator',
    'question',
    'command',
    'scenario',
    'workload',
    'metrics',
    'main',
    'claims',
    'classes',
    'policies',
  ]);
  expect(REPORT).toMatchObject({ schema: 1, generator: { name: 'makespan', version: '1.2.3' }, main: MAIN_METRICS });
  expect(REPORT.workload).toEqual({
    name: 'pencil.swf',
    procs: 4,
    jobs: 4,
    killed: 1,
    users: 2,
    skipped: 3,
    malformed: 2,
    ledger: INPUT.workload.ledger,
  });
});

test('every policy has every metric, 16 classes, its users, series and distributions', () => {
  for (const policy of REPORT.policies) {
    expect(Object.keys(policy.metrics)).toEqual(METRICS.map(({ name }) => name));
    expect(policy.classes).toHaveLength(16);
    expect(policy.users.map(({ user }) => user)).toEqual([1, 2]);
    expect(policy.series.utilization.values).toHaveLength(160);
    expect(policy.series.queue_length.values).toHaveLength(160);
    expect(policy.distributions.wait.share.at(-1)).toBe(1);
  }
  expect(REPORT.policies[0]).toMatchObject({ label: 'pencil', policy: 'pencil', events: 8, decisions: 4 });
  expect(REPORT.policies[0]!.metrics['mean_wait']).toBe(40.5);
  // Overtaken waits: 0, 110, 0, 70.
  expect(REPORT.policies[1]!.metrics['mean_wait']).toBe(45);
});

test('metrics are described with unit, direction and threshold', () => {
  const described = REPORT.metrics.find(({ name }) => name === 'mean_bounded_slowdown');
  expect(described).toMatchObject({ unit: '1', better: 'lower', tau: 10 });
  expect(REPORT.metrics.find(({ name }) => name === 'utilization')).toMatchObject({ better: 'higher', tau: null });
});

test('figures without a value are null in the object and in the file', () => {
  const empty = { ...INPUT.workload, jobs: EMPTY.jobs };
  const report = buildReport({ ...INPUT, workload: empty, runs: [{ label: 'e', description: '', run: EMPTY }] });
  expect(report.policies[0]!.metrics['mean_wait']).toBeNull();
  expect(report.policies[0]!.metrics['makespan']).toBe(0);
  expect(report.policies[0]!.classes[0]).toMatchObject({ jobs: 0, mean_wait: null });
  expect(JSON.parse(renderJson(report))).toEqual(report);
});

test('a scenario may name its own main metrics', () => {
  expect(buildReport({ ...INPUT, metrics: ['awrt'] }).main).toEqual(['awrt']);
});

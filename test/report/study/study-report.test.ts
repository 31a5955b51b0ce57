import { expect, test } from 'vitest';
import { meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { studyReport } from '../../../src/report/study/build-study.ts';
import { renderStudyJson } from '../../../src/report/study/study-json.ts';
import { GRID, ONE_POINT, SWEEP } from './fixtures.ts';

const report = studyReport(ONE_POINT);

test('the same input gives the same bytes, which read back as the report', () => {
  const text = renderStudyJson(report);
  expect(renderStudyJson(studyReport(ONE_POINT))).toBe(text);
  expect(JSON.parse(text)).toEqual(report);
  const sweep = renderStudyJson(studyReport(SWEEP));
  expect(JSON.parse(sweep)).toEqual(studyReport(SWEEP));
  // A line per point, so that a change of one figure is a change of one line.
  expect(sweep.split('\n').filter((line) => line.startsWith('  {"index":'))).toHaveLength(5);
});

test('the keys of report.json are these', () => {
  expect(Object.keys(report)).toEqual([
    ...[
      'schema',
      'kind',
      'generator',
      'question',
      'command',
      'scenario',
      'workload',
      'replications',
      'confidence',
      'compare',
    ],
    ...['axes', 'sampled', 'metrics', 'policies', 'claims', 'effects', 'front', 'plan', 'points'],
  ]);
  const [point] = report.points;
  expect(Object.keys(point!)).toEqual(['index', 'values', 'cuts', 'policies', 'comparisons']);
  expect(Object.keys(point!.policies[0]!)).toEqual([
    'label',
    'policy',
    'hashes',
    'jobs',
    'saturated',
    'empty',
    'too_wide',
    'metrics',
  ]);
  expect(Object.keys(point!.policies[0]!.metrics['mean_wait']!)).toEqual([
    'value',
    'low',
    'high',
    'n',
    'missing',
    'method',
  ]);
  expect(Object.keys(point!.comparisons[0]!)).toEqual([
    ...['policy', 'to', 'metric', 'verdict', 'reason', 'difference', 'baseline', 'p', 'adjusted', 'more', 'words'],
  ]);
});

test('figures are those of the study, with all their digits', () => {
  const { confidence: _, ...interval } = meanInterval([3600, 3610, 3590, 3600], 0.95);
  expect(report.points[0]!.policies[0]!.metrics['mean_wait']).toEqual(interval);
  // -720 - 10, -720 + 10 twice each: the mean is -720, and t(0.975, 3) = 3.182 times 11.55 / 2 is 18.4 s.
  const { difference, verdict, words } = report.points[0]!.comparisons[0]!;
  expect(difference.value).toBeCloseTo(-720);
  expect(difference.low).toBeCloseTo(-720 - 18.37, 1);
  expect(verdict).toBe('better');
  expect(words).toBe('easy-<sjbf> waits 12.0 min less [11.7, 12.3] per job than easy');
  expect(report.points[0]!.cuts).toEqual({ warmup: { seconds: 3600 }, cooldown: { share: 0.1 } });
});

test('the scenario is on record with the keys of a study, without folders', () => {
  expect(report.scenario).toMatchObject({
    compare: { to: 'easy', metrics: ['mean_wait', 'utilization'], confidence: 0.95, margin: null },
    replications: { count: 4, by: 'seeds' },
    truncate: { warmup: 'mser-5', cooldown: { share: 0.1 } },
    workload: { trace: 'pencil.swf' },
  });
  expect(studyReport(SWEEP).scenario).toMatchObject({ axes: { 'workload.lublin.load': [0.5, 0.6, 0.7, 0.8, 0.9] } });
});

test('effects name their axes, and their shares add up to 1 with the rest on a grid', () => {
  const { effects } = studyReport(GRID);
  expect(effects.map(({ policy, metric }) => `${policy} ${metric}`)).toEqual([
    ...['fcfs mean_wait', 'fcfs utilization', 'easy mean_wait', 'easy utilization'],
  ]);
  for (const { axes, rest } of effects) {
    expect(axes.map(({ axis }) => axis)).toEqual(['cluster.procs', 'workload.lublin.load']);
    expect(axes.reduce((sum, { share }) => sum + share!, rest!)).toBeCloseTo(1);
  }
});

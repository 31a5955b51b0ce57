import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';
import { lineStyle } from '../../src/report/charts/theme.ts';
import { manyPolicies, REPORT } from './fixtures.ts';

const JOBS = Array.from({ length: 30 }, (_, i) => ({ submit: i * 60, run: 30 + i * 700, procs: i + 1, user: i % 4 }));

const MARKS: Readonly<Record<string, string>> = {
  'chart-wait': 'mark-line',
  'chart-slowdown': 'mark-line',
  'chart-utilization': 'mark-area',
  'chart-queue': 'mark-area',
  'chart-classes': 'mark-rect',
};

describe.each(CHARTS.map((chart) => [chart.id, chart] as const))('%s', (id, chart) => {
  test.each([1, 2, 12])('compiles and draws marks for %i policies', async (count) => {
    const report = manyPolicies(count, JOBS);
    const view = new View(parse(compile(chart.spec(report)).spec), { renderer: 'none' });
    const svg = await view.data('figures', chart.data(report.policies, 0)).toSVG();
    expect(svg).toContain(MARKS[id]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('is pure: the same report gives the same specification', () => {
    expect(chart.spec(REPORT)).toEqual(chart.spec(structuredClone(REPORT)));
    expect(JSON.stringify(chart.spec(REPORT))).not.toContain('url');
  });
});

test('the distributions carry every policy from its first to its last quantile', () => {
  const values = CHARTS[0]!.data(REPORT.policies, 0) as { policy: string; share: number; value: number }[];
  const pencil = values.filter(({ policy }) => policy === 'pencil');
  expect(pencil[0]).toEqual({ policy: 'pencil', share: 0, value: 1 });
  expect(pencil.at(-1)).toEqual({ policy: 'pencil', share: 1, value: 90 });
});

test('the class chart shows figures and their ratio to the best policy of the class', () => {
  const values = CHARTS[4]!.data(REPORT.policies, 0);
  // Narrow and very short: slowdowns 1, 2.8, 4.5 under the first policy and 1, 3.2, 4.5 under the second.
  expect(values).toContainEqual({
    policy: 'overtaken',
    size: 'narrow',
    length: 'very short',
    jobs: 3,
    shown: '2.90',
    ratio: expect.closeTo(8.7 / 8.3, 12),
  });
  expect(values).toHaveLength(4);
});

test('twelve policies have twelve different lines', () => {
  const lines = Array.from({ length: 12 }, (_, policy) => JSON.stringify(lineStyle(policy)));
  expect(new Set(lines).size).toBe(12);
});

test.each([
  ['hours', 3600, '12'],
  ['days', 86_400, '12'],
])('the axis of time is in %s, as long as the run', async (unit, step, last) => {
  // Twelve slices: of an hour they are half a day, of a day twelve days.
  const report = manyPolicies(1, JOBS);
  const [policy] = report.policies;
  const utilization = { ...policy!.series.utilization, from: 0, step, values: Array.from({ length: 12 }, () => 0.5) };
  const long = { ...report, policies: [{ ...policy!, series: { ...policy!.series, utilization } }] };
  const chart = CHARTS.find(({ id }) => id === 'chart-utilization')!;
  const view = new View(parse(compile(chart.spec(long)).spec), { renderer: 'none' });
  const svg = await view.data('figures', chart.data(long.policies, 0)).toSVG();
  expect(svg).toContain(`>${unit} since the first submission<`);
  expect(svg).toContain(`>${last}<`);
});

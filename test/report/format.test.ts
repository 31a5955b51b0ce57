import { expect, test } from 'vitest';
import { figureColumn, formatFigure, formatNumber, scaleOf } from '../../src/report/format.ts';
import { manyPolicies, REPORT } from './fixtures.ts';

test.each([
  [0, '0'],
  [0.083_14, '0.0831'],
  [2.4, '2.40'],
  [76.4321, '76.4'],
  [999.6, '1,000'],
  [13_900.353, '13,900'],
  [1_234_567, '1,234,567'],
])('%d is shown as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('times of one metric share the unit in which the middle one is at least 2', () => {
  expect(scaleOf('s', [7200, 86_400, null, 0])).toMatchObject({ unit: 'h' });
  expect(scaleOf('s', [1, 7200, 1e9]).unit).toBe('h');
  expect(scaleOf('s', [7199]).unit).toBe('min');
  expect(scaleOf('s', [2 * 86_400]).unit).toBe('d');
  expect(scaleOf('s', [0]).unit).toBe('s');
  // Half a second is 0.000139 h.
  expect(scaleOf('s', [0.5, 7200, 90_000]).show(0.5)).toBe('0.0001');
  const { show } = scaleOf('s', [7200, 90_000]);
  expect([show(7200), show(90_000), show(0), show(null)]).toEqual(['2.00', '25.0', '0', '-']);
});

test('single figures carry their unit', () => {
  expect(formatFigure({ unit: 's' }, 20_572.5)).toBe('5.71 h');
  expect(formatFigure({ unit: 'share' }, 0.824_509)).toBe('82.5 %');
  expect(formatFigure({ unit: '1' }, 88.53)).toBe('88.5');
  expect(formatFigure({ unit: 's' }, null)).toBe('-');
  // What is gained is shown as what is lost: -7992 s are -2.22 h.
  expect(formatFigure({ unit: 's' }, -7992)).toBe('-2.22 h');
  expect(formatFigure({ unit: 's' }, -7992)).toBe(`-${formatFigure({ unit: 's' }, 7992)}`);
  expect(scaleOf('s', [-90_000, 7200, -3 * 86_400]).unit).toBe('h');
});

test('the best is the least or the greatest, as the metric says', () => {
  expect(figureColumn(REPORT, 'mean_wait').best).toEqual([true, false]);
  // 445 / 600 against 445 / (4 * 170).
  expect(figureColumn(REPORT, 'utilization')).toMatchObject({ texts: ['74.2', '65.4'], best: [true, false] });
});

test('policies that look the same as the best are best too, and if all look the same none is', () => {
  const jobs = [{ submit: 0, run: 1_000_000, procs: 1, user: 1 }];
  const report = manyPolicies(3, jobs);
  expect(figureColumn(report, 'makespan')).toMatchObject({
    texts: ['11.6', '11.6', '11.6'],
    best: [false, false, false],
  });
  expect(figureColumn(report, 'mean_wait')).toMatchObject({ texts: ['0', '10.0', '20.0'], best: [true, false, false] });
  expect(() => figureColumn(report, 'nonsense')).toThrow('the report has no metric nonsense');
});

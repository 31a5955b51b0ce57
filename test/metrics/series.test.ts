import { expect, test } from 'vitest';
import { BOUNDED_SLOWDOWN, distribution, queueSeries, utilizationSeries, WAIT } from '../../src/metrics/index.ts';
import { EMPTY, finishedRun, PENCIL } from './fixtures.ts';

test('utilization by thirds of the pencil schedule', () => {
  const { from, step, values } = utilizationSeries(PENCIL, 3);
  expect([from, step]).toEqual([0, 50]);
  expect(values).toEqual([155 / 200, 150 / 200, 140 / 200].map((value) => expect.closeTo(value, 12)));
});

test('queue length by thirds of the pencil schedule', () => {
  expect(queueSeries(PENCIL, 3).values).toEqual([62 / 50, 2, 0].map((value) => expect.closeTo(value, 12)));
});

test('a series begins where the trace does, not at 0', () => {
  const run = finishedRun(2, [{ submit: 1000, run: 30, procs: 1, user: 1, start: 1010 }]);
  expect(utilizationSeries(run, 4)).toEqual({ from: 1000, step: 10, values: [0, 0.5, 0.5, 0.5] });
  expect(queueSeries(run, 4)).toEqual({ from: 1000, step: 10, values: [1, 0, 0, 0] });
});

test('a run without a span has no series and no distribution', () => {
  expect(utilizationSeries(EMPTY, 10)).toEqual({ from: 0, step: 0, values: [] });
  expect(queueSeries(EMPTY, 10).values).toEqual([]);
  expect(distribution(EMPTY, WAIT)).toEqual({ share: [], value: [] });
});

test('the distribution runs from the least to the greatest value', () => {
  const { share, value } = distribution(PENCIL, WAIT);
  expect(share.length).toBeLessThanOrEqual(200);
  expect([share[0], value[0], share.at(-1), value.at(-1)]).toEqual([0, 0, 1, 90]);
  expect(value[share.indexOf(0.5)]).toBe(36);
  expect(distribution(PENCIL, BOUNDED_SLOWDOWN).value[share.indexOf(0.95)]).toBeCloseTo(2.8 + 0.85 * 1.7, 12);
});

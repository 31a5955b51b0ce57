import { expect, test } from 'vitest';
import { headline, METRICS } from '../../src/metrics/index.ts';
import { EMPTY, finishedRun, PENCIL } from './fixtures.ts';

/** Waits 0, 90, 2, 70; responses 100, 140, 7, 90; areas 300, 100, 5, 40; span 150 s on 4 processors. */
const BY_PENCIL: Readonly<Record<string, number>> = {
  mean_wait: 162 / 4,
  median_wait: 36,
  p95_wait: 70 + 0.85 * 20,
  p99_wait: 70 + 0.97 * 20,
  max_wait: 90,
  mean_response: 337 / 4,
  median_response: 95,
  p95_response: 100 + 0.85 * 40,
  p99_response: 100 + 0.97 * 40,
  max_response: 140,
  mean_slowdown: (1 + 2.8 + 1.4 + 4.5) / 4,
  median_slowdown: 2.1,
  p95_slowdown: 2.8 + 0.85 * 1.7,
  p99_slowdown: 2.8 + 0.97 * 1.7,
  max_slowdown: 4.5,
  // The third job takes 7 s in all, less than tau, so its 0.7 counts as 1.
  mean_bounded_slowdown: (1 + 2.8 + 1 + 4.5) / 4,
  median_bounded_slowdown: 1.9,
  p95_bounded_slowdown: 2.8 + 0.85 * 1.7,
  p99_bounded_slowdown: 2.8 + 0.97 * 1.7,
  max_bounded_slowdown: 4.5,
  mean_per_processor_bounded_slowdown: (1 + 1.4 + 1 + 2.25) / 4,
  median_per_processor_bounded_slowdown: 1.2,
  p95_per_processor_bounded_slowdown: 1.4 + 0.85 * 0.85,
  p99_per_processor_bounded_slowdown: 1.4 + 0.97 * 0.85,
  max_per_processor_bounded_slowdown: 2.25,
  awrt: (300 * 100 + 100 * 140 + 5 * 7 + 40 * 90) / 445,
  utilization: 445 / 600,
  // 10 s x 1, 2 s x 1, 3 s x 1 and 70 s x 1 idle processors that a waiting job asked for.
  loss_of_capacity: 85 / 600,
  makespan: 150,
  throughput: (4 * 3600) / 150,
  mean_queue_length: 162 / 150,
  max_queue_length: 2,
  // User 1 has a mean bounded slowdown of 1, user 2 of 3.65.
  jain_bounded_slowdown: 4.65 ** 2 / (2 * (1 + 3.65 ** 2)),
};

test.each(METRICS.map((metric) => [metric.name, metric] as const))('%s of the pencil schedule', (name, metric) => {
  expect(metric.of(PENCIL)).toBeCloseTo(BY_PENCIL[name]!, 12);
});

test('every metric is worked by pencil, once, and says what it is', () => {
  expect(METRICS.map(({ name }) => name).sort()).toEqual(Object.keys(BY_PENCIL).sort());
  for (const { definition, source, unit } of METRICS) {
    expect(definition).toMatch(/[.)\d]$/);
    expect(source).not.toBe('');
    expect(['s', '1', 'share', 'jobs', 'jobs/h']).toContain(unit);
  }
});

test('the metrics with a threshold say which', () => {
  const bounded = METRICS.filter(({ tau }) => tau !== undefined);
  expect(bounded).toHaveLength(11);
  for (const { tau, definition } of bounded) {
    expect(tau).toBe(10);
    expect(definition).toContain('tau = 10 s');
  }
});

test('the headline', () => {
  expect(headline(PENCIL)).toEqual({
    jobs: 4,
    killed: 1,
    makespan: 150,
    mean_wait: 40.5,
    max_wait: 90,
    mean_bounded_slowdown: 2.325,
    utilization: 445 / 600,
  });
});

test('a run of no jobs has a makespan and a queue of 0 and no other figure', () => {
  const defined = METRICS.filter((metric) => !Number.isNaN(metric.of(EMPTY)));
  expect(defined.map(({ name }) => [name, METRICS.find((m) => m.name === name)!.of(EMPTY)])).toEqual([
    ['makespan', 0],
    ['max_queue_length', 0],
  ]);
  expect(headline(EMPTY)).toEqual({
    jobs: 0,
    killed: 0,
    makespan: 0,
    mean_wait: null,
    max_wait: null,
    mean_bounded_slowdown: null,
    utilization: null,
  });
});

test('jobs of no length at one instant leave rates without a value and nothing infinite', () => {
  const run = finishedRun(4, [{ submit: 5, run: 0, procs: 1, user: 1, start: 5 }]);
  const figures = Object.fromEntries(METRICS.map((metric) => [metric.name, metric.of(run)]));
  expect(
    Object.values(figures).every((figure) => figure === undefined || Math.abs(figure) !== Number.POSITIVE_INFINITY),
  ).toBe(true);
  expect(figures).toMatchObject({
    mean_slowdown: 1,
    mean_bounded_slowdown: 1,
    utilization: Number.NaN,
    throughput: Number.NaN,
    awrt: Number.NaN,
    makespan: 0,
  });
});

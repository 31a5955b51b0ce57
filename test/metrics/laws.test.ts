import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byClass, byUser, METRICS, queueSeries, utilizationSeries } from '../../src/metrics/index.ts';
import { jainIndex } from '../../src/metrics/jain.ts';
import { anyRun } from './fixtures.ts';

const metric = (name: string) => METRICS.find((known) => known.name === name)!;
const SLACK = 1e-9;
const close = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(SLACK * Math.max(1, Math.abs(expected)));
};

test("Little's law: jobs waiting on average x makespan = the sum of waits", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const makespan = metric('makespan').of(run);
      if (makespan === 0) return;
      close(metric('mean_queue_length').of(run) * makespan, metric('mean_wait').of(run) * run.jobs.length);
    }),
  );
});

test('no slowdown is under 1, and the order of statistics holds', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      for (const column of ['slowdown', 'bounded_slowdown', 'per_processor_bounded_slowdown']) {
        const [median, p95, p99, max] = ['median', 'p95', 'p99', 'max'].map((s) => metric(`${s}_${column}`).of(run));
        expect(median).toBeGreaterThanOrEqual(1);
        expect(p95).toBeGreaterThanOrEqual(median!);
        expect(p99).toBeGreaterThanOrEqual(p95!);
        expect(max).toBeGreaterThanOrEqual(p99!);
        expect(metric(`mean_${column}`).of(run)).toBeLessThanOrEqual(max! + SLACK);
      }
    }),
  );
});

test('utilization and loss of capacity are shares that fit into one machine', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      if (metric('makespan').of(run) === 0) return;
      const utilization = metric('utilization').of(run);
      const lost = metric('loss_of_capacity').of(run);
      expect(utilization).toBeGreaterThanOrEqual(0);
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(utilization + lost).toBeLessThanOrEqual(1 + SLACK);
    }),
  );
});

test('the Jain index lies between 1/m and 1', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      expect(jainIndex(values)).toBeGreaterThanOrEqual(1 / values.length - SLACK);
      expect(jainIndex(values)).toBeLessThanOrEqual(1 + SLACK);
    }),
  );
  expect(jainIndex([7, 7, 7])).toBeCloseTo(1, 12);
  expect(jainIndex([5, 0, 0, 0])).toBe(0.25);
  expect(jainIndex([])).toBeNaN();
});

test('series average to the figure of the whole run, however it is cut', () => {
  fc.assert(
    fc.property(anyRun, fc.integer({ min: 1, max: 50 }), (run, buckets) => {
      if (metric('makespan').of(run) === 0) return;
      const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / buckets;
      const utilization = utilizationSeries(run, buckets);
      close(average(utilization.values), metric('utilization').of(run));
      close(average(queueSeries(run, buckets).values), metric('mean_queue_length').of(run));
      close(utilization.step * buckets, metric('makespan').of(run));
      for (const value of utilization.values) expect(value).toBeLessThanOrEqual(1 + SLACK);
    }),
  );
});

test('classes and users each account for every job and every wait', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      for (const groups of [byClass(run), byUser(run)]) {
        expect(groups.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(run.jobs.length);
        const waits = groups.reduce((sum, { jobs, mean_wait }) => sum + (jobs === 0 ? 0 : jobs * mean_wait), 0);
        close(waits, metric('mean_wait').of(run) * run.jobs.length);
      }
    }),
  );
});

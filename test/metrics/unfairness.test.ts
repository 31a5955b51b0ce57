import { expect, it } from 'vitest';
import { fairStarts } from '../../src/engine/fair-starts.ts';
import { simulate } from '../../src/engine/simulation.ts';
import { CENTRE_METRICS, METRICS, metricsOf, NAMED_METRICS } from '../../src/metrics/index.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable } from '../engine/jobs.ts';

const figure = (name: string) => NAMED_METRICS.find((metric) => metric.name === name)!;

/**
 * Four processors. The first is planned to last 50 s and lasts 20; the second needs all four and is held at 50. The third
 * arrives at 2, is planned to end at 27, and starts: at 20 it is in the second's way until 27, where nobody would be had
 * it not come. The second is 7 s late, the others are not.
 */
const jobs = jobTable([
  { submit: 0, run: 20, procs: 3, est: 50 },
  { submit: 1, run: 5, procs: 4 },
  { submit: 2, run: 25, procs: 1 },
]);

it('unfairness is what later arrivals cost, by hand', () => {
  const run = simulate(jobs, 4, createScheduler('easy'));
  expect([...run.start]).toEqual([0, 27_000, 2000]);
  const fairStart = fairStarts(run, () => createScheduler('easy'));
  expect([...fairStart]).toEqual([0, 20_000, 2000]);
  const judged = { ...run, fairStart };
  expect(figure('mean_unfairness').of(judged)).toBeCloseTo(7 / 3, 12);
  expect(figure('max_unfairness').of(judged)).toBe(7);
  expect(figure('unfair_jobs').of(judged)).toBeCloseTo(1 / 3, 12);
  expect(metricsOf(judged)).toEqual(NAMED_METRICS.filter((metric) => !CENTRE_METRICS.includes(metric)));
});

it('is no figure of a run that has not been judged', () => {
  const run = simulate(jobs, 4, createScheduler('easy'));
  expect(metricsOf(run)).toEqual(METRICS);
  for (const name of ['mean_unfairness', 'max_unfairness', 'unfair_jobs']) expect(figure(name).of(run)).toBeNaN();
});

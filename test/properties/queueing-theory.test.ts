import { beforeAll, describe, expect, it, test } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import { createScheduler } from '../../src/registry.ts';
import { poissonJobs } from '../../src/workload/poisson.ts';
import { BATCHES, batchMeans, deterministic, erlangC, type Steady } from './queueing-theory.ts';

/** Long enough that one unit of the clock, a millisecond, is a millionth of it. */
const MEAN_RUN = 1000;
const JOBS = 330_000;
/** Several servers make many arrivals per run time, and so longer memories, counted in jobs. */
const JOBS_OF_MANY = 1_030_000;
/** The machine starts empty: the first jobs wait less than those of the long run, and are not counted. */
const WARM_UP = 30_000;

interface Case extends Steady {
  readonly name: string;
  readonly servers: number;
  readonly load: number;
  /** Half the band may be this share of the mean at the most, or the test would say little. */
  readonly sharpness: number;
  readonly fixedRun?: boolean;
}

const mmc = (servers: number, load: number, sharpness: number): Case => ({
  name: `M/M/${servers} at load ${load}`,
  servers,
  load,
  sharpness,
  ...erlangC(servers, load),
});
const md1 = (load: number, sharpness: number): Case => ({
  name: `M/D/1 at load ${load}`,
  servers: 1,
  load,
  sharpness,
  fixedRun: true,
  ...deterministic(load),
});

const CASES: readonly Case[] = [
  mmc(1, 0.3, 0.05),
  mmc(1, 0.6, 0.05),
  mmc(1, 0.85, 0.1),
  mmc(4, 0.6, 0.05),
  mmc(4, 0.85, 0.1),
  mmc(16, 0.8, 0.1),
  mmc(16, 0.9, 0.15),
  md1(0.6, 0.05),
  md1(0.85, 0.1),
];

function sample({ name, servers, load, fixedRun }: Case): { wait: Float64Array; delayed: Float64Array } {
  const jobCount = servers === 1 ? JOBS : JOBS_OF_MANY;
  const drawn = poissonJobs({ jobs: jobCount, procs: servers, load, seed: name, meanRun: MEAN_RUN });
  const fixed = new Float64Array(jobCount).fill(MEAN_RUN * 1000);
  const jobs: JobTable = fixedRun ? { ...drawn, runtime: fixed, estimate: fixed } : drawn;
  const { start } = simulate(jobs, servers, createScheduler('fcfs'));
  const wait = start.map((at, job) => (at - jobs.submit[job]!) / (MEAN_RUN * 1000)).subarray(WARM_UP);
  return { wait, delayed: wait.map((time) => (time > 0 ? 1 : 0)) };
}

describe.each(CASES)('$name', (given) => {
  let wait: Float64Array;
  let delayed: Float64Array;
  beforeAll(() => {
    ({ wait, delayed } = sample(given));
  });

  it('waits as long as theory says, within the 99.9 % confidence band', () => {
    const { mean, half } = batchMeans(wait);
    expect(half / given.wait).toBeLessThan(given.sharpness);
    expect(Math.abs(mean - given.wait), `${mean} +- ${half}, not ${given.wait}`).toBeLessThan(half);
  });

  it('makes as many wait as theory says, within the 99.9 % confidence band', () => {
    const { mean, half } = batchMeans(delayed);
    expect(half / given.delayed).toBeLessThan(given.sharpness);
    expect(Math.abs(mean - given.delayed), `${mean} +- ${half}, not ${given.delayed}`).toBeLessThan(half);
  });
});

test("the formulas give the textbooks' figures", () => {
  expect(erlangC(1, 0.5)).toEqual({ delayed: 0.5, wait: 1 });
  // c = 2, a = 1: C = 1/3, wait = (1/3) / (2 - 1).
  expect(erlangC(2, 0.5).delayed).toBeCloseTo(1 / 3, 12);
  expect(erlangC(2, 0.5).wait).toBeCloseTo(1 / 3, 12);
  // c = 4, a = 3: (27/8 x 4) / (13 + 27/8 x 4) = 27/53.
  expect(erlangC(4, 0.75).delayed).toBeCloseTo(27 / 53, 12);
  expect(deterministic(0.5).wait).toBe(0.5);
});

test('batch means of a known sample', () => {
  // Batches of two with means 0, 1, ... 29: variance 77.5.
  const { mean, half } = batchMeans(Float64Array.from({ length: 2 * BATCHES }, (_, i) => Math.floor(i / 2)));
  expect(mean).toBe(14.5);
  expect(half).toBeCloseTo(3.659 * Math.sqrt(77.5 / 30), 12);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/engine/simulation.ts';
import { mser5 } from '../../../src/experiment/statistics/mser.ts';
import { saturation } from '../../../src/experiment/statistics/saturation.ts';
import { randomStreams } from '../../../src/kernel/random.ts';
import { queueSeries, windowed } from '../../../src/metrics/index.ts';
import type { FinishedRun } from '../../../src/model/run.ts';
import { createScheduler } from '../../../src/registry.ts';
import { poissonJobs } from '../../../src/workload/poisson.ts';

/** Waits that rise from 0 to a level over `warm` observations and stay there, with noise of up to 1. */
function rising(length: number, warm: number, seed: number): Float64Array {
  const noise = randomStreams(seed).stream('noise');
  return Float64Array.from({ length }, (_, i) => 10 * Math.min(1, i / warm) + noise());
}

describe('mser5', () => {
  it('cuts where the definition says', () => {
    // Means of five: 0, 0, then 8 and 10 by turns. Of k = 12 batches, with the first d cut off, the sum of squares by
    // (k - d)^2 is least for d = 2: ten batches of 8 and 10, 10 x 1 / 100 = 0.1, against 90.73 / 121 = 0.75 for d = 1.
    const means = [0, 0, 8, 10, 8, 10, 8, 10, 8, 10, 8, 10];
    const observations = means.flatMap((mean) => [mean - 2, mean + 2, mean, mean - 1, mean + 1]);
    expect(mser5(observations)).toEqual({ discard: 10, settled: true });
  });

  it('does as the plain formula does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 50, maxLength: 120 }), (observations) => {
        const k = Math.floor(observations.length / 5);
        const means = Array.from(
          { length: k },
          (_, b) => observations.slice(5 * b, 5 * b + 5).reduce((x, y) => x + y) / 5,
        );
        const error = (d: number): number => {
          const kept = means.slice(d);
          const centre = kept.reduce((x, y) => x + y) / kept.length;
          return kept.reduce((sum, y) => sum + (y - centre) ** 2, 0) / kept.length ** 2;
        };
        const places = Array.from({ length: k - 4 }, (_, d) => d);
        const least = (ds: number[]): number => Math.min(...ds.map(error));
        const { discard, settled } = mser5(observations);
        const half = places.filter((d) => d <= k / 2);
        expect(error(discard / 5)).toBeCloseTo(least(half), 8);
        expect(discard / 5).toBeLessThanOrEqual(k / 2);
        if (least(places) < least(half) - 1e-8) expect(settled).toBe(false);
      }),
    );
  });

  it('finds the end of a rise, and none where there is none', () => {
    const { discard, settled } = mser5(rising(2000, 300, 1));
    expect(settled).toBe(true);
    expect(discard).toBeGreaterThan(250);
    expect(discard).toBeLessThan(350);
    expect(mser5(new Float64Array(200).fill(3))).toEqual({ discard: 0, settled: true });
    // What rises to the end would best be cut to nothing.
    expect(mser5(rising(500, 500, 1)).settled).toBe(false);
  });

  it('makes nothing of fewer than ten batches', () => {
    expect(mser5(rising(49, 10, 1))).toEqual({ discard: 0, settled: false });
    expect(mser5([])).toEqual({ discard: 0, settled: false });
  });
});

/** M/M/4 until the last submission, without the first tenth of the time. */
function queueOf(run: FinishedRun): readonly number[] {
  const to = run.jobs.submit.at(-1)!;
  return queueSeries(windowed(run, { from: to / 10, to }), 100).values;
}

const RUNS = 100;

function saturated(load: number, jobs: number): number {
  let count = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const run = simulate(poissonJobs({ jobs, procs: 4, load, seed, meanRun: 1000 }), 4, createScheduler('fcfs'));
    if (saturation(queueOf(run)).saturated) count += 1;
  }
  return count / RUNS;
}

describe('saturation', () => {
  it.each([0.7, 0.9])('is seen in 5 of 100 runs at the most at load %f', (load) => {
    expect(saturated(load, 10_000)).toBeLessThanOrEqual(0.05);
  });

  it('is seen in 9 of 10 runs at least at load 1.05', () => {
    expect(saturated(1.05, 10_000)).toBeGreaterThanOrEqual(0.9);
  });

  it('is the KPSS statistic', () => {
    // For n = 4, lags floor(4 x 0.04^0.25) = 1: distances -3, -1, 1, 3, partial sums -3, -4, -3,
    // 0, their squares 34; variance 20 / 4 + 2 x 1/2 x (3 - 1 + 3) / 4 = 6.25; 34 / (16 x 6.25) = 0.34.
    expect(saturation([0, 2, 4, 6]).statistic).toBeCloseTo(0.34, 12);
  });

  it('is not a queue that shrinks, nor one that is empty', () => {
    const falls = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(saturation(falls)).toMatchObject({ saturated: false });
    expect(saturation(falls).statistic).toBeGreaterThan(0.739);
    expect(saturation([...falls].reverse()).saturated).toBe(true);
    expect(saturation(new Array(100).fill(0))).toMatchObject({ saturated: false, statistic: 0 });
    expect(saturation([])).toMatchObject({ saturated: false });
  });
});

import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { type PoissonOptions, poisson, poissonJobs } from '../../src/workload/poisson.ts';
import { sameColumn } from './text.ts';

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('poissonJobs', () => {
  const N = 100_000;
  const jobs = poissonJobs({ jobs: N, procs: 4, load: 0.8, seed: 11, meanRun: 100 });

  it('arrive at the rate of the load with exponential times between', () => {
    const gaps = Array.from(jobs.submit, (at, i) => at - (jobs.submit[i - 1] ?? 0));
    // Mean gap 100 s / (0.8 x 4) = 31,250 ms; an exponential has its mean for a standard deviation.
    expect(Math.abs(mean(gaps) / 31_250 - 1)).toBeLessThan(4 / Math.sqrt(N));
    const overMean = gaps.filter((gap) => gap > 31_250).length / N;
    expect(Math.abs(overMean - Math.exp(-1))).toBeLessThan(4 * Math.sqrt(0.2325 / N));
  });

  it('run for exponential times, in whole milliseconds', () => {
    expect(Math.abs(mean(jobs.runtime) / 100_000 - 1)).toBeLessThan(4 / Math.sqrt(N));
    const overTwice = jobs.runtime.filter((run) => run > 200_000).length / N;
    expect(Math.abs(overTwice - Math.exp(-2))).toBeLessThan(4 * Math.sqrt(0.117 / N));
    expect(jobs.runtime.every(Number.isInteger)).toBe(true);
    expect(sameColumn(jobs.estimate, jobs.runtime)).toBe(true);
    expect(jobs.procs.every((n) => n === 1)).toBe(true);
    expect([jobs.length, jobs.id[0], jobs.id[N - 1], jobs.user[0], jobs.killed[0]]).toEqual([N, 1, N, -1, 0]);
  });
});

describe('poisson', () => {
  const options: PoissonOptions = { jobs: 30_000, procs: 16, load: 0.5, seed: 2, size: [1, 7] };

  it('is the same sample in seconds, rounded up', () => {
    const { columns, maxProcs } = poisson(options);
    const jobs = poissonJobs(options);
    expect(maxProcs).toBe(16);
    expect(sameColumn(columns.procsRequested, jobs.procs)).toBe(true);
    const above = (seconds: number, ms: number): boolean => seconds * 1000 >= ms && seconds * 1000 < ms + 1000;
    expect(jobs.submit.every((ms, i) => above(columns.submit[i]!, ms))).toBe(true);
    expect(jobs.runtime.every((ms, i) => above(columns.run[i]!, ms))).toBe(true);
  });

  it('draws sizes uniformly and lets the rate make up for them', () => {
    const { procsUsed, submit } = poisson(options).columns;
    for (let n = 1; n <= 7; n++) {
      const drawn = procsUsed.filter((size) => size === n).length / 30_000;
      expect(Math.abs(drawn - 1 / 7)).toBeLessThan(4 * Math.sqrt(0.1225 / 30_000));
    }
    // Mean gap 3,600 s x 4 / (0.5 x 16) = 1,800 s.
    expect(Math.abs(submit.at(-1)! / 30_000 / 1800 - 1)).toBeLessThan(4 / Math.sqrt(30_000));
  });

  it('says in the header what it is made of', () => {
    expect(poisson({ jobs: 2, procs: 3, load: 0.5, seed: 9 }).header.at(-1)).toBe(
      '; Note: poisson {"jobs":2,"procs":3,"load":0.5,"seed":9,"meanRun":3600,"size":1,"estimates":"exact"}',
    );
  });

  it('must have options that make sense', () => {
    const wrong = (more: Partial<PoissonOptions>) => () => poisson({ ...options, ...more });
    expect(wrong({ size: 17 })).toThrow(
      new InputError('size: expected least <= most <= 16 processors, found 17 and 17'),
    );
    expect(wrong({ size: [3, 2] })).toThrow(InputError);
    expect(wrong({ load: Number.NaN })).toThrow(/^load: expected a number above 0, found NaN$/);
    expect(wrong({ meanRun: 0 })).toThrow(/^meanRun/);
    expect(wrong({ jobs: -1 })).toThrow(/^jobs/);
  });
});

import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import type { SwfTrace } from '../../src/model/workload.ts';
import { DailyCycle } from '../../src/workload/daily-cycle.ts';
import { type LublinOptions, lublin } from '../../src/workload/lublin.ts';
import { LUBLIN } from '../../src/workload/lublin-parameters.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwfBytes } from '../../src/workload/swf-read.ts';
import { swfText } from '../../src/workload/swf-write.ts';
import { sameColumn } from './text.ts';

const JOBS = 200_000;
const model = lublin({ jobs: JOBS, procs: 128, seed: 'marginals' });
const { procsUsed: sizes, run, submit } = model.columns;

const share = (count: number): number => count / JOBS;
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function offeredLoad({ columns: { procsUsed, run, submit }, length }: SwfTrace, procs: number): number {
  let work = 0;
  for (let i = 0; i < length; i++) work += procsUsed[i]! * run[i]!;
  return work / (procs * (submit[length - 1]! - submit[0]!));
}

/** Mass of the two-stage uniform distribution of log2 sizes on a machine of 2^7 between two points. */
function uniformMass(from: number, to: number): number {
  const within = (low: number, high: number): number =>
    Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low);
  return 0.86 * within(0.8, 4.5) + 0.14 * within(4.5, 7);
}

describe('sizes of the Lublin model on 128 processors', () => {
  // Three standard deviations of a share p of 200,000 jobs are 3 sqrt(p (1 - p) / 200,000) < 0.0034.
  it('are serial with probability 0.244', () => {
    expect(Math.abs(share(sizes.filter((n) => n === 1).length) - 0.244)).toBeLessThan(0.0034);
  });

  it('are powers of two with probability 0.576, and by the rounding of the rest', () => {
    const powers = [2, 4, 8, 16, 32, 64, 128];
    const byChance = powers.reduce((sum, n) => sum + uniformMass(Math.log2(n - 0.5), Math.log2(n + 0.5)), 0);
    const drawn = share(sizes.filter((n) => powers.includes(n)).length);
    expect(Math.abs(drawn - (0.576 + 0.18 * byChance))).toBeLessThan(0.0034);
  });

  it('have the mean log2 of the two-stage uniform distribution, each power its share', () => {
    // Of the parallel jobs the powers are 0.576 / 0.756; the others are the distribution itself: mean 3.084.
    const uniform = 0.86 * ((0.8 + 4.5) / 2) + 0.14 * ((4.5 + 7) / 2);
    const powers = [1, 2, 3, 4, 5, 6, 7].reduce((sum, k) => sum + k * uniformMass(k - 0.5, k + 0.5), 0);
    const parallel = Array.from(sizes).filter((n) => n > 1);
    const expected = (0.576 * powers + 0.18 * uniform) / 0.756;
    expect(Math.abs(mean(parallel.map(Math.log2)) - expected)).toBeLessThan(0.015);
    const sixteen = share(sizes.filter((n) => n === 16).length);
    const byRounding = 0.18 * uniformMass(Math.log2(15.5), Math.log2(16.5));
    expect(Math.abs(sixteen - (0.576 * uniformMass(3.5, 4.5) + byRounding))).toBeLessThan(0.0034);
  });

  it('never exceed the machine, also where it is no power of two or very small', () => {
    for (const procs of [1, 2, 3, 5, 100, 1000]) {
      const { procsUsed } = lublin({ jobs: 5000, procs, seed: 1 }).columns;
      expect(Math.max(...procsUsed)).toBeLessThanOrEqual(procs);
      expect(Math.min(...procsUsed)).toBe(1);
      expect(Math.max(...procsUsed)).toBeGreaterThan(procs * 0.9);
    }
  });
});

describe('run times', () => {
  it('are short with probability pa n + pb, and gamma distributed in ln', () => {
    for (const size of [1, 4, 32, 128]) {
      const logs = Array.from(run)
        .filter((_, i) => sizes[i] === size)
        .map(Math.log);
      const short = LUBLIN.pa * size + LUBLIN.pb;
      // Means 4.2 x 0.94 = 3.948 and 312 x 0.03 = 9.36; cutting at 12 lowers them by less than 0.01, as does rounding
      // down to whole seconds for the short jobs (by 0.02). Each mean's own standard deviation is below 3 / sqrt(n).
      const expected = short * 3.948 + (1 - short) * 9.36;
      expect(Math.abs(mean(logs) - expected)).toBeLessThan(0.03 + 9 / Math.sqrt(logs.length));
    }
  });

  it('are whole seconds from 1 to e^12', () => {
    expect(run.every((seconds) => Number.isInteger(seconds) && seconds >= 1 && seconds <= Math.exp(12))).toBe(true);
  });
});

describe('arrivals', () => {
  it('follow the daily cycle', () => {
    const hours = new Array<number>(24).fill(0);
    for (const second of submit) hours[Math.floor(second / 3600) % 24]! += 1 / JOBS;
    const { weights } = new DailyCycle(LUBLIN.aNum, LUBLIN.bNum);
    for (const [hour, drawn] of hours.entries()) {
      const expected = (weights[2 * hour]! + weights[2 * hour + 1]!) / 48;
      // An arrival's time between arrivals is heavy tailed, so that hours of one day are correlated: 12% of the share.
      expect(Math.abs(drawn - expected)).toBeLessThan(0.12 * expected + 0.001);
    }
    // Busiest in the afternoon, quietest before half past five in the morning.
    expect(hours.indexOf(Math.max(...hours))).toBeGreaterThanOrEqual(12);
    expect(hours.indexOf(Math.max(...hours))).toBeLessThanOrEqual(15);
    expect(hours.indexOf(Math.min(...hours))).toBeLessThanOrEqual(5);
  });

  it('leave the long-term rate to the times between arrivals, cycle or not', () => {
    // ln(gap) is gamma(10.2303 x 1.0225, 0.4871) up to 13; its mean exp, integrated numerically over the density.
    const [shape, scale] = [10.2303 * 1.0225, 0.4871];
    let [mass, moment] = [0, 0];
    for (let x = 0.0005; x < 13; x += 0.001) {
      const density = x ** (shape - 1) * Math.exp(-x / scale);
      mass += density;
      moment += density * Math.exp(x);
    }
    const gap = submit.at(-1)! / JOBS;
    expect(Math.abs(gap / (moment / mass) - 1)).toBeLessThan(0.05);
  });

  it('never go back', () => {
    expect(submit.every((second, i) => i === 0 || second >= submit[i - 1]!)).toBe(true);
  });
});

describe('the daily cycle', () => {
  const cycle = new DailyCycle(LUBLIN.aNum, LUBLIN.bNum);

  it('has weights of 1 on average and takes a day for a day', () => {
    expect(cycle.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(48, 9);
    for (const days of [0, 1, 2, 1000]) expect(cycle.timeOf(days * 86_400 + 1e-6)).toBeCloseTo(days * 86_400, 2);
  });

  it('counts each half hour at its weight', () => {
    let counted = 0;
    for (const [i, weight] of cycle.weights.entries()) {
      expect(cycle.timeOf(counted + 900 * weight)).toBeCloseTo(i * 1800 + 900, 6);
      counted += 1800 * weight;
    }
  });

  it('is the gamma distribution that starts at half past five', () => {
    // For a whole shape the mass is in closed form: gamma(2, b) has the cdf 1 - (1 + x / b) exp(-x / b).
    const cdf = (x: number): number => 1 - (1 + x / 10) * Math.exp(-x / 10);
    const whole = cdf(58.5) - cdf(10.5);
    const { weights } = new DailyCycle(2, 10);
    expect(weights[10]! / 48).toBeCloseTo((cdf(11.5) - cdf(10.5)) / whole, 9);
    expect(weights[47]! / 48).toBeCloseTo((cdf(48.5) - cdf(47.5)) / whole, 9);
    expect(weights[9]! / 48).toBeCloseTo((cdf(58.5) - cdf(57.5)) / whole, 9);
  });
});

describe('options of the Lublin model', () => {
  it('scale to an offered load within 1%', () => {
    for (const [jobs, procs, load] of [
      [300, 128, 0.5],
      [5000, 100, 0.9],
      [20_000, 1024, 1.3],
    ] as const) {
      const drawn = offeredLoad(lublin({ jobs, procs, load, seed: 7 }), procs);
      expect(Math.abs(drawn / load - 1)).toBeLessThan(0.01);
    }
  });

  it('change arrivals with the load, and nothing else', () => {
    const [low, high] = [0.4, 0.8].map((load) => lublin({ jobs: 500, procs: 64, load, seed: 3 }).columns);
    expect(low!.run).toEqual(high!.run);
    expect(low!.procsUsed).toEqual(high!.procsUsed);
    expect(low!.submit.at(-1)!).toBeGreaterThan(high!.submit.at(-1)! * 1.5);
  });

  it('give estimates by the f-model from a stream of their own', () => {
    const options: LublinOptions = { jobs: 20_000, procs: 64, seed: 3 };
    const exact = lublin(options).columns;
    expect(sameColumn(exact.timeRequested, exact.run)).toBe(true);
    const { run, timeRequested, submit } = lublin({ ...options, estimates: { factor: 4 } }).columns;
    expect(sameColumn(run, exact.run) && sameColumn(submit, exact.submit)).toBe(true);
    const ratios = Array.from(run, (r, i) => timeRequested[i]! / r).filter((_, i) => run[i]! > 1000);
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...ratios)).toBeLessThan(5.001);
    // Uniform on [1, 5]: mean 3, standard deviation 4 / sqrt(12) = 1.155, over some 6,000 long jobs.
    expect(Math.abs(mean(ratios) - 3)).toBeLessThan(0.06);
  });

  it('stand in the header, with which the trace can be made again and read back', () => {
    const trace = lublin({ jobs: 50, procs: 16, load: 0.7, seed: 'x' });
    expect(trace.header).toContain('; MaxProcs: 16');
    const note = trace.header.find((line) => line.startsWith('; Note: lublin '))!;
    const said = JSON.parse(note.slice('; Note: lublin '.length));
    expect(said).toEqual({ jobs: 50, procs: 16, load: 0.7, seed: 'x', estimates: 'exact', ...LUBLIN });
    expect(lublin(said)).toEqual(trace);
    const back = readSwfBytes(Array.from(swfText(trace), (text) => Buffer.from(text)));
    expect(back.columns.submit).toEqual(Int32Array.from(trace.columns.submit));
    expect(prepareWorkload('x', back, { overrun: 'kill', estimate: 'requested' }).jobs.length).toBe(50);
  });

  it('may set parameters, and differ with the seed', () => {
    expect(
      lublin({ jobs: 50, procs: 16, seed: 1, parameters: { serial: 1 } }).columns.procsUsed.every((n) => n === 1),
    ).toBe(true);
    expect(lublin({ jobs: 50, procs: 16, seed: 1 })).not.toEqual(lublin({ jobs: 50, procs: 16, seed: 2 }));
  });

  it('must make sense', () => {
    const wrong = (options: Partial<LublinOptions>) => () => lublin({ jobs: 10, procs: 4, seed: 1, ...options });
    expect(wrong({ jobs: 0 })).toThrow(new InputError('jobs: expected a whole number of at least 1, found 0'));
    expect(wrong({ procs: 1.5 })).toThrow(InputError);
    expect(wrong({ load: 0 })).toThrow(new InputError('load: expected a number above 0, found 0'));
    expect(wrong({ load: 0.5, jobs: 1 })).toThrow(/at least 2 jobs/);
    expect(wrong({ estimates: { factor: -1 } })).toThrow(/expected a factor of at least 0, found -1/);
  });
});

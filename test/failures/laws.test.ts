import { describe, expect, it } from 'vitest';
import {
  bathtub,
  empirical,
  exponential,
  fixed,
  gamma,
  type Law,
  lognormal,
  normalCdf,
  uniform,
  weibull,
} from '../../src/failures/laws/law.ts';
import { PREFABS } from '../../src/failures/prefabs.ts';
import { randomStreams } from '../../src/kernel/random.ts';

const HOUR = 3_600_000;
const DRAWS = 20_000;
const drawsOf = (law: Law, seed: string): number[] => {
  const random = randomStreams('laws').stream(seed);
  return Array.from({ length: DRAWS }, () => law.draw(random)).sort((a, b) => a - b);
};

const bath = bathtub({
  early: { shape: 0.5, scale: 5000 * HOUR },
  chance: 1000 * HOUR,
  wear: { shape: 4, scale: 2000 * HOUR },
});
const LAWS: [string, Law][] = [
  ['exponential', exponential(10 * HOUR)],
  ['weibull by scale', weibull({ shape: 0.7, scale: 10 * HOUR })],
  ['weibull by mean', weibull({ shape: 2, mean: 10 * HOUR })],
  ['lognormal by mean', lognormal({ mean: 6 * HOUR, sigma: 1.2 })],
  ['lognormal by median', lognormal({ median: 6 * HOUR, sigma: 0.5 })],
  ['gamma below 1', gamma({ shape: 0.6, mean: 5 * HOUR })],
  ['gamma above 1', gamma({ shape: 3, mean: 5 * HOUR })],
  ['bathtub', bath],
  ['uniform', uniform(5 * HOUR)],
  ...PREFABS.flatMap(({ name, up, repair }): [string, Law][] => [
    [`${name} up`, up],
    [`${name} repair`, repair],
  ]),
];

describe('draws', () => {
  // Kolmogorov and Smirnov: the largest distance exceeds 1.63 / sqrt(n) with probability 0.01.
  it.each(LAWS)('of %s follow its law', (name, law) => {
    const draws = drawsOf(law, name);
    const distance = draws.reduce((most, x, i) => {
      const p = law.cdf(x);
      return Math.max(most, Math.abs(p - i / DRAWS), Math.abs(p - (i + 1) / DRAWS));
    }, 0);
    expect(distance).toBeLessThan(1.63 / Math.sqrt(DRAWS));
    expect(draws.every((x) => Number.isInteger(x) && x >= 1)).toBe(true);
  });

  it('of a bathtub have its mean', () => {
    const draws = drawsOf(bath, 'mean');
    const mean = draws.reduce((a, b) => a + b, 0) / DRAWS;
    const deviation = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS);
    expect(Math.abs(mean - bath.mean)).toBeLessThan((3 * deviation) / Math.sqrt(DRAWS));
  });

  it('of values are those values, each as often', () => {
    const law = empirical([10, 20, 20, 40]);
    expect(law.mean).toBe(22.5);
    expect(law.cdf(20)).toBe(0.75);
    // Three deviations of a share of one half: 3 sqrt(1/4 / 20,000) = 0.011.
    expect(Math.abs(drawsOf(law, 'empirical').filter((x) => x === 20).length / DRAWS - 0.5)).toBeLessThan(0.011);
    expect(new Set(drawsOf(law, 'empirical'))).toEqual(new Set([10, 20, 40]));
  });

  it('of a fixed length are whole, rounded up, and never nothing', () => {
    const random = randomStreams(1).stream('fixed');
    expect([fixed(1.5), fixed(0), fixed(7)].map((law) => law.draw(random))).toEqual([2, 1, 7]);
  });
});

describe('laws', () => {
  it('have the means of the textbooks', () => {
    // Weibull of shape 2: scale x sqrt(pi) / 2; lognormal: median x exp(sigma^2 / 2).
    expect(weibull({ shape: 2, scale: 1000 }).mean).toBeCloseTo(500 * Math.sqrt(Math.PI), 6);
    expect(lognormal({ median: 1000, sigma: 1 }).mean).toBeCloseTo(1000 * Math.exp(0.5), 6);
  });

  it('have the distributions that are worked out by hand', () => {
    // Weibull of shape 2 and scale 1,000 at 500: 1 - exp(-0.25).
    expect(weibull({ shape: 2, scale: 1000 }).cdf(500)).toBeCloseTo(1 - Math.exp(-0.25), 12);
    // Of the bathtub at 500 h: sqrt(500 / 5000) + 500 / 1000 + (500 / 2000)^4 = 0.31623 + 0.5 + 0.00391 is what the hazards
    // of its three causes add up to.
    expect(bath.cdf(500 * HOUR)).toBeCloseTo(1 - Math.exp(-(Math.sqrt(0.1) + 0.5 + 0.25 ** 4)), 9);
    expect(bath.cdf(2500 * HOUR)).toBeCloseTo(1 - Math.exp(-(Math.sqrt(0.5) + 2.5 + 1.25 ** 4)), 9);
  });

  it("have the shapes and scales of the archive's fits", () => {
    // At its scale a Weibull law is at 1 - 1/e whatever its shape; at a tenth of it at 1 - exp(-0.1^shape).
    const [lanl] = PREFABS;
    expect(lanl!.name).toBe('lanl05');
    expect(lanl!.up.cdf(816.6 * HOUR)).toBeCloseTo(1 - 1 / Math.E, 12);
    expect(lanl!.up.cdf(81.66 * HOUR)).toBeCloseTo(1 - Math.exp(-(0.1 ** 0.48)), 12);
    expect(lanl!.repair.cdf(2.18 * HOUR)).toBeCloseTo(1 - 1 / Math.E, 12);
    expect(lanl!.repair.cdf(0.218 * HOUR)).toBeCloseTo(1 - Math.exp(-(0.1 ** 0.58)), 12);
  });

  it('have the normal law of tables', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963985)).toBeCloseTo(0.975, 9);
    expect(normalCdf(-1)).toBeCloseTo(0.1586552539, 9);
  });
});

import { randomGamma, randomLogNormal } from 'd3-random';
import { gamma as gammaFunction } from 'simple-statistics';
import type { Random } from '../../kernel/random.ts';

/** A law of chance of a whole number of at least 1: of milliseconds, or of how many. */
export interface Law {
  readonly name: string;
  /** Of the continuous law, before a draw is rounded up; so is `cdf`. */
  readonly mean: number;
  /** Rounded up, and at most `LONGEST`. */
  draw(random: Random): number;
  /** The probability of at most `x`. */
  cdf(x: number): number;
}

/** Some 31,700 years in ms: sums of a few of them are still exact. */
export const LONGEST = 1e15;

const whole = (value: number): number => Math.min(LONGEST, Math.max(1, Math.ceil(value)));

/** Always the same. */
export const fixed = (value: number): Law => ({
  name: 'fixed',
  mean: value,
  draw: () => whole(value),
  cdf: (x) => (x >= value ? 1 : 0),
});

/** Any moment up to `most`, each as likely. */
export const uniform = (most: number): Law => ({
  name: 'uniform',
  mean: most / 2,
  draw: (random) => whole(random() * most),
  cdf: (x) => Math.min(1, Math.max(0, x / most)),
});

/** Without memory, as where parts neither wear nor are run in. */
export const exponential = (mean: number): Law => ({ ...weibull({ shape: 1, scale: mean }), name: 'exponential' });

/**
 * Weibull, drawn by inversion: the hazard decreases where the shape is less than 1, as that of nodes is found to do
 * (Schroeder and Gibson, DSN'06).
 */
export function weibull(options: WeibullOptions): Law {
  const { shape } = options;
  const unit = gammaFunction(1 + 1 / shape);
  const scale = 'scale' in options ? options.scale : options.mean / unit;
  return {
    name: 'weibull',
    mean: scale * unit,
    draw: (random) => whole(scale * (-Math.log1p(-random())) ** (1 / shape)),
    cdf: (x) => (x <= 0 ? 0 : -Math.expm1(-((x / scale) ** shape))),
  };
}
export type WeibullOptions = { readonly shape: number } & ({ readonly scale: number } | { readonly mean: number });

/** Lognormal, as repairs are found to be (Schroeder and Gibson, DSN'06); `sigma` is the deviation of the logarithm. */
export function lognormal(options: LognormalOptions): Law {
  const { sigma } = options;
  const mu = 'median' in options ? Math.log(options.median) : Math.log(options.mean) - sigma ** 2 / 2;
  return {
    name: 'lognormal',
    mean: Math.exp(mu + sigma ** 2 / 2),
    draw: (random) => whole(randomLogNormal.source(random)(mu, sigma)()),
    cdf: (x) => (x <= 0 ? 0 : normalCdf((Math.log(x) - mu) / sigma)),
  };
}
export type LognormalOptions = { readonly sigma: number } & ({ readonly median: number } | { readonly mean: number });

/** Gamma, drawn by the method of Marsaglia and Tsang (2000). */
export const gamma = ({ shape, mean }: { readonly shape: number; readonly mean: number }): Law => ({
  name: 'gamma',
  mean,
  draw: (random) => whole(randomGamma.source(random)(shape, mean / shape)()),
  cdf: (x) => (x <= 0 ? 0 : lowerGamma(shape, (x * shape) / mean)),
});

/** Each of some values as likely as any other; one that is given twice is twice as likely. */
export function empirical(values: readonly number[]): Law {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    name: 'empirical',
    mean,
    draw: (random) => whole(values[Math.floor(random() * values.length)]!),
    cdf: (x) => values.filter((value) => value <= x).length / values.length,
  };
}

/**
 * A bathtub: the hazards of early failures (Weibull, shape below 1), of chance, and of wear (shape above 1) add up. What
 * fails by the first of three independent causes has exactly that hazard, and so the least of three draws is taken.
 */
export function bathtub({ early, chance, wear }: BathtubOptions): Law {
  const parts = [weibull(early), exponential(chance), weibull(wear)];
  const survival = (x: number): number => parts.reduce((left, part) => left * (1 - part.cdf(x)), 1);
  return {
    name: 'bathtub',
    mean: areaBelow(survival, chance),
    draw: (random) => Math.min(...parts.map((part) => part.draw(random))),
    cdf: (x) => 1 - survival(x),
  };
}
export interface BathtubOptions {
  readonly early: { readonly shape: number; readonly scale: number };
  /** Mean time between failures by chance alone. */
  readonly chance: number;
  readonly wear: { readonly shape: number; readonly scale: number };
}

/** The integral of a survival function that falls below exp(-x / scale), by Simpson's rule over the logarithm of x. */
function areaBelow(survival: (x: number) => number, scale: number): number {
  const [from, to, steps] = [Math.log(scale * 1e-12), Math.log(scale * 40), 4000];
  const step = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const x = Math.exp(from + i * step);
    const odd = i % 2 === 0 ? 2 : 4;
    sum += (i === 0 || i === steps ? 1 : odd) * survival(x) * x;
  }
  return (sum * step) / 3;
}

/** The standard normal law, by the incomplete gamma function. */
export function normalCdf(z: number): number {
  const tail = (1 - lowerGamma(0.5, z ** 2 / 2)) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** The regularised lower incomplete gamma function P(a, x) by its series (Abramowitz and Stegun, 6.5.29). */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x > a + 40 * Math.sqrt(a) + 40) return 1;
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, (sum * Math.exp(a * Math.log(x) - x)) / gammaFunction(a));
}

import type { Range } from './metric.ts';
import type { Sample } from './sample.ts';

/**
 * Mean by a plain sum in the given order. Not the compensated sum of simple-statistics: published figures are sums
 * in doubles in order of arrival, and a reader who checks one should get the same digits.
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length > 0 ? sum / values.length : Number.NaN;
}

/** A way to make one figure of a column. */
export interface Statistic {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
  /** Whether it is a quantile or an extreme: over many runs such figures are skewed. */
  readonly skewed: boolean;
  /** What it can be of jobs whose figures are in this range. */
  range(of: Range): Range;
  of(sample: Sample): number;
}

/** A mean, a quantile and an extreme are no further out than what they are of. */
const same = (of: Range): Range => of;

export const percentile = (name: string, label: string, share: number): Statistic => ({
  name,
  label,
  definition: `${share} quantile (type 7, linear interpolation) over jobs of`,
  skewed: true,
  range: same,
  of: (sample) => sample.quantile(share),
});

export const MEAN: Statistic = {
  name: 'mean',
  label: 'Mean',
  definition: 'Arithmetic mean over jobs of',
  skewed: false,
  range: same,
  of: ({ values }) => mean(values),
};
export const MEDIAN: Statistic = percentile('median', 'Median', 0.5);
export const P95: Statistic = percentile('p95', 'P95', 0.95);
export const P99: Statistic = percentile('p99', 'P99', 0.99);
export const MAX: Statistic = {
  name: 'max',
  label: 'Max',
  definition: 'Maximum over jobs of',
  skewed: true,
  range: same,
  of: (sample) => sample.quantile(1),
};
export const MIN: Statistic = {
  name: 'min',
  label: 'Min',
  definition: 'Minimum over jobs of',
  skewed: true,
  range: same,
  of: (sample) => sample.quantile(0),
};
export const SUM: Statistic = {
  name: 'sum',
  label: 'Sum',
  definition: 'Sum over jobs of',
  skewed: false,
  // Over no jobs it is 0.
  range: ([least, most]) => [least < 0 ? Number.NEGATIVE_INFINITY : 0, most > 0 ? Number.POSITIVE_INFINITY : 0],
  of: ({ values }) => values.reduce((sum, value) => sum + value, 0),
};

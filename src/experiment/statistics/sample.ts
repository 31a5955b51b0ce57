import { mean } from '../../metrics/statistics.ts';

/** What is known of the values of one quantity over replications. */
export interface Sample {
  readonly values: readonly number[];
  readonly n: number;
  /** NaN for no values. */
  readonly mean: number;
  /** Standard deviation with n - 1 in the denominator; 0 where all values are equal, NaN for fewer than two. */
  readonly deviation: number;
}

/** Values that differ by less than this share of the largest figure they were made of are equal but for rounding. */
const ROUNDING = 1e-12;

/** @param scale the largest figure that the values were computed from, where they are differences of larger ones */
export function sampleOf(values: readonly number[], scale: number = largest(values)): Sample {
  const n = values.length;
  const centre = mean(values);
  if (n < 2) return { values, n, mean: centre, deviation: Number.NaN };
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  if (high - low <= ROUNDING * scale) return { values, n, mean: isNought(centre, scale) ? 0 : centre, deviation: 0 };
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { values, n, mean: centre, deviation: Math.sqrt(squares / (n - 1)) };
}

export const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Whether a figure computed from others as large as `scale` is 0 but for rounding. */
const isNought = (value: number, scale: number): boolean => Math.abs(value) <= ROUNDING * scale;

/** The values there are: a metric may have none in some replication. */
export const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null && Number.isFinite(value));

import type { Sample } from './sample.ts';
import { studentQuantile, studentTail } from './student.ts';

/** p-values of the one-sided tests that a mean is below 0, and above. */
export interface MeanTest {
  readonly below: number;
  readonly above: number;
}

/**
 * How probable it is that all of n replications fall on one side if more than half of all runs would not: the sign test,
 * for figures that do not differ between replications and so have no variance to judge by.
 */
const chanceOfOneSide = (n: number): number => 2 ** -n;

/** The least number of replications, 2 at least, of which that is at most `level`. */
export const replicationsOfOneSide = (level: number): number => Math.max(2, Math.ceil(-Math.log2(level)));

/**
 * Student's t test of a mean against 0. Where all values are equal there is no variance to judge by, and the sign test
 * takes its place.
 *
 * @param sample of at least two values
 */
export function meanTest({ n, mean, deviation }: Sample): MeanTest {
  if (deviation === 0) {
    const chance = chanceOfOneSide(n);
    return { below: mean < 0 ? chance : 1, above: mean > 0 ? chance : 1 };
  }
  const t = mean / (deviation / Math.sqrt(n));
  return { below: studentTail(-t, n - 1), above: studentTail(t, n - 1) };
}

/** More replications than these are not looked for. */
const MOST_REPLICATIONS = 10_000;

/**
 * The least number of replications with which a one-sided test of the mean passes with probability 1 - miss, if the
 * true mean and deviation are those observed: mean sqrt(n) / sd >= t(level) + t(miss), with n - 1 degrees of freedom
 * (S.-C. Chow, J. Shao & H. Wang, Sample Size Calculations in Clinical Research, chapter 3, iterated because t depends
 * on n).
 *
 * @param distance the mean's distance from 0 in the direction that is tested
 * @returns null where it is more than 10,000, or the distance is not in that direction
 */
export function replicationsFor({ deviation }: Sample, distance: number, level: number, miss: number): number | null {
  if (!(distance > 0)) return null;
  if (deviation === 0) return replicationsOfOneSide(level);
  const needed = (n: number): number =>
    (((studentQuantile(level, n - 1) + studentQuantile(miss, n - 1)) * deviation) / distance) ** 2;
  // t falls with n, so what the most would need is the least that any number does; the answer is a few above it.
  let n = Math.max(2, Math.ceil(needed(MOST_REPLICATIONS)));
  while (n <= MOST_REPLICATIONS && n < needed(n)) n += 1;
  return n <= MOST_REPLICATIONS ? n : null;
}

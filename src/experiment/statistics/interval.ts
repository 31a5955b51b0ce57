import { known, type Sample, sampleOf } from './sample.ts';
import { studentQuantile } from './student.ts';

/** A mean over replications and how far it may be off. */
export interface Interval {
  /** The mean of the values; null where there are none. */
  readonly value: number | null;
  /** Bounds of the confidence interval; null for fewer than two values: one run says nothing of how much runs vary. */
  readonly low: number | null;
  readonly high: number | null;
  /** With which probability intervals made in this way hold the true mean, such as 0.95. */
  readonly confidence: number;
  /** Replications that had a value, and those that had none and are left out. */
  readonly n: number;
  readonly missing: number;
  /** Student's t, or the studentized bootstrap. */
  readonly method: 'student' | 'bootstrap';
}

/**
 * Student's t interval of the mean over independent replications: mean -+ t sd / sqrt(n) with n - 1 degrees of freedom
 * (A. M. Law, Simulation Modeling and Analysis, section 9.4.1). Where all values are equal it has no width, which says
 * that no replication differed and not that none could.
 *
 * @param values one per replication; null or NaN where the metric had no value
 * @param confidence between 0 and 1, such as 0.95
 */
export function meanInterval(values: readonly (number | null)[], confidence: number): Interval {
  const present = known(values);
  return { ...studentInterval(sampleOf(present), confidence), missing: values.length - present.length };
}

/** The same of a sample without missing values. */
export function studentInterval(sample: Sample, confidence: number): Interval {
  const { n, mean } = sample;
  const about = { value: n > 0 ? mean : null, confidence, n, missing: 0, method: 'student' } as const;
  if (n < 2) return { ...about, low: null, high: null };
  const half = halfWidth(sample, confidence);
  return { ...about, low: mean - half, high: mean + half };
}

const halfWidth = ({ n, deviation }: Sample, confidence: number): number =>
  deviation === 0 ? 0 : (studentQuantile((1 - confidence) / 2, n - 1) * deviation) / Math.sqrt(n);

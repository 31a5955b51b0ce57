import type { Random } from '../../kernel/random.ts';
import { type Interval, studentInterval } from './interval.ts';
import { known, type Sample, sampleOf } from './sample.ts';

/** At any confidence the bounds are the 50th from either end: at 95 % their level strays by 0.35 percentage points. */
const FROM_THE_END = 50;
const MOST_RESAMPLES = 99_999;

/** 1,999 at 95 %, and more where less may be wrong, up to 99,999: beyond 99.9 % the bounds are nearer to the ends. */
export const resamplesFor = (confidence: number): number =>
  Math.min(MOST_RESAMPLES, Math.ceil((2 * FROM_THE_END) / (1 - confidence)) - 1);

/** Fewer values have too few resamples that differ: of three, one in nine is of one value alone. */
const LEAST_VALUES = 4;

/**
 * A resample's standard error counts as no less than so much of the sample's. Some resamples are of nearly equal values,
 * though the sample is not, and more so if most of its values are near each other and few are far: distances in units of
 * their standard errors are huge, and at high confidence the bounds are made of these. docs/statistics.md has what it costs.
 */
const LEAST_ERROR = 0.1;

/**
 * Studentized bootstrap interval of the mean over independent replications, for quantities whose values are skewed,
 * such as the 0.95 quantile or the maximum of the waits of a run (B. Efron & R. J. Tibshirani, An Introduction to the
 * Bootstrap, 1993, section 12.5), with a floor under the standard errors of resamples. The bootstrap's percentile and BCa
 * intervals are too narrow for few replications; docs/statistics.md has the coverage of all of them. The interval does not
 * depend on the order of the values. Of three values or less it is Student's, as where there are too few resamples for
 * the confidence, and `method` says so.
 *
 * @param values one per replication; null or NaN where the metric had no value
 * @param random a stream of its own, such as `randomStreams(seed).stream('bootstrap')`
 */
export function bootstrapInterval(
  values: readonly (number | null)[],
  confidence: number,
  random: Random,
  resamples: number = resamplesFor(confidence),
): Interval {
  const present = Float64Array.from(known(values)).sort();
  const sample = sampleOf([...present]);
  const missing = values.length - present.length;
  const student = { ...studentInterval(sample, confidence), missing };
  const rank = Math.floor(((resamples + 1) * (1 - confidence)) / 2);
  if (sample.n < LEAST_VALUES || sample.deviation === 0 || rank < 1) return student;
  const pivots = pivotsOf(sample, random, resamples);
  const error = sample.deviation / Math.sqrt(sample.n);
  const [least, most] = [pivots[rank - 1]!, pivots[resamples - rank]!];
  return { ...student, low: sample.mean - most * error, high: sample.mean - least * error, method: 'bootstrap' };
}

/** (resample's mean - sample's mean) / the resample's standard error, ascending. */
function pivotsOf({ values, n, mean, deviation }: Sample, random: Random, resamples: number): Float64Array {
  const pivots = new Float64Array(resamples);
  const leastVariance = (LEAST_ERROR * deviation) ** 2;
  for (let i = 0; i < resamples; i++) {
    const first = values[Math.floor(random() * n)]!;
    // Sums of distances from the first value drawn, so that no digits of the variance are lost where all are large.
    let [sum, squares] = [0, 0];
    for (let drawn = 1; drawn < n; drawn++) {
      const distance = values[Math.floor(random() * n)]! - first;
      sum += distance;
      squares += distance * distance;
    }
    const variance = Math.max(leastVariance, (squares - (sum * sum) / n) / (n - 1));
    pivots[i] = (first + sum / n - mean) / Math.sqrt(variance / n);
  }
  return pivots.sort();
}

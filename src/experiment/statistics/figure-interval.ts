import { randomStreams } from '../../kernel/random.ts';
import type { Nature } from '../../metrics/metric.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { type Interval, meanInterval } from './interval.ts';

/**
 * The interval of a figure's mean over independent replications, as every table, claim, target and page has it: the
 * studentized bootstrap of what is skewed, Student's of all else, cut where the figure cannot be. A bound beyond which
 * the true mean cannot lie may be moved there: the interval holds the mean as often as before.
 *
 * All figures are resampled by one stream, so that the interval is a function of its arguments alone: whoever asks, and
 * by whatever name a figure goes, the same values have the same bounds to the last bit.
 *
 * @param values one per replication, in the unit of `nature.range`; null or NaN where the figure had no value
 * @param confidence between 0 and 1, such as 0.95
 */
export function figureInterval(values: readonly (number | null)[], nature: Nature, confidence: number): Interval {
  const interval = nature.skewed
    ? bootstrapInterval(values, confidence, randomStreams('intervals').stream('bootstrap'))
    : meanInterval(values, confidence);
  const { low, high } = interval;
  if (low === null || high === null) return interval;
  const [least, most] = nature.range;
  return { ...interval, low: Math.max(low, least), high: Math.min(high, most) };
}

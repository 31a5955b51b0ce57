import type { Better } from '../../metrics/metric.ts';
import { holm } from './holm.ts';
import { type Interval, studentInterval } from './interval.ts';
import { type MeanTest, meanTest, replicationsFor } from './mean-test.ts';
import { largest, type Sample, sampleOf } from './sample.ts';

/** `higher` and `lower` are said of metrics that are no merit, in the place of `better` and `worse`. */
export type Verdict = 'better' | 'worse' | 'higher' | 'lower' | 'equivalent' | 'not enough evidence';

/** Differences that do not matter: smaller than `value` in the metric's unit, or than this share of the baseline. */
export interface Margin {
  readonly of: 'absolute' | 'relative';
  /** Above 0. */
  readonly value: number;
}

/** Two policies in one metric. */
export interface Comparison {
  readonly better: Better;
  /** The metric under the policy by replication, in the order of `baseline`; null or NaN where it had no value. */
  readonly values: readonly (number | null)[];
  /** The same of the policy that it is compared to, with the same random numbers. */
  readonly baseline: readonly (number | null)[];
  /** Without one, only identical figures are equivalent. */
  readonly margin?: Margin | undefined;
}

/** By what a verdict was reached, or what it lacks. */
export type Reason =
  /** Every replication had the same figure under both. */
  | 'identical'
  /** The difference lies within the margin: both one-sided tests pass. */
  | 'within margin'
  /** The difference is not 0: the t test passes. */
  | 'difference'
  /** Neither test passes. */
  | 'undecided'
  /** A single replication, or none, has a figure under both. */
  | 'one replication'
  | 'no replications';

/** p-values of one comparison; null where there is no test. */
export interface PValues {
  /** Of no difference, two-sided. */
  readonly difference: number | null;
  /** Of a difference as large as the margin or larger. */
  readonly equivalence: number | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Policy - baseline over the pairs, with Student's interval for this comparison alone; `missing` counts dropped pairs. */
  readonly difference: Interval;
  /** The baseline's mean over the same pairs; null for none. */
  readonly baseline: number | null;
  readonly p: PValues;
  /** The same by Holm over the family; what verdicts are based on. */
  readonly adjusted: PValues;
  /**
   * How many more replications would settle it with probability 0.8, if the true difference and its variance are those
   * observed. 0 where it is settled; null where that is not known (fewer than two pairs) or above 10,000 in all.
   */
  readonly more: number | null;
}

/**
 * Judges a family of comparisons together, by paired differences over independent replications. A difference is tested
 * by Student's t, equivalence by two one-sided t tests (D. J. Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15,
 * 1987); a relative margin by the contrasts A - (1 -+ r) B, so that the baseline's own scatter counts. Both kinds of
 * test go through Holm over the family, each at 1 - confidence: the probability that any `better`, `worse`, `higher` or
 * `lower` is said of equal policies is at most that, and so is the probability that any `equivalent` is said of
 * policies that differ by the margin or more. A difference that is real but within the margin is `equivalent`.
 *
 * @param confidence between 0 and 1, such as 0.95
 * @returns in the order of the family
 */
export function verdicts(family: readonly Comparison[], confidence: number): Judgement[] {
  const pairs = family.map(pairUp);
  const tests = pairs.map(pValues);
  const difference = adjust(tests.map((p) => p.difference));
  const equivalence = adjust(tests.map((p) => p.equivalence));
  return pairs.map((pair, i) => {
    const adjusted = { difference: difference[i]!, equivalence: equivalence[i]! };
    return judge(pair, tests[i]!, adjusted, family.length, confidence);
  });
}

/** Adjusts the p-values there are. */
function adjust(p: readonly (number | null)[]): (number | null)[] {
  const present = holm(p.filter((value) => value !== null));
  let next = 0;
  return p.map((value) => (value === null ? null : present[next++]!));
}

/** The pairs in which both policies have a figure. */
interface Pairs {
  readonly better: Better;
  readonly difference: Sample;
  readonly baseline: Sample;
  /** Difference + margin and difference - margin, of which the one must be above 0 and the other below. */
  readonly bounds?: { readonly low: Sample; readonly high: Sample } | undefined;
  readonly dropped: number;
}

function pairUp({ better, values, baseline, margin }: Comparison): Pairs {
  if (values.length !== baseline.length) {
    throw new RangeError(`expected as many values as the baseline has, ${baseline.length}, found ${values.length}`);
  }
  const both = values.flatMap((value, i) => {
    const other = baseline[i]!;
    return isKnown(value) && isKnown(other) ? [{ value, other }] : [];
  });
  const base = sampleOf(both.map(({ other }) => other));
  const scale = Math.max(
    largest(base.values),
    both.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0),
  );
  const contrast = (sign: -1 | 0 | 1): Sample => {
    const widened = ({ value, other }: { value: number; other: number }): number => {
      if (margin === undefined || sign === 0) return value - other;
      return value - other + sign * margin.value * (margin.of === 'absolute' ? 1 : other * (base.mean < 0 ? -1 : 1));
    };
    return sampleOf(both.map(widened), scale);
  };
  const bounds = margin && { low: contrast(1), high: contrast(-1) };
  return { better, difference: contrast(0), baseline: base, bounds, dropped: values.length - both.length };
}

const isKnown = (value: number | null): value is number => value !== null && Number.isFinite(value);

function pValues({ difference, bounds }: Pairs): PValues {
  if (difference.n < 2) return { difference: null, equivalence: null };
  const twoSided = ({ below, above }: MeanTest): number => Math.min(1, 2 * Math.min(below, above));
  return {
    difference: twoSided(meanTest(difference)),
    equivalence: bounds ? Math.max(meanTest(bounds.low).above, meanTest(bounds.high).below) : null,
  };
}

function judge(pairs: Pairs, p: PValues, adjusted: PValues, family: number, confidence: number): Judgement {
  const { difference, baseline, dropped } = pairs;
  const reason = reasonOf(pairs, adjusted, 1 - confidence);
  const verdict = verdictOf(reason, pairs);
  return {
    verdict,
    reason,
    difference: { ...studentInterval(difference, confidence), missing: dropped },
    baseline: baseline.n > 0 ? baseline.mean : null,
    p,
    adjusted,
    more: verdict === 'not enough evidence' ? moreFor(pairs, (1 - confidence) / family) : 0,
  };
}

function reasonOf({ difference: { n, mean, deviation } }: Pairs, adjusted: PValues, alpha: number): Reason {
  if (n === 0) return 'no replications';
  if (n === 1) return 'one replication';
  if (deviation === 0 && mean === 0) return 'identical';
  if (adjusted.equivalence !== null && adjusted.equivalence <= alpha) return 'within margin';
  return adjusted.difference! <= alpha ? 'difference' : 'undecided';
}

function verdictOf(reason: Reason, { better, difference: { mean } }: Pairs): Verdict {
  if (reason === 'identical' || reason === 'within margin') return 'equivalent';
  if (reason !== 'difference') return 'not enough evidence';
  if (better === 'neither') return mean < 0 ? 'lower' : 'higher';
  return mean < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** That a true verdict is missed is accepted with this probability when more replications are asked for. */
const MISS = 0.2;

/** @param level of one test, by Bonferroni: Holm asks for no more, and what it asks depends on the others' outcome */
function moreFor({ difference, bounds }: Pairs, level: number): number | null {
  if (difference.n < 2) return null;
  const needed = [replicationsFor(difference, Math.abs(difference.mean), level / 2, MISS)];
  if (bounds) {
    // Both tests must pass: half of the probability to miss is left to each.
    const low = replicationsFor(bounds.low, bounds.low.mean, level, MISS / 2);
    const high = replicationsFor(bounds.high, -bounds.high.mean, level, MISS / 2);
    needed.push(low === null || high === null ? null : Math.max(low, high));
  }
  const possible = needed.filter((n) => n !== null);
  return possible.length === 0 ? null : Math.max(1, Math.min(...possible) - difference.n);
}

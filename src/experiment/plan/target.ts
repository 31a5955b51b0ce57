import { mean } from '../../metrics/statistics.ts';
import { compileFigures, type FigureClaim } from '../claims/claim.ts';
import { claimPolicies } from '../claims/policies.ts';
import { figureIn, ofBoth, unitOf } from '../claims/quantity.ts';
import type { Comparator } from '../claims/syntax.ts';
import type { PlannedPolicy } from '../experiment.ts';
import { meanInterval } from '../statistics/interval.ts';
import type { Point } from '../study/study.ts';
import { Replicated } from '../study/study-claims.ts';
import type { StudyRuns } from '../study/study-runs.ts';

/** What must hold of a machine that is large enough. */
export interface Target {
  readonly text: string;
  readonly claim: FigureClaim;
}

/** @throws ClaimError for one that cannot be understood */
export const targetsOf = (texts: readonly string[], policies: readonly PlannedPolicy[]): Target[] =>
  texts.map((text) => ({
    text,
    claim: compileFigures(text, { policies: claimPolicies(policies), mayCome: () => true }),
  }));

/** A target at one size. */
export interface TargetFigures {
  readonly text: string;
  readonly comparator: Comparator;
  readonly unit: string;
  /** Means of both sides over the replications, in `unit`; null where they have no value. */
  readonly value: number | null;
  readonly target: number | null;
  /** The interval of `value - target`, moved to where `value` stands; null from one replication. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the whole interval is on the right side; from one replication, whether the value is. */
  readonly met: boolean;
}

/**
 * Whether a target holds, with confidence: the bound of the mean difference of its sides that is nearer to the wrong
 * side must be on the right one. Only this bound can err, so the interval is one of twice the error.
 * @param policy the one that is looked at where the target names none
 * @param level the probability with which a target that does not hold may be taken to be met
 */
export function judgeTarget(
  { text, claim }: Target,
  runs: StudyRuns,
  { point, policy, replications, level }: TargetPlace,
): TargetFigures {
  const { left, right, comparator } = claim;
  const labels = runs.study.experiment.policies.map(({ label }) => label);
  const confidence = 1 - 2 * level;
  const over = new Replicated(runs, point, { policy, replications, confidence, labels });
  const [lefts, rights] = [over.values(left), over.values(right)];
  const quantity = ofBoth(left.quantity, right.quantity);
  const differences = lefts.map((value, i) => value - rights[i]!);
  const { value, low, high } = meanInterval(differences, confidence);
  const target = mean(rights);
  const known = differences.every(Number.isFinite) && value !== null;
  return {
    ...{ text, comparator, unit: unitOf(quantity) },
    value: figureIn(quantity, mean(lefts)),
    target: figureIn(quantity, target),
    low: known && low !== null ? figureIn(quantity, low + target) : null,
    high: known && high !== null ? figureIn(quantity, high + target) : null,
    met: known && onRightSide(comparator, low ?? value, high ?? value),
  };
}

/** Where and over what a target is judged. */
export interface TargetPlace {
  readonly point: Point;
  readonly policy: string | null;
  readonly replications: number;
  readonly level: number;
}

function onRightSide(comparator: Comparator, low: number, high: number): boolean {
  if (comparator === '<') return high < 0;
  if (comparator === '<=') return high <= 0;
  return comparator === '>' ? low > 0 : low >= 0;
}

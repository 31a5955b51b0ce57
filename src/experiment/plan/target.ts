import { compileTarget, type FigureClaim } from '../claims/claim.ts';
import { claimPolicies } from '../claims/policies.ts';
import { ofBoth, unitOf } from '../claims/quantity.ts';
import type { Comparator } from '../claims/syntax.ts';
import type { PlannedPolicy } from '../experiment.ts';
import { meanInterval } from '../statistics/interval.ts';
import { replicationsOfOneSide } from '../statistics/mean-test.ts';
import { Replicated } from '../study/replicated.ts';
import type { Point } from '../study/study.ts';
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
    claim: compileTarget(text, { policies: claimPolicies(policies), checked: true }),
  }));

/** A target at one size. */
export interface TargetFigures {
  readonly text: string;
  readonly comparator: Comparator;
  readonly unit: string;
  /** Means of both sides over the replications, in `unit`; null where they have no value. */
  readonly value: number | null;
  readonly target: number | null;
  /**
   * Of a figure that is held against a number its own interval; else that of `value - target`, moved to where `value`
   * stands; null from one replication.
   */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * Whether the whole interval is on the right side, and not only since all of too few replications are equal; from one
   * replication, whether the value is.
   */
  readonly met: boolean;
  /** Whether the whole interval is on the wrong side, or there is no value; what is neither met nor failed is not decided. */
  readonly failed: boolean;
  /** How many replications it takes, where it is not met only since there are too few; else null. */
  readonly needs: number | null;
  /** Replications that do not count, since a side has no value in them. */
  readonly missing: number;
}

/**
 * Whether a target holds, with confidence: the bound of the mean difference of its sides that is nearer to the wrong
 * side must be on the right one. Only this bound can err, so the interval is one of twice the error. Of a figure that is
 * held against a number that difference has the bounds of the figure's own interval.
 * @param policy the one that is looked at where the target names none
 * @param level the probability with which a target that does not hold may be taken to be met
 */
export function judgeTarget({ text, claim }: Target, runs: StudyRuns, place: TargetPlace): TargetFigures {
  const { point, policy, replications, level } = place;
  const { left, right, comparator } = figureFirst(claim);
  const labels = runs.study.experiment.policies.map(({ label }) => label);
  const confidence = 1 - 2 * level;
  const over = new Replicated(runs, point, { policy, replications, confidence, labels });
  const { left: figure, right: held, differences, missing } = over.sides(left, right);
  const [value, target] = [figure.value, held.value];
  const found = { text, comparator, unit: unitOf(ofBoth(left.quantity, right.quantity)), value, target, missing };
  if (value === null || target === null)
    return { ...found, low: null, high: null, met: false, failed: true, needs: null };
  const skewed = right.constant !== undefined && (left.nature?.skewed === true || figure.atEnd);
  const counted = { replications, missing, level, skewed };
  if (right.constant !== undefined) {
    const { low, high } = figure;
    return { ...found, low, high, ...judged(comparator, [(low ?? value) - target, (high ?? value) - target], counted) };
  }
  const { low: least, high: most } = meanInterval(differences, confidence);
  return {
    ...found,
    low: least === null ? null : least + target,
    high: most === null ? null : most + target,
    ...judged(comparator, [least ?? value - target, most ?? value - target], counted),
  };
}

const MIRRORED: Readonly<Record<Comparator, Comparator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '!=': '!=',
};

const OPPOSITE: Readonly<Record<Comparator, Comparator>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '!=',
  '!=': '=',
};

/** `1h >= p95(wait)` says what `p95(wait) <= 1h` does, and is judged alike. */
const figureFirst = (claim: Target['claim']): Pick<Target['claim'], 'left' | 'right' | 'comparator'> =>
  claim.left.constant === undefined
    ? claim
    : { left: claim.right, right: claim.left, comparator: MIRRORED[claim.comparator] };

/** Where and over what a target is judged. */
export interface TargetPlace {
  readonly point: Point;
  readonly policy: string | null;
  readonly replications: number;
  readonly level: number;
}

interface Counted {
  readonly replications: number;
  readonly missing: number;
  readonly level: number;
  /** Whether it is a figure by itself that is skewed over runs, or at an end of what it can be in some of them. */
  readonly skewed: boolean;
}

/**
 * Bounds without a distance are of equal figures, or of one that is left: the sign test says whether there are enough of
 * them. So it does of skewed figures, of which few may all be small by chance; one that is 0 in some runs, or all of a
 * whole, is that there, whatever it is elsewhere. Without replications there is no
 * confidence, and the value decides.
 */
function judged(
  comparator: Comparator,
  [low, high]: readonly [low: number, high: number],
  { replications, missing, level, skewed }: Counted,
): Pick<TargetFigures, 'met' | 'failed' | 'needs'> {
  const failed = onRightSide(OPPOSITE[comparator], low, high);
  if (!onRightSide(comparator, low, high)) return { met: false, failed, needs: null };
  const needed = replications > 1 && (skewed || low === high) ? replicationsOfOneSide(level) : 0;
  return replications - missing < needed
    ? { met: false, failed, needs: needed + missing }
    : { met: true, failed, needs: null };
}

function onRightSide(comparator: Comparator, low: number, high: number): boolean {
  if (comparator === '<') return high < 0;
  if (comparator === '<=') return high <= 0;
  return comparator === '>' ? low > 0 : low >= 0;
}

import { type Claim, compileClaim, type FigureClaim } from '../claims/claim.ts';
import { type ClaimResult, type Settled, settled } from '../claims/evaluate.ts';
import { claimPolicies } from '../claims/policies.ts';
import { ofBoth, unitOf } from '../claims/quantity.ts';
import type { VerdictClaim } from '../claims/verdict.ts';
import type { PointFigures, StudyFigures } from './analysis.ts';
import { pointsOf } from './pinned.ts';
import { Replicated } from './replicated.ts';
import type { Point } from './study.ts';
import type { StudyRuns } from './study-runs.ts';

/** What became of a claim about many runs: of the point, and the policy, where it is farthest from being met. */
export interface StudyClaimResult extends ClaimResult {
  /** The interval of `value` over the replications, in `unit`; null where there is none, as of an end of an interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** The index of the point. */
  readonly point: number;
  /** The points at which it is not met. */
  readonly not_met_at: readonly number[];
  /** Of a claim about a verdict: the one that was found. */
  readonly verdict: string | null;
  /** Replications that do not count, since a side of the claim has no value in them. */
  readonly missing: number;
}

/** One claim at one point under one policy, or under those that it names. */
interface Outcome extends Omit<Settled, 'value' | 'target'> {
  /** In the unit of results, as all figures here. */
  readonly value: number | null;
  readonly target: number | null;
  readonly point: number;
  readonly policy: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string | null;
  readonly missing: number;
}

/**
 * Holds the claims of a study against its records: figures are means over the replications, and a claim must hold at
 * every point and, where it names no policy, under every policy.
 */
export function judgeClaims(runs: StudyRuns, figures: StudyFigures): StudyClaimResult[] {
  const { experiment, axes } = runs.study;
  const points = figures.points.map(({ point }) => point);
  const { to } = runs.study.comparison;
  const setting = { policies: claimPolicies(experiment.policies), study: true, to, checked: true };
  return (experiment.claims ?? []).map((claim) => {
    const compiled = compileClaim(claim.text, setting);
    if (compiled.kind === 'verdict') {
      const at = pointsOf(axes, points, [compiled]);
      const looked = figures.points.filter(({ point }) => at.includes(point));
      const outcomes = looked.map((one) => verdictOutcome(compiled, one));
      return result(claim, compiled.comparator, 'verdict', outcomes);
    }
    const { left, right } = compiled;
    return result(
      claim,
      compiled.comparator,
      unitOf(ofBoth(left.quantity, right.quantity)),
      pointsOf(axes, points, [...left.parts, ...right.parts]).flatMap((point) =>
        figureOutcomes(compiled, runs, point, figures),
      ),
    );
  });
}

/** The outcomes of a figure claim at a point: one for each policy where it names none. */
function figureOutcomes(
  claim: FigureClaim,
  runs: StudyRuns,
  point: Point,
  { replications, confidence }: Pick<StudyFigures, 'replications' | 'confidence'>,
): Outcome[] {
  const { left, right, comparator } = claim;
  const labels = runs.study.experiment.policies.map(({ label }) => label);
  const looked = left.each || right.each ? labels : [null];
  return looked.map((policy) => {
    const over = new Replicated(runs, point, { policy, replications, confidence, labels });
    const { left: found, right: target, missing } = over.sides(left, right);
    const why = found.value === null ? over.why : undefined;
    return {
      ...settled(comparator, found.mean, target.mean, why),
      ...{ value: found.value, low: found.low, high: found.high, target: target.value, missing },
      ...{ point: point.index, policy, verdict: null },
    };
  });
}

function verdictOutcome(
  { comparator, metric, policy, to, word }: VerdictClaim,
  { point, comparisons }: PointFigures,
): Outcome {
  const found = comparisons.find((one) => one.metric === metric && one.policy === policy && one.to === to)!;
  const verdict = found.verdict === 'not enough evidence' ? 'undecided' : found.verdict;
  const met = (verdict === word) === (comparator === '=');
  const none = { value: null, target: null, low: null, high: null, missing: 0 };
  return { ...none, point: point.index, policy: null, met, slack: met ? 0 : -1, why: undefined, verdict };
}

function result(
  claim: Claim,
  comparator: ClaimResult['comparator'],
  unit: string,
  outcomes: readonly Outcome[],
): StudyClaimResult {
  const worst = outcomes.reduce((most, one) => (one.slack < most.slack ? one : most));
  const missed = outcomes.filter(({ met }) => !met);
  return {
    ...claim,
    comparator,
    value: worst.value,
    target: worst.target,
    low: worst.low,
    high: worst.high,
    unit,
    met: worst.met,
    policy: worst.policy,
    not_met_by: [...new Set(missed.flatMap(({ policy }) => (policy === null ? [] : [policy])))],
    point: worst.point,
    not_met_at: [...new Set(missed.map(({ point }) => point))],
    verdict: worst.verdict,
    missing: worst.missing,
    why: worst.why ?? null,
  };
}

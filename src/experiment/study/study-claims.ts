import { mean } from '../../metrics/statistics.ts';
import { type Claim, compileClaim, type FigureClaim } from '../claims/claim.ts';
import { type ClaimResult, type Settled, settled } from '../claims/evaluate.ts';
import type { Figure, Runs } from '../claims/figures.ts';
import { claimPolicies } from '../claims/policies.ts';
import { figureIn, ofBoth, type Quantity, unitOf } from '../claims/quantity.ts';
import type { VerdictClaim } from '../claims/verdict.ts';
import { meanInterval } from '../statistics/interval.ts';
import type { PointFigures, StudyFigures } from './analysis.ts';
import type { Point } from './study.ts';
import type { StudyRuns } from './study-runs.ts';

/** What became of a claim about many runs: of the point, and the policy, where it is farthest from being met. */
export interface StudyClaimResult extends ClaimResult {
  /** The interval of `value` over the replications, in `unit`; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** The index of the point. */
  readonly point: number;
  /** The points at which it is not met. */
  readonly not_met_at: readonly number[];
  /** Of a claim about a verdict: the one that was found. */
  readonly verdict: string | null;
}

/** One claim at one point under one policy, or under those that it names. */
interface Outcome extends Settled {
  readonly point: number;
  readonly policy: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string | null;
}

/**
 * Holds the claims of a study against its records: figures are means over the replications, and a claim must hold at
 * every point and, where it names no policy, under every policy.
 */
export function judgeClaims(runs: StudyRuns, figures: StudyFigures): StudyClaimResult[] {
  const { experiment } = runs.study;
  const setting = { policies: claimPolicies(experiment.policies), study: true, mayCome: () => true };
  return (experiment.claims ?? []).map((claim) => {
    const compiled = compileClaim(claim.text, setting);
    if (compiled.kind === 'verdict') {
      const outcomes = figures.points.map((at) => verdictOutcome(compiled, at, runs.study.comparison.to));
      return result(claim, compiled.comparator, { time: 0, share: false }, outcomes);
    }
    const { left, right } = compiled;
    const quantity = ofBoth(left.quantity, right.quantity);
    return result(
      claim,
      compiled.comparator,
      quantity,
      figures.points.flatMap(({ point }) => figureOutcomes(compiled, runs, point, figures)),
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
    const [lefts, rights] = [over.values(left), over.values(right)];
    const [value, target] = [mean(lefts), mean(rights)];
    const { low, high } = left.constant === undefined ? meanInterval(lefts, confidence) : { low: null, high: null };
    return { point: point.index, policy, low, high, verdict: null, ...settled(comparator, value, target, over.why) };
  });
}

/** Whose figures are looked at, and over what. */
export interface Over {
  /** Null where the claim names its policies. */
  readonly policy: string | null;
  readonly replications: number;
  readonly confidence: number;
  readonly labels: readonly string[];
}

/** The figures of a claim by replication, from the parts that records hold. */
export class Replicated {
  why: string | undefined;
  readonly #runs: StudyRuns;
  readonly #point: Point;
  readonly #of: Over;

  constructor(runs: StudyRuns, point: Point, of: Over) {
    this.#runs = runs;
    this.#point = point;
    this.#of = of;
  }

  values(figure: Figure): number[] {
    return Array.from({ length: this.#of.replications }, (_, replication) => figure.of(this.#in(replication)));
  }

  #in(replication: number): Runs {
    const { policy, labels, confidence } = this.#of;
    return {
      value: ({ words }, label) => {
        const record = this.#runs.record(this.#point, replication, labels.indexOf((label ?? policy)!));
        return record.figures[words] ?? Number.NaN;
      },
      bound: (end, of) => meanInterval(this.values(of), confidence)[end] ?? Number.NaN,
      lacks: (reason) => {
        this.why ??= reason;
      },
    };
  }
}

function verdictOutcome(
  { comparator, metric, policy, to, word }: VerdictClaim,
  { point, comparisons }: PointFigures,
  usual: string,
): Outcome {
  const other = to ?? usual;
  const found = comparisons.find((one) => one.metric === metric && one.policy === policy && one.to === other);
  const said = found?.verdict ?? null;
  const verdict = said === 'not enough evidence' ? 'undecided' : said;
  const met = verdict !== null && (verdict === word) === (comparator === '=');
  const none = { value: Number.NaN, target: Number.NaN, low: null, high: null };
  const why = verdict === null ? `${metric} of ${policy} is not compared with ${other}; see compare` : undefined;
  return { ...none, point: point.index, policy: null, met, slack: met ? 0 : -1, why, verdict };
}

function result(
  claim: Claim,
  comparator: ClaimResult['comparator'],
  quantity: Quantity,
  outcomes: readonly Outcome[],
): StudyClaimResult {
  const worst = outcomes.reduce((most, one) => (one.slack < most.slack ? one : most));
  const missed = outcomes.filter(({ met }) => !met);
  return {
    ...claim,
    comparator,
    value: figureIn(quantity, worst.value),
    target: figureIn(quantity, worst.target),
    low: figureIn(quantity, worst.low),
    high: figureIn(quantity, worst.high),
    unit: worst.verdict === null ? unitOf(quantity) : 'verdict',
    met: worst.met,
    policy: worst.policy,
    not_met_by: [...new Set(missed.flatMap(({ policy }) => (policy === null ? [] : [policy])))],
    point: worst.point,
    not_met_at: [...new Set(missed.map(({ point }) => point))],
    verdict: worst.verdict,
    why: worst.why ?? null,
  };
}

import type { FinishedRun } from '../../model/run.ts';
import type { ExperimentResult } from '../experiment.ts';
import { type Claim, compileFigures, type FigureClaim } from './claim.ts';
import type { ClaimPolicy, Runs } from './figures.ts';
import { claimPolicies } from './policies.ts';
import { figureIn, holds, ofBoth, unitOf } from './quantity.ts';
import type { Comparator } from './syntax.ts';

/** What became of a claim. */
export interface ClaimResult extends Claim {
  readonly comparator: Comparator;
  /** The two sides of the comparison, in `unit`; null where they have no value. */
  readonly value: number | null;
  readonly target: number | null;
  /** `s`, `share` for a part of one whole, `1` for a plain number, `per h` for a rate, `s^2` and so on. */
  readonly unit: string;
  /** Null if it is not known, since a policy did not finish. */
  readonly met: boolean | null;
  /** Whose figures `value` and `target` are, where the claim is about every policy: those of the worst one. */
  readonly policy: string | null;
  /** Where the claim is about every policy: those for which it does not hold, in the order of the scenario. */
  readonly not_met_by: readonly string[];
  /** Why a side has no value or the claim is not known, else null. */
  readonly why: string | null;
}

/**
 * Holds the claims of an experiment against its runs. A claim that names no policy is about each of them; one that
 * needs a policy which did not finish is neither met nor not met.
 * @throws InputError for a claim that cannot be understood
 */
export function evaluateClaims({ experiment, runs }: Pick<ExperimentResult, 'experiment' | 'runs'>): ClaimResult[] {
  const policies = claimPolicies(experiment.policies);
  const finished = new Map(runs.map(({ label, run }) => [label, run]));
  return (experiment.claims ?? []).map((claim) => {
    const compiled = compileFigures(claim.text, { policies, centre: runs[0]?.run.centre?.centre, mayCome: () => true });
    return { ...claim, comparator: compiled.comparator, ...judge(compiled, policies, finished) };
  });
}

type Judgement = Omit<ClaimResult, keyof Claim | 'comparator'>;

function judge(
  compiled: FigureClaim,
  policies: readonly ClaimPolicy[],
  finished: ReadonlyMap<string, FinishedRun>,
): Judgement {
  const { left, right } = compiled;
  const quantity = ofBoth(left.quantity, right.quantity);
  const unit = unitOf(quantity);
  const missing = [...left.named, ...right.named].filter((label) => !finished.has(label));
  const each = left.each || right.each;
  const looked = each ? policies.map(({ label }) => label).filter((label) => finished.has(label)) : [undefined];
  if (missing.length > 0 || looked.length === 0) {
    const [label = policies[0]?.label] = missing;
    return { value: null, target: null, unit, met: null, policy: null, not_met_by: [], why: unfinished(label) };
  }
  const outcomes = looked.map((label) => outcome(compiled, label, finished));
  const worst = outcomes.reduce((most, one) => (one.slack < most.slack ? one : most));
  const [open] = each ? policies.filter(({ label }) => !finished.has(label)) : [];
  const unknown = worst.met && open !== undefined;
  return {
    value: figureIn(quantity, worst.value),
    target: figureIn(quantity, worst.target),
    unit,
    met: unknown ? null : worst.met,
    policy: worst.policy ?? null,
    not_met_by: outcomes.flatMap(({ met, policy }) => (met || policy === undefined ? [] : [policy])),
    why: unknown ? unfinished(open.label) : (worst.why ?? null),
  };
}

const unfinished = (label: string | undefined): string => `policy ${label} did not finish`;

interface Outcome extends Settled {
  readonly policy: string | undefined;
}

function outcome(
  { comparator, left, right }: FigureClaim,
  policy: string | undefined,
  finished: ReadonlyMap<string, FinishedRun>,
): Outcome {
  let why: string | undefined;
  const runs: Runs = {
    value: ({ part, label }) => part.of(finished.get((label ?? policy)!)!),
    bound: () => Number.NaN,
    lacks(reason) {
      why ??= reason;
    },
  };
  const [value, target] = [left.of(runs), right.of(runs)];
  return { policy, ...settled(comparator, value, target, why) };
}

/** What a comparison comes to. */
export interface Settled {
  readonly value: number;
  readonly target: number;
  readonly met: boolean;
  /** How far the claim is from not being met, or, below 0, from being met; the least belongs to the worst policy. */
  readonly slack: number;
  /** Why it is not known, if it is not. */
  readonly why: string | undefined;
}

/**
 * Whether a comparison holds, and how near it is to the other outcome: what is not met is worse than what is, however
 * near both are.
 * @param why a side has no value, if that is known
 */
export function settled(comparator: Comparator, value: number, target: number, why: string | undefined): Settled {
  if (!Number.isFinite(value) || !Number.isFinite(target)) {
    const slack = Number.NEGATIVE_INFINITY;
    return { value, target, met: false, slack, why: why ?? 'its figures are too large' };
  }
  const met = holds(comparator, value, target);
  const distance = Math.abs(value - target);
  return { value, target, met, slack: met && comparator !== '=' ? distance : -distance, why };
}

import { InputError } from '../../model/errors.ts';
import type { Point, Study } from '../study/study.ts';
import { type StudyHooks, StudyRuns } from '../study/study-runs.ts';
import { parsePath } from '../study/value-path.ts';
import { mostAnswers, smallest } from './search.ts';
import { judgeTarget, type Target, type TargetFigures, targetsOf } from './target.ts';

/** One size that was tried under one policy. */
export interface Probe {
  readonly size: number;
  /** Whether all targets are met. */
  readonly meets: boolean;
  /** Jobs that are left out in some replication, since they are too wide for it; where there are any, it fails. */
  readonly too_wide: number;
  /** Whether a target is surely not met, or jobs do not fit; what neither meets nor fails is not decided. */
  readonly fails: boolean;
  /** How many replications it takes, where it does not meet only since there are too few; else null. */
  readonly needs: number | null;
  readonly targets: readonly TargetFigures[];
}

/** The search under one policy. */
export interface PolicyPlan {
  /** Null where the targets name the policies that they are about. */
  readonly label: string | null;
  /** The smallest size that meets; null if none does. */
  readonly size: number | null;
  /** The smallest size that more replications would settle, and how many it takes; null where there is nothing to settle. */
  readonly undecided: { readonly size: number; readonly replications: number } | null;
  /** Larger sizes that were tried and fail a target. */
  readonly exceptions: readonly number[];
  /** All sizes that were tried and neither meet nor fail: whether they do is for more replications to tell. */
  readonly open: readonly number[];
  /** By size. */
  readonly probes: readonly Probe[];
}

/** What a search for capacity came to. */
export interface PlanResult {
  readonly axis: string;
  readonly from: number;
  readonly to: number;
  readonly replications: number;
  /** That all sizes that are said to meet do; no more than a wish from one replication. */
  readonly confidence: number;
  /** Of all sizes that were tried, whether simulated or kept from before. */
  readonly runs: number;
  readonly policies: readonly PolicyPlan[];
}

/**
 * The smallest size of an axis that meets the targets of a scenario's plan, under each policy. All sizes are tried with
 * the same replications (common random numbers). That any size which is taken to meet does not is no more probable than
 * 1 - confidence: each of the answers on which the search can rely, for each policy, has its part of it (Bonferroni). Of the
 * targets of one answer each has all of that, since all must be met: to be wrong, one that does not hold must be taken to
 * (an intersection-union test: R. L. Berger, Technometrics 24, 1982).
 * @throws InputError for a scenario without a plan or a run that fails; the signal's reason if it fires
 */
export async function planCapacity(study: Study, hooks: StudyHooks): Promise<PlanResult> {
  const form = study.plan;
  if (form === undefined) throw new InputError(`${study.scenario.path}: has no plan; see docs/experiments.md`);
  const { axis, from, to } = form;
  const targets = targetsOf(form.targets, study.experiment.policies);
  const runs = new StudyRuns(
    { ...study, axes: [{ path: axis, steps: parsePath(axis), values: [] }] },
    hooks,
    form.targets,
  );
  const about = targets.some(({ claim }) => claim.left.each || claim.right.each)
    ? study.experiment.policies.map(({ label }) => label)
    : [null];
  const { confidence } = study.comparison;
  const level = (1 - confidence) / (mostAnswers(from, to) * about.length);
  const policies: PolicyPlan[] = [];
  for (const label of about) policies.push(await planFor(label, { runs, targets, form: { from, to }, level }));
  const { count } = study.replications;
  return { axis, from, to, replications: count, confidence, runs: runs.simulated + runs.reused, policies };
}

/** How many more jobs of a replication are too wide at a size than at the largest, at worst: its figures are of fewer jobs. */
function jobsLeftOut(runs: StudyRuns, point: Point, largest: number, policy: number): number {
  const most = { index: largest, values: [largest] };
  const more = Array.from(
    { length: runs.study.replications.count },
    (_, i) => runs.record(point, i, policy).tooWide - runs.record(most, i, policy).tooWide,
  );
  return Math.max(0, ...more);
}

interface Search {
  readonly runs: StudyRuns;
  readonly targets: readonly Target[];
  readonly form: { readonly from: number; readonly to: number };
  readonly level: number;
}

async function planFor(label: string | null, { runs, targets, form, level }: Search): Promise<PolicyPlan> {
  const { experiment, replications } = runs.study;
  const named = targets.flatMap(({ claim }) => [...claim.left.named, ...claim.right.named]);
  const wanted = experiment.policies.flatMap((policy, i) =>
    policy.label === label || named.includes(policy.label) ? [i] : [],
  );
  const probes: Probe[] = [];
  const found = await smallest(form.from, form.to, async (size) => {
    const point: Point = { index: size, values: [size] };
    await runs.complete([point], replications.count, wanted);
    const place = { point, policy: label, replications: replications.count, level };
    const judged = targets.map((target) => judgeTarget(target, runs, place));
    const tooWide = jobsLeftOut(runs, point, form.to, wanted[0]!);
    const meets = tooWide === 0 && judged.every(({ met }) => met);
    const passes = tooWide === 0 && judged.every(({ met, needs }) => met || needs !== null);
    const needs = passes && !meets ? Math.max(...judged.map((target) => target.needs ?? 0)) : null;
    const fails = tooWide > 0 || judged.some(({ failed }) => failed);
    probes.push({ size, meets, too_wide: tooWide, fails, needs, targets: judged });
    // What only lacks replications is no reason to look for a larger size.
    return passes;
  });
  probes.sort((a, b) => a.size - b.size);
  const { size = null } = found;
  const sizes = (of: (probe: Probe) => boolean): number[] => probes.filter(of).map((probe) => probe.size);
  const failing = new Set(sizes(({ fails }) => fails));
  const exceptions = found.exceptions.filter((one) => failing.has(one));
  const open = sizes(({ meets, fails }) => !meets && !fails);
  const needs = probes.find((probe) => probe.size === size)?.needs ?? null;
  if (size === null || needs === null) return { label, size, undecided: null, exceptions, open, probes };
  return { label, size: null, undecided: { size, replications: needs }, exceptions, open, probes };
}

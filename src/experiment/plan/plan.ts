import { InputError } from '../../model/errors.ts';
import type { Look } from '../statistics/sequential.ts';
import type { AmountText } from '../study/amount.ts';
import { looksOf } from '../study/looks-of.ts';
import type { Planned, Point, Study } from '../study/study.ts';
import { type StudyHooks, StudyRuns } from '../study/study-runs.ts';
import { nearest } from './nearest.ts';
import type { Probe } from './probe.ts';
import { firstThatMeets, mostAsked } from './search.ts';
import { judgeTarget, type Target, targetsOf } from './target.ts';

/** The search under one policy. */
export interface PolicyPlan {
  /** Null where the targets name the policies that they are about. */
  readonly label: string | null;
  /** The smallest (or largest) size that meets; null if none does. */
  readonly size: AmountText | null;
  /** The first size that more replications would settle, and how many it takes; null where there is nothing to settle. */
  readonly undecided: { readonly size: AmountText; readonly replications: number } | null;
  /** Where none meets and none is only short of replications: of those that were tried the one that comes nearest. */
  readonly best: AmountText | null;
  /**
   * Whether more replications could tell nothing else: the size meets and the one before it that was tried fails, or all
   * that were tried fail.
   */
  readonly decided: boolean;
  /** Sizes beyond `size` that were tried and fail a target. */
  readonly exceptions: readonly AmountText[];
  /** All sizes that were tried and neither meet nor fail: whether they do is for more replications to tell. */
  readonly open: readonly AmountText[];
  /** By size. */
  readonly probes: readonly Probe[];
}

/** What a search for capacity came to. */
export interface PlanResult {
  readonly axis: string;
  /** Which of the sizes that meet is looked for. */
  readonly find: 'smallest' | 'largest';
  readonly from: AmountText;
  readonly to: AmountText;
  readonly replications: number;
  /** That all sizes that are said to meet do; no more than a wish from one replication. */
  readonly confidence: number;
  /** Where replications were added until it was decided: when was looked; else null. */
  readonly looks: readonly Look[] | null;
  /** How many replications there could have been. */
  readonly most: number;
  /** Of all sizes that were tried, whether simulated or kept from before. */
  readonly runs: number;
  readonly policies: readonly PolicyPlan[];
}

/** How a plan is made. */
export interface PlanOptions {
  /** Add replications until the answer is decided under every policy, or there are as many as there may be. */
  readonly untilDecided?: boolean | undefined;
}

/**
 * The smallest size of an axis that meets the targets of a scenario's plan, or the largest, under each policy. All sizes
 * are tried with the same replications (common random numbers). That any size which is taken to meet does not is no more
 * probable than 1 - confidence: each answer that the search may get, for each policy, has its part of it (Bonferroni), and
 * where replications are added each look has a part of it first. Of the targets of one answer each has all of that, since
 * all must be met: to be wrong, one that does not hold must be taken to (an intersection-union test: R. L. Berger,
 * Technometrics 24, 1982).
 * @throws InputError for a scenario without a plan or a run that fails; the signal's reason if it fires
 */
export async function planCapacity(
  study: Study,
  hooks: StudyHooks,
  { untilDecided = false }: PlanOptions = {},
): Promise<PlanResult> {
  const { plan: planned, replications, comparison } = study;
  if (planned === undefined) throw new InputError(`${study.scenario.path}: has no plan; see docs/experiments.md`);
  const { form, axis } = planned;
  const { confidence } = comparison;
  const targets = targetsOf(form.targets, study.experiment.policies);
  const runs = new StudyRuns({ ...study, axes: [axis] }, hooks, form.targets);
  const about = targets.some(({ claim }) => claim.left.each || claim.right.each)
    ? study.experiment.policies.map(({ label }) => label)
    : [null];
  const once = { number: 1, replications: replications.count, alpha: 1 - confidence, confidence };
  const taken: Look[] = [];
  let policies: PolicyPlan[] = [];
  for (const look of untilDecided ? looksOf(study) : [once]) {
    const level = look.alpha / (mostAsked(axis.values.length) * about.length);
    policies = [];
    for (const label of about)
      policies.push(await planFor(label, { runs, targets, planned, level, replications: look.replications }));
    taken.push(look);
    if (policies.every(({ decided }) => decided)) break;
  }
  return {
    ...{ axis: axis.path, find: form.find ?? 'smallest', from: form.from, to: form.to },
    ...{ replications: taken.at(-1)!.replications, confidence, looks: untilDecided ? taken : null },
    ...{ most: untilDecided ? replications.most : replications.count, runs: runs.simulated + runs.reused, policies },
  };
}

interface Search {
  readonly runs: StudyRuns;
  readonly targets: readonly Target[];
  readonly planned: Planned;
  readonly level: number;
  readonly replications: number;
}

/** The sizes that a search goes along: the one that is wanted most first. */
const inOrder = ({ axis, form }: Planned): Point[] => {
  const points = axis.values.map((value, index) => ({ index, values: [value] }));
  return form.find === 'largest' ? points.reverse() : points;
};

async function planFor(label: string | null, search: Search): Promise<PolicyPlan> {
  const places = inOrder(search.planned);
  const tried = new Map<number, Probe>();
  const found = await firstThatMeets(places.length, async (place) => {
    const probe = await tryOut(label, search, { point: places[place]!, last: places.at(-1)! });
    tried.set(place, probe);
    // What only lacks replications is no reason to look further.
    return probe.meets || probe.needs !== null;
  });
  const ordered = [...tried].sort(([a], [b]) => a - b);
  const answer = found.place === undefined ? undefined : tried.get(found.place);
  const before = ordered.filter(([place]) => place < (found.place ?? places.length)).map(([, probe]) => probe);
  const probes = ordered.map(([, probe]) => probe);
  if (search.planned.form.find === 'largest') probes.reverse();
  const sizes = (of: (probe: Probe) => boolean): AmountText[] => probes.filter(of).map(({ size }) => size);
  const exceptions = new Set(found.exceptions.map((place) => tried.get(place)!));
  return {
    label,
    size: answer?.meets ? answer.size : null,
    undecided: answer?.needs ? { size: answer.size, replications: answer.needs } : null,
    best: answer === undefined ? nearest(before).size : null,
    decided: answer === undefined ? before.every(({ fails }) => fails) : answer.meets && before.at(-1)?.fails !== false,
    exceptions: sizes((probe) => exceptions.has(probe) && probe.fails),
    open: sizes(({ meets, fails }) => !meets && !fails),
    probes,
  };
}

/** @param last the size at which everything that can fit does: one that is farther in the search leaves out no more */
async function tryOut(
  label: string | null,
  { runs, targets, level, replications }: Search,
  { point, last }: { readonly point: Point; readonly last: Point },
): Promise<Probe> {
  const named = targets.flatMap(({ claim }) => [...claim.left.named, ...claim.right.named]);
  const wanted = runs.study.experiment.policies.flatMap((policy, i) =>
    policy.label === label || named.includes(policy.label) ? [i] : [],
  );
  await runs.complete([point], replications, wanted);
  const judged = targets.map((target) => judgeTarget(target, runs, { point, policy: label, replications, level }));
  const more = Array.from(
    { length: replications },
    (_, i) => runs.record(point, i, wanted[0]!).tooWide - runs.record(last, i, wanted[0]!).tooWide,
  );
  const tooWide = Math.max(0, ...more);
  const meets = tooWide === 0 && judged.every(({ met }) => met);
  const passes = tooWide === 0 && judged.every(({ met, needs }) => met || needs !== null);
  return {
    size: point.values[0] as AmountText,
    meets,
    too_wide: tooWide,
    fails: tooWide > 0 || judged.some(({ failed }) => failed),
    needs: passes && !meets ? Math.max(...judged.map((target) => target.needs ?? 0)) : null,
    targets: judged,
  };
}

import type { PreemptMode } from '../model/centre.ts';
import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';

/** Sorts running jobs by who is preempted first. */
export type Preference = (
  jobs: readonly JobId[],
  facts: JobFacts,
  centre: CentreView,
  modeOf: (job: JobId) => PreemptMode,
) => JobId[];

/** How victims are chosen. */
export const VICTIM_RULES = ['youngest', 'cheapest', 'lowest'] as const;
export type VictimRule = (typeof VICTIM_RULES)[number];

/** The one that has started last, ties to the later arrival. */
export const younger = (centre: CentreView, a: JobId, b: JobId): number =>
  centre.runningSince(b) - centre.runningSince(a) || b - a;

/** Work that is thrown away if the job is preempted now: all since its last kept state, on all of its cores. */
const lost = (job: JobId, centre: CentreView, mode: PreemptMode): number =>
  mode === 'suspend' || mode === 'checkpoint' ? 0 : centre.done(job) * centre.demand(job)[CORES]!;

export const VICTIMS: { readonly [rule in VictimRule]: Preference } = {
  youngest: (jobs, _facts, centre) => [...jobs].sort((a, b) => younger(centre, a, b)),
  cheapest(jobs, _facts, centre, modeOf) {
    const costs = new Map(jobs.map((job) => [job, lost(job, centre, modeOf(job))]));
    return [...jobs].sort((a, b) => costs.get(a)! - costs.get(b)! || younger(centre, a, b));
  },
  lowest(jobs, facts, centre) {
    const { priority } = facts.asks!;
    return [...jobs].sort((a, b) => priority[a]! - priority[b]! || younger(centre, a, b));
  },
};

/**
 * The first of the sorted jobs whose going is enough, without those that are not needed for it: of these the ones that
 * would be preempted last are spared first. Undefined if all of them are not enough.
 */
export function fewest(
  sorted: readonly JobId[],
  enough: (gone: readonly JobId[]) => boolean,
): readonly JobId[] | undefined {
  if (!enough(sorted)) return undefined;
  // More room is never worse, so the shortest beginning that is enough is found by halving.
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (enough(sorted.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  const needed = sorted.slice(0, low);
  return onlyNeeded(needed, needed.toReversed(), enough);
}

/**
 * Those of the victims without whom the others are not enough.
 * @param spared the same victims, in the order in which they are spared if they can be
 */
export function onlyNeeded(
  victims: readonly JobId[],
  spared: readonly JobId[],
  enough: (gone: readonly JobId[]) => boolean,
): readonly JobId[] {
  let needed = victims;
  for (const job of spared) {
    const without = needed.filter((one) => one !== job);
    if (enough(without)) needed = without;
  }
  return needed;
}

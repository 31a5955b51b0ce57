import type { Workload } from '../../model/workload.ts';
import { sideOf } from '../diff.ts';
import type { DiffSide } from '../diff-side.ts';
import { actsOf, partingOfActs } from '../parting.ts';
import type { RunPlace } from '../study/study-runs.ts';
import type { DoneRuns } from './done-runs.ts';
import type { RunPair } from './moves.ts';

/**
 * How the schedules of a policy part from those of the baseline: by the first moment at which a run does not do what it
 * did, and what it does then, with its reasons; by the order within a moment alone; or in a run of which the baseline
 * keeps the hash alone, so that only the two versions themselves can tell.
 */
export type CheckParting =
  | { readonly kind: 'decision'; readonly time: number; readonly now: DiffSide; readonly workload: Workload }
  | { readonly kind: 'order' }
  | { readonly kind: 'untold'; readonly run: RunPair['now'] };

/** A run with another schedule than its baseline's. */
export interface ChangedRun extends RunPair {
  readonly place: RunPlace;
}

/**
 * How runs of a policy part from their baseline: told of the one of which the baseline knows what it did, if that is among
 * them, which is simulated once more to record why.
 * @param changed one at least
 * @throws an error named AbortError if the signal fired
 */
export async function partingOf(
  changed: readonly ChangedRun[],
  done: DoneRuns,
  signal: AbortSignal | undefined,
): Promise<CheckParting> {
  const known = changed.find(({ was }) => was.acts !== undefined);
  if (known === undefined) return { kind: 'untold', run: changed[0]!.now };
  const { experiment, workload, run } = await done.simulated(known.place);
  const parting = partingOfActs(known.was.acts!(), actsOf(run));
  if (parting === undefined) return { kind: 'order' };
  const { jobs, procs, centre, resilience: befalls } = workload;
  const { successors, options, seed } = experiment;
  const policy = experiment.policies[known.place.policy]!;
  const resilience = befalls && (async () => befalls);
  const replay = { jobs, procs, centre, resilience, seed, policy, successors, options, hash: run.hash };
  return { kind: 'decision', time: parting.time, now: await sideOf(replay, parting, parting.b, signal), workload };
}

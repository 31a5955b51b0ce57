import { InputError } from '../model/errors.ts';
import type { Observer } from '../model/facts.ts';
import type { FinishedRun } from '../model/run.ts';
import { type Replay, replayed } from './replay.ts';

/** A run as it was stored: what it takes to simulate it again, and the hash that this must come to. */
export interface StoredReplay extends Replay {
  readonly hash: string;
  /** The version of this program that made it, if that is known to be another one. */
  readonly version?: string | undefined;
}

/**
 * Simulates a stored run again, to its end.
 *
 * @param observers watch it
 * @throws ChangedRunError if the run does not come out as it was stored; InputError for a policy that cannot be made any
 *   more; an error named AbortError if the signal fired
 */
export async function replayedAsStored(
  replay: StoredReplay,
  observers: readonly Observer[],
  signal: AbortSignal | undefined,
): Promise<FinishedRun> {
  const run = (await replayed(replay, observers, signal)).finish();
  if (run.hash === replay.hash) return run;
  throw new ChangedRunError(replay, run.hash);
}

/** A run that does not come out as it was stored. */
export class ChangedRunError extends InputError {
  /** The message without what to do about it. */
  readonly problem: string;

  constructor({ policy, hash, version }: StoredReplay, now: string) {
    const by = version === undefined ? '' : `, by version ${version}`;
    const problem =
      `policy '${policy.label}' makes another schedule now than the one that is stored (run hash ${now}, stored ` +
      `${hash}${by}): the policy or this program has changed since`;
    super(`${problem}; run the scenario again`);
    this.problem = problem;
  }
}

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
 * @throws InputError if the run does not come out as it was stored; an error named AbortError if the signal fired
 */
export async function replayedAsStored(
  replay: StoredReplay,
  observers: readonly Observer[],
  signal: AbortSignal | undefined,
): Promise<FinishedRun> {
  const run = (await replayed(replay, observers, signal)).finish();
  if (run.hash === replay.hash) return run;
  const by = replay.version === undefined ? '' : `, by version ${replay.version}`;
  throw new InputError(
    `policy '${replay.policy.label}' makes another schedule than the one that is stored (run hash ${run.hash}, stored ` +
      `${replay.hash}${by}): the policy or this program has changed since; run the scenario again`,
  );
}

import { InputError } from '../model/errors.ts';
import type { JobId } from '../model/jobs.ts';
import { decisionRecorder } from '../observers/decisions.ts';
import { explain, type JobLife } from '../observers/explain.ts';
import { type Replay, replayed } from './replay.ts';
import { type Alternative, whatIf } from './what-if.ts';

/** A run as it was stored: what it takes to simulate it again, and the hash that this must come to. */
export interface StoredReplay extends Replay {
  readonly hash: string;
  /** The version of this program that made it, if that is known to be another one. */
  readonly version?: string | undefined;
}

/** The life of a job under one policy, and what would have made it another. */
export interface JobExplanation extends JobLife {
  readonly label: string;
  /** What was tried, each simulated again; absent where nobody asked. */
  readonly alternatives?: readonly Alternative[];
}

/** What is to be found out, and how a caller stops it. */
export interface ExplainOptions {
  /** Whether to look for what would have let the job start earlier. */
  readonly alternatives?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Simulates a stored run again, recording every decision, and explains a job from the record.
 * @throws InputError if the run does not come out as it was stored; an error named AbortError if the signal fired
 */
export async function explainJob(
  replay: StoredReplay,
  job: JobId,
  { alternatives = false, signal }: ExplainOptions = {},
): Promise<JobExplanation> {
  const { label } = replay.policy;
  const recorder = decisionRecorder(replay.jobs);
  const run = (await replayed(replay, [recorder], signal)).finish();
  if (run.hash !== replay.hash) {
    const by = replay.version === undefined ? '' : `, by version ${replay.version}`;
    throw new InputError(
      `policy '${label}' makes another schedule than the one that is stored (run hash ${run.hash}, stored ` +
        `${replay.hash}${by}): the policy or this program has changed since; run the scenario again`,
    );
  }
  const life = explain(recorder.record, run, job, replay.options.pass === 'event');
  return { label, ...life, ...(alternatives && { alternatives: await whatIf(replay, life, signal) }) };
}

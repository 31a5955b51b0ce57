import type { Centre } from '../model/centre.ts';
import type { JobId } from '../model/jobs.ts';
import { decisionRecorder } from '../observers/decisions.ts';
import { explain, type JobLife } from '../observers/explain.ts';
import { type NodeLife, nodeLifeRecorder } from '../observers/node-life.ts';
import { type NodeAlternative, whatIfOnNodes } from './node-what-if.ts';
import { replayedAsStored, type StoredReplay } from './stored-replay.ts';
import { type Alternative, whatIf } from './what-if.ts';

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

/** The same on a machine of nodes. */
export interface NodeExplanation extends NodeLife {
  readonly label: string;
  readonly alternatives?: readonly NodeAlternative[];
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
  const run = await replayedAsStored(replay, [recorder], signal);
  const life = explain(recorder.record, run, job, replay.options.pass === 'event');
  return { label, ...life, ...(alternatives && { alternatives: await whatIf(replay, life, signal) }) };
}

/**
 * The same for a run on a machine of nodes.
 * @throws InputError and AbortError as `explainJob` does
 */
export async function explainOnNodes(
  replay: StoredReplay & { readonly centre: Centre },
  job: JobId,
  { alternatives = false, signal }: ExplainOptions = {},
): Promise<NodeExplanation> {
  const recorder = nodeLifeRecorder(job);
  const life = recorder.lifeIn(await replayedAsStored(replay, [recorder], signal));
  const tried = alternatives && { alternatives: await whatIfOnNodes(replay, life, signal) };
  return { label: replay.policy.label, ...life, ...tried };
}

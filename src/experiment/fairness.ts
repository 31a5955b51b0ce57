import { setImmediate } from 'node:timers/promises';
import { FairStarts } from '../engine/fair-starts.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Simultaneity } from '../model/scheduler.ts';
import { isModulePath, parsePolicy } from '../registry.ts';
import type { PlannedPolicy } from './experiment.ts';
import { loadScheduler } from './policies.ts';

/** How much of a policy's progress its simulation is, where its fairness is judged as well. */
export const SIMULATION_SHARE = 0.05;

/** Jobs judged between two looks at whether to go on: some milliseconds of work for most policies. */
const SLICE = 16;

/** How the judging of one run is followed and stopped; as in `RunHooks`. */
interface FairnessHooks {
  readonly signal?: AbortSignal;
  progress?(policy: PlannedPolicy, done: number): void;
}

/** The fair start times of a run, or undefined if the signal stopped it. */
export async function judgeFairness(
  run: FinishedRun,
  policy: PlannedPolicy,
  simultaneity: Simultaneity,
  { progress, signal }: FairnessHooks,
): Promise<Float64Array | undefined> {
  const fair = new FairStarts(run, simultaneity);
  // Policies of the registry keep what they remember apart for each run; of a module nobody knows.
  const own = isModulePath(parsePolicy(policy.spec).name);
  let scheduler = await loadScheduler(policy);
  while (fair.step(scheduler)) {
    if (own) scheduler = await loadScheduler(policy);
    if (fair.judged % SLICE !== 0) continue;
    progress?.(policy, SIMULATION_SHARE * run.jobs.length + (1 - SIMULATION_SHARE) * fair.judged);
    await setImmediate();
    if (signal?.aborted) return undefined;
  }
  progress?.(policy, run.jobs.length);
  return fair.starts;
}

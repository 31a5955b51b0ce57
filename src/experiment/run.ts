import { setImmediate } from 'node:timers/promises';
import { asksForFairness } from '../metrics/registry.ts';
import type { Centre } from '../model/centre.ts';
import { InputError } from '../model/errors.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { toSeconds } from '../model/time.ts';
import type { Workload } from '../model/workload.ts';
import { PolicyError } from '../own/policy-error.ts';
import type { Experiment, ExperimentResult, PlannedPolicy, PolicyRun } from './experiment.ts';
import { judgeFairness, SIMULATION_SHARE } from './fairness.ts';
import { loadWorkload } from './load.ts';
import { type OpenPolicy, openPolicy } from './open-policy.ts';
import { checkPolicies, loadScheduler } from './policies.ts';
import { type AnySimulation, startRun } from './start.ts';

/** Decisions taken before others get their turn: a few milliseconds of work, and no measurable cost. */
const SLICE = 256;

/** What an observer of one policy's run may need to know before its first fact. */
export interface RunContext {
  readonly policy: PlannedPolicy;
  readonly jobs: JobTable;
  readonly procs: number;
  readonly centre: Centre | undefined;
  readonly scheduler: Scheduler;
}

/** How a caller follows, watches and stops an experiment. None of it can change a schedule. */
export interface RunHooks {
  /**
   * Stops the experiment between two decisions; policies that have finished are kept. While the workload is loaded
   * there is nothing to keep, and an error named AbortError is thrown.
   */
  readonly signal?: AbortSignal;
  /** How many bytes of the trace have been read so far. */
  reading?(read: number, total: number): void;
  loaded?(workload: Workload): void;
  starting?(policy: PlannedPolicy): void;
  /** Observers for one policy's run, made anew for each. */
  observers?(context: RunContext): readonly Observer[];
  /** How many jobs of the policy's run have ended, now and then; where fairness is judged, how much of the work is done. */
  progress?(policy: PlannedPolicy, ended: number): void;
  finished?(run: PolicyRun): void;
  /** What a policy's program writes to its standard error. */
  policyOutput?(policy: PlannedPolicy, text: string): void;
}

/**
 * A policy of the user's own failed: its program died, its code threw, it decided what cannot be. The policies before
 * it have finished, and `result` holds their runs.
 */
export class PolicyFailure extends InputError {
  readonly result: ExperimentResult;

  constructor(message: string, { cause, result }: { readonly cause: unknown; readonly result: ExperimentResult }) {
    super(message, { cause });
    this.result = result;
  }

  /** The same failure with more to say about it. */
  with(more: string): PolicyFailure {
    return new PolicyFailure(this.message + more, { cause: this, result: this.result });
  }
}

/**
 * Loads the workload once and replays it through one policy after the other. Between slices of each simulation the
 * event loop turns, so signals arrive and progress is seen. Programs that decide are all started before the first
 * simulation, so that one that cannot be is told before hours have passed.
 * @throws InputError for a workload that cannot be read or a policy that the options rule out
 * @throws PolicyFailure if a policy of the user's own fails
 */
export async function runExperiment(experiment: Experiment, hooks: RunHooks = {}): Promise<ExperimentResult> {
  const { policies, options } = experiment;
  const fairness = asksForFairness(experiment.metrics);
  await checkPolicies(policies, { options, fairness, nodes: experiment.centre !== undefined });
  const workload = await loadWorkload(experiment, { signal: hooks.signal, onProgress: hooks.reading?.bind(hooks) });
  hooks.loaded?.(workload);
  const runs: PolicyRun[] = [];
  const result = { experiment, workload, runs };
  const opened: OpenPolicy[] = [];
  let current: PlannedPolicy | undefined;
  try {
    for (current of experiment.policies) opened.push(await open(current, experiment, workload, hooks));
    for (const [i, policy] of experiment.policies.entries()) {
      if (hooks.signal?.aborted) break;
      current = policy;
      hooks.starting?.(policy);
      const schedulers = [opened[i]!.scheduler, ...(await successorsOf(experiment))] as const;
      const run = await runPolicy(experiment, workload, policy, schedulers, hooks);
      if (run === undefined) break;
      await opened[i]!.close(true);
      runs.push(run);
      hooks.finished?.(run);
    }
    return result;
  } catch (cause) {
    if (hooks.signal?.aborted && cause === hooks.signal.reason) return result;
    if (!(cause instanceof PolicyError)) throw cause;
    throw new PolicyFailure(`policy '${current?.label}': ${cause.message}`, { cause, result });
  } finally {
    for (const policy of opened) await policy.close(false);
  }
}

/**
 * Simulates one policy's run of a workload that is loaded.
 * @throws InputError for a policy that cannot be made or fails; the signal's reason if it fires
 */
export async function runOne(
  experiment: Experiment,
  workload: Workload,
  policy: PlannedPolicy,
  signal: AbortSignal,
): Promise<FinishedRun> {
  let opened: OpenPolicy | undefined;
  try {
    opened = await open(policy, experiment, workload, { signal });
    const schedulers = [opened.scheduler, ...(await successorsOf(experiment))] as const;
    const finished = await runPolicy(experiment, workload, policy, schedulers, { signal });
    // A run that was stopped has no result, and the only one who stops it is the signal.
    if (finished === undefined) throw signal.reason;
    await opened.close(true);
    return finished.run;
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new InputError(`policy '${policy.label}': ${cause.message}`, { cause });
  } finally {
    await opened?.close(false);
  }
}

/** Those who take over by an intervention, made anew for each run. */
const successorsOf = ({ successors = [] }: Experiment): Promise<Scheduler[]> =>
  Promise.all(successors.map((policy) => loadScheduler(policy)));

function open(
  policy: PlannedPolicy,
  { options }: Experiment,
  { procs }: Workload,
  { signal, policyOutput }: RunHooks,
): Promise<OpenPolicy> {
  const stderr = policyOutput && ((text: string): void => policyOutput(policy, text));
  return openPolicy(policy, { procs, options, signal, ...(stderr && { stderr }) });
}

/** The policy's run, or undefined if it was stopped before its end. */
async function runPolicy(
  { options, metrics, seed }: Experiment,
  { jobs, procs, centre, resilience }: Workload,
  policy: PlannedPolicy,
  [scheduler, ...successors]: readonly [Scheduler, ...Scheduler[]],
  hooks: RunHooks,
): Promise<PolicyRun | undefined> {
  const fairness = asksForFairness(metrics);
  // The simulation itself is the lesser part of the work where fairness is judged.
  const share = fairness ? SIMULATION_SHARE : 1;
  const observers = hooks.observers?.({ policy, jobs, procs, centre, scheduler }) ?? [];
  const simulation = await startRun(
    { jobs, procs, centre, resilience, options, seed },
    [scheduler, ...successors],
    observers,
  );
  while (await simulation.advanceAsync(SLICE)) {
    hooks.progress?.(policy, simulation.ended * share);
    await setImmediate();
    if (hooks.signal?.aborted) return undefined;
  }
  hooks.progress?.(policy, simulation.ended * share);
  if (policy.folder !== undefined) mustHaveEnded(simulation);
  const run = simulation.finish();
  if (!fairness) return { label: policy.label, run };
  const fairStart = await judgeFairness(run, policy, options, hooks);
  return fairStart && { label: policy.label, run: { ...run, fairStart } };
}

/** That jobs wait for ever is the fault of the policy: the user's to mend if it is the user's own. */
function mustHaveEnded({ ended, jobs, now, queue }: AnySimulation): void {
  if (ended === jobs.length) return;
  const first = queue.first();
  throw new PolicyError(
    `nothing is left to happen after ${toSeconds(now)} s, and it has left ${jobs.length - ended} jobs waiting; ` +
      `the first is row ${first}, which asks for ${jobs.procs[first]} processors`,
  );
}

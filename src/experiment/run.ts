import { setImmediate } from 'node:timers/promises';
import { type Simulation, startSimulation } from '../engine/simulation.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Scheduler } from '../model/scheduler.ts';
import type { Workload } from '../model/workload.ts';
import { createScheduler } from '../registry.ts';
import type { Experiment, ExperimentResult, PlannedPolicy, PolicyRun } from './experiment.ts';
import { loadWorkload } from './load.ts';
import { checkPolicies } from './policies.ts';

/** Instants simulated before others get their turn: a few milliseconds of work, and no measurable cost. */
const SLICE = 256;

/** What an observer of one policy's run may need to know before its first fact. */
export interface RunContext {
  readonly policy: PlannedPolicy;
  readonly jobs: JobTable;
  readonly procs: number;
  readonly scheduler: Scheduler;
}

/** How a caller follows, watches and stops an experiment. None of it can change a schedule. */
export interface RunHooks {
  /** Stops the experiment between two instants; policies that have finished are kept. */
  readonly signal?: AbortSignal;
  loaded?(workload: Workload): void;
  starting?(policy: PlannedPolicy): void;
  /** Observers for one policy's run, made anew for each. */
  observers?(context: RunContext): readonly Observer[];
  /** How many jobs of the policy's run have ended, now and then. */
  progress?(policy: PlannedPolicy, ended: number): void;
  finished?(run: PolicyRun): void;
}

/**
 * Loads the workload once and replays it through one policy after the other. Between slices of each simulation the
 * event loop turns, so signals arrive and progress is seen.
 * @throws InputError for a workload that cannot be read or a policy that the options rule out
 */
export async function runExperiment(experiment: Experiment, hooks: RunHooks = {}): Promise<ExperimentResult> {
  checkPolicies(experiment.policies, experiment.options);
  const workload = await loadWorkload(experiment);
  hooks.loaded?.(workload);
  const runs: PolicyRun[] = [];
  for (const policy of experiment.policies) {
    const run = await runPolicy(experiment, workload, policy, hooks);
    if (run === undefined) break;
    runs.push(run);
    hooks.finished?.(run);
  }
  return { experiment, workload, runs };
}

/** The policy's run, or undefined if it was stopped before its end. */
async function runPolicy(
  { options }: Experiment,
  { jobs, procs }: Workload,
  policy: PlannedPolicy,
  hooks: RunHooks,
): Promise<PolicyRun | undefined> {
  if (hooks.signal?.aborted) return undefined;
  hooks.starting?.(policy);
  const scheduler = createScheduler(policy.spec);
  const observers = hooks.observers?.({ policy, jobs, procs, scheduler }) ?? [];
  const simultaneity = { pass: options.pass, order: options.order };
  const simulation = startSimulation(jobs, procs, scheduler, { simultaneity, observers });
  if (!(await advanceToEnd(simulation, policy, hooks))) return undefined;
  return { label: policy.label, run: simulation.finish() };
}

/** Whether the end was reached. */
async function advanceToEnd(simulation: Simulation, policy: PlannedPolicy, hooks: RunHooks): Promise<boolean> {
  while (simulation.advance(SLICE)) {
    hooks.progress?.(policy, simulation.ended);
    await setImmediate();
    if (hooks.signal?.aborted) return false;
  }
  hooks.progress?.(policy, simulation.ended);
  return true;
}

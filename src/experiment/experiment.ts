import type { InputError } from '../model/errors.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Simultaneity } from '../model/scheduler.ts';
import type { Workload, WorkloadRules } from '../model/workload.ts';
import type { PolicySpec } from '../registry.ts';
import type { LublinOptions } from '../workload/lublin.ts';
import type { PoissonOptions } from '../workload/poisson.ts';
import type { ReplicationModel } from '../workload/replicate.ts';
import type { CentreForm } from './centre/centre-form.ts';
import type { Budget } from './check/budget.ts';
import type { Claim } from './claims/claim.ts';
import type { Problem } from './problem.ts';

/** Where the jobs come from. A model's options are those of its function in `src/workload`; their units stand there. */
export type WorkloadSource =
  | { readonly kind: 'trace'; readonly path: string }
  | { readonly kind: 'lublin'; readonly model: Omit<LublinOptions, 'seed' | 'parameters'> }
  | { readonly kind: 'poisson'; readonly model: Omit<PoissonOptions, 'seed'> }
  /** Jobs listed in the scenario; they stand in `Experiment.centre`. */
  | { readonly kind: 'jobs'; readonly name: string };

/** What a scenario says about a machine of nodes, of which the workload may yet show that something is wrong. */
export interface CentreSource {
  readonly form: CentreForm;
  /** What paths in the form are relative to. */
  readonly folder: string;
  /** The error that names every problem with its place in the scenario. */
  error(problems: readonly Problem[]): InputError;
}

/** One policy of a comparison. */
export interface PlannedPolicy {
  /** What tables and files call it; unique within an experiment. */
  readonly label: string;
  readonly spec: PolicySpec;
  /** Whether it draws, so that its run needs a seed. */
  readonly draws?: true;
  /** For a policy of the user's own: the folder that its relative path starts from. */
  readonly folder?: string;
}

/** The rules under which every policy of an experiment is simulated, with nothing left to a default. */
export interface RunOptions extends Simultaneity, Required<Pick<WorkloadRules, 'overrun' | 'estimate'>> {
  readonly profile: string;
}

/** One workload replayed through several policies under the same rules; what a scenario file says, checked. */
export interface Experiment {
  /** The scenario file's or the trace's name without its extension. */
  readonly name: string;
  /** What the comparison is to answer; absent for a run given by options alone. */
  readonly question?: string | undefined;
  readonly source: WorkloadSource;
  /** Processors of the machine, in place of the workload's own. */
  readonly procs?: number | undefined;
  /** The machine of nodes and its rules, where the scenario has one. */
  readonly centre?: CentreSource | undefined;
  readonly policies: readonly PlannedPolicy[];
  /** Policies that interventions put in the place of whichever decides, in the order of `policy` interventions' indices from 1. */
  readonly successors?: readonly PlannedPolicy[] | undefined;
  readonly options: RunOptions;
  /** The main metrics, by name, in the order of the columns; the usual ones if absent. */
  readonly metrics?: readonly string[] | undefined;
  /** What is expected of the result. */
  readonly claims?: readonly Claim[] | undefined;
  /** By how much figures may move against a baseline; nothing that is simulated depends on them. */
  readonly budgets?: readonly Budget[] | undefined;
  /** Names every random stream of a synthetic workload; absent for a trace, which draws nothing. */
  readonly seed?: string | number | undefined;
  /** How the trace is changed before it is simulated, in a replication of it; as it is if absent. */
  readonly replicate?: { readonly how: ReplicationModel; readonly seed: string } | undefined;
}

/** One policy's finished run. */
export interface PolicyRun {
  readonly label: string;
  readonly run: FinishedRun;
}

/** What an experiment left behind. */
export interface ExperimentResult {
  readonly experiment: Experiment;
  readonly workload: Workload;
  /** The finished runs in the order of the policies; fewer than those if the experiment was interrupted. */
  readonly runs: readonly PolicyRun[];
}

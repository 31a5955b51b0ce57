import type { Perform } from '../../executors/task.ts';
import { InputError } from '../../model/errors.ts';
import type { Workload } from '../../model/workload.ts';
import type { Experiment } from '../experiment.ts';
import { loadWorkload } from '../load.ts';
import { type OpenScenario, scenarioText } from '../open-scenario.ts';
import { runOne } from '../run.ts';
import { TraceCache } from '../trace-cache.ts';
import { RunKeys } from './key.ts';
import { observed } from './observe.ts';
import { partsOf } from './parts.ts';
import { experimentAt, inReplication } from './point.ts';
import { type RunRecord, recordOf, type WorkloadMark, workloadMark } from './record.ts';
import type { Cuts, Replications } from './study.ts';
import { parsePath } from './value-path.ts';

/** What all runs of a study have in common, as JSON. */
export interface SharedInput {
  readonly path: string;
  readonly text: string;
  /** The paths of the axes. */
  readonly axes: readonly string[];
  readonly by: Replications['by'];
  /** Figures that are wanted besides those of the scenario's claims. */
  readonly targets: readonly string[];
}

/** Which run it is. */
export interface RunInput {
  /** The values of the axes at its point. */
  readonly values: readonly unknown[];
  readonly replication: number;
  /** The place of the policy in the scenario. */
  readonly policy: number;
  readonly cuts: Cuts;
  /** Equal for runs of the same workload. */
  readonly workload: string;
  /** Under which its record is kept, and the digest of the code that it names. */
  readonly key: string;
  readonly code: string;
}

/** What was made last. The runs of a workload come one after the other, and so do those of a point. */
let scenario: { readonly shared: SharedInput; readonly opened: OpenScenario } | undefined;
let experiment: { readonly of: string; readonly made: Experiment } | undefined;
let workload: { readonly key: string; readonly made: Workload; readonly mark: WorkloadMark } | undefined;
const traces = new TraceCache();
const keys = new RunKeys();

/** Simulates one run of a study and measures it. */
export const perform: Perform = async (shared, input, signal): Promise<RunRecord> => {
  const run = input as RunInput;
  const base = await experimentOf(shared as SharedInput, run.values);
  const own = inReplication(base, shared as SharedInput, run.replication);
  if (workload?.key !== run.workload) {
    workload = undefined;
    const made = await loadWorkload(own, { signal, traces });
    workload = { key: run.workload, made, mark: workloadMark(made) };
  }
  const { made, mark } = workload;
  const policy = own.policies[run.policy]!;
  const finished = await runOne(own, made, policy, signal);
  const parts = partsOf(own, (shared as SharedInput).targets).get(policy.label) ?? [];
  // A record under the key of other files would be believed for ever.
  if (keys.run(own, policy, keys.workload(own), { ...run, parts }) !== run.key)
    throw new InputError('the trace or a file of the policy has changed while its runs were under way; run it again');
  return recordOf(finished, observed(made.jobs, run.cuts), parts, mark);
};

async function experimentOf(shared: SharedInput, values: readonly unknown[]): Promise<Experiment> {
  if (scenario === undefined || scenario.shared !== shared) {
    scenario = { shared, opened: scenarioText(shared.text, shared.path) };
    experiment = undefined;
  }
  const of = JSON.stringify(values);
  if (experiment?.of !== of) {
    const axes = shared.axes.map((path) => ({ path, steps: parsePath(path), values: [] }));
    experiment = { of, made: await experimentAt({ scenario: scenario.opened, axes }, { values }) };
  }
  return experiment.made;
}

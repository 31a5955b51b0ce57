import { metricsOf, orNull } from '../../metrics/index.ts';
import type { Workload } from '../../model/workload.ts';
import type { Experiment, PolicyRun } from '../experiment.ts';
import { type Act, actsOf } from '../parting.ts';
import { jobsDigest, type Setting, settingOf } from './fingerprint.ts';

/** A policy's run as a baseline keeps it. */
export interface BaselineRun {
  readonly label: string;
  /** The canonical name of the policy, with its options. */
  readonly policy: string;
  readonly hash: string;
  /** By name; null where the definition gives no value. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /**
   * What the run did.
   * @throws InputError if the file that keeps it is damaged there
   */
  acts(): readonly Act[];
}

/** What a baseline keeps of one scenario. */
export interface ScenarioBaseline {
  /** Of the program that made the runs. */
  readonly version: string;
  readonly setting: Setting;
  readonly jobs: { readonly count: number; readonly digest: string };
  readonly runs: readonly BaselineRun[];
}

/** What will be compared with later runs of the scenario. */
export function baselineOf(
  experiment: Experiment,
  { jobs }: Workload,
  runs: readonly PolicyRun[],
  version: string,
): ScenarioBaseline {
  return {
    version,
    setting: settingOf(experiment),
    jobs: { count: jobs.length, digest: jobsDigest(jobs) },
    runs: runs.map(baselineRun),
  };
}

const baselineRun = ({ label, run }: PolicyRun): BaselineRun => ({
  label,
  policy: run.policy,
  hash: run.hash,
  metrics: Object.fromEntries(metricsOf(run).map((metric) => [metric.name, orNull(metric.of(run))])),
  acts: () => actsOf(run),
});

/** What a file keeps, by the path of each scenario from the folder of the file, with slashes. */
export type Baseline = ReadonlyMap<string, ScenarioBaseline>;

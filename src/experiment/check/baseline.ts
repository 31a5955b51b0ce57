import { canonical, type JobsMark } from '../digest.ts';
import type { Act } from '../parting.ts';

/** What tells whether two experiments simulate the same: digests, by the scenario's keys. */
export type Setting = Readonly<Record<string, string>>;

/** The values of the axes at a point, by their paths; none where there are no axes. */
export type PointValues = Readonly<Record<string, unknown>>;

/** Which run of a scenario it is. */
export interface RunName {
  readonly at: PointValues;
  /** From 1, as people count. */
  readonly replication: number;
  /** Of the policy. */
  readonly label: string;
}

/** A run as a baseline keeps it. */
export interface BaselineRun extends RunName {
  /** The canonical name of the policy, with its options. */
  readonly policy: string;
  readonly jobs: JobsMark;
  readonly hash: string;
  /** A digest of where jobs ran, on nodes. */
  readonly placements: string | null;
  /** By name; null where the definition gives no value. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /**
   * What the run did. One run of each policy keeps it, the first: all would be too much for a file that people review.
   * @throws InputError if the file that keeps it is damaged there
   */
  readonly acts?: (() => readonly Act[]) | undefined;
}

/** What a baseline keeps of one scenario. */
export interface ScenarioBaseline {
  /** Of the program that made the runs. */
  readonly version: string;
  /** At the point of its first run. */
  readonly setting: Setting;
  /** By point, replication and policy, in the order of the scenario; one at least. */
  readonly runs: readonly BaselineRun[];
}

/** What a file keeps, by the path of each scenario from the folder of the file, with slashes. */
export type Baseline = ReadonlyMap<string, ScenarioBaseline>;

/** Equal for the runs of the same workload of then and now. */
export const workloadKey = ({ at, replication }: Omit<RunName, 'label'>): string => canonical([at, replication]);

/** Equal for the same run of then and now. */
export const runKey = ({ at, replication, label }: RunName): string => canonical([at, replication, label]);

/** Whether two runs did the same at the same times and places. The hash of a run knows when jobs run, not where. */
export const isSameSchedule = (a: BaselineRun, b: BaselineRun): boolean =>
  a.hash === b.hash && a.placements === b.placements;

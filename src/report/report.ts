import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import type { RunOptions } from '../experiment/experiment.ts';
import type { ResilienceRecord } from '../experiment/failures/resilience-form.ts';
import type { Met } from '../failures/failures-met.ts';
import type {
  CentreGroupFigures,
  CentreGrouping,
  ClassFigures,
  ClientLending,
  Distribution,
  FateCount,
  FaultFigures,
  Metric,
  PairLending,
  Series,
  Survival,
  UserFigures,
} from '../metrics/index.ts';
import type { Ledger } from '../model/ledger.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Workload } from '../model/workload.ts';
import type { PolicySpec } from '../registry.ts';

/** What a report is made of. Nothing in it may depend on the machine or the day: no wall clock, no absolute path. */
export interface ReportInput {
  /** The version of this package. */
  readonly version: string;
  /** What the comparison is to answer, if somebody asked. */
  readonly question?: string | undefined;
  /** The command line that makes this report again, with relative paths. */
  readonly command: string;
  /** The scenario as plain JSON values, echoed for the record. */
  readonly scenario: unknown;
  readonly workload: Workload;
  readonly runs: readonly ReportedRun[];
  /** The main metrics, by name, in the order of the columns; `MAIN_METRICS` if absent. */
  readonly metrics?: readonly string[] | undefined;
  /** What was expected of the result, and what became of it. */
  readonly claims?: readonly ClaimResult[] | undefined;
  /** The rules under which the policies ran, so that they can be run again. */
  readonly options?: RunOptions | undefined;
  /** On a machine of nodes: what placements draw from, and those who take over from a policy by an intervention. */
  readonly seed?: string | number | undefined;
  readonly successors?: readonly Pick<ReportedRun & { readonly spec: PolicySpec }, 'label' | 'spec'>[] | undefined;
  /** What befell all of the runs, so that it can befall them again. */
  readonly resilience?: ResilienceRecord | undefined;
  /** The way from the report's folder to the folder that files which the scenario names are relative to. Not in the report itself. */
  readonly base?: string | undefined;
}

/** One policy's run and what people call it. */
export interface ReportedRun {
  readonly label: string;
  /** What the policy does, in a sentence. */
  readonly description: string;
  /** What makes its scheduler again; absent where a program made one that no text names. */
  readonly spec?: PolicySpec | undefined;
  readonly run: FinishedRun;
}

/** Values without a definition (a mean over no jobs) are null: JSON has no NaN. */
export type Nullable<T> = { readonly [K in keyof T]: T[K] extends number ? number | null : T[K] };

/** A metric as files describe it. */
export interface MetricInfo extends Omit<Metric, 'of' | 'over' | 'tau' | 'skewed' | 'range'> {
  readonly tau: number | null;
}

/** One policy in a report. All times in seconds. */
export interface PolicyReport {
  readonly label: string;
  /** Canonical name with options. */
  readonly policy: string;
  readonly description: string;
  /** Equal hashes mean equal schedules. */
  readonly hash: string;
  readonly events: number;
  readonly decisions: number;
  /** Every metric of the report's `metrics`, by name. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly classes: readonly Nullable<ClassFigures>[];
  /** The users with most jobs. */
  readonly users: readonly Nullable<UserFigures>[];
  readonly series: { readonly utilization: Series; readonly queue_length: Series };
  readonly distributions: { readonly wait: Distribution; readonly bounded_slowdown: Distribution };
  /** On a machine of nodes: figures by account, user (those with most jobs), partition and QOS. */
  readonly groups?: Readonly<Record<CentreGrouping, readonly Nullable<CentreGroupFigures>[]>>;
  /** Where somebody is guaranteed cores: who owed whom, and for how long who asked for them went without. */
  readonly lending?: {
    readonly clients: readonly ClientLending[];
    readonly pairs: readonly PairLending[];
    /** Cores owed over time. */
    readonly owed: Series;
  };
  /** Where something can fail. */
  readonly faults?: FaultReport;
  /** On a machine of nodes: the jobs that did not complete, by what became of them. */
  readonly fates?: readonly FateCount[];
}

/** What faults cost a policy, and what was done about them. */
export interface FaultReport extends FaultFigures {
  /** Share of the cores that are on nodes in no outage and no quarantine, over time. */
  readonly available: Series;
  /** How long runs of jobs go on before a fault strikes them: of all jobs, and by width. */
  readonly survival: readonly Survival[];
}

/** A machine of nodes as reports show it: each thing in a line. */
export interface MachineReport {
  readonly nodes: number;
  /** Whatever a job may run on, and when it may not. */
  readonly lines: readonly { readonly kind: string; readonly name: string; readonly text: string }[];
}

/** One range of a classification of jobs. */
export interface ClassRange {
  readonly name: string;
  readonly range: string;
}

/** What a table needs: the main figures of each policy and nothing that takes long to compute. */
export interface Comparison {
  readonly metrics: readonly MetricInfo[];
  readonly main: readonly string[];
  readonly policies: readonly Pick<PolicyReport, 'label' | 'metrics'>[];
}

/** The content of report.json, schema 1; docs/reports.md explains each key. */
export interface Report extends Comparison {
  readonly schema: 1;
  readonly generator: { readonly name: 'makespan'; readonly version: string };
  readonly question: string | null;
  readonly command: string;
  readonly scenario: unknown;
  readonly workload: {
    readonly name: string;
    readonly procs: number;
    readonly jobs: number;
    /** Jobs cut at their estimates. */
    readonly killed: number;
    readonly users: number;
    readonly skipped: number;
    readonly malformed: number;
    readonly ledger: Ledger;
  };
  readonly metrics: readonly MetricInfo[];
  /** Names of the main metrics, in the order in which they are shown. */
  readonly main: readonly string[];
  /** What the scenario expects, in its order; none if it expects nothing. */
  readonly claims: readonly ClaimResult[];
  /** Where something fails: a fingerprint of what does before `until`, s, the same for every policy. */
  readonly failure_log?: {
    readonly hash: string;
    readonly until: number;
    /** What each policy has met, in their order, until the first of them was done, seconds; equal if all is well. */
    readonly met: { readonly until: number; readonly policies: readonly Met[] };
  };
  readonly classes: { readonly sizes: readonly ClassRange[]; readonly lengths: readonly ClassRange[] };
  /** Where the jobs ran on a machine of nodes. */
  readonly machine?: MachineReport;
  readonly policies: readonly PolicyReport[];
}

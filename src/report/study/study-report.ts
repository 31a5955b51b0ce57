import type { PlanResult, PolicyPlan } from '../../experiment/plan/plan.ts';
import type { Interval } from '../../experiment/statistics/interval.ts';
import type { MainEffect } from '../../experiment/statistics/sensitivity.ts';
import type { Look } from '../../experiment/statistics/sequential.ts';
import type { ComparisonFigures, PolicyFigures } from '../../experiment/study/analysis.ts';
import type { StudyResult } from '../../experiment/study/run-study.ts';
import type { StudyClaimResult } from '../../experiment/study/study-claims.ts';
import type { CutRecord } from '../../experiment/study/study-record.ts';
import type { Workload } from '../../model/workload.ts';
import type { MetricInfo, Report } from '../report.ts';

/** What the report of a study is made of. Nothing in it may depend on the machine, the day, or which runs were kept. */
export interface StudyReportInput {
  /** The version of this package. */
  readonly version: string;
  /** The command line that makes this report again, with relative paths. */
  readonly command: string;
  readonly result: Pick<StudyResult, 'study' | 'figures' | 'claims' | 'looks'>;
  /** The workload of the first point as it is, in no replication. */
  readonly workload: Workload;
  /** What a search for capacity came to, where one was made. */
  readonly plan?: PlanResult | undefined;
}

/** A mean over replications, in the metric's unit. */
export type ReportedInterval = Omit<Interval, 'confidence'>;

/** One policy at one point. */
export interface StudyPolicy extends Omit<PolicyFigures, 'metrics'> {
  readonly metrics: Readonly<Record<string, ReportedInterval>>;
}

/** One policy held against another by one metric. */
export interface StudyComparison extends Omit<ComparisonFigures, 'difference'> {
  readonly difference: ReportedInterval;
  /** The effect in plain words with its unit. */
  readonly words: string;
}

export interface StudyPoint {
  readonly index: number;
  /** In the order of the axes. */
  readonly values: readonly unknown[];
  /** What is left out of the figures at either end. */
  readonly cuts: { readonly warmup: CutRecord; readonly cooldown: CutRecord };
  readonly policies: readonly StudyPolicy[];
  readonly comparisons: readonly StudyComparison[];
}

/** What the axes do to one metric under one policy. */
export interface StudyEffect {
  readonly policy: string;
  readonly metric: string;
  readonly axes: readonly (MainEffect & { readonly axis: string })[];
  readonly rest: number | null;
  readonly missing: number;
}

/** What a search for capacity came to under one policy. */
export interface ReportedPolicyPlan extends PolicyPlan {
  /** The command that runs the comparison at the size that was found (or is undecided, or best), with a report of its jobs. */
  readonly look: string;
}

export interface ReportedPlan extends PlanResult {
  readonly policies: readonly ReportedPolicyPlan[];
}

/** The content of report.json of a study, schema 1; docs/reports.md explains each key. */
export interface StudyReport {
  readonly schema: 1;
  readonly kind: 'study';
  readonly generator: Report['generator'];
  readonly question: string | null;
  readonly command: string;
  readonly scenario: unknown;
  readonly workload: Omit<Report['workload'], 'killed' | 'users'>;
  readonly replications: {
    /** How many the figures are over. */
    readonly count: number;
    /** How they differ: `none`, `seeds`, `users` or `shake`. */
    readonly by: string;
    /** Where they were added until there were verdicts: when was looked, and whether it was the last possible look. */
    readonly looks: readonly Look[] | null;
    readonly most: number;
  };
  /** Of intervals and verdicts. */
  readonly confidence: number;
  readonly compare: {
    readonly to: string;
    /** Compared metrics that have a value, by name. */
    readonly metrics: readonly string[];
    readonly margin: { readonly share: number } | { readonly amount: number } | null;
  };
  readonly axes: readonly { readonly path: string; readonly values: readonly unknown[] }[];
  /** Whether the points are a sample of what the axes span. */
  readonly sampled: boolean;
  readonly metrics: readonly MetricInfo[];
  readonly policies: readonly { readonly label: string; readonly description: string }[];
  readonly claims: readonly StudyClaimResult[];
  readonly effects: readonly StudyEffect[];
  /** Those that no other policy at any point beats in one compared metric without losing in another. */
  readonly front: readonly { readonly point: number; readonly policy: string }[];
  readonly plan: ReportedPlan | null;
  readonly points: readonly StudyPoint[];
}

import { METRICS, NAMED_METRICS } from '../../metrics/index.ts';
import type { Metric } from '../../metrics/metric.ts';
import { figureInterval } from '../statistics/figure-interval.ts';
import type { Interval } from '../statistics/interval.ts';
import { type Aim, paretoFront } from '../statistics/pareto.ts';
import { type Sensitivity, sensitivity } from '../statistics/sensitivity.ts';
import { type Judgement, type Margin, verdicts } from '../statistics/verdict.ts';
import type { RunRecord } from './record.ts';
import type { Compared, Cuts, Point, Study } from './study.ts';
import type { StudyRuns } from './study-runs.ts';

/** One policy at one point of a study. */
export interface PolicyFigures {
  readonly label: string;
  /** Canonical name with options, which an axis may vary. */
  readonly policy: string;
  /** By metric, in its unit; means over replications. */
  readonly metrics: Readonly<Record<string, Interval>>;
  /** Of the schedules, by replication. */
  readonly hashes: readonly string[];
  /** Jobs that the figures are over, in all replications. */
  readonly jobs: number;
  /** In how many replications the queue grew to the end. */
  readonly saturated: number;
  /** Jobs of a replication that were left out, since they are wider than the machine, at worst. */
  readonly too_wide: number;
  /** In how many replications truncation left no job for the figures. */
  readonly empty: number;
}

/** One policy held against another by one metric. */
export interface ComparisonFigures extends Judgement, Compared {}

export interface PointFigures {
  readonly point: Point;
  /** What is left out of the figures. */
  readonly cuts: Cuts;
  readonly policies: readonly PolicyFigures[];
  /** In the order of the policies, and of the metrics within each; then those that claims ask for. */
  readonly comparisons: readonly ComparisonFigures[];
}

/** What the records of a study come to. */
export interface StudyFigures {
  readonly replications: number;
  /** Of intervals and verdicts: the study's, or that of the look at which replications were enough. */
  readonly confidence: number;
  /** The metrics that any record has a value for, in the order of reports. */
  readonly metrics: readonly Metric[];
  readonly points: readonly PointFigures[];
  /** What each axis does to each compared metric under each policy; none without axes. */
  readonly effects: readonly { readonly policy: string; readonly metric: string; readonly sensitivity: Sensitivity }[];
  /** Of all policies at all points, those that no other beats in one of the compared metrics without losing in another. */
  readonly front: readonly { readonly point: number; readonly policy: string }[];
}

/**
 * Sums up the records of a study. A family of comparisons, within which wrong verdicts are as rare as the confidence
 * says, is all that is compared at one point.
 * @param confidence in place of the study's own, where replications are added until there are verdicts
 */
export function analyse(
  runs: StudyRuns,
  points: readonly Point[],
  replications: number,
  confidence: number = runs.study.comparison.confidence,
): StudyFigures {
  const { study } = runs;
  const seen = points.map((point) => ({ point, records: recordsAt(runs, point, replications) }));
  const metrics = metricsIn(seen.flatMap(({ records }) => records.flat()));
  const figures = seen.map(({ point, records }) => ({
    point,
    cuts: runs.cutsAt(point),
    policies: study.experiment.policies.map(({ label }, i) => policyFigures(label, records[i]!, metrics, confidence)),
    comparisons: comparisonsAt(study, records, confidence),
  }));
  return {
    replications,
    confidence,
    metrics,
    points: figures,
    effects: effectsOf(study, figures),
    front: frontOf(study, figures),
  };
}

/** By policy, then replication. */
const recordsAt = (runs: StudyRuns, point: Point, replications: number): RunRecord[][] =>
  runs.study.experiment.policies.map((_, policy) =>
    Array.from({ length: replications }, (_, replication) => runs.record(point, replication, policy)),
  );

function metricsIn(records: readonly RunRecord[]): readonly Metric[] {
  const valued = new Set(
    records.flatMap(({ metrics }) => Object.keys(metrics).filter((name) => metrics[name] !== null)),
  );
  return [...METRICS, ...NAMED_METRICS.filter((metric) => !METRICS.includes(metric))].filter(({ name }) =>
    valued.has(name),
  );
}

function policyFigures(
  label: string,
  records: readonly RunRecord[],
  metrics: readonly Metric[],
  confidence: number,
): PolicyFigures {
  const intervals = metrics.map((metric) => {
    const values = records.map((one) => one.metrics[metric.name] ?? null);
    return [metric.name, figureInterval(values, metric, confidence)] as const;
  });
  return {
    label,
    policy: records[0]!.policy,
    metrics: Object.fromEntries(intervals),
    hashes: records.map(({ hash }) => hash),
    jobs: records.reduce((sum, { jobs }) => sum + jobs, 0),
    too_wide: Math.max(...records.map(({ tooWide }) => tooWide)),
    saturated: records.filter(({ steady }) => steady.saturated).length,
    empty: records.filter(({ jobs }) => jobs === 0).length,
  };
}

function comparisonsAt(
  { comparison, experiment }: Study,
  records: readonly RunRecord[][],
  confidence: number,
): ComparisonFigures[] {
  const { pairs } = comparison;
  const labels = experiment.policies.map(({ label }) => label);
  const valuesOf = (label: string, metric: string): (number | null)[] =>
    records[labels.indexOf(label)]!.map((one) => one.metrics[metric] ?? null);
  const family = pairs.map(({ policy, to, metric }) => ({
    better: betterOf(metric),
    values: valuesOf(policy, metric),
    baseline: valuesOf(to, metric),
    margin: marginOf(comparison.margin),
  }));
  return verdicts(family, confidence).map((judgement, i) => ({ ...pairs[i]!, ...judgement }));
}

const betterOf = (metric: string): Metric['better'] => NAMED_METRICS.find(({ name }) => name === metric)!.better;

function marginOf(margin: Study['comparison']['margin']): Margin | undefined {
  if (margin === undefined) return undefined;
  return 'share' in margin ? { of: 'relative', value: margin.share } : { of: 'absolute', value: margin.amount };
}

function effectsOf({ axes, comparison, experiment }: Study, figures: readonly PointFigures[]): StudyFigures['effects'] {
  if (axes.length === 0 || figures.length < 2) return [];
  return experiment.policies.flatMap(({ label }, i) =>
    comparison.metrics.map((metric) => {
      const swept = figures.map(({ point, policies }) => ({
        at: point.values.map(axisValue),
        value: policies[i]!.metrics[metric]?.value ?? null,
      }));
      return { policy: label, metric, sensitivity: sensitivity(swept, axes.length) };
    }),
  );
}

/** Numbers as such; all else by how it is written. */
const axisValue = (value: unknown): number | string =>
  typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);

/** Metrics that are no merit have no direction in which they could be beaten. */
function frontOf({ comparison }: Study, figures: readonly PointFigures[]): StudyFigures['front'] {
  const aimed = comparison.metrics.filter((metric) => betterOf(metric) !== 'neither');
  const all = figures.flatMap(({ point, policies }) => policies.map((one) => ({ point: point.index, one })));
  const rows = all.map(({ one }) => aimed.map((metric) => one.metrics[metric]?.value ?? null));
  const front = paretoFront(
    rows,
    aimed.map((metric) => betterOf(metric) as Aim),
  );
  return front.map((row) => ({ point: all[row]!.point, policy: all[row]!.one.label }));
}

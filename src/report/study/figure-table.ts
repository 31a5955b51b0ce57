import { NO_VALUE, scaleOf } from '../format.ts';
import type { MetricInfo } from '../report.ts';
import type { ReportedInterval, StudyPoint, StudyReport } from './study-report.ts';
import { axisTitles, metricOf, valueTexts } from './study-words.ts';

/** One policy at one point, by the compared metrics. */
export interface FigureRow {
  readonly point: StudyPoint;
  /** The place of the policy in the report. */
  readonly policy: number;
  /** The values of the axes, then the label. */
  readonly names: readonly string[];
  readonly cells: readonly string[];
}

export interface FigureColumnHead {
  readonly metric: MetricInfo;
  readonly unit: string;
}

/** Means with their intervals, all of a metric in one unit. */
export interface FigureTable {
  /** What stands over `names`. */
  readonly names: readonly string[];
  readonly columns: readonly FigureColumnHead[];
  readonly rows: readonly FigureRow[];
  /** Rows that are left out. */
  readonly more: number;
}

/** @param most rows at the most; whole points only */
export function figureTable(
  report: StudyReport,
  metrics: readonly string[],
  most: number = Number.POSITIVE_INFINITY,
): FigureTable {
  const { points, policies } = report;
  const shown = points.slice(0, Math.max(1, Math.floor(most / Math.max(1, policies.length))));
  const columns = metrics.map((name) => {
    const values = shown.flatMap((point) => point.policies.map((one) => one.metrics[name]?.value ?? null));
    const metric = metricOf(report, name);
    return { metric, ...scaleOf(metric.unit, values) };
  });
  const textsOf = valueTexts(report);
  const rows = shown.flatMap((point) =>
    point.policies.map((one, policy) => ({
      point,
      policy,
      names: [...textsOf(point), one.label],
      cells: columns.map(({ metric, show }) => intervalText(one.metrics[metric.name], show)),
    })),
  );
  return {
    names: [...axisTitles(report), 'policy'],
    columns: columns.map(({ metric, unit }) => ({ metric, unit })),
    rows,
    more: (points.length - shown.length) * policies.length,
  };
}

/** `12.4 [11.9, 12.9]`, or the mean alone where one run says nothing of how much runs vary. */
function intervalText(interval: ReportedInterval | undefined, show: (value: number | null) => string): string {
  if (interval === undefined || interval.value === null) return NO_VALUE;
  if (interval.low === null || interval.high === null) return show(interval.value);
  return `${show(interval.value)} [${show(interval.low)}, ${show(interval.high)}]`;
}

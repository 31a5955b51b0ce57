import type { TopLevelSpec } from 'vega-lite';
import type { Series } from '../../metrics/index.ts';
import type { Report } from '../report.ts';
import { type ChartData, CONFIG, chartDigits, FADED, FIGURES, lineStyle, PICKED } from './theme.ts';

const SECONDS_PER_DAY = 86_400;

/** What one chart of series shows. */
interface Shown {
  readonly format: string;
  readonly scale: { readonly domain?: number[]; readonly type?: 'symlog'; readonly constant?: number };
  readonly ticks: readonly number[];
  /** Whether a line lies over the area, of `line` in the data. */
  readonly line?: boolean;
}

/** Share of the processors in use over time, one panel per policy. */
export const utilizationData: ChartData = (policies, since) =>
  policies.flatMap(({ label, series, faults }) => points(label, series.utilization, since, faults?.available));
export const utilizationChart = (report: Report): TopLevelSpec =>
  seriesChart(report, {
    format: '.0%',
    scale: { domain: [0, 1] },
    ticks: [0, 0.5, 1],
    line: report.policies.some(({ faults }) => faults !== undefined),
  });

/**
 * Jobs waiting over time, one panel per policy, all on one scale. The scale is logarithmic above 10 jobs and linear
 * below: a policy that lets thousands wait would else flatten all others to a line.
 */
export const queueData: ChartData = (policies, since) =>
  policies.flatMap(({ label, series }) => points(label, series.queue_length, since));
export const queueChart = (report: Report): TopLevelSpec =>
  seriesChart(report, {
    format: ',',
    scale: { type: 'symlog', constant: 10 },
    ticks: [0, 10, 100, 1000, 10_000],
  });

/** Cores that clients owe each other over time, one panel per policy, all on one scale. */
export const lendingData: ChartData = (policies, since) =>
  policies.flatMap(({ label, lending }) => (lending === undefined ? [] : points(label, lending.owed, since)));
export const lendingChart = (report: Report): TopLevelSpec => {
  // Even where nobody borrowed anything the scale has a length.
  const most = Math.ceil(Math.max(1, ...report.policies.flatMap(({ lending }) => lending?.owed.values ?? [])));
  return seriesChart(report, { format: ',.0f', scale: { domain: [0, most] }, ticks: [0, most / 2, most] });
};

function seriesChart(report: Report, { format, scale, ticks, line = false }: Shown): TopLevelSpec {
  const labels = report.policies.map((policy) => policy.label);
  const unit = unitOf(report);
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    axis: { title: `${unit.name} since the first submission`, grid: false, tickCount: 6 },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    stack: null,
    scale,
    axis: { title: null, labelExpr: `format(datum.value, '${format}')`, values: [...ticks] },
  };
  const area = {
    mark: { type: 'area' as const, interpolate: 'step-after' as const, line: { strokeWidth: 1 }, fillOpacity: 0.35 },
    encoding: {
      ...{ x, y },
      color: {
        field: 'policy',
        scale: { domain: labels, range: labels.map((_, policy) => lineStyle(policy).color) },
        legend: null,
      },
      opacity: FADED,
      tooltip: [{ field: 'policy' }],
    },
  };
  const lineOver = {
    mark: { type: 'line' as const, interpolate: 'step-after' as const, strokeWidth: 1.2, color: 'var(--ink)' },
  };
  return {
    config: CONFIG,
    params: [PICKED],
    data: FIGURES,
    spacing: 8,
    facet: {
      row: {
        field: 'policy',
        sort: labels,
        title: null,
        header: { labelOrient: 'top', labelAnchor: 'start', labelAngle: 0, labelPadding: 2 },
      },
    },
    spec: {
      transform: [{ calculate: `datum.day * ${unit.perDay}`, as: 'time' }],
      width: 440,
      height: 52,
      layer: line ? [area, { ...lineOver, encoding: { x, y: { ...y, field: 'line' } } }] : [area],
    },
  };
}

/** Runs of less than two days are told in hours. */
function unitOf({ policies }: Report): { readonly name: string; readonly perDay: number } {
  const lengths = policies.map(({ series: { utilization } }) => utilization.step * utilization.values.length);
  return Math.max(0, ...lengths) < 2 * SECONDS_PER_DAY ? { name: 'hours', perDay: 24 } : { name: 'days', perDay: 1 };
}

/** The start of each slice, and the end of the last one, so that its step has a width too. */
function points(policy: string, { from, step, values }: Series, since: number, line?: Series): object[] {
  const at = (slice: number, value: number): object => ({
    policy,
    day: chartDigits((from - since + slice * step) / SECONDS_PER_DAY),
    value: chartDigits(value),
    ...(line !== undefined && { line: chartDigits(line.values[Math.min(slice, values.length - 1)] ?? 1) }),
  });
  return [...values.map((value, slice) => at(slice, value)), at(values.length, values.at(-1) ?? 0)];
}

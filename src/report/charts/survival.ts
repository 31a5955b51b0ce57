import type { TopLevelSpec } from 'vega-lite';
import { SIZES } from '../../metrics/index.ts';
import type { Report } from '../report.ts';
import { TIME_LABEL, TIME_TICKS } from './distribution.ts';
import { type ChartData, CONFIG, chartDigits, FIGURES, logAxis, PICKED, policyLines, shareAxis } from './theme.ts';

/** Lengths of time below this are drawn here: a logarithmic axis has no 0. */
const LEAST = 60;
/** Of all panels together, in pixels. */
const ROOM = 980;

const TITLES = [['all', 'all jobs'], ...SIZES.map(({ name, range }) => [name, `${name} (${range} proc.)`])] as const;

/** Share of runs of jobs that no fault has struck, by how long they have lasted. */
export const survivalData: ChartData = (policies) =>
  policies.flatMap(({ label, faults }) =>
    (faults?.survival ?? []).flatMap(({ size, time, share, low, high, runs, struck }) =>
      time.map((lasts, i) => ({
        ...{ policy: label, size, runs, struck },
        time: chartDigits(Math.max(lasts, LEAST)),
        share: chartDigits(share[i]!),
        ...bandAt(low[i] ?? null, high[i] ?? null),
      })),
    ),
  );

const bandAt = (low: number | null, high: number | null): object =>
  low === null || high === null ? {} : { low: chartDigits(low), high: chartDigits(high) };

/** A panel for all jobs and one for each width, a line per policy in its band of confidence. */
export function survivalChart(report: Report): TopLevelSpec {
  const sizes = TITLES.filter(([size]) =>
    report.policies.some(({ faults }) => faults?.survival.some((one) => one.size === size)),
  );
  const share = shareAxis('share of runs');
  const lines = policyLines(report);
  return {
    config: CONFIG,
    params: [PICKED],
    data: FIGURES,
    spacing: 18,
    facet: {
      column: {
        field: 'size',
        sort: sizes.map(([size]) => size),
        title: null,
        header: { labelExpr: `${JSON.stringify(Object.fromEntries(sizes))}[datum.label]` },
      },
    },
    spec: {
      width: Math.min(Math.floor(ROOM / Math.max(sizes.length, 1)), 400),
      height: 200,
      encoding: { x: logAxis('time', { title: 'has lasted', ticks: TIME_TICKS, label: TIME_LABEL }) },
      layer: [
        {
          transform: [{ filter: 'isValid(datum.low)' }],
          mark: { type: 'area', interpolate: 'step-after', fillOpacity: 0.15, clip: true },
          encoding: {
            y: { ...share, field: 'low' },
            y2: { field: 'high' },
            color: lines.color,
            opacity: lines.opacity,
          },
        },
        {
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2, tooltip: true, clip: true },
          encoding: {
            y: share,
            order: { field: 'time' },
            ...lines,
            tooltip: [
              { field: 'policy' },
              { field: 'runs', format: ',' },
              { field: 'struck', title: 'struck by a fault', format: ',' },
            ],
          },
        },
      ],
    },
  };
}

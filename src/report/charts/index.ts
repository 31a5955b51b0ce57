import { compile, type TopLevelSpec } from 'vega-lite';
import { TAU } from '../../metrics/index.ts';
import { BUCKETS } from '../build.ts';
import type { Report } from '../report.ts';
import { classChart } from './classes.ts';
import { slowdownDistribution, waitDistribution } from './distribution.ts';
import { queueChart, utilizationChart } from './series.ts';

/** One chart of the page. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows and how to read it, for those who see it and those who do not. */
  readonly caption: string;
  /** Whether it keeps its width and scrolls on a narrow page. */
  readonly wide: boolean;
  spec(report: Report): TopLevelSpec;
}

export const CHARTS: readonly Chart[] = [
  {
    id: 'chart-wait',
    title: 'How long jobs wait',
    caption:
      'Share of the jobs whose wait is at most the value on the axis. Higher and further left is better. Waits under 1 s are drawn at 1 s.',
    wide: false,
    spec: waitDistribution,
  },
  {
    id: 'chart-slowdown',
    title: 'How much waiting slows jobs down',
    caption: `Share of the jobs whose bounded slowdown (tau = ${TAU} s) is at most the value on the axis. Higher and further left is better.`,
    wide: false,
    spec: slowdownDistribution,
  },
  {
    id: 'chart-utilization',
    title: 'Utilization over time',
    caption: `Share of the processors in use: exact averages over ${BUCKETS} equal slices of each run.`,
    wide: false,
    spec: utilizationChart,
  },
  {
    id: 'chart-queue',
    title: 'Queue length over time',
    caption: `Jobs waiting: exact averages over ${BUCKETS} equal slices of each run, on one scale for all policies, logarithmic above 10 jobs.`,
    wide: false,
    spec: queueChart,
  },
  {
    id: 'chart-classes',
    title: 'By size and length of jobs',
    caption: `Mean bounded slowdown (tau = ${TAU} s) by processors and run time. The darker a cell, the further it is from the best policy of its class, up to ten times.`,
    wide: true,
    spec: classChart,
  },
];

/** Vega specifications by the id of their chart: Vega-Lite is compiled here, so the page need not carry it. */
export function compiledCharts(report: Report): Record<string, unknown> {
  return Object.fromEntries(CHARTS.map(({ id, spec }) => [id, compile(spec(report)).spec]));
}

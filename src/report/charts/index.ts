import type { TopLevelSpec } from 'vega-lite';
import { TAU } from '../../metrics/index.ts';
import { BUCKETS } from '../build.ts';
import type { Report } from '../report.ts';
import { classChart, classData } from './classes.ts';
import { slowdownData, slowdownDistribution, waitData, waitDistribution } from './distribution.ts';
import { lendingChart, lendingData, queueChart, queueData, utilizationChart, utilizationData } from './series.ts';
import { survivalChart, survivalData } from './survival.ts';
import type { ChartData } from './theme.ts';

/** One chart of the page. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows and how to read it, for those who see it and those who do not. */
  readonly caption: string;
  /** Whether it keeps its width and scrolls on a narrow page. */
  readonly wide: boolean;
  /** The drawing, whose data set is empty. */
  spec(report: Report): TopLevelSpec;
  readonly data: ChartData;
}

/** Those that every report has. */
export const CHARTS: readonly Chart[] = [
  {
    id: 'chart-wait',
    title: 'How long jobs wait',
    caption:
      'Share of the jobs whose wait is at most the value on the axis. Higher and further left is better. Waits under 1 s are drawn at 1 s.',
    wide: false,
    spec: waitDistribution,
    data: waitData,
  },
  {
    id: 'chart-slowdown',
    title: 'How much waiting slows jobs down',
    caption: `Share of the jobs whose bounded slowdown (tau = ${TAU} s) is at most the value on the axis. Higher and further left is better.`,
    wide: false,
    spec: slowdownDistribution,
    data: slowdownData,
  },
  {
    id: 'chart-utilization',
    title: 'Utilization over time',
    caption: `Share of the processors in use: exact averages over ${BUCKETS} equal slices of each run. Where nodes can fail, the line is the share on nodes that work and are in no quarantine.`,
    wide: false,
    spec: utilizationChart,
    data: utilizationData,
  },
  {
    id: 'chart-queue',
    title: 'Queue length over time',
    caption: `Jobs waiting: exact averages over ${BUCKETS} equal slices of each run, on one scale for all policies, logarithmic above 10 jobs.`,
    wide: false,
    spec: queueChart,
    data: queueData,
  },
  {
    id: 'chart-classes',
    title: 'By size and length of jobs',
    caption: `Mean bounded slowdown (tau = ${TAU} s) by processors and run time. The darker a cell, the further it is from the best policy of its class, up to ten times.`,
    wide: true,
    spec: classChart,
    data: classData,
  },
];

/** Only where somebody is guaranteed cores. */
const LENDING: Chart = {
  id: 'chart-lending',
  title: 'Cores on loan over time',
  caption: `Cores that clients hold of what is guaranteed to others: exact averages over ${BUCKETS} equal slices of each run, of all jobs.`,
  wide: false,
  spec: lendingChart,
  data: lendingData,
};

/** Only where something can fail. */
const SURVIVAL: Chart = {
  id: 'chart-survival',
  title: 'How long jobs run before a fault strikes',
  caption:
    'Share of the runs of jobs without a break that no fault has struck before they had lasted so long, by processors (Kaplan and Meier 1958: runs that end otherwise, or are preempted or moved, count for as long as they lasted), with its interval of confidence 95 % at each length (Greenwood 1926). Under 1 min is drawn at 1 min.',
  wide: true,
  spec: survivalChart,
  data: survivalData,
};

/** Every chart that a report may have. */
export const ALL_CHARTS: readonly Chart[] = [...CHARTS, LENDING, SURVIVAL];

/** The charts of this report. */
export const chartsOf = ({ policies }: Pick<Report, 'policies'>): readonly Chart[] =>
  ALL_CHARTS.filter(
    (chart) =>
      (chart !== LENDING || policies.some(({ lending }) => lending !== undefined)) &&
      (chart !== SURVIVAL || policies.some(({ faults }) => faults !== undefined)),
  );

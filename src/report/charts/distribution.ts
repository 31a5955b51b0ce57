import type { TopLevelSpec } from 'vega-lite';
import type { Distribution } from '../../metrics/index.ts';
import type { PolicyReport, Report } from '../report.ts';
import { type ChartData, CONFIG, chartDigits, FIGURES, logAxis, PICKED, policyLines, shareAxis } from './theme.ts';

/** What one chart of distributions shows. */
interface Shown {
  readonly title: string;
  /** Vega expression that words the value of a tick. */
  readonly label: string;
  readonly ticks: readonly number[];
}

/** Values below this are drawn here: a logarithmic axis has no 0. */
const LEAST = 1;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** Round lengths of time on a logarithmic axis, seconds, and the Vega expression that words one. */
export const TIME_TICKS: readonly number[] = [
  ...[1, 10, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, 2 * DAY, 10 * DAY, 100 * DAY, 1000 * DAY],
];
export const TIME_LABEL: string =
  `datum.value < ${MINUTE} ? datum.value + ' s' : datum.value < ${HOUR} ? datum.value / ${MINUTE} + ' min' : ` +
  `datum.value < ${2 * DAY} ? datum.value / ${HOUR} + ' h' : datum.value / ${DAY} + ' d'`;

/** Share of jobs that wait at most so long. */
export const waitData: ChartData = (policies) => points(policies, ({ distributions }) => distributions.wait);
export const waitDistribution = (report: Report): TopLevelSpec =>
  distributionChart(report, {
    title: 'wait, at most',
    ticks: TIME_TICKS,
    label: TIME_LABEL,
  });

/** Share of jobs that are slowed down at most so much. */
export const slowdownData: ChartData = (policies) =>
  points(policies, ({ distributions }) => distributions.bounded_slowdown);
export const slowdownDistribution = (report: Report): TopLevelSpec =>
  distributionChart(report, {
    title: 'bounded slowdown, at most',
    ticks: [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7],
    label: "format(datum.value, ',')",
  });

function points(policies: readonly PolicyReport[], of: (policy: PolicyReport) => Distribution): object[] {
  return policies.flatMap((policy) => {
    const { share, value } = of(policy);
    return share.map((at, i) => ({ policy: policy.label, share: at, value: chartDigits(Math.max(value[i]!, LEAST)) }));
  });
}

function distributionChart(report: Report, shown: Shown): TopLevelSpec {
  return {
    config: CONFIG,
    params: [PICKED],
    width: 480,
    height: 300,
    data: FIGURES,
    mark: { type: 'line', strokeWidth: 2, interpolate: 'linear', tooltip: true, clip: true },
    encoding: {
      x: logAxis('value', shown),
      y: shareAxis('share of jobs'),
      order: { field: 'share' },
      ...policyLines(report),
      tooltip: { field: 'policy' },
    },
  };
}

import type { FinishedRun } from '../model/run.ts';
import { AWRT } from './awrt.ts';
import { BOUNDED_SLOWDOWN, PER_PROCESSOR_BOUNDED_SLOWDOWN } from './bounded-slowdown.ts';
import { CENTRE_METRICS, centreMetricsOf } from './centre-metrics.ts';
import { columnMetrics } from './column-metrics.ts';
import { FAULT_METRICS } from './fault-metrics.ts';
import { JAIN_BOUNDED_SLOWDOWN } from './jain.ts';
import { LOSS_OF_CAPACITY } from './loss-of-capacity.ts';
import { MAKESPAN } from './makespan.ts';
import type { Metric } from './metric.ts';
import { MAX_QUEUE_LENGTH, MEAN_QUEUE_LENGTH } from './queue-length.ts';
import { thoseThatRan } from './ran.ts';
import { RESPONSE } from './response.ts';
import { SLOWDOWN } from './slowdown.ts';
import { MAX, MEAN, MEDIAN, P95, P99 } from './statistics.ts';
import { THROUGHPUT } from './throughput.ts';
import { FAIRNESS_METRICS } from './unfairness.ts';
import { UTILIZATION } from './utilization.ts';
import { WAIT } from './wait.ts';
import { measuredJobs } from './window.ts';

/**
 * The one place where a run becomes what its metrics measure: they never see a job that did not run, which can only
 * happen on a machine of nodes, nor, where they are of jobs, one that was not submitted in the window. How much of the
 * machine was used, and what only machines of nodes have, counts jobs that did not run.
 */
const overThoseThatRan = (metric: Metric): Metric => ({
  ...metric,
  of(run) {
    if (metric.over === 'jobs') return metric.of(measuredJobs(run));
    return metric.over === 'run' && run.window !== undefined ? Number.NaN : metric.of(thoseThatRan(run));
  },
});

const TIMES: readonly Metric[] = [
  ...columnMetrics(WAIT, 'lower', [MEAN, MEDIAN, P95, P99, MAX]),
  ...columnMetrics(RESPONSE, 'lower', [MEAN, MEDIAN, P95, P99, MAX]),
  ...columnMetrics(SLOWDOWN, 'lower', [MEAN, MEDIAN, P95, P99, MAX]),
  ...columnMetrics(BOUNDED_SLOWDOWN, 'lower', [MEAN, MEDIAN, P95, P99, MAX]),
  ...columnMetrics(PER_PROCESSOR_BOUNDED_SLOWDOWN, 'lower', [MEAN, MEDIAN, P95, P99, MAX]),
  AWRT,
];

const WHOLE: readonly Metric[] = [
  LOSS_OF_CAPACITY,
  MAKESPAN,
  THROUGHPUT,
  MEAN_QUEUE_LENGTH,
  MAX_QUEUE_LENGTH,
  JAIN_BOUNDED_SLOWDOWN,
];

/** Every metric that needs only a plain machine, in the order in which reports show them. */
export const METRICS: readonly Metric[] = [...TIMES.map(overThoseThatRan), UTILIZATION, ...WHOLE.map(overThoseThatRan)];

const WITH_FAIRNESS: readonly Metric[] = [...METRICS, ...FAIRNESS_METRICS.map(overThoseThatRan)];

/** Every metric that a scenario may name: those of fairness, which are computed only then, and of machines of nodes. */
export const NAMED_METRICS: readonly Metric[] = [...WITH_FAIRNESS, ...CENTRE_METRICS];

/** The metrics that a run has values for. */
export const metricsOf = ({ fairStart, centre }: Pick<FinishedRun, 'fairStart' | 'centre'>): readonly Metric[] => {
  const plain = fairStart === undefined ? METRICS : WITH_FAIRNESS;
  return centre === undefined ? plain : [...plain, ...centreMetricsOf({ centre })];
};

/** Whether one of these metrics takes fair start times. */
export const asksForFairness = (names: readonly string[] = []): boolean =>
  FAIRNESS_METRICS.some(({ name }) => names.includes(name));

/** Those of these metrics that only a machine of nodes has. */
export const asksForNodes = (names: readonly string[] = []): readonly string[] =>
  names.filter((name) => CENTRE_METRICS.some((metric) => metric.name === name));

/** Those of these metrics that only a run under faults has. */
export const asksForFaults = (names: readonly string[] = []): readonly string[] =>
  names.filter((name) => FAULT_METRICS.some((metric) => metric.name === name));

/** The metrics that tables show first, unless the scenario names its own. */
export const MAIN_METRICS: readonly string[] = [
  'mean_wait',
  'p95_wait',
  'max_wait',
  'mean_bounded_slowdown',
  'p95_bounded_slowdown',
  'utilization',
  'loss_of_capacity',
  'makespan',
];

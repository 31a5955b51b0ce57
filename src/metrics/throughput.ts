import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Metric, NOT_NEGATIVE, ratio } from './metric.ts';
import { span } from './timeline.ts';

const SECONDS_PER_HOUR = 3600;

/** Jobs finished per hour of makespan. */
export const THROUGHPUT: Metric = {
  name: 'throughput',
  label: 'Throughput',
  unit: 'jobs/h',
  better: 'higher',
  over: 'time',
  skewed: false,
  range: NOT_NEGATIVE,
  definition: 'Jobs that ran / makespan in hours; in an open system mostly the rate at which jobs arrive.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun): number => ratio(finished(run) * SECONDS_PER_HOUR, toSeconds(span(run).length)),
};

/** All jobs, or those that end in the window: after it begins, and by its end, so that adjacent windows share none. */
function finished({ jobs, end, window }: FinishedRun): number {
  if (window === undefined) return jobs.length;
  return end.reduce((count, at) => (window.from < at && at <= window.to ? count + 1 : count), 0);
}

import type { FinishedRun } from '../model/run.ts';
import { MAKESPAN } from './makespan.ts';
import { type Metric, ratio } from './metric.ts';

const SECONDS_PER_HOUR = 3600;

/** Jobs finished per hour of makespan. */
export const THROUGHPUT: Metric = {
  name: 'throughput',
  label: 'Throughput',
  unit: 'jobs/h',
  better: 'higher',
  definition: 'Jobs that ran / makespan in hours; in an open system mostly the rate at which jobs arrive.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun): number => ratio(run.jobs.length * SECONDS_PER_HOUR, MAKESPAN.of(run)),
};

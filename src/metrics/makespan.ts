import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import type { Metric } from './metric.ts';
import { span } from './timeline.ts';

/** Seconds from the first submission to the last end. */
export const MAKESPAN: Metric = {
  name: 'makespan',
  label: 'Makespan',
  unit: 's',
  better: 'lower',
  over: 'run',
  definition: 'Last end - first submission; 0 for no jobs.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun): number => toSeconds(span(run).length),
};

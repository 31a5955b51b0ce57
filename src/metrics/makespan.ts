import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Metric, NOT_NEGATIVE } from './metric.ts';
import { span } from './timeline.ts';

/** Seconds from the first submission to the last end. */
export const MAKESPAN: Metric = {
  name: 'makespan',
  label: 'Makespan',
  unit: 's',
  better: 'lower',
  over: 'run',
  skewed: true,
  range: NOT_NEGATIVE,
  definition: 'Last end - first submission; 0 for no jobs.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun): number => toSeconds(span(run).length),
};

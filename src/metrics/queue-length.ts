import type { FinishedRun } from '../model/run.ts';
import { measures } from './measures.ts';
import { type Metric, NOT_NEGATIVE, ratio } from './metric.ts';
import { span } from './timeline.ts';

/** Jobs waiting, averaged over time. */
export const MEAN_QUEUE_LENGTH: Metric = {
  name: 'mean_queue_length',
  label: 'Mean queue length',
  unit: 'jobs',
  better: 'lower',
  over: 'time',
  skewed: false,
  range: NOT_NEGATIVE,
  definition: 'Time integral of the number of submitted jobs that have not started / makespan.',
  source: "Little, A Proof for the Queuing Formula L = lambda W, Operations Research 9, 1961 (the law's L)",
  of: (run: FinishedRun): number => ratio(measures(run).integrals.waitingJobs, span(run).length),
};

/** The longest the queue ever was. */
export const MAX_QUEUE_LENGTH: Metric = {
  name: 'max_queue_length',
  label: 'Max queue length',
  unit: 'jobs',
  better: 'lower',
  over: 'time',
  skewed: true,
  range: NOT_NEGATIVE,
  definition: 'Most jobs waiting at once for any length of time; a job that starts when it is submitted never waits.',
  source: 'The maximum of the same quantity over time',
  of: (run: FinishedRun): number => measures(run).integrals.mostWaiting,
};

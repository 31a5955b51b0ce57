import type { FinishedRun } from '../model/run.ts';
import { measures } from './measures.ts';
import { type Metric, NOT_NEGATIVE, ratio } from './metric.ts';
import { RESPONSE } from './response.ts';

/** Response time with every job weighted by the processor time it used. */
export const AWRT: Metric = {
  name: 'awrt',
  label: 'Average weighted response time',
  unit: 's',
  better: 'lower',
  over: 'jobs',
  skewed: false,
  range: NOT_NEGATIVE,
  definition:
    'sum(procs * run * response) / sum(procs * run), with run as executed: every processor-second counts the same, ' +
    'so splitting a job gains nothing.',
  source: 'Schwiegelshohn & Yahyapour, Fairness in Parallel Job Scheduling, Journal of Scheduling 3, 2000',
  of(run: FinishedRun): number {
    const response = measures(run).column(RESPONSE);
    let weighted = 0;
    let weights = 0;
    for (let job = 0; job < run.jobs.length; job++) {
      const area = run.jobs.procs[job]! * run.jobs.runtime[job]!;
      weighted += area * response[job]!;
      weights += area;
    }
    return ratio(weighted, weights);
  },
};

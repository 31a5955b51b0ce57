import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { columnMetrics } from './column-metrics.ts';
import { measures } from './measures.ts';
import { type Column, type Metric, NOT_NEGATIVE, ratio, SHARE } from './metric.ts';
import { MAX, MEAN } from './statistics.ts';

/** Seconds that later arrivals made a job wait longer. NaN where the run's fair start times have not been computed. */
const UNFAIRNESS: Column = {
  name: 'unfairness',
  label: 'unfairness',
  unit: 's',
  range: NOT_NEGATIVE,
  definition: 'unfairness = max(0, start - fair start), fair start: the start had no later job arrived',
  source: 'Sabin, Kochhar & Sadayappan, Job Fairness in Non-preemptive Job Scheduling, ICPP 2004',
  of: ({ start, fairStart }: FinishedRun, job: number): number =>
    fairStart === undefined ? Number.NaN : Math.max(0, toSeconds(start[job]! - fairStart[job]!)),
};

/** Share of the jobs that started after their fair start time. */
const UNFAIR_JOBS: Metric = {
  name: 'unfair_jobs',
  label: 'unfair jobs',
  unit: 'share',
  better: 'lower',
  over: 'jobs',
  skewed: false,
  range: SHARE,
  definition: 'Jobs that started after their fair start time / jobs.',
  source: UNFAIRNESS.source,
  of(run) {
    if (run.fairStart === undefined) return Number.NaN;
    const unfair = measures(run)
      .column(UNFAIRNESS)
      .reduce((count, late) => count + (late > 0 ? 1 : 0), 0);
    return ratio(unfair, run.jobs.length);
  },
};

/** What is computed only where somebody asks for it, for it takes a simulation per job. */
export const FAIRNESS_METRICS: readonly Metric[] = [...columnMetrics(UNFAIRNESS, 'lower', [MEAN, MAX]), UNFAIR_JOBS];

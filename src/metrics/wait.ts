import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Column, NOT_NEGATIVE } from './metric.ts';

/** Seconds from submission to start. */
export const WAIT: Column = {
  name: 'wait',
  label: 'wait',
  unit: 's',
  range: NOT_NEGATIVE,
  definition: 'wait = start - submit',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun, job: number): number => toSeconds(run.start[job]! - run.jobs.submit[job]!),
};

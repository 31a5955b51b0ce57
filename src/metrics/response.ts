import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Column, NOT_NEGATIVE } from './metric.ts';

/** Seconds from submission to end, also called turnaround. */
export const RESPONSE: Column = {
  name: 'response',
  label: 'response time',
  unit: 's',
  range: NOT_NEGATIVE,
  definition: 'response (turnaround) = end - submit = wait + run, with run as executed',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of: (run: FinishedRun, job: number): number => toSeconds(run.end[job]! - run.jobs.submit[job]!),
};

import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Column, ONE_OR_MORE } from './metric.ts';

/** Seconds below which a job is too short for its slowdown to matter to anybody. */
export const TAU = 10;

/** max(1, (wait + run) / (processors * max(run, tau))), all in seconds. */
function bounded(run: FinishedRun, job: number, procs: number): number {
  const wait = toSeconds(run.start[job]! - run.jobs.submit[job]!);
  const ran = toSeconds(run.jobs.runtime[job]!);
  const took = run.centre === undefined ? wait + ran : toSeconds(run.end[job]! - run.jobs.submit[job]!);
  return Math.max(1, took / (procs * Math.max(ran, TAU)));
}

/** Slowdown in which very short jobs do not drown all others. */
export const BOUNDED_SLOWDOWN: Column = {
  name: 'bounded_slowdown',
  label: 'bounded slowdown',
  unit: '1',
  range: ONE_OR_MORE,
  tau: TAU,
  definition: `bounded slowdown = max(1, (wait + run) / max(run, tau)), tau = ${TAU} s, with run as executed`,
  source: 'Feitelson, Metrics for Parallel Job Scheduling and Their Convergence, JSSPP 2001',
  of: (run: FinishedRun, job: number): number => bounded(run, job, 1),
};

/** Bounded slowdown divided by the job's width: a wide job could have waited for narrower shapes of itself. */
export const PER_PROCESSOR_BOUNDED_SLOWDOWN: Column = {
  name: 'per_processor_bounded_slowdown',
  label: 'per-processor bounded slowdown',
  unit: '1',
  range: ONE_OR_MORE,
  tau: TAU,
  definition:
    'per-processor bounded slowdown = max(1, (wait + run) / (procs * max(run, tau))), ' +
    `tau = ${TAU} s, with run as executed`,
  source: 'Zotkin & Keleher, Job-Length Estimation and Performance in Backfilling Schedulers, HPDC 1999',
  of: (run: FinishedRun, job: number): number => bounded(run, job, run.jobs.procs[job]!),
};

import type { FinishedRun } from '../model/run.ts';
import { PLAN_TICK, toSeconds } from '../model/time.ts';
import { type Column, ONE_OR_MORE } from './metric.ts';

/** Traces count whole seconds, so a job of 0 s lasted up to one; without this its slowdown would be infinite. */
const SHORTEST = toSeconds(PLAN_TICK);

/** How many times longer a job took than on an empty machine. */
export const SLOWDOWN: Column = {
  name: 'slowdown',
  label: 'slowdown',
  unit: '1',
  range: ONE_OR_MORE,
  definition: `slowdown = (wait + run) / run, with run as executed and taken as ${SHORTEST} s where it is shorter`,
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of(run: FinishedRun, job: number): number {
    const wait = toSeconds(run.start[job]! - run.jobs.submit[job]!);
    const ran = Math.max(toSeconds(run.jobs.runtime[job]!), SHORTEST);
    // A preempted job, or one on nodes of another speed, takes otherwise long than its wait and run time.
    if (run.centre !== undefined) return Math.max(1, toSeconds(run.end[job]! - run.jobs.submit[job]!) / ran);
    return (wait + ran) / ran;
  },
};

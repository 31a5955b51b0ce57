import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { MAKESPAN } from './makespan.ts';
import { type Metric, ratio } from './metric.ts';
import { usedShare } from './used-share.ts';

/** Share of the machine's processor time that jobs held. */
export const UTILIZATION: Metric = {
  name: 'utilization',
  label: 'Utilization',
  unit: 'share',
  better: 'higher',
  definition: 'sum(procs * run) / (machine processors * makespan), with run as executed and no window cut off.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of(run: FinishedRun): number {
    if (run.centre !== undefined) return usedShare(run, run.centre, CORES);
    let area = 0;
    for (let job = 0; job < run.jobs.length; job++) area += run.jobs.procs[job]! * toSeconds(run.jobs.runtime[job]!);
    return ratio(area, run.procs * MAKESPAN.of(run));
  },
};

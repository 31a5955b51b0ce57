import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type Metric, ratio, SHARE } from './metric.ts';
import { span } from './timeline.ts';
import { usedShare } from './used-share.ts';

/** Share of the machine's processor time that jobs held. */
export const UTILIZATION: Metric = {
  name: 'utilization',
  label: 'Utilization',
  unit: 'share',
  better: 'higher',
  over: 'time',
  skewed: false,
  range: SHARE,
  definition: 'sum(procs * run) / (machine processors * makespan), with run as executed.',
  source: 'Feitelson & Rudolph, Metrics and Benchmarking for Parallel Job Scheduling, JSSPP 1998',
  of(run: FinishedRun): number {
    if (run.centre !== undefined) return usedShare(run, run.centre, CORES);
    const { from, to, length } = span(run);
    let area = 0;
    for (let job = 0; job < run.jobs.length; job++) {
      // Within the span of a whole run this is the run time, to the digit.
      const held = Math.min(run.end[job]!, to) - Math.max(run.start[job]!, from);
      if (held > 0) area += run.jobs.procs[job]! * toSeconds(held);
    }
    return ratio(area, run.procs * toSeconds(length));
  },
};

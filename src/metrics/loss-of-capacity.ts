import type { FinishedRun } from '../model/run.ts';
import { measures } from './measures.ts';
import { type Metric, ratio, SHARE } from './metric.ts';
import { span } from './timeline.ts';

/** Share of the machine that stood idle although waiting jobs had a use for it. */
export const LOSS_OF_CAPACITY: Metric = {
  name: 'loss_of_capacity',
  label: 'Loss of capacity',
  unit: 'share',
  better: 'lower',
  over: 'time',
  skewed: false,
  range: SHARE,
  definition:
    'Time integral of min(idle processors, processors asked for by all waiting jobs) over the makespan, ' +
    'divided by machine processors * makespan. With utilization and the share idle for want of jobs it adds up to 1.',
  source:
    'Krevat, Castanos & Moreira, Job Scheduling for the BlueGene/L System, JSSPP 2002 ' +
    '(lost capacity = 1 - utilized - unused, where unused is the integral of max(0, idle - asked for))',
  // No value on a machine of nodes: what is idle there need not be of use to those that wait.
  of: (run: FinishedRun): number =>
    run.centre === undefined ? ratio(measures(run).integrals.lostCapacity, run.procs * span(run).length) : Number.NaN,
};

import type { Spending } from '../model/fault-run.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { detected } from './detection.ts';
import { downTime } from './down.ts';
import { type CauseFigures, costOf, losses } from './fault-causes.ts';
import { coreTimeSpent, type FaultyCentre, heldTimes, isFaulty } from './fault-time.ts';
import { type Metric, NOT_NEGATIVE, ratio, SHARE } from './metric.ts';
import { onlineArea } from './online.ts';
import { thoseThatRan } from './ran.ts';
import { mean } from './statistics.ts';
import { span } from './timeline.ts';
import { overJobs } from './window.ts';

const RAS =
  'Stearley, Defining and Measuring Supercomputer Reliability, Availability, and Serviceability, Linux Clusters Institute 2005';
const DALY = 'Daly, Future Generation Computer Systems 22, 2006';
const OURS = 'Our own definition';

type Figure = Omit<Metric, 'of' | 'skewed'> & { of(run: FinishedRun, centre: FaultyCentre): number };

/** What has no value in a run without faults. */
const underFaults = ({ of, ...rest }: Figure): Metric => ({
  ...rest,
  skewed: false,
  of: (run) => (isFaulty(run.centre) ? of(run, run.centre) : Number.NaN),
});

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function shareOfHeld(run: FinishedRun, kinds: readonly Spending[]): number {
  const spent = coreTimeSpent(run);
  return ratio(
    kinds.reduce((sum, kind) => sum + spent[kind], 0),
    spent.held,
  );
}

const ofIncidents =
  (figure: keyof CauseFigures) =>
  (run: FinishedRun): number =>
    costOf(losses(run))[figure];

const OF_JOBS: readonly Omit<Figure, 'over'>[] = [
  {
    name: 'lost_node_hours',
    label: 'Lost node-hours',
    unit: 'node-h',
    better: 'lower',
    range: NOT_NEGATIVE,
    definition:
      'Sum over faults that stopped a job of (computing time thrown away + time from the fault until it was known) * nodes that it held then, in node-hours; with the time of jobs that were preempted before it was known.',
    source: OURS,
    of: ofIncidents('lost_node_hours'),
  },
  {
    name: 'undetected_node_hours',
    label: 'Undetected node-hours',
    unit: 'node-h',
    better: 'lower',
    range: NOT_NEGATIVE,
    definition:
      'Sum over faults that stopped a job of time from the fault until it was known * nodes that it held then, in node-hours; with the time of jobs that were preempted before it was known. A part of the lost node-hours.',
    source: OURS,
    of: ofIncidents('undetected_node_hours'),
  },
  {
    name: 'checkpoint_overhead',
    label: 'Checkpoint overhead',
    unit: 'share',
    better: 'lower',
    range: SHARE,
    definition:
      'Core-time in which checkpoints were written, read back and restored / core-time that jobs held; each job with the cores that it held on average.',
    source: `${DALY}: dump time and restart time`,
    of: (run) => shareOfHeld(run, ['checkpoint', 'restore']),
  },
  {
    name: 'goodput',
    label: 'Goodput',
    unit: 'share',
    better: 'higher',
    range: SHARE,
    definition:
      'Core-time of computing that was of use in the end / core-time that jobs held; each job with the cores that it held on average.',
    source: `${DALY}: solve time / wall clock time`,
    of: (run) => shareOfHeld(run, ['useful']),
  },
  {
    name: 'mean_time_to_recover',
    label: 'Mean time to recover',
    unit: 's',
    better: 'lower',
    range: NOT_NEGATIVE,
    definition:
      'Mean over faults that stopped a job, and after which it ran again, of the time when it ran again - the time when the fault struck it.',
    source: OURS,
    of: ofIncidents('mean_time_to_recover'),
  },
  {
    name: 'mtti',
    label: 'Mean time to interrupt',
    unit: 's',
    better: 'higher',
    range: NOT_NEGATIVE,
    definition: 'Sum over jobs of the time in which they held nodes / how often a fault stopped one.',
    source: `${RAS}: job mean time to interrupt`,
    of: (run, centre) => ratio(toSeconds(total(heldTimes(run).time)), centre.faults.incidents.length),
  },
  {
    name: 'job_interrupts',
    label: 'Job interrupts',
    unit: '1',
    better: 'lower',
    range: NOT_NEGATIVE,
    definition: 'How often a fault stopped a running job.',
    source: RAS,
    of: ofIncidents('interrupts'),
  },
  {
    name: 'jobs_failed_by_faults',
    label: 'Jobs failed by faults',
    unit: 'jobs',
    better: 'lower',
    range: NOT_NEGATIVE,
    definition: 'Jobs that were given up after a fault had stopped them.',
    source: OURS,
    of: ofIncidents('failed'),
  },
];

const EFFECTIVE: Figure = {
  name: 'effective_utilization',
  label: 'Effective utilization',
  unit: 'share',
  better: 'higher',
  // When within a run its computing turns out to have been of use is not known.
  over: 'run',
  range: SHARE,
  definition:
    'Core-time of computing that was of use in the end / cores online x time from the first submission to the last end; nodes that had failed count as online.',
  source: 'Core utilization, taken over what was of use',
  of(run, centre) {
    if (run.window !== undefined) return Number.NaN;
    const { from, to } = span(thoseThatRan(run));
    return ratio(coreTimeSpent(run).useful, onlineArea(centre, CORES, from, to));
  },
};

const AVAILABILITY: Figure = {
  name: 'availability',
  label: 'Availability',
  unit: 'share',
  better: 'higher',
  over: 'time',
  range: SHARE,
  definition: 'Time in which nodes were in no outage / nodes x time from the first submission to the last end.',
  source: RAS,
  of(run, { centre, faults }) {
    const { from, to, length } = span(thoseThatRan(run));
    const whole = centre.machine.nodes.length * length;
    return ratio(whole - downTime(faults.outages, from, to), whole);
  },
};

const TO_DETECT: Figure = {
  name: 'mean_time_to_detect',
  label: 'Mean time to detect',
  unit: 's',
  better: 'lower',
  over: 'time',
  range: NOT_NEGATIVE,
  definition:
    'Mean over failures of nodes that were detected of the time when that was - the time when the node stopped working; what fails on a node that is down already is no failure of its own.',
  source: OURS,
  of: (run) => mean(detected(run).map(({ from, known }) => toSeconds(known - from))),
};

const [LOST, UNDETECTED, OVERHEAD, GOODPUT, ...REST] = OF_JOBS.map((one) =>
  overJobs(underFaults({ ...one, over: 'jobs' })),
);

/** Those that say most of what faults cost, in the order of the columns. */
export const MAIN_FAULT_METRICS: readonly string[] = [
  'job_interrupts',
  'lost_node_hours',
  'goodput',
  'checkpoint_overhead',
  'effective_utilization',
  'availability',
  'jobs_failed_by_faults',
];

/** What only a run under faults has. */
export const FAULT_METRICS: readonly Metric[] = [
  LOST!,
  UNDETECTED!,
  OVERHEAD!,
  GOODPUT!,
  ...[EFFECTIVE, AVAILABILITY, TO_DETECT].map(underFaults),
  ...REST,
];

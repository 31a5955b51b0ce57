import { CORES, GPUS, MEMORY } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { FAULT_METRICS } from './fault-metrics.ts';
import { hasDeadline, isLate, tardinessOf } from './lateness.ts';
import { hasGuarantees, type Lending, lendingOf } from './lending.ts';
import { ANY, type Metric, NOT_NEGATIVE, ratio, SHARE } from './metric.ts';
import { thoseThatRan } from './ran.ts';
import { Sample } from './sample.ts';
import { mean } from './statistics.ts';
import { usedShare } from './used-share.ts';
import { overJobs } from './window.ts';

const SECONDS_PER_HOUR = 3600;
const DEADLINES = 'Pinedo, Scheduling: Theory, Algorithms, and Systems, section 2.1';
const OURS = 'Our own definition';

const rowsOf = ({ jobs }: FinishedRun): number[] => Array.from({ length: jobs.length }, (_, job) => job);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A figure of the jobs with a deadline that completed; NaN if there is none. */
function tardiness(run: FinishedRun): number[] {
  return rowsOf(run)
    .map((job) => tardinessOf(run, job))
    .filter((value) => !Number.isNaN(value));
}

const OF_DUE: readonly Omit<Metric, 'over'>[] = [
  {
    name: 'late_jobs',
    label: 'Late jobs',
    unit: 'jobs',
    better: 'lower',
    skewed: false,
    range: NOT_NEGATIVE,
    definition: 'Jobs with a deadline that ended after it or never completed.',
    source: DEADLINES,
    of: (run) => (run.centre === undefined ? Number.NaN : rowsOf(run).filter((job) => isLate(run, job)).length),
  },
  {
    name: 'on_time',
    label: 'On time',
    unit: 'share',
    better: 'higher',
    skewed: false,
    range: SHARE,
    definition: 'Jobs that completed by their deadline / jobs with a deadline.',
    source: DEADLINES,
    of(run) {
      const due = rowsOf(run).filter((job) => hasDeadline(run, job));
      return ratio(due.filter((job) => !isLate(run, job)).length, due.length);
    },
  },
  {
    name: 'mean_tardiness',
    label: 'Mean tardiness',
    unit: 's',
    better: 'lower',
    skewed: false,
    range: NOT_NEGATIVE,
    definition: 'Mean of max(0, end - deadline) over the jobs with a deadline that completed.',
    source: DEADLINES,
    of: (run) => mean(tardiness(run)),
  },
  {
    name: 'max_tardiness',
    label: 'Max tardiness',
    unit: 's',
    better: 'lower',
    skewed: true,
    range: NOT_NEGATIVE,
    definition: 'Maximum of max(0, end - deadline) over the jobs with a deadline that completed.',
    source: DEADLINES,
    of: (run) => new Sample(Float64Array.from(tardiness(run))).quantile(1),
  },
  {
    name: 'total_tardiness',
    label: 'Total tardiness',
    unit: 's',
    better: 'lower',
    skewed: false,
    range: NOT_NEGATIVE,
    definition: 'Sum of max(0, end - deadline) over the jobs with a deadline that completed; 0 if there is none.',
    source: DEADLINES,
    of: (run) => (run.centre === undefined ? Number.NaN : sum(tardiness(run))),
  },
  {
    name: 'weighted_tardiness',
    label: 'Weighted tardiness',
    unit: 's',
    better: 'lower',
    skewed: false,
    // Priorities may be negative.
    range: ANY,
    definition: 'Sum of priority * max(0, end - deadline) over the jobs with a deadline that completed.',
    source: DEADLINES,
    of(run) {
      if (run.centre === undefined) return Number.NaN;
      const { priority } = run.jobs.asks!;
      const late = rowsOf(run).filter((job) => tardinessOf(run, job) > 0);
      return sum(late.map((job) => priority[job]! * tardinessOf(run, job)));
    },
  },
];

const LATE: readonly Metric[] = OF_DUE.map(overJobs);

const total = (
  name: string,
  label: string,
  unit: string,
  definition: string,
  of: (run: FinishedRun) => number,
): Metric =>
  overJobs({
    name,
    label,
    unit,
    better: 'lower',
    skewed: false,
    range: NOT_NEGATIVE,
    definition,
    source: OURS,
    of: (run) => (run.centre === undefined ? Number.NaN : of(run)),
  });

const PREEMPTION: readonly Metric[] = [
  total('preemptions', 'Preemptions', '1', 'How often a running job was stopped before its end.', ({ centre }) =>
    sum([...centre!.preemptions]),
  ),
  total(
    'lost_work',
    'Lost work',
    'core-h',
    'Sum of cores * run time that a preemption or a fault threw away, in core-hours of the machine of the workload.',
    (run) =>
      sum(rowsOf(run).map((job) => (run.centre!.cores[job]! * toSeconds(run.centre!.lost[job]!)) / SECONDS_PER_HOUR)),
  ),
  total(
    'suspended_time',
    'Suspended time',
    's',
    'Sum over jobs of the time for which they were suspended.',
    ({ centre }) => toSeconds(sum([...centre!.suspended])),
  ),
];

const guaranteed = (
  name: string,
  label: string,
  unit: string,
  definition: string,
  of: (lending: Lending) => number,
) => ({
  ...{ name, label, unit, definition, source: OURS, over: 'time' as const, range: NOT_NEGATIVE },
  of(run: FinishedRun): number {
    const lending = lendingOf(run);
    return lending === undefined ? Number.NaN : of(lending);
  },
});

const BELOW =
  'an ask is a job that waits and that would be held within the guarantee with what its ' +
  'client holds and its earlier jobs that ask; jobs that never ran are left out';

const GUARANTEES: readonly Metric[] = [
  {
    ...guaranteed(
      'longest_below_guarantee',
      'Longest below guarantee',
      's',
      `Maximum over clients of the longest time for which one ask was not met: ${BELOW}.`,
      ({ clients }) => Math.max(0, ...clients.map((one) => one.longest_below)),
    ),
    skewed: true,
    better: 'lower',
  },
  {
    ...guaranteed(
      'time_below_guarantee',
      'Time below guarantee',
      's',
      `Sum over clients of all time in which any ask was not met: ${BELOW}.`,
      ({ clients }) => sum(clients.map((one) => one.total_below)),
    ),
    skewed: false,
    better: 'lower',
  },
  {
    ...guaranteed(
      'borrowed',
      'Borrowed',
      'core-h',
      'Cores that clients owed each other x time, in core-hours: what one holds beyond its guarantee and beyond what is guaranteed to nobody.',
      ({ clients }) => sum(clients.map((one) => one.borrowed_core_hours)),
    ),
    skewed: false,
    better: 'neither',
  },
];

const utilizationOf = (name: string, label: string, resource: number): Metric => ({
  name,
  label,
  unit: 'share',
  better: 'higher',
  over: 'time',
  skewed: false,
  range: SHARE,
  definition:
    `${label.split(' ')[0]} x time that jobs held (whole nodes with all of their cores and GPUs, work that was lost ` +
    'included, suspended jobs with nothing) / what was online, from the first submission to the last end.',
  source: 'Utilization, taken over each resource',
  of: (run) => (run.centre === undefined ? Number.NaN : usedShare(run, run.centre, resource)),
});

/** What only a run on a machine of nodes has. */
export const CENTRE_METRICS: readonly Metric[] = [
  total(
    'never_ran',
    'Never ran',
    'jobs',
    'Jobs that never started, or never again after they were stopped: rejected, cancelled or held.',
    (run) => run.jobs.length - thoseThatRan(run).jobs.length,
  ),
  overJobs({
    name: 'mean_wait_eligible',
    label: 'Mean wait since eligible',
    unit: 's',
    better: 'lower',
    skewed: false,
    range: NOT_NEGATIVE,
    definition: 'Mean over jobs that ran of start - the time when what they depend on had happened.',
    source: 'Slurm, the times EligibleTime and StartTime of sacct',
    of(run) {
      const { centre, start } = thoseThatRan(run);
      return mean(Array.from(start, (time, job) => toSeconds(time - (centre?.eligible[job] ?? Number.NaN))));
    },
  }),
  ...LATE,
  ...PREEMPTION,
  ...GUARANTEES,
  utilizationOf('core_utilization', 'Core utilization', CORES),
  utilizationOf('memory_utilization', 'Memory utilization', MEMORY),
  utilizationOf('gpu_utilization', 'GPU utilization', GPUS),
  ...FAULT_METRICS,
];

const namesIn = (metrics: readonly Metric[]): ReadonlySet<string> => new Set(metrics.map(({ name }) => name));
const OF_DEADLINES = namesIn(LATE);
const OF_FAULTS = namesIn(FAULT_METRICS);
/** Figures of what is lent: of all jobs together, so that some of them alone have none. */
export const OF_GUARANTEES: ReadonlySet<string> = namesIn(GUARANTEES);

/** Those that apply: figures of deadlines, of guarantees, of faults and of GPUs only where there are any. */
export function centreMetricsOf({ centre }: Pick<FinishedRun, 'centre'>): readonly Metric[] {
  if (centre === undefined) return [];
  const due = centre.deadline.some((time) => !Number.isNaN(time));
  const has = (resource: number): boolean => centre.centre.machine.groups.some(({ each }) => each[resource]! > 0);
  return CENTRE_METRICS.filter(({ name }) => {
    if (OF_DEADLINES.has(name)) return due;
    if (OF_FAULTS.has(name)) return centre.faults !== undefined;
    if (OF_GUARANTEES.has(name)) return hasGuarantees(centre.centre);
    if (name === 'gpu_utilization') return has(GPUS);
    return name !== 'memory_utilization' || has(MEMORY);
  });
}

import { BOUNDED_SLOWDOWN, PER_PROCESSOR_BOUNDED_SLOWDOWN } from '../../metrics/bounded-slowdown.ts';
import { CENTRE_METRICS, LENGTHS, METRICS, type Metric, SIZES } from '../../metrics/index.ts';
import { ANY, type Column, NOT_NEGATIVE } from '../../metrics/metric.ts';
import { RESPONSE } from '../../metrics/response.ts';
import { SLOWDOWN } from '../../metrics/slowdown.ts';
import { MAX, MEAN, MEDIAN, MIN, percentile, type Statistic, SUM } from '../../metrics/statistics.ts';
import { WAIT } from '../../metrics/wait.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import { CENTRE_COLUMNS, CENTRE_FLAGS } from './centre-words.ts';
import { UNITS } from './quantity.ts';

/** A figure of each job, in seconds if it is a time. */
export type JobColumn = Pick<Column, 'name' | 'unit' | 'range' | 'definition' | 'of'>;

const column = (
  name: string,
  unit: string,
  definition: string,
  of: JobColumn['of'],
  range = NOT_NEGATIVE,
): JobColumn => ({
  ...{ name, unit, range, definition, of },
});

/** What a claim can know of each job as a number. */
export const COLUMNS: readonly JobColumn[] = [
  WAIT,
  RESPONSE,
  SLOWDOWN,
  BOUNDED_SLOWDOWN,
  PER_PROCESSOR_BOUNDED_SLOWDOWN,
  column('run', 's', 'run time as executed, after any kill at the estimate', ({ jobs }, job) =>
    toSeconds(jobs.runtime[job]!),
  ),
  column('estimate', 's', 'what policies planned with', ({ jobs }, job) => toSeconds(jobs.estimate[job]!)),
  column(
    'submit',
    's',
    'submit time, since the origin of the trace',
    ({ jobs }, job) => toSeconds(jobs.submit[job]!),
    ANY,
  ),
  column('procs', '1', 'processors of the job', ({ jobs }, job) => jobs.procs[job]!),
  column('user', '1', 'number of the user, -1 if not given', ({ jobs }, job) => jobs.user[job]!, ANY),
  column('group', '1', 'number of the group, -1 if not given', ({ jobs }, job) => jobs.group[job]!, ANY),
  column('queue', '1', 'number of the queue, -1 if not given', ({ jobs }, job) => jobs.queue[job]!, ANY),
  ...CENTRE_COLUMNS,
];

/** A property of each job that is one of a few words. */
export interface WordColumn {
  readonly name: string;
  readonly definition: string;
  readonly words: readonly string[];
  /** Place of the job's word in `words`. */
  of(run: FinishedRun, job: number): number;
}

export const WORD_COLUMNS: readonly WordColumn[] = [
  {
    name: 'size',
    definition: 'class of the job by its processors',
    words: SIZES.map(({ name }) => name),
    of: ({ jobs }, job) => SIZES.findIndex(({ most }) => jobs.procs[job]! <= most),
  },
  {
    name: 'length',
    definition: 'class of the job by its run time as executed',
    words: LENGTHS.map(({ name }) => name),
    of: ({ jobs }, job) => LENGTHS.findIndex(({ most }) => toSeconds(jobs.runtime[job]!) <= most),
  },
];

/** A property that a job has or has not. */
export interface Flag {
  readonly name: string;
  readonly definition: string;
  of(run: FinishedRun, job: number): boolean;
}

export const FLAGS: readonly Flag[] = [
  { name: 'jobs', definition: 'every job', of: () => true },
  {
    name: 'killed',
    definition: 'the job was cut at its estimate',
    of: ({ jobs, end }, job) => jobs.killed[job] === 1 && !Number.isNaN(end[job]!),
  },
  ...CENTRE_FLAGS,
];

const CLAIMED: readonly Metric[] = [...METRICS, ...CENTRE_METRICS];

/** Figures of a column; percentiles from p1 to p99.99 come in addition. */
export const STATISTICS: readonly Statistic[] = [MEAN, MEDIAN, MIN, MAX, SUM];

/** `count(killed)`: how many jobs; `share(wait > 4h)`: which part of all. */
export const TALLIES = ['count', 'share'] as const;
export type Tally = (typeof TALLIES)[number];

export const statisticNamed = (name: string): Statistic | undefined =>
  STATISTICS.find((known) => known.name === name) ?? percentileNamed(name);

function percentileNamed(name: string): Statistic | undefined {
  if (!/^p[1-9]\d?(\.\d{1,2})?$/.test(name)) return undefined;
  const percent = name.slice(1);
  return percentile(name, name.toUpperCase(), Number(`${percent}e-2`));
}

export const tallyNamed = (name: string): Tally | undefined => TALLIES.find((known) => known === name);
export const metricNamed = (name: string): Metric | undefined => CLAIMED.find((known) => known.name === name);

/** Whether the call of this name looks at each job, and so holds an expression. */
export const isOverJobs = (name: string): boolean =>
  statisticNamed(name) !== undefined || tallyNamed(name) !== undefined;

/** A unit that stands alone is one of it, so that `10 / h` is a rate. */
export const isUnit = (name: string): boolean => Object.hasOwn(UNITS, name);

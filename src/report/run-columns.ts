import type { Centre } from '../model/centre.ts';
import type { JobTable } from '../model/jobs.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { type StoredAsks, type StoredCentre, storeAsks, storeCentre } from './centre-data.ts';
import { numbers } from './checked-columns.ts';
import { encodeColumn, type StoredColumn } from './columns.ts';
import { type StoredLives, storeLives } from './lives-data.ts';
import type { ReportInput } from './report.ts';

/** The columns of the jobs, in order of arrival. */
export const JOB_COLUMNS = [
  'id',
  'submit',
  'runtime',
  'estimate',
  'procs',
  'killed',
  'user',
  'group',
  'queue',
] as const;

/** The jobs of a run as files and the page hold them. */
export interface StoredJobs {
  /** How many there are: the length of every column. */
  readonly rows: number;
  /** Of all times in the columns. */
  readonly unit: 's' | 'ms';
  readonly jobs: { readonly [C in (typeof JOB_COLUMNS)[number]]: StoredColumn };
}

const TIMES = ['submit', 'runtime', 'estimate'] as const;

/** What jobs.json and the page hold of a machine of nodes. */
export interface StoredMachine {
  readonly centre: StoredCentre;
  readonly asks: StoredAsks;
}

/** What the jobs did: their starts, or all of their lives on a machine of nodes. */
export interface StoredRuns {
  readonly stored: StoredJobs;
  readonly starts: readonly StoredColumn[];
  readonly machine?: StoredMachine;
  readonly lives?: readonly StoredLives[];
}

/** The centre on which the jobs ran, if it was one. */
export const centreOf = ({ workload, runs }: Pick<ReportInput, 'workload' | 'runs'>): Centre | undefined =>
  workload.centre ?? runs[0]?.run.centre?.centre;

/** Every job and its start under every policy, in whole seconds if all times are, else in milliseconds. */
export function storeRun(input: Pick<ReportInput, 'workload' | 'runs'>): StoredRuns {
  const centre = centreOf(input);
  if (centre === undefined) return storeStarts(input);
  const { jobs } = input.workload;
  // Starts are among the lives, so that all that the columns of the jobs share is their unit.
  const stored = storeStarts({ ...input, runs: [] });
  return {
    ...stored,
    machine: { centre: storeCentre(centre), asks: storeAsks(jobs) },
    lives: input.runs.map(({ run }) => storeLives(run, run.centre!, stored.stored.unit === 's')),
  };
}

function storeStarts({ workload: { jobs }, runs }: Pick<ReportInput, 'workload' | 'runs'>): StoredRuns {
  const times = [...TIMES.map((name) => jobs[name]), ...runs.map(({ run }) => run.start)];
  const inSeconds = times.every((column) => column.every((time) => time % MS_PER_SECOND === 0));
  const scale = inSeconds ? MS_PER_SECOND : 1;
  const time = (column: Float64Array): StoredColumn => encodeColumn(column.map((value) => value / scale));
  const stored: StoredJobs = {
    rows: jobs.length,
    unit: inSeconds ? 's' : 'ms',
    jobs: {
      id: encodeColumn(jobs.id),
      submit: time(jobs.submit),
      runtime: time(jobs.runtime),
      estimate: time(jobs.estimate),
      procs: encodeColumn(jobs.procs),
      killed: encodeColumn(jobs.killed),
      user: encodeColumn(jobs.user),
      group: encodeColumn(jobs.group),
      queue: encodeColumn(jobs.queue),
    },
  };
  return { stored, starts: runs.map(({ run }) => time(run.start)) };
}

/**
 * The job table of stored columns.
 * @throws Error that names the column which holds another number of rows
 */
export function restoreJobs(stored: StoredJobs): JobTable {
  const { rows, jobs } = stored;
  return {
    length: rows,
    id: labels('id', jobs.id, rows),
    submit: restoreTimes('submit', jobs.submit, stored),
    runtime: restoreTimes('runtime', jobs.runtime, stored),
    estimate: restoreTimes('estimate', jobs.estimate, stored),
    procs: Int32Array.from(numbers('procs', jobs.procs, rows)),
    killed: Uint8Array.from(numbers('killed', jobs.killed, rows)),
    user: labels('user', jobs.user, rows),
    group: labels('group', jobs.group, rows),
    queue: labels('queue', jobs.queue, rows),
  };
}

/** A column of times, ms. */
export function restoreTimes(name: string, column: StoredColumn, { rows, unit }: StoredJobs): Float64Array {
  const times = numbers(name, column, rows);
  if (unit === 's') for (let row = 0; row < rows; row++) times[row]! *= MS_PER_SECOND;
  return times;
}

/** As readers of traces keep labels: 32 bits where that is enough. */
function labels(name: string, column: StoredColumn, rows: number): Int32Array | Float64Array {
  const values = numbers(name, column, rows);
  const small = Int32Array.from(values);
  return small.every((value, row) => value === values[row]) ? small : values;
}

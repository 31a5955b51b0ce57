import { LENGTHS, lengthOf, onlyRows, SIZES, sizeOf, userOf } from '../../metrics/index.ts';
import type { Centre } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { FinishedRun } from '../../model/run.ts';
import { fromSeconds } from '../../model/time.ts';

/** Which jobs the reader wants to see; what is absent excludes none. */
export interface Selection {
  /** The number in the trace, or the name on a machine of nodes. */
  readonly user?: number | string | undefined;
  readonly group?: number | undefined;
  readonly queue?: number | undefined;
  /** Names of one of the sizes and one of the lengths by which reports class jobs. */
  readonly size?: string | undefined;
  readonly length?: string | undefined;
  /**
   * Submitted at or after `from` and before `to`, seconds of the workload. By submission, so that the same jobs are
   * compared under every policy.
   */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * The rows of the jobs that are selected, ascending; undefined where nothing excludes any.
 * @param centre where they ran, if on a machine of nodes
 */
export function selectedRows(jobs: JobTable, selection: Selection, centre?: Centre): Uint32Array | undefined {
  const tests = testsOf(jobs, selection, centre);
  if (tests.length === 0) return undefined;
  const rows = new Uint32Array(jobs.length);
  let count = 0;
  for (let job = 0; job < jobs.length; job++) if (tests.every((test) => test(job))) rows[count++] = job;
  return rows.slice(0, count);
}

function testsOf(
  jobs: JobTable,
  { user, group, queue, size, length, from, to }: Selection,
  centre: Centre | undefined,
): ((job: number) => boolean)[] {
  const tests: ((job: number) => boolean)[] = [];
  if (user !== undefined) tests.push((job) => userOf(jobs, centre, job) === user);
  if (group !== undefined) tests.push((job) => jobs.group[job] === group);
  if (queue !== undefined) tests.push((job) => jobs.queue[job] === queue);
  if (size !== undefined) tests.push((job) => SIZES[sizeOf(jobs, job)]!.name === size);
  if (length !== undefined) tests.push((job) => LENGTHS[lengthOf(jobs, job)]!.name === length);
  if (from !== undefined) tests.push((job) => jobs.submit[job]! >= fromSeconds(from));
  if (to !== undefined) tests.push((job) => jobs.submit[job]! < fromSeconds(to));
  return tests;
}

/** The job table of some rows alone. */
export function jobsOf(jobs: JobTable, rows: Uint32Array): JobTable {
  const times = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const labels = (column: ArrayLike<number>): number[] => Array.from(rows, (row) => column[row]!);
  return {
    length: rows.length,
    id: labels(jobs.id),
    submit: times(jobs.submit),
    runtime: times(jobs.runtime),
    estimate: times(jobs.estimate),
    procs: Int32Array.from(rows, (row) => jobs.procs[row]!),
    killed: Uint8Array.from(rows, (row) => jobs.killed[row]!),
    user: labels(jobs.user),
    group: labels(jobs.group),
    queue: labels(jobs.queue),
  };
}

/**
 * The same run as if it had been of these jobs alone, on the same machine: what they waited, and the share of the
 * machine that they used.
 * @param jobs what `jobsOf` made of the rows
 */
export function partOf(run: FinishedRun, rows: Uint32Array, jobs: JobTable): FinishedRun {
  if (run.centre !== undefined) return onlyRows(run, Array.from(rows));
  const times = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  return { ...run, jobs, start: times(run.start), end: times(run.end) };
}

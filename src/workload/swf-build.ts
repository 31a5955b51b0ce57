import { InputError } from '../model/errors.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { SWF_FIELDS, type SwfField, type SwfTrace, type Workload } from '../model/workload.ts';
import { machineSize } from './swf-header.ts';

export type Columns = Record<SwfField, Int32Array | Float64Array>;

/**
 * Makes a trace from some of its columns; the others are filled with -1, "not given". The header lines must begin
 * with `;`. It is what reading the written file would give.
 */
export function buildTrace(header: readonly string[], length: number, given: Partial<Columns>): SwfTrace {
  const columns = {} as Columns;
  for (const field of SWF_FIELDS) columns[field] = narrowed(given[field] ?? new Int32Array(length).fill(-1));
  return {
    length,
    columns,
    lines: Uint32Array.from({ length }, (_, record) => header.length + record + 1),
    header,
    ...machineSize(header),
    malformed: 0,
    ledger: [],
  };
}

/** Integers where every value is one, as a reader would keep them. */
export function narrowed(column: Int32Array | Float64Array): Int32Array | Float64Array {
  return column instanceof Int32Array || !column.every((value) => value === (value | 0))
    ? column
    : Int32Array.from(column);
}

/**
 * The trace of a workload, by which it can be saved. Prepared by the rules `kill` and `requested`, it gives the same
 * jobs on the same machine, except that none is marked as killed: the cut run time is now simply the run time.
 *
 * @throws InputError if a time is not in whole seconds, which is all that the format can hold
 */
export function traceOfWorkload(workload: Workload): SwfTrace {
  const { jobs, name, procs } = workload;
  const seconds = (times: Float64Array): Float64Array =>
    times.map((time, job) => {
      if (time % MS_PER_SECOND === 0) return time / MS_PER_SECOND;
      throw new InputError(`${name}: job ${jobs.id[job]} has a time of ${time} ms; SWF holds whole seconds`);
    });
  const header = ['; Version: 2.2', `; Note: ${name.replace(/\s+/g, ' ')}`, `; MaxProcs: ${procs}`];
  return buildTrace(header, jobs.length, {
    job: Float64Array.from(jobs.id),
    submit: seconds(jobs.submit),
    run: seconds(jobs.runtime),
    procsUsed: jobs.procs,
    procsRequested: jobs.procs,
    timeRequested: seconds(jobs.estimate),
    user: Float64Array.from(jobs.user),
    group: Float64Array.from(jobs.group),
    queue: Float64Array.from(jobs.queue),
  });
}

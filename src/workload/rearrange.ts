import type { Ledger } from '../model/ledger.ts';
import { SWF_FIELDS, type SwfField, type SwfTrace } from '../model/workload.ts';
import { type Columns, narrowed } from './swf-build.ts';
import { headerLabel, machineSize } from './swf-header.ts';

/** Which record of a trace stands where in another made from it, and what of it is new. */
export interface Rearrangement {
  /** The record of the source, for each record of the result. */
  readonly records: Uint32Array;
  /** The columns that differ, in the order of the result. */
  readonly changed: Partial<Columns>;
  /** How it was made; with it the same trace can be made again. */
  readonly note: string;
  /** What making it did to the records, beside what reading them did. */
  readonly ledger: Ledger;
}

/** Lines of a header that hold of the trace as it was alone. */
const OF_THE_SOURCE: ReadonlySet<string | undefined> = new Set(['MaxJobs', 'MaxRecords', 'EndTime']);

/**
 * A trace of the records of another. Its header is the other's, copyright and all, with the new number of records and
 * a note of how it was made. Line numbers stay those of the source's file, where what a ledger names can be looked up.
 */
export function rearrange(trace: SwfTrace, { records, changed, note, ledger }: Rearrangement): SwfTrace {
  const columns = {} as Record<SwfField, Int32Array | Float64Array>;
  for (const field of SWF_FIELDS) {
    const given = changed[field];
    columns[field] = given === undefined ? gather(trace.columns[field], records) : narrowed(given);
  }
  const { length } = records;
  const header = [
    ...trace.header.filter((line) => !OF_THE_SOURCE.has(headerLabel(line))),
    `; MaxJobs: ${length}`,
    `; MaxRecords: ${length}`,
    `; Note: ${note}`,
  ];
  return {
    length,
    columns,
    lines: records.map((record) => trace.lines[record]!),
    header,
    ...machineSize(header),
    malformed: trace.malformed,
    ledger: [...trace.ledger, ...ledger],
  };
}

/** The places of some moments in order of time; those at the same moment keep their order. */
export function inOrder(moments: Float64Array): Uint32Array {
  return Uint32Array.from(moments.keys()).sort((a, b) => moments[a]! - moments[b]! || a - b);
}

/** The values of a column at some records. */
export function gather(column: Int32Array | Float64Array, records: Uint32Array): Int32Array | Float64Array {
  const gathered = column instanceof Int32Array ? new Int32Array(records.length) : new Float64Array(records.length);
  for (let i = 0; i < records.length; i++) gathered[i] = column[records[i]!]!;
  return gathered;
}

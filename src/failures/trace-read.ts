import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../model/errors.ts';
import { fromSeconds, type Time } from '../model/time.ts';

/** An outage as a file has it. */
export interface TraceOutage {
  /** As the file names it. */
  readonly node: string;
  readonly from: Time;
  /** Infinite where it is not known to be over. */
  readonly until: Time;
  readonly cause: string;
  /** Of the file, from 1. */
  readonly line: number;
}

const CSV = 'node,from,until,cause';

/** @throws InputError if there is no such file, or it cannot be read */
export function failureTraceBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InputError(`${path}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/**
 * Reads a failure trace, plain or gzip: CSV with the header `node,from,until,cause`, times in seconds; or the table
 * event_trace of the Failure Trace Archive, of which the events of unavailability (type 0) are the outages, from the
 * first event of the file on.
 * @param path how messages call it
 * @throws InputError with the line that is wrong
 */
export function readFailureTrace(path: string, bytes: Buffer): TraceOutage[] {
  const lines = textOf(path, bytes).split(/\r?\n/);
  const outages = lines[0]!.startsWith(CSV.slice(0, 5)) ? csvOutages(path, lines) : ftaOutages(path, lines);
  if (outages.length === 0) throw new InputError(`${path}:1: the file has no outage`);
  return outages;
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new InputError(`${path}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

function csvOutages(path: string, lines: readonly string[]): TraceOutage[] {
  if (lines[0] !== CSV) throw new InputError(`${path}:1: expected the header ${CSV}`);
  return lines.slice(1).flatMap((line, i) => {
    if (line.trim() === '') return [];
    const fields = line.split(',').map((field) => field.trim());
    const where = `${path}:${i + 2}`;
    if (fields.length !== 4) throw new InputError(`${where}: expected 4 fields (${CSV}), found ${fields.length}`);
    const [node, from, until, cause] = fields as [string, string, string, string];
    const said = cause === '' ? 'trace' : cause;
    return [{ ...outage(where, node, seconds(where, from), seconds(where, until), said), line: i + 2 }];
  });
}

/** event_id, component_id, node_id, platform_id, node_name, event_type, event_start_time, event_stop_time, reason. */
function ftaOutages(path: string, lines: readonly string[]): TraceOutage[] {
  const events = lines.flatMap((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const fields = line.trim().split(/\s*\t\s*/);
    const where = `${path}:${i + 1}`;
    if (fields.length < 8)
      throw new InputError(
        `${where}: expected at least 8 fields between tabs, or the header ${CSV} in the first line; found ${fields.length}`,
      );
    const [from, until] = [
      seconds(where, fields[6]!),
      fields[7] === 'NULL' ? Number.POSITIVE_INFINITY : seconds(where, fields[7]!),
    ];
    return [{ ...outage(where, fields[2]!, from, until, 'trace'), type: fields[5]!, line: i + 1 }];
  });
  const origin = events.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  return events
    .filter(({ type }) => type === '0')
    .map(({ type: _, ...one }) => ({ ...one, from: one.from - origin, until: one.until - origin }));
}

function seconds(where: string, text: string): Time {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InputError(`${where}: expected a time in seconds, found '${text}'`);
  return fromSeconds(Number(text));
}

function outage(where: string, node: string, from: Time, until: Time, cause: string): Omit<TraceOutage, 'line'> {
  if (until < from) throw new InputError(`${where}: ends before it begins`);
  return { node, from, until, cause };
}

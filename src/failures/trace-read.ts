import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../model/errors.ts';
import { fromSeconds, type Time } from '../model/time.ts';
import { csvRecords } from './csv.ts';

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
 * first event of the file on. Where it has events of availability (type 1) alone, a node is down between two of its own.
 * @param path how messages call it
 * @throws InputError with the line that is wrong
 */
export function readFailureTrace(path: string, bytes: Buffer): TraceOutage[] {
  const text = textOf(path, bytes);
  const outages = /^\s*"?node"?\s*,/.test(text) ? csvOutages(path, text) : ftaOutages(path, text.split(/\r?\n/));
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

function csvOutages(path: string, text: string): TraceOutage[] {
  const [header, ...records] = csvRecords(text, path);
  if (header!.fields.join(',') !== CSV) throw new InputError(`${path}:${header!.line}: expected the header ${CSV}`);
  return records.map(({ fields, line }) => {
    const where = `${path}:${line}`;
    if (fields.length !== 4) throw new InputError(`${where}: expected 4 fields (${CSV}), found ${fields.length}`);
    const [node, from, until, cause] = fields as [string, string, string, string];
    const said = cause === '' ? 'trace' : cause;
    return { ...span(where, node, seconds(where, from), seconds(where, until)), cause: said, line };
  });
}

/** A line of the table event_trace. */
interface FtaEvent extends Span {
  readonly available: boolean;
  readonly line: number;
}

function ftaOutages(path: string, lines: readonly string[]): TraceOutage[] {
  const events = lines.flatMap((text, i) =>
    text.trim() === '' || text.startsWith('#') ? [] : [ftaEvent(path, text, i + 1)],
  );
  const origin = events.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const down = events.filter(({ available }) => !available);
  const outages = down.length > 0 ? down : gapsOf(events);
  return outages.map(({ node, from, until, line }) => ({
    node,
    from: from - origin,
    until: until - origin,
    cause: 'trace',
    line,
  }));
}

/** event_id, component_id, node_id, platform_id, node_name, event_type, event_start_time, event_stop_time, reason. */
function ftaEvent(path: string, text: string, line: number): FtaEvent {
  const fields = text.trim().split(/\s*\t\s*/);
  const where = `${path}:${line}`;
  if (fields.length < 8)
    throw new InputError(
      `${where}: expected at least 8 fields between tabs, or the header ${CSV} in the first line; found ${fields.length}`,
    );
  const [node, type, begin, end] = [fields[2]!, fields[5]!, fields[6]!, fields[7]!];
  if (type !== '0' && type !== '1')
    throw new InputError(`${where}: expected the event type 0 (unavailable) or 1 (available), found '${type}'`);
  const until = end === 'NULL' ? Number.POSITIVE_INFINITY : seconds(where, end);
  return { ...span(where, node, seconds(where, begin), until), available: type === '1', line };
}

/** What is between events of availability of the same node, with the line of the one with which it is back. */
function gapsOf(available: readonly FtaEvent[]): (Span & { readonly line: number })[] {
  const until = new Map<string, Time>();
  const gaps: (Span & { readonly line: number })[] = [];
  for (const one of [...available].sort((a, b) => a.from - b.from)) {
    const before = until.get(one.node) ?? one.from;
    if (one.from > before) gaps.push({ node: one.node, from: before, until: one.from, line: one.line });
    until.set(one.node, Math.max(before, one.until));
  }
  return gaps;
}

function seconds(where: string, text: string): Time {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InputError(`${where}: expected a time in seconds, found '${text}'`);
  return fromSeconds(Number(text));
}

type Span = Pick<TraceOutage, 'node' | 'from' | 'until'>;

function span(where: string, node: string, from: Time, until: Time): Span {
  if (until < from) throw new InputError(`${where}: ends before it begins`);
  return { node, from, until };
}

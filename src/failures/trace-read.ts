import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { fromSeconds, type Time } from '../model/time.ts';
import { csvRecords, type Field } from './csv.ts';

/** An outage as a file has it. */
export interface TraceOutage {
  /** As the file names it. */
  readonly node: string;
  readonly from: Time;
  /** Infinite where it is not known to be over. */
  readonly until: Time;
  readonly cause: string;
  /** Where the file names the node, both from 1. */
  readonly line: number;
  readonly col: number;
}

const COLUMNS = ['node', 'from', 'until', 'cause'];
const CSV = COLUMNS.join(',');

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
 * @throws InputError with the line and column of what is wrong
 */
export function readFailureTrace(path: string, bytes: Buffer): TraceOutage[] {
  const text = textOf(path, bytes);
  const outages = WITH_COMMAS.test(text) ? csvOutages(path, text) : ftaOutages(path, text.split(/\r?\n/));
  if (outages.length === 0) throw new InputError(`${path}:1:1: the file has no outage`);
  return outages;
}

/** A first line with commas and no tab; that of the other kind may be a comment. */
const WITH_COMMAS = /^\s*[^#\t\r\n][^\t\r\n]*,[^\t\r\n]*(?:[\r\n]|$)/;

function textOf(path: string, bytes: Buffer): string {
  try {
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new InputError(`${path}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/** @returns the error, which begins with the place */
const wrong = (path: string, { line, col }: Pick<Field, 'line' | 'col'>, message: string): InputError =>
  new InputError(`${path}:${line}:${col}: ${message}`);

function csvOutages(path: string, text: string): TraceOutage[] {
  const [header, ...records] = csvRecords(text, path);
  checkHeader(path, header!);
  return records.map((fields) => {
    if (fields.length !== COLUMNS.length)
      throw wrong(path, fields[COLUMNS.length] ?? fields.at(-1)!, `expected 4 fields (${CSV}), found ${fields.length}`);
    const [node, from, until, cause] = fields as unknown as [Field, Field, Field, Field];
    const said = cause.text === '' ? 'trace' : cause.text;
    return { ...span(path, { node, from, until }, seconds(path, until)), cause: said };
  });
}

/** The first name that is not the one expected at its place is at fault. */
function checkHeader(path: string, header: readonly Field[]): void {
  if (header.map(({ text }) => text).join(',') === CSV) return;
  const found = header.find(({ text }, i) => text !== COLUMNS[i]);
  const expected = `expected the header ${CSV}`;
  if (found === undefined)
    throw wrong(path, header.at(-1)!, `${expected}, of which ${COLUMNS.slice(header.length).join(',')} is missing`);
  const meant = nearest(found.text, COLUMNS);
  throw wrong(
    path,
    found,
    `${expected}, found '${found.text}'${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

/** A line of the table event_trace. */
interface FtaEvent extends Span {
  readonly available: boolean;
}

function ftaOutages(path: string, lines: readonly string[]): TraceOutage[] {
  const events = lines.flatMap((text, i) =>
    text.trim() === '' || text.startsWith('#') ? [] : [ftaEvent(path, text, i + 1)],
  );
  const origin = events.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const down = events.filter(({ available }) => !available);
  const outages = down.length > 0 ? down : gapsOf(events);
  return outages.map(({ node, from, until, line, col }) => ({
    node,
    from: from - origin,
    until: until - origin,
    cause: 'trace',
    line,
    col,
  }));
}

/** event_id, component_id, node_id, platform_id, node_name, event_type, event_start_time, event_stop_time, reason. */
function ftaEvent(path: string, text: string, line: number): FtaEvent {
  const fields = [...text.matchAll(BETWEEN_TABS)].map(({ 0: one, index }) => ({ text: one, line, col: index + 1 }));
  if (fields.length < 8)
    throw wrong(
      path,
      fields.at(-1)!,
      `expected at least 8 fields between tabs, or the header ${CSV} in the first line; found ${fields.length}`,
    );
  const [node, type, from, until] = [fields[2]!, fields[5]!, fields[6]!, fields[7]!];
  if (type.text !== '0' && type.text !== '1')
    throw wrong(path, type, `expected the event type 0 (unavailable) or 1 (available), found '${type.text}'`);
  const end = until.text === 'NULL' ? Number.POSITIVE_INFINITY : seconds(path, until);
  return { ...span(path, { node, from, until }, end), available: type.text === '1' };
}

/** Without the blanks around it. */
const BETWEEN_TABS = /[^\t\s](?:[^\t]*[^\t\s])?/g;

/** What is between events of availability of the same node, with the place of the one with which it is back. */
function gapsOf(available: readonly FtaEvent[]): Span[] {
  const until = new Map<string, Time>();
  const gaps: Span[] = [];
  for (const one of [...available].sort((a, b) => a.from - b.from)) {
    const before = until.get(one.node) ?? one.from;
    if (one.from > before) gaps.push({ ...one, from: before, until: one.from });
    until.set(one.node, Math.max(before, one.until));
  }
  return gaps;
}

function seconds(path: string, field: Field): Time {
  if (!/^\d+(\.\d+)?$/.test(field.text)) throw wrong(path, field, `expected a time in seconds, found '${field.text}'`);
  return fromSeconds(Number(field.text));
}

type Span = Pick<TraceOutage, 'node' | 'from' | 'until' | 'line' | 'col'>;

/** @param until when it ends, whatever the file calls that */
function span(path: string, fields: Readonly<Record<'node' | 'from' | 'until', Field>>, until: Time): Span {
  const { text: node, line, col } = fields.node;
  const from = seconds(path, fields.from);
  if (until < from) throw wrong(path, fields.until, 'ends before it begins');
  return { node, from, until, line, col };
}

import { InputError } from '../model/errors.ts';
import { SWF_FIELDS, type SwfTrace } from '../model/workload.ts';
import { LedgerBuilder } from './ledger-builder.ts';
import { SwfColumns } from './swf-columns.ts';
import { fieldText, isBlank, scanField } from './swf-field.ts';
import { machineSize } from './swf-header.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SEMICOLON = 59;
const FIELDS = SWF_FIELDS.length;
const LEAST_FIELDS = 5;
/** Text among the first nine fields makes a line malformed; further on it is only a value that is not given. */
const STRICT_FIELDS = 9;
/** The averages that archives do give with a fraction: CPU time, memory used, memory requested. They keep it. */
const FRACTION_KEPT: readonly boolean[] = SWF_FIELDS.map((f) =>
  ['cpuTime', 'memoryUsed', 'memoryRequested'].includes(f),
);
/** No line of a trace is longer; a file without line ends must not be gathered in memory. */
const LONGEST_LINE = 1 << 20;
const NOTHING: Uint8Array = new Uint8Array(0);
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const RULES = {
  'malformed-too-few-fields': { effect: 'dropped', meaning: 'The line has fewer than 5 fields.' },
  'malformed-text': { effect: 'dropped', meaning: 'One of the first 9 fields is not a number.' },
  'fraction-dropped': { effect: 'edited', meaning: 'A field that holds whole numbers had a fraction; it is cut off.' },
  'text-after-field-nine': { effect: 'noted', meaning: 'A field after the ninth is not a number and counts as -1.' },
  'fields-missing': { effect: 'noted', meaning: 'The line has fewer than 18 fields; the missing ones count as -1.' },
} as const;

/**
 * Reads a trace in the Standard Workload Format from chunks of bytes that may be cut anywhere. Memory is what the
 * columns take, plus one chunk and one line. Format: https://www.cs.huji.ac.il/labs/parallel/workload/swf.html
 */
export class SwfScanner {
  private readonly name: string;
  private readonly columns = new SwfColumns();
  private readonly ledger = new LedgerBuilder<keyof typeof RULES>(RULES);
  private readonly header: string[] = [];
  private readonly row = new Float64Array(FIELDS);
  private line = 0;
  /** The beginning of a line whose end has not come yet. */
  private carry: Uint8Array = NOTHING;
  private firstMalformed: string | undefined;

  /** @param name of the file, for messages */
  constructor(name: string) {
    this.name = name;
  }

  get records(): number {
    return this.columns.length;
  }

  /** Takes the next bytes, which the caller may overwrite afterwards. */
  feed(chunk: Uint8Array): void {
    let from = 0;
    let end = chunk.indexOf(LINE_FEED);
    if (end >= 0 && this.carry.length > 0) {
      const line = Buffer.concat([this.carry, chunk.subarray(0, end)]);
      this.scanLine(line, 0, line.length);
      this.carry = NOTHING;
      from = end + 1;
      end = chunk.indexOf(LINE_FEED, from);
    }
    for (; end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.scanLine(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) this.carry = Buffer.concat([this.carry, chunk.subarray(from)]);
    if (this.carry.length > LONGEST_LINE) {
      const where = `${this.name}:${this.line + 1}`;
      throw new InputError(`${where}: no line end within 1 MiB; expected a trace in SWF, plain or gzip`);
    }
  }

  /** Takes what is left as the last line, which needs no line end, and hands the trace over. */
  finish(): SwfTrace {
    if (this.carry.length > 0) this.scanLine(this.carry, 0, this.carry.length);
    if (this.records === 0 && this.firstMalformed !== undefined) {
      throw new InputError(`${this.name}:${this.firstMalformed}; no line of the file is a record in SWF`);
    }
    return {
      ...this.columns.finish(),
      header: this.header,
      ...machineSize(this.header),
      malformed: this.ledger.count('malformed-too-few-fields') + this.ledger.count('malformed-text'),
      ledger: this.ledger.entries(),
    };
  }

  private scanLine(bytes: Uint8Array, from: number, to: number): void {
    this.line += 1;
    let start = from;
    if (this.line === 1) {
      this.refuseBareReturns(bytes.subarray(from, to));
      if (BYTE_ORDER_MARK.every((byte, i) => bytes[from + i] === byte)) start += 3;
    }
    const first = skipBlanks(bytes, start, to);
    if (first === to) return;
    if (bytes[first] === SEMICOLON) this.header.push(commentText(bytes.subarray(start, to)));
    else this.scanRecord(bytes, first, to, start);
  }

  /** In a file whose lines end in carriage returns alone, the first line would be the whole file. */
  private refuseBareReturns(line: Uint8Array): void {
    const first = line.indexOf(CARRIAGE_RETURN);
    if (first < 0 || line.subarray(first).every((byte) => byte === CARRIAGE_RETURN)) return;
    const where = `${this.name}:1:${first + 1}`;
    throw new InputError(`${where}: a carriage return without a line feed; expected lines that end in LF or CR LF`);
  }

  private scanRecord(bytes: Uint8Array, first: number, to: number, lineStart: number): void {
    const row = this.row;
    let fields = 0;
    let text = 0;
    let badFrom = -1;
    for (let at = first; at < to && fields < FIELDS; fields++) {
      const end = scanField(bytes, at, to, row, fields);
      if (Number.isNaN(row[fields])) {
        row[fields] = -1;
        text += 1;
        if (badFrom < 0 && fields < STRICT_FIELDS) badFrom = at;
      }
      at = skipBlanks(bytes, end, to);
    }
    if (fields < LEAST_FIELDS || badFrom >= 0) this.malformed(bytes, fields, badFrom, first, to, lineStart);
    else this.keep(fields, text);
  }

  private keep(fields: number, text: number): void {
    const row = this.row;
    if (fields < FIELDS) {
      row.fill(-1, fields);
      this.ledger.note('fields-missing', this.line);
    }
    if (text > 0) this.ledger.note('text-after-field-nine', this.line);
    if (dropFractions(row)) this.ledger.note('fraction-dropped', this.line);
    this.columns.append(row, this.line);
  }

  private malformed(b: Uint8Array, fields: number, badFrom: number, first: number, to: number, start: number): void {
    const few = fields < LEAST_FIELDS;
    this.ledger.note(few ? 'malformed-too-few-fields' : 'malformed-text', this.line);
    if (this.firstMalformed !== undefined) return;
    const at = badFrom < 0 ? first : badFrom;
    const found = JSON.stringify(fieldText(b, at, Math.min(to, at + 20)).split(/\s/)[0]).replace(/[^ -~]/g, '?');
    const problem = badFrom < 0 ? `expected at least 5 numbers, found ${fields}` : `expected a number, found ${found}`;
    this.firstMalformed = `${this.line}:${at - start + 1}: ${problem}`;
  }
}

function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at]!)) at++;
  return at;
}

/** Cuts fractions off where only whole numbers have a meaning; says whether any value changed. */
function dropFractions(row: Float64Array): boolean {
  let dropped = false;
  for (let field = 0; field < FIELDS; field++) {
    const value = row[field]!;
    if ((value | 0) === value || FRACTION_KEPT[field]! || Number.isInteger(value)) continue;
    row[field] = Math.trunc(value) + 0;
    dropped = true;
  }
  return dropped;
}

/** A comment line as read, without its line end. Old traces are not always UTF-8; their bytes are kept one by one. */
function commentText(bytes: Uint8Array): string {
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return fieldText(line, 0, line.length);
  }
}

import { InputError } from '../model/errors.ts';

/** A record of a CSV file. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A field with what ends it: quoted with each quote in it doubled, or without quotes and then cut of blanks. */
const FIELD = /[^\S\r\n]*(?:"((?:[^"]|"")*)"[^\S\r\n]*|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * The records of a text by RFC 4180, blank lines left out: a field in quotes may hold commas, doubled quotes and ends of
 * lines. Blanks around fields do not count.
 * @param path of the file, for errors
 * @throws InputError with the line of a quote that is not closed, or that stands within a field
 */
export function csvRecords(text: string, path: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let [at, line, begun] = [0, 1, 1];
  while (at < text.length || fields.length > 0) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(text);
    if (found === null)
      throw new InputError(`${path}:${line}: a quote is not closed, or stands within a field; write "" for one`);
    const [whole, quoted, plain = '', end] = found;
    fields.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    at += whole.length;
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (fields.length > 1 || fields[0] !== '') records.push({ fields, line: begun });
    fields = [];
    begun = line;
  }
  return records;
}

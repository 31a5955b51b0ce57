import { InputError } from '../model/errors.ts';

/** A value with its place in a file, both numbers from 1. */
export interface Field {
  readonly text: string;
  readonly line: number;
  readonly col: number;
}

/** A field with what ends it: quoted with each quote in it doubled, or without quotes and then cut of blanks. */
const FIELD = /([^\S\r\n]*)(?:"((?:[^"]|"")*)"[^\S\r\n]*|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * The records of a text by RFC 4180, each with at least one field, blank lines left out: a field in quotes may hold commas,
 * doubled quotes and ends of lines. Blanks around fields do not count.
 * @param path of the file, for errors
 * @throws InputError with the place of a field with a quote that is not closed, or that stands within it
 */
export function csvRecords(text: string, path: string): (readonly Field[])[] {
  const records: (readonly Field[])[] = [];
  let fields: Field[] = [];
  // Where the line begins whose number this is.
  let [at, line, begun] = [0, 1, 0];
  while (at < text.length || fields.length > 0) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(text);
    if (found === null) {
      const where = `${path}:${line}:${at - begun + 1}`;
      throw new InputError(`${where}: a quote is not closed, or stands within a field; write "" for one`);
    }
    const [whole, blanks = '', quoted, plain = '', end] = found;
    const value = quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"');
    fields.push({ text: value, line, col: at - begun + blanks.length + 1 });
    line += whole.split('\n').length - 1;
    if (whole.includes('\n')) begun = at + whole.lastIndexOf('\n') + 1;
    at += whole.length;
    if (end === ',') continue;
    if (fields.length > 1 || fields[0]!.text !== '') records.push(fields);
    fields = [];
  }
  return records;
}

import { createHash } from 'node:crypto';

/** Of the layout below; a file of another one is not read. */
const SCHEMA = 1;

/** What is kept of one run. */
export interface Entry {
  readonly key: string;
  readonly name: string;
  /** Of the program that made it. */
  readonly version: string;
  readonly record: unknown;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * An entry as the text of its file: one line of JSON. It holds no time and no place, so that whoever makes it makes the
 * same bytes.
 */
export function entryText({ key, name, version, record }: Entry): string {
  const text = JSON.stringify(record);
  if (text === undefined) throw new TypeError(`the record of ${name} is no JSON`);
  const head = JSON.stringify({ schema: SCHEMA, key, name, version, sha256: digest(text) });
  return `${head.slice(0, -1)},"record":${text}}\n`;
}

/**
 * Reads the text of a file back.
 * @returns the entry, or what is wrong with it: one that was cut off, altered, or put in another's place
 */
export function parseEntry(text: string, key: string): Entry | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text === '' ? 'it is empty' : 'it is cut off or no JSON';
  }
  if (parsed === null || typeof parsed !== 'object') return 'it is no entry';
  const { schema, key: own, name, version, sha256, record } = parsed as Record<string, unknown>;
  if (schema !== SCHEMA) return `its layout is ${JSON.stringify(schema)}, not ${SCHEMA}`;
  if (own !== key) return 'it holds another run';
  // What JSON has written it reads and writes again to the letter, so the digest of the record needs no second copy.
  if (record === undefined || digest(JSON.stringify(record)) !== sha256) return 'its record does not match its digest';
  if (typeof name !== 'string' || typeof version !== 'string') return 'its name or version is missing';
  return { key, name, version, record };
}

import { expect } from 'vitest';
import { SWF_FIELDS, type SwfTrace } from '../../src/model/workload.ts';
import { readSwfBytes } from '../../src/workload/swf-read.ts';

/** The trace that a file of these lines would give. */
export const traceOf = (...lines: readonly string[]): SwfTrace =>
  readSwfBytes(Buffer.from(lines.join('\n')), 'test.swf');

/** A full record: id, submit, run, processors used and requested, time requested, user. */
export function record(given: {
  id?: number;
  submit?: number;
  run?: number;
  used?: number;
  requested?: number;
  time?: number;
  user?: number;
  wait?: number;
}): string {
  const { id = 1, submit = 0, run = 10, used = 1, requested = 1, time = 20, user = 1, wait = 0 } = given;
  return [id, submit, wait, run, used, -1, -1, requested, time, -1, 1, user, 1, -1, 1, -1, -1, -1].join(' ');
}

/** Rule and count of each entry. */
export const counts = (ledger: SwfTrace['ledger']): Record<string, number> =>
  Object.fromEntries(ledger.map(({ rule, count }) => [rule, count]));

const bytes = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Whether two columns have the same type and values; deep equality of a whole trace takes seconds. */
export const sameColumn = (a: NodeJS.TypedArray, b: NodeJS.TypedArray): boolean =>
  a.constructor === b.constructor && bytes(a).equals(bytes(b));

/** Expects two long traces to be equal in everything, lines and ledger too. */
export function expectSameTrace(actual: SwfTrace, expected: SwfTrace): void {
  const { columns, lines, ...rest } = actual;
  const { columns: expectedColumns, lines: expectedLines, ...expectedRest } = expected;
  expect(rest).toEqual(expectedRest);
  expect(SWF_FIELDS.filter((field) => !sameColumn(columns[field], expectedColumns[field]))).toEqual([]);
  expect(sameColumn(lines, expectedLines)).toBe(true);
}

import type { SwfTrace } from '../../src/model/workload.ts';
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

import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import { LedgerBuilder } from './ledger-builder.ts';

const RULES = {
  'resampled-negative-submit': {
    effect: 'dropped',
    meaning: 'The submit time is negative, so that the record belongs to no week.',
  },
  'resampled-without-user': {
    effect: 'noted',
    meaning: 'The record has no user; it is resampled by itself, as if its user had submitted nothing else.',
  },
} as const;

export type SubtraceLedger = LedgerBuilder<keyof typeof RULES>;

/** What one user submitted. */
export interface Subtrace {
  /** -1 for a record without a user, which is a subtrace by itself. */
  readonly user: number;
  /** In the order of the file. */
  readonly records: readonly number[];
  /** Earliest and latest submit, in seconds. */
  readonly first: number;
  readonly last: number;
}

/**
 * Takes a trace apart by user, in the order in which users first appear in it.
 *
 * @throws InputError if no record has a user
 */
export function subtraces(trace: SwfTrace): { users: Subtrace[]; ledger: SubtraceLedger } {
  const { submit, user } = trace.columns;
  const ledger: SubtraceLedger = new LedgerBuilder(RULES);
  const byUser = new Map<number, number[]>();
  const users: { user: number; records: number[] }[] = [];
  for (let record = 0; record < trace.length; record++) {
    const known = byUser.get(user[record]!);
    if (submit[record]! < 0) ledger.note('resampled-negative-submit', trace.lines[record]!);
    else if (known !== undefined) known.push(record);
    else {
      const records = [record];
      users.push({ user: Math.max(-1, user[record]!), records });
      if (user[record]! >= 0) byUser.set(user[record]!, records);
      else ledger.note('resampled-without-user', trace.lines[record]!);
    }
  }
  if (byUser.size === 0) {
    throw new InputError('no record says whose job it is (field 12): there are no users to resample');
  }
  return { users: users.map((one) => ({ ...one, ...activity(one.records, submit) })), ledger };
}

/** From when to when a user submitted. */
function activity(records: readonly number[], submit: ArrayLike<number>): Pick<Subtrace, 'first' | 'last'> {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const record of records) {
    first = Math.min(first, submit[record]!);
    last = Math.max(last, submit[record]!);
  }
  return { first, last };
}

import { type Random, randomStreams } from '../kernel/random.ts';
import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import { gather, inOrder, rearrange } from './rearrange.ts';
import { type Subtrace, subtraces } from './subtraces.ts';
import { requireCount, requirePositive } from './synthetic.ts';

export interface ResampleOptions {
  /** How long the result is; as many weeks as the trace takes, the last one whole, where absent. */
  readonly weeks?: number | undefined;
  /** Factor on the number of users, and so on the load that is to be expected; 1 where absent. */
  readonly load?: number | undefined;
  /** From so many weeks between first and last submit on, a user is a long-term one; 12 where absent. */
  readonly longTerm?: number | undefined;
}

/** Which users are long-term unless it is said: those at work for about a quarter of a year. */
const LONG_TERM_WEEKS = 12;

const WEEK = 7 * 86_400;

/** A user of the result: whose jobs, how many weeks later than in the trace, on a circle of how many weeks. */
interface Draw {
  readonly of: Subtrace;
  readonly shift: number;
  readonly circle: number;
}

/**
 * A trace of users drawn from another's, after Zakay and Feitelson (ICPE 2013; Concurrency and Computation 26(12),
 * 2014): the trace is taken apart by user, users are drawn with replacement, and each is moved by a whole number of
 * weeks, so that the days and weeks of all keep in step. Within a user nothing changes. The details are ours.
 *
 * Two kinds of user are drawn apart, so that their mix stays. A **long-term** user is turned about on a circle of the
 * trace's length: what would fall behind its end comes at its beginning. If the result is longer the user goes round
 * again, if it is shorter part of the round is left out. A **temporary** user comes once, in a week drawn from those of
 * the result; who would stay beyond the end is there from the beginning instead, as one who came before it.
 *
 * As many are drawn as make the expected load that of the trace, times `load`: users per week of the trace (of its
 * span from first to last submit), times the weeks of their circle. The rest below one user is drawn too. More load
 * with the same seed keeps the draws of less and adds to them. A user drawn first keeps its number; drawn again it
 * is a new user with the next number above the trace's. Jobs are numbered anew; fields 17 and 18 are cleared, as the
 * jobs that they name may not be there.
 *
 * @throws InputError for a trace without users or of less than two weeks, or options out of range
 */
export function resampleUsers(trace: SwfTrace, options: ResampleOptions, seed: string | number): SwfTrace {
  const { users, ledger } = subtraces(trace);
  const { first, span } = extent(users);
  const ownWeeks = Math.ceil((span + 1) / WEEK);
  const { weeks = ownWeeks, load = 1, longTerm = LONG_TERM_WEEKS } = options;
  requireCount('weeks', weeks);
  requirePositive('load', load);
  requirePositive('longTerm', longTerm);
  const [lasting, passing] = byKind(users, longTerm * WEEK);
  // A circle on which a user met itself would bring its jobs into another order.
  const passingCircle = Math.max(weeks, Math.min(ownWeeks, Math.ceil(longTerm)));
  const perWeek = (load * WEEK) / span;
  const streams = randomStreams(seed);
  const draws = [
    ...draw(lasting, perWeek, ownWeeks, streams.stream('resample/long-term')),
    ...draw(passing, perWeek, passingCircle, streams.stream('resample/temporary')),
  ];
  const { submit, records, user } = laidOut(trace, draws, first, weeks);
  const order = inOrder(submit);
  const none = new Int32Array(order.length).fill(-1);
  return rearrange(trace, {
    records: order.map((place) => records[place]!),
    changed: {
      job: Int32Array.from(order.keys(), (place) => place + 1),
      submit: gather(submit, order),
      user: gather(user, order),
      precedingJob: none,
      thinkTime: none,
    },
    note: `resampled by user by makespan ${JSON.stringify({ weeks, load, longTerm, seed: String(seed) })}`,
    ledger: ledger.entries(),
  });
}

/** First submit of all, and the time from there to the last one, in seconds. @throws InputError if it is short */
function extent(users: readonly Subtrace[]): { first: number; span: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const user of users) {
    first = Math.min(first, user.first);
    last = Math.max(last, user.last);
  }
  const span = last - first;
  if (span >= 2 * WEEK) return { first, span };
  const days = (span / 86_400).toFixed(1);
  throw new InputError(`users are moved by whole weeks, which takes a trace of at least 2 weeks; it has ${days} days`);
}

function byKind(users: readonly Subtrace[], longTerm: number): [lasting: Subtrace[], passing: Subtrace[]] {
  const lasts = ({ first, last }: Subtrace): boolean => last - first >= longTerm;
  return [users.filter(lasts), users.filter((user) => !lasts(user))];
}

/** Draws users and shifts one after the other, so that the draws of a lower rate are the first of those of a higher one. */
function draw(users: readonly Subtrace[], perWeek: number, circle: number, random: Random): Draw[] {
  const count = Math.floor(perWeek * circle * users.length + random());
  return Array.from({ length: count }, () => ({
    of: users[Math.floor(random() * users.length)]!,
    shift: Math.floor(random() * circle) * WEEK,
    circle: circle * WEEK,
  }));
}

/** The records of all draws that fall into the result, draw after draw. */
function laidOut(
  trace: SwfTrace,
  draws: readonly Draw[],
  first: number,
  weeks: number,
): { submit: Float64Array; records: Uint32Array; user: Float64Array } {
  const end = weeks * WEEK;
  const most = draws.reduce((sum, { of, circle }) => sum + of.records.length * Math.ceil(end / circle), 0);
  const submit = new Float64Array(most);
  const records = new Uint32Array(most);
  const user = new Float64Array(most);
  const numbers = userNumbers(trace, draws);
  let count = 0;
  for (const [drawn, { of, shift, circle }] of draws.entries()) {
    for (const record of of.records) {
      const place = (trace.columns.submit[record]! - first + shift) % circle;
      for (let at = place; at < end; at += circle) {
        submit[count] = first + at;
        records[count] = record;
        user[count++] = numbers[drawn]!;
      }
    }
  }
  return { submit: submit.subarray(0, count), records: records.subarray(0, count), user: user.subarray(0, count) };
}

/** The number of each drawn user: its own the first time, then new ones. Records without a user get none. */
function userNumbers(trace: SwfTrace, draws: readonly Draw[]): number[] {
  let latest = 0;
  for (const user of trace.columns.user) latest = Math.max(latest, user);
  const taken = new Set<number>();
  return draws.map(({ of: { user } }) => {
    if (user < 0) return -1;
    if (taken.has(user)) return ++latest;
    taken.add(user);
    return user;
  });
}

import type { Loan } from '../model/borrowing.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_HOUR, type Time, toSeconds } from '../model/time.ts';
import { borrowingHistory } from './borrowing.ts';
import type { RunOnNodes } from './holdings.ts';
import { thoseThatRan } from './ran.ts';
import { span } from './timeline.ts';
import { timesBelow } from './waiting-for-guarantee.ts';

/** What came of one client's guarantee; times in seconds. */
export interface ClientLending {
  readonly client: string;
  /** Cores, as the run begins. */
  readonly guarantee: number;
  readonly lent_core_hours: number;
  readonly borrowed_core_hours: number;
  /** The longest for which one of its asks was not met, so that it was below its guarantee, and all time in which any was not. */
  readonly longest_below: number;
  readonly total_below: number;
}

/** What one client borrowed of another over the run. */
export interface PairLending {
  readonly borrower: string;
  readonly lender: string;
  readonly core_hours: number;
  /** Cores owed at once at the most. */
  readonly most_cores: number;
  readonly loans: number;
  /** The longest for which any core was owed, seconds. */
  readonly longest: number;
}

/** Who owed whom, and for how long who was guaranteed something went without. */
export interface Lending {
  readonly clients: readonly ClientLending[];
  /** Those who borrowed of each other, in the order of the clients. */
  readonly pairs: readonly PairLending[];
  /** Every loan, in the order of payment; one that was open at the end is as if paid back then. */
  readonly loans: readonly Loan[];
}

/** Keyed weakly: several metrics, tables and charts are of one ledger. */
const cache = new WeakMap<FinishedRun, Lending>();

/** The lending of a run in which somebody is guaranteed something at any time; undefined for any other. */
export function lendingOf(run: FinishedRun): Lending | undefined {
  if (run.centre === undefined || !hasGuarantees(run.centre.centre)) return undefined;
  let found = cache.get(run);
  if (found === undefined) {
    found = lending({ ...run, centre: run.centre });
    cache.set(run, found);
  }
  return found;
}

/** Whether anybody is guaranteed cores, from the beginning or later. */
export const hasGuarantees = ({ entities, interventions }: RunOnNodes['centre']['centre']): boolean =>
  entities.some(({ guarantee }) => guarantee > 0) || interventions.some(({ kind }) => kind === 'guarantee');

const coreHours = (loans: readonly Loan[]): number =>
  loans.reduce((sum, { cores, since, until }) => sum + (cores * (until - since)) / MS_PER_HOUR, 0);

function lending(run: RunOnNodes): Lending {
  const { entities } = run.centre.centre;
  const { from, to } = span(thoseThatRan(run));
  const { loans: repaid, open } = borrowingHistory(run);
  const all = [...repaid, ...open.map((debt) => ({ ...debt, until: to }))];
  const loans = run.window === undefined ? all : all.flatMap((loan) => within(loan, from, to));
  const below = timesBelow(run);
  const clients = entities.flatMap(({ name, guarantee }, client): ClientLending[] => {
    const lent = coreHours(loans.filter(({ lender }) => lender === client));
    const borrowed = coreHours(loans.filter(({ borrower }) => borrower === client));
    const times = below.get(client);
    if (guarantee === 0 && lent === 0 && borrowed === 0 && times === undefined) return [];
    const [longest, total] = [times?.longest ?? 0, times?.total ?? 0].map(toSeconds);
    return [
      {
        client: name,
        guarantee,
        lent_core_hours: lent,
        borrowed_core_hours: borrowed,
        longest_below: longest!,
        total_below: total!,
      },
    ];
  });
  return { clients, pairs: pairsOf(loans, (client) => entities[client]!.name), loans };
}

/** The part of a loan within a window; none if it was owed before or after. */
function within(loan: Loan, from: Time, to: Time): Loan[] {
  const [since, until] = [Math.max(loan.since, from), Math.min(loan.until, to)];
  return since < until ? [{ ...loan, since, until }] : [];
}

function pairsOf(loans: readonly Loan[], name: (client: number) => string): PairLending[] {
  const pairs = new Map<string, Loan[]>();
  for (const loan of loans) {
    const key = `${loan.borrower} ${loan.lender}`;
    const list = pairs.get(key);
    if (list === undefined) pairs.set(key, [loan]);
    else list.push(loan);
  }
  return [...pairs.values()]
    .sort(([a], [b]) => a!.borrower - b!.borrower || a!.lender - b!.lender)
    .map((list) => ({
      borrower: name(list[0]!.borrower),
      lender: name(list[0]!.lender),
      core_hours: coreHours(list),
      most_cores: mostAtOnce(list),
      loans: list.length,
      longest: toSeconds(list.reduce((most, { since, until }) => Math.max(most, until - since), 0)),
    }));
}

function mostAtOnce(loans: readonly Loan[]): number {
  const changes = loans.flatMap(({ cores, since, until }) => [
    { at: since, by: cores },
    { at: until, by: -cores },
  ]);
  let most = 0;
  let owed = 0;
  // What is paid back at an instant is not owed beside what is borrowed then.
  for (const { by } of changes.sort((a, b) => a.at - b.at || a.by - b.by)) {
    owed += by;
    most = Math.max(most, owed);
  }
  return most;
}

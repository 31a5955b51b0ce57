import type { Ledger, LedgerEntry } from '../model/ledger.ts';

/** A rule before it is known how often it applied. */
export type LedgerRule = Pick<LedgerEntry, 'rule' | 'effect' | 'meaning'>;

/** How many line numbers an entry keeps: enough to look the first ones up in the file. */
const LINES_KEPT = 5;

/** Counts how often each of a fixed list of rules applied, and where first. */
export class LedgerBuilder<Rule extends string> {
  private readonly rules: readonly LedgerRule[];
  private readonly counts = new Map<string, { count: number; lines: number[] }>();

  constructor(rules: { readonly [R in Rule]: Omit<LedgerRule, 'rule'> }) {
    this.rules = Object.entries<Omit<LedgerRule, 'rule'>>(rules).map(([rule, rest]) => ({ rule, ...rest }));
    for (const { rule } of this.rules) this.counts.set(rule, { count: 0, lines: [] });
  }

  /** Says that a rule applied to the record on a line of the file, from 1. */
  note(rule: Rule, line: number): void {
    const tally = this.counts.get(rule)!;
    tally.count += 1;
    if (tally.lines.length < LINES_KEPT) tally.lines.push(line);
  }

  count(rule: Rule): number {
    return this.counts.get(rule)!.count;
  }

  /** The rules that applied at least once, in the order in which they were declared. */
  entries(): Ledger {
    return this.rules.map((rule) => ({ ...rule, ...this.counts.get(rule.rule)! })).filter(({ count }) => count > 0);
  }
}

/** One rule by which a reader dropped or edited records. */
export interface LedgerEntry {
  /** Stable rule id, such as `skipped-too-wide`. */
  readonly rule: string;
  /** `dropped` records run in no simulation; `edited` ones run with a changed value; `noted` ones run unchanged. */
  readonly effect: 'dropped' | 'edited' | 'noted';
  /** What the rule did, in a sentence for people. */
  readonly meaning: string;
  readonly count: number;
  /** The first few line numbers it applied to, from 1. */
  readonly lines: readonly number[];
}

/** All that was dropped, edited or noted while a workload was read, in the fixed order of the rules. */
export type Ledger = readonly LedgerEntry[];

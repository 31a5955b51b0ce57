import { InputError } from '../../model/errors.ts';

/** A claim that cannot be understood, with the place of the word at fault. */
export class ClaimError extends InputError {
  /** Characters before that word in the claim's text. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export const COMPARATORS = ['<=', '>=', '!=', '<', '>', '='] as const;
export type Comparator = (typeof COMPARATORS)[number];
export type BinaryOperator = Comparator | '+' | '-' | '*' | '/' | 'and' | 'or';

/** A policy as a claim names it. */
export interface PolicyName {
  readonly name: string;
  readonly at: number;
}

/** The value of an axis at which a figure is meant, both as they are written: `[cluster.procs=128]`. */
export interface Pin {
  readonly axis: string;
  readonly value: string;
  readonly at: number;
}

/**
 * A claim or a part of one as it is written, before anything in it is known to make sense. `at` is where it begins in
 * the text; for an operator, where the operator itself stands.
 */
export type Node = { readonly at: number } & (
  | { readonly kind: 'number'; readonly value: number; readonly unit: string | undefined }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negative' | 'not'; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | Call
);

/** `mean_wait(easy)`, which has no `of`; or `p95(wait where procs > 64, easy)`. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly of: Node | undefined;
  readonly where: Node | undefined;
  /** Absent where every policy is meant. */
  readonly policy: PolicyName | undefined;
  /** Where the closing bracket ends; what is pinned comes after it. */
  readonly end: number;
  /** Where it is looked at; absent where every point is meant. */
  readonly pins?: readonly Pin[];
}

export const isComparator = (operator: string): operator is Comparator =>
  (COMPARATORS as readonly string[]).includes(operator);

/** Where a part of a claim begins. */
export const startOf = (node: Node): number => (node.kind === 'binary' ? startOf(node.left) : node.at);

/** The ends of an interval, as calls name them. */
export const BOUNDS = ['low', 'high'] as const;
export type Bound = (typeof BOUNDS)[number];
export const isBound = (name: string): name is Bound => (BOUNDS as readonly string[]).includes(name);

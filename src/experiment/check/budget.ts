import type { Metric } from '../../metrics/metric.ts';
import { asksForFairness, asksForFaults, asksForNodes, NAMED_METRICS } from '../../metrics/registry.ts';
import { nearest } from '../../model/nearest.ts';
import { type ClaimPolicy, labelOf } from '../claims/figures.ts';
import { Lexer, type Token } from '../claims/lexer.ts';
import { UNITS } from '../claims/quantity.ts';
import { ClaimError } from '../claims/syntax.ts';
import { NEEDS_FAULTS } from '../failures/needs-faults.ts';

/** Which way a figure may move; `worsen` is whichever way is the worse one for the metric. */
export const WAYS = ['rise', 'fall', 'change', 'worsen'] as const;
export type Way = (typeof WAYS)[number];

/** Stands for every metric that has no budget of its own. */
export const OTHERS = 'others';

/** By how much figures may move, against a baseline, before a check fails. */
export interface Budget {
  /** As it is written. */
  readonly text: string;
  /** A metric's name, or `OTHERS`. */
  readonly metric: string;
  /** The label of the policy that it is about; every policy if absent. */
  readonly policy?: string;
  readonly way: Way;
  readonly limit: Limit;
}

/** Percent of the baseline's figure, or a size in the metric's own unit, or none. */
export type Limit = { readonly percent: number } | { readonly size: number } | 'freely';

/** What a budget is read against. */
export interface BudgetScope {
  readonly policies: readonly ClaimPolicy[];
  /** The metrics that the scenario names. */
  readonly metrics: readonly string[] | undefined;
  /** Whether its machine is one of nodes. */
  readonly nodes: boolean;
  /** Whether its runs are runs under faults. */
  readonly faults: boolean;
}

/**
 * Reads `METRIC[(POLICY)] may rise|fall|change|worsen [by] AMOUNT`, the amount being percent of the baseline's figure, a
 * size in the metric's unit (times with theirs), or `freely`.
 * @throws ClaimError with what is wrong in it and where
 */
export function parseBudget(text: string, scope: BudgetScope): Budget {
  const lexer = new Lexer(text);
  const { name, metric } = subject(lexer, scope);
  const policy = bracketed(lexer, name, scope);
  expectWord(lexer, 'may', `expected may, as in ${name} may rise 2%`);
  const way = wayOf(lexer.next());
  if (isWord(lexer.peek(), 'by')) lexer.next();
  const limit = limitOf(lexer.next(), metric);
  const rest = lexer.peek();
  if (rest.kind !== 'end')
    throw new ClaimError(`expected the end, found '${rest.text}'; write a budget for each`, rest.at);
  return { text: text.trim(), metric: name, ...(policy !== undefined && { policy }), way, limit };
}

const isWord = ({ kind, text }: Token, word: string): boolean => kind === 'name' && text === word;

function expectWord(lexer: Lexer, word: string, message: string): void {
  const token = lexer.next();
  if (!isWord(token, word)) throw new ClaimError(message, token.at);
}

function subject(lexer: Lexer, scope: BudgetScope): { name: string; metric: Metric | undefined } {
  const { kind, text: name, at } = lexer.next();
  if (kind !== 'name') throw new ClaimError('expected a metric, as in mean_wait may rise 2%', at);
  if (name === OTHERS) return { name, metric: undefined };
  const metric = NAMED_METRICS.find((known) => known.name === name);
  if (metric === undefined) {
    const near = nearest(name, [...NAMED_METRICS.map((known) => known.name), OTHERS]);
    const hint = near === undefined ? '; makespan run --json and docs/metrics.md name them' : `; did you mean ${near}?`;
    throw new ClaimError(`unknown metric '${name}'${hint}`, at);
  }
  if (!scope.nodes && asksForNodes([name]).length > 0)
    throw new ClaimError(`${name} needs a machine of nodes: cluster.groups; see docs/machines.md`, at);
  if (!scope.faults && asksForFaults([name]).length > 0) throw new ClaimError(`${name} ${NEEDS_FAULTS}`, at);
  if (asksForFairness([name]) && !asksForFairness(scope.metrics))
    throw new ClaimError(`${name} is computed only where metrics names it`, at);
  return { name, metric };
}

function bracketed(lexer: Lexer, metric: string, scope: BudgetScope): string | undefined {
  const open = lexer.peek();
  if (open.kind !== 'sign' || open.text !== '(') return undefined;
  lexer.next();
  const { policy } = lexer.policyAndClose(open.at);
  if (policy === undefined) throw new ClaimError('expected a policy between the brackets', open.at + 1);
  return labelOf(policy, metric, scope);
}

function wayOf({ kind, text, at }: Token): Way {
  const way = WAYS.find((known) => known === text);
  if (kind === 'name' && way !== undefined) return way;
  throw new ClaimError(`expected one of: ${WAYS.join(', ')}`, at);
}

function limitOf(token: Token, metric: Metric | undefined): Limit {
  if (isWord(token, 'freely')) return 'freely';
  const { value, unit, at } = token;
  if (value === undefined) throw new ClaimError('expected an amount, such as 2% or 5min, or freely', at);
  if (unit === '%') return { percent: value };
  if (metric === undefined) throw new ClaimError(`${OTHERS} have many units: expected percent, or freely`, at);
  if (metric.unit === 's') {
    if (unit === undefined) throw new ClaimError(`${metric.name} is a time: give it a unit, such as ${value}s`, at);
    return { size: value * UNITS[unit]! };
  }
  if (unit !== undefined) throw new ClaimError(`${metric.name} is no time: expected percent or a plain number`, at);
  return { size: value };
}

import { NAMED_METRICS } from '../../metrics/index.ts';
import { suggestion } from '../../model/nearest.ts';
import { labelOf, type Scope } from './figures.ts';
import { type Call, ClaimError, type Comparator, type Node, type Pin } from './syntax.ts';

/**
 * What a claim may say of two policies: what the statistics say, with `undecided` for "not enough evidence". Of metrics
 * that are no merit `higher` and `lower` are said.
 */
export const VERDICTS = ['better', 'worse', 'higher', 'lower', 'equivalent', 'undecided'] as const;
export type VerdictWord = (typeof VERDICTS)[number];

/** `verdict(mean_wait, easy-sjbf, easy) = better`: what the comparison of a study comes to. */
export interface VerdictClaim {
  readonly kind: 'verdict';
  readonly comparator: '=' | '!=';
  readonly metric: string;
  readonly policy: string;
  /** The one that the study compares with, unless the claim names another. */
  readonly to: string;
  readonly word: VerdictWord;
  /** At which points; at all unless some are said. */
  readonly pins: readonly Pin[];
}

export const isVerdict = (node: Node): node is Node & Call => node.kind === 'call' && node.name === 'verdict';

/** @throws ClaimError for one that cannot be understood, with the nearest metric, policy or word */
export function verdictClaim(comparator: Comparator, call: Node & Call, right: Node, scope: Scope): VerdictClaim {
  if (!scope.study) throw new ClaimError('a verdict needs replications', call.at);
  if (comparator !== '=' && comparator !== '!=')
    throw new ClaimError('a verdict is compared by = or !=, as in verdict(mean_wait, easy) = better', call.end);
  const parts = split(call.policy?.name ?? '');
  const [metric = '', policy, to] = parts;
  if (policy === undefined || parts.length > 3)
    throw new ClaimError('expected verdict(METRIC, POLICY) or verdict(METRIC, POLICY, OTHER)', call.at);
  const names = NAMED_METRICS.map(({ name }) => name);
  if (!names.includes(metric)) throw new ClaimError(`unknown metric '${metric}'${suggestion(metric, names)}`, call.at);
  const label = (name: string): string => labelOf({ name, at: call.at }, 'verdict', scope);
  const [one, other] = [label(policy), to === undefined ? scope.to : label(to)];
  if (one === other)
    throw new ClaimError(
      to === undefined
        ? `${one} is what the others are compared with; say with which, as in verdict(${metric}, ${one}, OTHER)`
        : `compares ${one} with itself`,
      call.at,
    );
  return {
    ...{ kind: 'verdict', comparator, metric, policy: one, to: other, word: wordOf(right) },
    pins: call.pins ?? [],
  };
}

function wordOf(node: Node): VerdictWord {
  let word = '';
  if (node.kind === 'name') word = node.name;
  if (node.kind === 'text') word = node.value;
  const found = VERDICTS.find((known) => known === word);
  if (found === undefined)
    throw new ClaimError(
      `expected one of: ${VERDICTS.join(', ')}${word === '' ? '' : suggestion(word, VERDICTS)}`,
      node.at,
    );
  return found;
}

/** At the commas outside brackets and quotation marks, since a policy's name may hold some. */
function split(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"|'[^']*'|\([^()]*\)|[^,"'()])+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

import type { Centre } from '../../model/centre.ts';
import { checkCentreWords, type MayCome } from './centre-words.ts';
import { type ClaimPolicy, type Figure, figure } from './figures.ts';
import { parseClaim } from './parse.ts';
import { checkSame } from './quantity.ts';
import { ClaimError, type Comparator, isComparator, type Node } from './syntax.ts';

/** What a scenario expects of its result, as it is written. */
export interface Claim {
  /** Unique within a scenario. */
  readonly id: string;
  readonly text: string;
}

/** A claim that is understood: two figures and how they are to compare. */
export interface CompiledClaim {
  readonly comparator: Comparator;
  readonly left: Figure;
  readonly right: Figure;
}

/**
 * Reads a claim for the policies of a scenario.
 * @param centre its machine, if that is one of nodes
 * @param mayCome whether a name that the centre does not have yet may come with the jobs
 * @throws ClaimError with what is wrong in it and where
 */
export function compileClaim(
  text: string,
  policies: readonly ClaimPolicy[],
  centre?: Centre,
  mayCome: MayCome = () => false,
): CompiledClaim {
  if (text.trim() === '') throw new ClaimError('must not be empty', 0);
  const node = parseClaim(text);
  checkCentreWords(node, centre, mayCome);
  if (node.kind !== 'binary' || !isComparator(node.operator)) throw noComparison(node, text);
  const [left, right] = [figure(node.left, { text, policies }), figure(node.right, { text, policies })];
  if (left.constant !== undefined && right.constant !== undefined) {
    throw new ClaimError('compares two numbers, so it says nothing of the run', 0);
  }
  checkSame('compare', left, right, node.at);
  checkShare(node.left, left, right);
  checkShare(node.right, right, left);
  return { comparator: node.operator, left, right };
}

function noComparison(node: Node, text: string): ClaimError {
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) {
    return new ClaimError('a claim is one comparison; write a claim for each', node.at);
  }
  return new ClaimError('expected a comparison: <, <=, >, >=, = or != and what to compare with', text.trimEnd().length);
}

/** `utilization > 80` could never hold, and somebody meant 80 percent. */
function checkShare(node: Node, { quantity }: Figure, other: Figure): void {
  const { constant } = other;
  if (!quantity.share || constant === undefined || other.quantity.share || Math.abs(constant) <= 1) return;
  if (node.kind === 'binary' || node.kind === 'negative') return;
  throw new ClaimError(`a share lies between 0 and 1: say ${constant}%`, other.at);
}

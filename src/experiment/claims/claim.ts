import type { Centre } from '../../model/centre.ts';
import { checkCentreWords, type MayCome } from './centre-words.ts';
import { type ClaimPolicy, type Figure, figure } from './figures.ts';
import { parseClaim } from './parse.ts';
import { type ClaimAxis, checkPins } from './pins.ts';
import { checkSame } from './quantity.ts';
import { shareMeant } from './share-meant.ts';
import { ClaimError, type Comparator, isComparator, type Node } from './syntax.ts';
import { isVerdict, type VerdictClaim, verdictClaim } from './verdict.ts';

/** What a scenario expects of its result, as it is written. */
export interface Claim {
  /** Unique within a scenario. */
  readonly id: string;
  readonly text: string;
}

/** A claim that is understood: two figures and how they are to compare. */
export interface FigureClaim {
  readonly kind: 'figures';
  readonly comparator: Comparator;
  readonly left: Figure;
  readonly right: Figure;
  /** Where the comparison stands in the text. */
  readonly at: number;
}

export type CompiledClaim = FigureClaim | VerdictClaim;

/** What a claim is read for. */
export interface ClaimSetting {
  readonly policies: readonly ClaimPolicy[];
  /** Whether it is about many runs, so that it may speak of intervals and verdicts. */
  readonly study?: boolean | undefined;
  /** The label of the policy that the study compares with; the first unless given. */
  readonly to?: string | undefined;
  /** The machine, if that is one of nodes. */
  readonly centre?: Centre | undefined;
  /** Whether a name that the centre does not have yet may come with the jobs. */
  readonly mayCome?: MayCome | undefined;
  /** Whether runs are runs under faults; they may be if nothing is said. */
  readonly faults?: boolean | undefined;
  /** The axes of the study; where they are not given, the points that a claim names are not held against them. */
  readonly axes?: readonly ClaimAxis[] | undefined;
  /** Whether it has been found right before, so that its words need not be held against machine and axes again. */
  readonly checked?: boolean | undefined;
}

/**
 * Reads a claim for the policies of a scenario.
 * @throws ClaimError with what is wrong in it and where
 */
export function compileClaim(text: string, setting: ClaimSetting): CompiledClaim {
  const { policies, study = false, centre, mayCome = () => false, faults = true, axes, checked = false } = setting;
  const { to = policies[0]?.label ?? '' } = setting;
  if (text.trim() === '') throw new ClaimError('must not be empty', 0);
  const meant = shareMeant(text);
  if (meant !== undefined) throw new ClaimError(meant, text.length - text.trimStart().length);
  const node = parseClaim(text);
  if (!checked) {
    checkCentreWords(node, { centre, mayCome, faults });
    if (axes !== undefined) checkPins(node, axes);
  }
  if (node.kind !== 'binary' || !isComparator(node.operator)) throw noComparison(node, text);
  const scope = { text, policies, study, to };
  if (isVerdict(node.left)) return verdictClaim(node.operator, node.left, node.right, scope);
  const [left, right] = [figure(node.left, scope), figure(node.right, scope)];
  if (left.constant !== undefined && right.constant !== undefined) {
    throw new ClaimError('compares two numbers, so it says nothing of the run', 0);
  }
  checkSame('compare', left, right, node.at);
  checkShare(node.left, left, right);
  checkShare(node.right, right, left);
  return { kind: 'figures', comparator: node.operator, left, right, at: node.at };
}

/**
 * The same for what can only be two figures.
 * @throws ClaimError with what is wrong in it and where
 */
export function compileFigures(text: string, setting: ClaimSetting): FigureClaim {
  const compiled = compileClaim(text, setting);
  if (compiled.kind === 'figures') return compiled;
  throw new ClaimError('expected figures; a verdict is about many runs', 0);
}

/**
 * The same for the target of a plan: a figure that must not pass another.
 * @throws ClaimError with what is wrong in it and where
 */
export function compileTarget(text: string, setting: ClaimSetting): FigureClaim {
  const compiled = compileFigures(text, setting);
  const { comparator, at } = compiled;
  if (comparator !== '=' && comparator !== '!=') return compiled;
  throw new ClaimError(`a target is met from some size on: say <= or >=, not ${comparator}`, at);
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

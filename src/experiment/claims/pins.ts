import { suggestion } from '../../model/nearest.ts';
import { ClaimError, type Node, type Pin } from './syntax.ts';

/**
 * An axis of a study with its values as they are called; undefined for one that is a map or a list and has no name. The
 * values of a sample are none that anybody could name.
 */
export interface ClaimAxis {
  readonly path: string;
  readonly values: readonly (string | undefined)[];
  /** Whether a text means one of the values. */
  has(text: string): boolean;
}

/**
 * Checks the points at which a claim looks at figures.
 * @throws ClaimError for an axis or a value that the study does not have
 */
export function checkPins(node: Node, axes: readonly ClaimAxis[]): void {
  if (node.kind === 'negative' || node.kind === 'not') checkPins(node.of, axes);
  else if (node.kind === 'binary') for (const side of [node.left, node.right]) checkPins(side, axes);
  else if (node.kind === 'call') {
    for (const [i, pin] of (node.pins ?? []).entries()) checkPin(pin, node.pins!.slice(0, i), axes);
    if (node.of !== undefined) checkPins(node.of, axes);
  }
}

function checkPin({ axis, value, at }: Pin, before: readonly Pin[], axes: readonly ClaimAxis[]): void {
  if (axes.length === 0) throw new ClaimError('there are no axes of which this could be a value', at);
  const paths = axes.map(({ path }) => path);
  const found = axes.find(({ path }) => path === axis);
  if (found === undefined) throw new ClaimError(`there is no axis '${axis}'${suggestion(axis, paths)}`, at);
  if (before.some((one) => one.axis === axis)) throw new ClaimError(`${axis} is given twice`, at);
  if (found.values.length === 0)
    throw new ClaimError('the points are a sample of what the axes span; leave sample out to name one', at);
  if (found.has(value)) return;
  const known = found.values.filter((one) => one !== undefined);
  throw new ClaimError(
    known.length === 0
      ? `the values of ${axis} have no names; give them some by named, see docs/experiments.md`
      : `${axis} is never ${value}${suggestion(value, known)}`,
    at,
  );
}

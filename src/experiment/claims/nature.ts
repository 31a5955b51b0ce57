import { ANY, type Nature, type Range } from '../../metrics/metric.ts';
import type { Arithmetic, Operand } from './quantity.ts';

/** What has or lacks an interval over replications. */
type Natural = Pick<Operand, 'constant'> & { readonly nature: Nature | undefined };

/** A difference of two figures is far less skewed than either: it has Student's interval, as the differences of verdicts. */
const DIFFERENCE: Nature = { skewed: false, range: ANY };

export const negated = ({ skewed, range }: Nature): Nature => ({ skewed, range: scaled(range, -1, (end) => -end) });

/**
 * The nature of what an operator makes. A figure that is moved, stretched or divided by a number stays what it is; a
 * difference of two is not skewed; any other combination is if one of its sides is, and may have any value.
 * @returns undefined where a side is an end of an interval, or both are numbers: they have no interval
 */
export function natureOf(operator: Arithmetic, left: Natural, right: Natural): Nature | undefined {
  const sides = [left, right].filter(({ constant }) => constant === undefined).map(({ nature }) => nature);
  const [first, second] = sides;
  if (first === undefined || (sides.length === 2 && second === undefined)) return undefined;
  if (second !== undefined) {
    return operator === '-' ? DIFFERENCE : { skewed: first.skewed || second.skewed, range: ANY };
  }
  const number = (left.constant ?? right.constant)!;
  if (left.constant === undefined) return withNumber(first, operator, number);
  if (operator === '-') return withNumber(negated(first), '+', number);
  // A number divided by a figure is no longer a multiple of it.
  return operator === '/' ? { skewed: first.skewed, range: ANY } : withNumber(first, operator, number);
}

function withNumber({ skewed, range }: Nature, operator: Arithmetic, number: number): Nature {
  const ends = {
    '+': moved(range, number),
    '-': moved(range, -number),
    '*': scaled(range, number, (end) => end * number),
    '/': scaled(range, number, (end) => end / number),
  };
  return { skewed, range: ends[operator] };
}

const moved = ([least, most]: Range, by: number): Range => [least + by, most + by];

/** Nothing is known of what is multiplied by 0, or divided by it. */
function scaled([least, most]: Range, by: number, of: (end: number) => number): Range {
  if (by === 0 || !Number.isFinite(by)) return ANY;
  // Adding 0 makes 0 of -0, which people would be shown with its sign.
  const [first, second] = [of(least) + 0, of(most) + 0];
  return by > 0 ? [first, second] : [second, first];
}

import type { Taken } from '../claims/figures.ts';
import type { ClaimAxis } from '../claims/pins.ts';
import type { Pin } from '../claims/syntax.ts';
import { shown } from './axes.ts';
import { valueMeant } from './meant.ts';
import type { Axis, Point, Study } from './study.ts';

/** The axes as claims may name their values. */
export const claimAxes = (axes: readonly Axis[], sampled: boolean): ClaimAxis[] =>
  axes.map((axis) => ({
    path: axis.path,
    values: sampled ? [] : axis.values.map((value) => textOf(axis, value)),
    has: (text) => valueMeant(axis, text) !== undefined,
  }));

/** A value as it is written; undefined for a map or a list without a name. */
function textOf(axis: Axis, value: unknown): string | undefined {
  const one = shown(axis, value);
  return typeof one === 'object' && one !== null ? undefined : String(one);
}

/** The point that is looked at, but with the values that are pinned. */
export function pinnedPoint(
  { axes, points }: Pick<Study, 'axes' | 'points'>,
  looked: Point,
  pins: readonly Pin[],
): Point {
  if (pins.length === 0) return looked;
  const wanted = axes.map(({ path }, i) => {
    const pin = pins.find(({ axis }) => axis === path);
    return (point: Point): boolean =>
      pin === undefined ? point.values[i] === looked.values[i] : isAt(axes[i]!, point.values[i], pin);
  });
  return points.find((point) => wanted.every((is) => is(point)))!;
}

/**
 * The points that a claim is looked at: of an axis that all its parts pin only the first value that they do, since it
 * comes to the same at the others.
 */
export function pointsOf(
  axes: readonly Axis[],
  points: readonly Point[],
  parts: readonly Pick<Taken, 'pins'>[],
): Point[] {
  return axes.reduce<readonly Point[]>((left, axis, i) => {
    const pins = parts.map((part) => part.pins.find((pin) => pin.axis === axis.path));
    if (pins.length === 0 || pins.includes(undefined)) return left;
    return left.filter(({ values }) => isAt(axis, values[i], pins[0]!));
  }, points) as Point[];
}

/** The values of an axis that texts of claims mean, since each is asked for in every replication. */
const meantOf = new WeakMap<Axis, Map<string, unknown>>();

function isAt(axis: Axis, value: unknown, { value: text }: Pin): boolean {
  const meant = meantOf.get(axis) ?? new Map<string, unknown>();
  meantOf.set(axis, meant);
  if (!meant.has(text)) meant.set(text, valueMeant(axis, text)?.value);
  return meant.get(text) === value;
}

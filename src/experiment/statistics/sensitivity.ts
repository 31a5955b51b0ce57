import { mean } from '../../metrics/statistics.ts';

/** A point of a sweep: its place on each axis, and the figure there. */
export interface SweepPoint {
  /** In the order of the axes; a text for a value that is no number. */
  readonly at: readonly (number | string)[];
  /** null or NaN where the metric had no value. */
  readonly value: number | null;
}

/** What one axis does to a figure. */
export interface MainEffect {
  /**
   * Share of the figure's variance over the points that the axis explains by itself, from 0 to 1: the first-order index
   * of variance-based sensitivity. null where the figure does not vary, or there are too few points to tell.
   */
  readonly share: number | null;
  /** Mean figure at each value of the axis, or in each bin of values, in ascending order or that of first appearance. */
  readonly levels: readonly { readonly from: number | string; readonly to: number | string; readonly mean: number }[];
}

export interface Sensitivity {
  /** In the order of the axes. */
  readonly effects: readonly MainEffect[];
  /** What no axis explains by itself: interactions, and chance. null where the shares are. */
  readonly rest: number | null;
  /** Points without a value, left out. */
  readonly missing: number;
}

/**
 * Main effects of the axes of a sweep on a figure: Var(E(figure | axis)) / Var(figure) (A. Saltelli et al., Global
 * Sensitivity Analysis: The Primer, 2008, chapter 4), the sums of squares of an analysis of variance without
 * interactions. On a full grid the conditional means are exact and the shares add up to 1 with the rest. Where an axis
 * takes a value of its own at most points, as in a Latin hypercube sample, its values are put into about sqrt(points)
 * bins of equally many, and the share is less what bins of a pure chance would explain (epsilon squared: T. L. Kelley,
 * PNAS 21, 1935), 0 at the least.
 */
export function sensitivity(points: readonly SweepPoint[], axes: number): Sensitivity {
  const present = points.flatMap(({ at, value }) => (value !== null && Number.isFinite(value) ? [{ at, value }] : []));
  const centre = mean(present.map(({ value }) => value));
  const total = present.reduce((sum, { value }) => sum + (value - centre) ** 2, 0);
  const effects = Array.from({ length: axes }, (_, axis): MainEffect => {
    const { groups, binned } = groupsOf(present, axis);
    const levels = groups.map((group) => ({
      from: group[0]!.at[axis]!,
      to: group.at(-1)!.at[axis]!,
      mean: mean(group.map(({ value }) => value)),
    }));
    const between = groups.reduce((sum, { length }, i) => sum + length * (levels[i]!.mean - centre) ** 2, 0);
    const free = present.length - groups.length;
    if (!(total > 0) || (binned && free < 1)) return { share: null, levels };
    const byChance = binned ? ((groups.length - 1) * (total - between)) / free : 0;
    return { share: Math.max(0, between - byChance) / total, levels };
  });
  const shares = effects.map(({ share }) => share);
  const rest = shares.includes(null) ? null : Math.max(0, 1 - shares.reduce<number>((sum, share) => sum + share!, 0));
  return { effects, rest, missing: points.length - present.length };
}

interface Present {
  readonly at: readonly (number | string)[];
  readonly value: number;
}

/** Points with the same value of an axis, or bins where hardly any two have the same. */
function groupsOf(points: readonly Present[], axis: number): { groups: Present[][]; binned: boolean } {
  const numeric = points.every(({ at }) => typeof at[axis] === 'number');
  const sorted = numeric ? [...points].sort((a, b) => Number(a.at[axis]) - Number(b.at[axis])) : points;
  const byValue = new Map<number | string, Present[]>();
  for (const point of sorted) {
    const group = byValue.get(point.at[axis]!);
    if (group === undefined) byValue.set(point.at[axis]!, [point]);
    else group.push(point);
  }
  if (!numeric || byValue.size <= points.length / 2) return { groups: [...byValue.values()], binned: false };
  const bins = Math.max(1, Math.round(Math.sqrt(points.length)));
  const cut = (bin: number): number => Math.round((bin * points.length) / bins);
  return { groups: Array.from({ length: bins }, (_, bin) => sorted.slice(cut(bin), cut(bin + 1))), binned: true };
}

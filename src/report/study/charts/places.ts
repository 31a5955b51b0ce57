import type { PageAxis } from './study-page.ts';

/** The places of an axis at which a chart draws: its values, or bins of them where there are too many to tell apart. */
export interface Places {
  /** By point: the place. */
  readonly of: readonly number[];
  /** By place: where it is on the axis, and how it is called. */
  readonly at: readonly (number | string)[];
  readonly labels: readonly string[];
}

export const isNumeric = ({ values }: PageAxis): boolean => values.every((value) => typeof value === 'number');

/** @param most places at the most; words cannot be put into bins, so further ones are one last place */
export function placesOf(axis: PageAxis, most: number): Places {
  const distinct = [...new Set(axis.values)];
  if (!isNumeric(axis)) {
    const kept = distinct.length <= most ? distinct : [...distinct.slice(0, most - 1), OTHERS];
    const labels = kept.map(String);
    return { of: axis.values.map((value) => indexOr(kept, value, kept.length - 1)), at: labels, labels };
  }
  const sorted = distinct.map(Number).sort((a, b) => a - b);
  if (sorted.length <= most) {
    return { of: axis.values.map((value) => sorted.indexOf(Number(value))), at: sorted, labels: sorted.map(String) };
  }
  const [least, greatest] = [sorted[0]!, sorted.at(-1)!];
  const width = (greatest - least) / most;
  const middles = Array.from({ length: most }, (_, bin) => Number((least + (bin + 0.5) * width).toPrecision(3)));
  const of = axis.values.map((value) => Math.min(most - 1, Math.floor((Number(value) - least) / width)));
  return { of, at: middles, labels: middles.map((middle) => `about ${middle}`) };
}

const OTHERS = 'others';

function indexOr(values: readonly (number | string)[], value: number | string, other: number): number {
  const at = values.indexOf(value);
  return at < 0 ? other : at;
}

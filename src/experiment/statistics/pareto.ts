/** What a figure should be. */
export type Aim = 'lower' | 'higher';

/**
 * Which points are on the Pareto front: no other is at least as good in every figure and better in one. Points that
 * are equal in all figures are on it together; one that lacks a figure (null or NaN) is not, and dominates none.
 *
 * @param points the figures of each point, in the order of `aims`
 * @returns indices of points, ascending
 */
export function paretoFront(points: readonly (readonly (number | null)[])[], aims: readonly Aim[]): number[] {
  const cost = (point: number, figure: number): number => points[point]![figure]! * (aims[figure] === 'lower' ? 1 : -1);
  const figures = [...aims.keys()];
  const complete = [...points.keys()].filter((point) =>
    figures.every((figure) => points[point]![figure] !== null && Number.isFinite(points[point]![figure])),
  );
  // In this order whoever dominates a point comes before it, and no point of the front can fall out of it later.
  complete.sort((a, b) => figures.reduce((sign, figure) => sign || cost(a, figure) - cost(b, figure), 0) || a - b);
  const dominates = (a: number, b: number): boolean =>
    figures.every((figure) => cost(a, figure) <= cost(b, figure)) &&
    figures.some((figure) => cost(a, figure) < cost(b, figure));
  const front: number[] = [];
  for (const point of complete) if (!front.some((other) => dominates(other, point))) front.push(point);
  return front.sort((a, b) => a - b);
}

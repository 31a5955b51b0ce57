import type { Random } from '../../kernel/random.ts';

/**
 * Latin hypercube sample (M. D. McKay, R. J. Beckman & W. J. Conover, Technometrics 21, 1979): each axis is cut into as
 * many equal parts as there are points, and each part holds one point.
 *
 * @param axes a stream for each axis, such as `randomStreams(seed).stream('sample/cluster.procs')`: an axis more
 *   moves no other
 * @returns the points, each with a number in [0, 1) for each axis
 */
export function latinHypercube(points: number, axes: readonly Random[]): number[][] {
  const columns = axes.map((random) => {
    const parts = Array.from({ length: points }, (_, part) => part);
    for (let last = points - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [parts[last], parts[other]] = [parts[other]!, parts[last]!];
    }
    return parts.map((part) => (part + random()) / points);
  });
  return Array.from({ length: points }, (_, point) => columns.map((column) => column[point]!));
}

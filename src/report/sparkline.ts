/** From a little to the most; ASCII for terminals that have no block characters. */
const BARS = { blocks: '▁▂▃▄▅▆▇█', ascii: '.:-=+*%#' } as const;

/**
 * A row of bars, one per value; only a value of 0 leaves a gap.
 * @param most what fills its line; the largest of the values unless given
 */
export function sparkline(values: readonly number[], unicode: boolean, most: number = Math.max(...values)): string {
  const bars = unicode ? BARS.blocks : BARS.ascii;
  return values.map((value) => (value > 0 ? bars[Math.ceil((value / most) * bars.length) - 1] : ' ')).join('');
}

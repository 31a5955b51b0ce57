const BARS = '▁▂▃▄▅▆▇█';

/** A row of bars, one per value, scaled so that the largest fills its line; only a value of 0 leaves a gap. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  return values.map((value) => (value > 0 ? BARS[Math.ceil((value / most) * BARS.length) - 1] : ' ')).join('');
}

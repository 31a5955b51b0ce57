/** Bars on a plane of time by place: jobs in rows, or on processors. Times in ms. */
export interface Bars {
  readonly count: number;
  from(bar: number): number;
  to(bar: number): number;
  /** Places that the bar covers: from `low` up to `high`. */
  low(bar: number): number;
  high(bar: number): number;
}

/** What part of the plane is looked at. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Which share of each cell of a grid over the window is covered by bars, row by row: so that ten thousand bars in a
 * hundred pixels look like what they are, a shade, rather than like the last one drawn.
 */
export function density(bars: Bars, window: Window, columns: number, rows: number): Float32Array {
  const parts = new Float32Array(columns * rows);
  const levels = new Float32Array((columns + 1) * rows);
  const perTime = columns / (window.to - window.from);
  const perPlace = rows / (window.high - window.low);
  for (let bar = 0; bar < bars.count; bar++) {
    const a = Math.max((bars.from(bar) - window.from) * perTime, 0);
    const b = Math.min((bars.to(bar) - window.from) * perTime, columns);
    const low = Math.max((bars.low(bar) - window.low) * perPlace, 0);
    const high = Math.min((bars.high(bar) - window.low) * perPlace, rows);
    if (a >= b || low >= high) continue;
    const [first, last] = [Math.floor(a), Math.min(Math.floor(b), columns - 1)];
    for (let row = Math.floor(low); row < high; row++) {
      const weight = Math.min(high, row + 1) - Math.max(low, row);
      const at = row * columns;
      if (first === last) {
        parts[at + first]! += weight * (b - a);
        continue;
      }
      parts[at + first]! += weight * (first + 1 - a);
      parts[at + last]! += weight * (b - last);
      // The cells that are covered from side to side only change a running level.
      levels[at + row + first + 1]! += weight;
      levels[at + row + last]! -= weight;
    }
  }
  for (let row = 0; row < rows; row++) {
    let level = 0;
    for (let column = 0; column < columns; column++) {
      level += levels[row * (columns + 1) + column]!;
      parts[row * columns + column]! += level;
    }
  }
  return parts;
}

/**
 * Work of a fixed amount that tells how fast this machine is at this moment: a binary heap of records, as in a queue of
 * events, and passes over typed arrays, as over tables of jobs; some 10 to 20 ms. It shares no code with the simulator:
 * a change that made both slower would cancel. Nothing in it may change without another `CALIBRATION`.
 */
export const CALIBRATION = 1;

/** What the work must come to, so that a wrong or skipped calculation is never taken for a fast machine. */
export const CALIBRATION_RESULT = 2_885_759_742;

/** Events that are pending at any time, and events that are replaced. */
const PENDING = 4096;
const STEPS = 40_000;
const ROWS = 1 << 15;
const SWEEPS = 40;

interface Pending {
  readonly time: number;
  readonly order: number;
}

/** @returns `CALIBRATION_RESULT` */
export function calibrate(): number {
  const [next, columns] = [numbers(), new Float64Array(ROWS)];
  const heap: Pending[] = [];
  for (let order = 0; order < PENDING; order++) push(heap, { time: next(), order });
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const { time, order } = pop(heap);
    const row = (time + order) & (ROWS - 1);
    columns[row] = columns[row]! + 1;
    sum = (Math.imul(sum, 31) + order) >>> 0;
    push(heap, { time: time + 1 + (next() & 65_535), order: PENDING + step });
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) sum = (sum + swept(columns, sweep)) >>> 0;
  return sum;
}

/** A running total that is written back, and a search in it. */
function swept(column: Float64Array, sweep: number): number {
  let total = sweep;
  for (let row = 0; row < ROWS; row++) {
    total = (total + column[row]!) & 65_535;
    column[row] = total;
  }
  let found = 0;
  for (let row = sweep; row < ROWS; row += 3) if (column[row]! < total) found += row;
  return found;
}

/** Whole numbers below 2^31: a linear congruential generator that will never be another one (Numerical Recipes, 7.1). */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 1;
  };
}

const isBefore = (a: Pending, b: Pending): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function push(heap: Pending[], item: Pending): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(item, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: Pending[]): Pending {
  const [first, last] = [heap[0]!, heap.pop()!];
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}

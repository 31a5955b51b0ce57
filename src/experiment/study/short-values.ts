/** Significant digits that a number has at least when it is shown. */
const LEAST = 4;

/** More significant digits than anybody writes: a number that needs them was computed, or drawn from a range. */
const WRITTEN = 8;

const isComputed = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isInteger(value) && Number(value.toPrecision(WRITTEN)) !== value;

/**
 * How the values of an axis are shown: numbers that were computed with as few digits as tell all of them apart, at least
 * four, and all those before the point; everything else as it is.
 */
export function shortened(values: readonly unknown[]): (value: unknown) => unknown {
  const numbers = [...new Set(values)].filter((value) => typeof value === 'number');
  if (!numbers.some(isComputed)) return (value) => value;
  let digits = LEAST;
  while (new Set(numbers.map((value) => withDigits(value, digits))).size < numbers.length) digits += 1;
  return (value) => (isComputed(value) ? withDigits(value, digits) : value);
}

function withDigits(value: number, digits: number): number {
  const before = Math.trunc(Math.abs(value)).toString().length;
  return Number(value.toPrecision(Math.min(17, Math.max(digits, before))));
}

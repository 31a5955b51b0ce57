/** Spaces, tabs, vertical tabs, form feeds and carriage returns separate fields; a line feed ends the line. */
export const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || (byte >= 11 && byte <= 13);

const DIGIT_0 = 48;
const MINUS = 45;
const POINT = 46;

/** A whole number of up to this many digits is exact in a double, so that digits can simply be added up. */
const EXACT_DIGITS = 15;
/** 10^0 ... 10^15: all exact, and one division of two exact numbers is rounded correctly. */
const POWERS_OF_TEN: Float64Array = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** What a field may hold: an optional sign, digits with an optional fraction, an optional exponent. */
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/**
 * Reads the field that begins at `from` into `row[field]`, NaN if it is not a number, and returns where it ends.
 * Plain decimals are read here, digit by digit; anything unusual (signs `+`, exponents, very many digits) goes
 * through its text. `bytes[to]` is never read.
 */
export function scanField(bytes: Uint8Array, from: number, to: number, row: Float64Array, field: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let at = skipDigits(bytes, first, to);
  let digits = at - first;
  let value = decimal(bytes, first, at, 0);
  if (digits > 0 && at < to && bytes[at] === POINT) {
    const point = at;
    at = skipDigits(bytes, at + 1, to);
    const decimals = at - point - 1;
    digits += decimals;
    if (digits <= EXACT_DIGITS) value = decimal(bytes, point + 1, at, value) / POWERS_OF_TEN[decimals]!;
  }
  if (digits === 0 || digits > EXACT_DIGITS || (at < to && !isBlank(bytes[at]!))) {
    return scanOddField(bytes, from, to, row, field);
  }
  // 0 - 0 rather than -0, which is not a number of its own in a file.
  row[field] = first === from ? value : 0 - value;
  return at;
}

function skipDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! >= DIGIT_0 && bytes[at]! <= DIGIT_0 + 9) at++;
  return at;
}

function decimal(bytes: Uint8Array, from: number, to: number, start: number): number {
  let value = start;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at]! - DIGIT_0);
  return value;
}

function scanOddField(bytes: Uint8Array, from: number, to: number, row: Float64Array, field: number): number {
  let end = from;
  while (end < to && !isBlank(bytes[end]!)) end++;
  const text = fieldText(bytes, from, end);
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  row[field] = Number.isFinite(value) ? value + 0 : Number.NaN;
  return end;
}

/** The bytes as text, one character per byte. */
export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

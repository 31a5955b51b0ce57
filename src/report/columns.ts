/**
 * A column of whole numbers as JSON: one number if every row has it; else, as a rule, a text: base64 of the differences
 * from row to row, each zigzagged and in 7-bit groups, low ones first, as in Protocol Buffers; else, for numbers that are
 * not whole or too large to take differences of, a list. No compression: its bytes differ from one library to the next.
 */
export type StoredColumn = number | string | readonly number[];

/** Differences of numbers up to this are exact. */
const LARGEST = 2 ** 52;
/** Bytes that the largest difference takes. */
const LONGEST = 8;

export function encodeColumn(values: ArrayLike<number>): StoredColumn {
  const list = Array.from(values);
  const [first] = list;
  if (first !== undefined && list.every((value) => value === first)) return first;
  if (!list.every((value) => Number.isInteger(value) && Math.abs(value) <= LARGEST)) return list;
  const bytes = new Uint8Array(list.length * LONGEST);
  let length = 0;
  let before = 0;
  for (const value of list) {
    length = putDifference(bytes, length, value - before);
    before = value;
  }
  return base64(bytes.subarray(0, length));
}

/** Column of times of which some are never (NaN): those are -1. */
export const encodeTimes = (values: ArrayLike<number>): StoredColumn =>
  encodeColumn(Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)));

/** Arithmetic instead of shifts, which end at 32 bits. */
function putDifference(bytes: Uint8Array, at: number, difference: number): number {
  const negative = difference < 0;
  const size = negative ? -difference - 1 : difference;
  let byte = (size % 64) * 2 + (negative ? 1 : 0);
  let rest = Math.floor(size / 64);
  let next = at;
  while (rest > 0) {
    bytes[next++] = byte + 128;
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  bytes[next++] = byte;
  return next;
}

/**
 * The numbers of a column.
 * @param rows how many there must be
 * @throws Error if the column holds anything else
 */
export function decodeColumn(column: StoredColumn, rows: number): Float64Array {
  if (typeof column === 'number') return new Float64Array(rows).fill(column);
  if (typeof column !== 'string') {
    if (column.length !== rows) throw new Error(`expected ${rows} rows, found ${column.length}`);
    return Float64Array.from(column);
  }
  const bytes = bytesOf(column);
  const values = new Float64Array(rows);
  let at = 0;
  let value = 0;
  for (let row = 0; row < rows; row++) {
    if (at >= bytes.length) throw new Error(`expected ${rows} rows, found ${row}`);
    let byte = bytes[at++]!;
    const negative = byte % 2 === 1;
    let size = (byte % 128) >> 1;
    for (let weight = 64; byte >= 128; weight *= 128) {
      if (at >= bytes.length) throw new Error(`expected ${rows} rows, found ${row}`);
      byte = bytes[at++]!;
      size += (byte % 128) * weight;
    }
    value += negative ? -size - 1 : size;
    values[row] = value;
  }
  if (at !== bytes.length) throw new Error(`expected ${rows} rows, found more`);
  return values;
}

/** Characters put together at once: more arguments than this and a call may fail. */
const CHUNK = 8192;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

function bytesOf(text: string): Uint8Array {
  let decoded: string;
  try {
    decoded = atob(text);
  } catch (cause) {
    throw new Error('not base64', { cause });
  }
  const bytes = new Uint8Array(decoded.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = decoded.charCodeAt(i);
  return bytes;
}

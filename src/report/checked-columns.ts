import { decodeColumn, type StoredColumn } from './columns.ts';

/**
 * The numbers of a stored column.
 * @throws Error that names the column if it is damaged or has another number of rows
 */
export function numbers(name: string, column: StoredColumn, rows: number): Float64Array {
  try {
    return decodeColumn(column, rows);
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Times of which -1 stands for never, which becomes NaN.
 * @throws Error that names the column
 */
export function times(name: string, values: Float64Array): Float64Array {
  if (values.some((time) => time !== -1 && !(time >= 0 && Number.isFinite(time)))) {
    throw new Error(`${name}: a time below 0`);
  }
  return values.map((time) => (time === -1 ? Number.NaN : time));
}

/**
 * Places in a list of so many.
 * @throws Error that names the column
 */
export function within<T extends ArrayLike<number>>(name: string, places: T, count: number, least = 0): T {
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (!(Number.isInteger(place) && place >= least && place < count)) {
      throw new Error(`${name}: expected whole numbers from ${least} to ${count - 1}, found ${place}`);
    }
  }
  return places;
}

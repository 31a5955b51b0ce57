import { numbers } from './checked-columns.ts';
import { encodeColumn, type StoredColumn } from './columns.ts';

/** Records as columns by record. */
export type StoredTable<C extends string> = { readonly count: number } & { readonly [N in C]: StoredColumn };

export const storeTable = <T, C extends string>(
  records: readonly T[],
  columns: { readonly [N in C]: (one: T) => number },
): StoredTable<C> =>
  ({
    count: records.length,
    ...Object.fromEntries(
      Object.entries<(one: T) => number>(columns).map(([name, of]) => [name, encodeColumn(records.map(of))]),
    ),
  }) as StoredTable<C>;

/**
 * Gives the columns of stored records by name.
 * @param name of the records, by which errors name the column
 */
export const tableReader =
  <T extends StoredTable<never>>(name: string, stored: T): ((column: ColumnsOf<T>) => Float64Array) =>
  (column) =>
    numbers(`${name}.${column}`, stored[column] as StoredColumn, stored.count);

type ColumnsOf<T> = { [N in keyof T]: T[N] extends StoredColumn ? N : never }[keyof T] & string;

/** A list of numbers for each record. */
export interface StoredLists {
  /** How many there are in each. */
  readonly counts: StoredColumn;
  readonly values: StoredColumn;
}

export const storeLists = (lists: readonly (readonly number[])[]): StoredLists => ({
  counts: encodeColumn(lists.map(({ length }) => length)),
  values: encodeColumn(lists.flat()),
});

/** @throws Error that names the column which cannot be right */
export function restoreLists(name: string, { counts, values }: StoredLists, records: number): number[][] {
  const lengths = numbers(`${name}.counts`, counts, records);
  const all = numbers(
    `${name}.values`,
    values,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let from = 0;
  return Array.from(lengths, (length) => {
    from += length;
    return Array.from(all.subarray(from - length, from));
  });
}

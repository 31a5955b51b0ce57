/**
 * What a column holds. `int32` and `int64` are whole numbers (JavaScript's, which are exact up to 2^53), `double` any
 * finite number.
 */
export type ColumnType = 'int32' | 'int64' | 'double' | 'text' | 'boolean';

/** One column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What its numbers count: `ms`, `jobs`, `processors`; absent for labels, texts and truths. */
  readonly unit?: string;
  /** Whether a row may have no value there; without it each row has one. */
  readonly optional?: true;
  /** A sentence for people. */
  readonly description: string;
}

/** One value; `null` is none. */
export type Cell = number | string | boolean | null;

/** The cells of a row in the order of the columns. */
export type Row = readonly Cell[];

/** A table before it has rows. */
export interface TableHead {
  /** What files are called by: lower case, no blanks. */
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
}

/** A table whose rows are asked for one by one, so that none need be held. */
export interface Table extends TableHead {
  readonly rows: Iterable<Row>;
}

/** Turns rows into the content of a file. */
export interface TableEncoder {
  add(row: Row): void;
  /** Called once, after the last row. */
  end(): void;
}

/** Begins a file; `write` gets its content piece by piece. */
export type OpenTable = (head: TableHead, write: (content: string | Uint8Array) => void) => TableEncoder;

/** No value instead of what is no number: the time of what never happened, a ratio without a divisor. */
export const orNone = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/**
 * The cell itself.
 *
 * @throws Error if it is not of its column's type, which is a bug of whoever made the row
 */
export function checkedCell({ name, columns }: TableHead, row: Row, place: number): Cell {
  const { type, optional, name: column } = columns[place]!;
  const cell = row[place];
  if (cell !== undefined && (cell === null ? optional === true : FITS[type](cell))) return cell;
  throw new Error(`table ${name}, column ${column}: ${String(cell)} is no ${type}`);
}

const FITS: Readonly<Record<ColumnType, (cell: Exclude<Cell, null>) => boolean>> = {
  int32: (cell) => typeof cell === 'number' && cell === (cell | 0),
  int64: Number.isSafeInteger,
  double: Number.isFinite,
  text: (cell) => typeof cell === 'string',
  boolean: (cell) => typeof cell === 'boolean',
};

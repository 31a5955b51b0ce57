import { parquetReadObjects } from 'hyparquet';
import { type TableFormat, tableFormat } from '../../../src/report/tables/formats.ts';
import type { Cell, Column, Table } from '../../../src/report/tables/table.ts';

export type Values = Readonly<Record<string, Cell>>;

/** The bytes of a table in a format. */
export async function encoded(table: Table, format: TableFormat): Promise<Buffer> {
  const pieces: (string | Uint8Array)[] = [];
  const encoder = (await tableFormat(format))(table, (content) => pieces.push(content));
  for (const row of table.rows) encoder.add(row);
  encoder.end();
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

/** The rows of a file, by names of columns. */
export async function decoded(bytes: Buffer, format: TableFormat, columns: readonly Column[]): Promise<Values[]> {
  if (format === 'csv') return csvRows(bytes.toString('utf8'), columns);
  if (format === 'jsonl') {
    const lines = bytes.toString('utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Values);
  }
  const file = new Uint8Array(bytes).buffer;
  const rows = await parquetReadObjects({ file });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, typeof cell === 'bigint' ? Number(cell) : (cell ?? null)]),
    ),
  );
}

/** RFC 4180 by the letter: a field in quotes may hold anything, and only such a field may be an empty text. */
function csvRows(text: string, columns: readonly Column[]): Values[] {
  const lines: string[][] = [[]];
  for (const [, raw, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/g)) {
    lines.at(-1)!.push(raw!);
    if (end === '\n') lines.push([]);
  }
  const [names, ...rows] = lines.slice(0, -1);
  const unquoted = (raw: string): string => (raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
  const cell = (raw: string, { type }: Column): Cell => {
    if (raw === '') return null;
    if (type === 'text') return unquoted(raw);
    return type === 'boolean' ? raw === 'true' : Number(raw);
  };
  return rows.map((row) => Object.fromEntries(row.map((raw, i) => [unquoted(names![i]!), cell(raw, columns[i]!)])));
}

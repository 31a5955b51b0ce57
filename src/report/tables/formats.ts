import type { OpenTable, TableHead } from './table.ts';
import { csvTable, jsonlTable } from './text-formats.ts';

/** The formats of tables; each is also the ending of its files. */
export const TABLE_FORMATS = ['parquet', 'csv', 'jsonl'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** How files of a format are begun. The library that writes Parquet is loaded only where it is wanted. */
export async function tableFormat(format: TableFormat): Promise<OpenTable> {
  if (format === 'csv') return csvTable;
  return format === 'jsonl' ? jsonlTable : (await import('./parquet.ts')).parquetTable;
}

/** What is in the tables of a folder, for programs: every column with its type, unit and meaning. */
export const schemaText = (tables: readonly TableHead[]): string =>
  `${JSON.stringify(
    { tables: tables.map(({ name, description, columns }) => ({ name, description, columns })) },
    null,
    2,
  )}\n`;

import type { OpenTable, Row, Table, TableEncoder, TableHead } from '../report/tables/table.ts';
import { OutputFile } from './output-file.ts';

/** A table that becomes a file, row by row; nothing is seen of it before it is whole. */
export class TableFile {
  readonly #file: OutputFile;
  readonly #encoder: TableEncoder;

  /** @throws InputError if the place cannot be written to; `option` names it in the message */
  constructor(head: TableHead, path: string, open: OpenTable, option: string) {
    this.#file = new OutputFile(path, option);
    this.#encoder = open(head, (content) => this.#file.write(content));
  }

  add(row: Row): void {
    this.#encoder.add(row);
  }

  commit(): void {
    this.#encoder.end();
    this.#file.commit();
  }

  /** Leaves no trace; does nothing once the table is committed. */
  discard(): void {
    this.#file.discard();
  }
}

/** Writes a whole table. @throws InputError if the place cannot be written to */
export function writeTable(table: Table, path: string, open: OpenTable, option: string): void {
  const file = new TableFile(table, path, open, option);
  try {
    for (const row of table.rows) file.add(row);
    file.commit();
  } finally {
    file.discard();
  }
}

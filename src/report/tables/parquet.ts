import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type Cell, type Column, type ColumnType, checkedCell, type OpenTable } from './table.ts';

/** Rows that are held until they are written together. */
const ROW_GROUP = 1 << 16;

/** Types by their names in the format; texts are UTF-8. */
const TYPES = {
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  boolean: { type: 'BOOLEAN' },
} as const satisfies Record<ColumnType, object>;

/**
 * Apache Parquet with row groups of 65,536 rows, compressed by Snappy. A column is REQUIRED unless it is optional. What
 * is known of the columns beside their types, units above all, stands in the file's metadata as JSON under the key
 * `makespan.columns`.
 */
export const parquetTable: OpenTable = (head, write) => {
  const { columns } = head;
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    kvMetadata: [{ key: 'makespan.columns', value: JSON.stringify(columns) }],
    createdBy: 'makespan',
  });
  let group: (Cell | bigint)[][] = columns.map(() => []);
  /** What has been encoded so far goes out; the library goes on counting from there. */
  const flush = (): void => {
    write(new Uint8Array(bytes.buffer.slice(0, bytes.index)));
    bytes.index = 0;
  };
  const writeGroup = (): void => {
    const columnData = columns.map(({ name }, place) => ({ name, data: group[place]! }));
    file.write({ columnData, rowGroupSize: ROW_GROUP });
    group = columns.map(() => []);
    flush();
  };
  return {
    add(row) {
      for (const [place, { type }] of columns.entries()) {
        const cell = checkedCell(head, row, place);
        group[place]!.push(type === 'int64' && cell !== null ? BigInt(cell) : cell);
      }
      if (group[0]!.length === ROW_GROUP) writeGroup();
    },
    end() {
      if (group[0]!.length > 0) writeGroup();
      file.finish();
      flush();
    },
  };
};

function schemaOf({ name, type, optional }: Column) {
  return { name, ...TYPES[type], repetition_type: optional === true ? ('OPTIONAL' as const) : ('REQUIRED' as const) };
}

import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { schemaText, TABLE_FORMATS } from '../../../src/report/tables/formats.ts';
import type { Cell, Column, ColumnType, Row, Table } from '../../../src/report/tables/table.ts';
import { decoded, encoded } from './read.ts';

const CELLS: Readonly<Record<ColumnType, fc.Arbitrary<Cell>>> = {
  int32: fc.integer(),
  int64: fc.maxSafeInteger(),
  // No format but Parquet has a zero with a sign.
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  text: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ',', '"', 'a\r\nb', 'null', 'NaN', '7')),
  boolean: fc.boolean(),
};

const columns = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1 }).map((text) => `c${text}`),
    type: fc.constantFrom(...(Object.keys(CELLS) as ColumnType[])),
    optional: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6, selector: ({ name }) => name },
);

const table: fc.Arbitrary<Table> = columns.chain((given) =>
  fc
    .array(
      fc.tuple(
        ...given.map(({ type, optional }) =>
          optional ? fc.option(CELLS[type], { nil: null }) : (CELLS[type] as fc.Arbitrary<Cell>),
        ),
      ),
      { maxLength: 30 },
    )
    .map((rows) => ({
      name: 't',
      description: 'A table.',
      columns: given.map(
        ({ name, type, optional }): Column => ({
          name,
          type,
          description: 'A column.',
          ...(optional && { optional }),
        }),
      ),
      rows,
    })),
);

const one = (column: Omit<Column, 'name' | 'description'>, ...cells: readonly Cell[]): Table => ({
  name: 't',
  description: 'A table.',
  columns: [{ name: 'c', description: 'A column.', ...column }],
  rows: cells.map((cell): Row => [cell]),
});

describe('a table', () => {
  it('holds the same values in every format, with none for none', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (given) => {
        const expected = [...given.rows].map((row) =>
          Object.fromEntries(row.map((cell, place) => [given.columns[place]!.name, cell])),
        );
        for (const format of TABLE_FORMATS) {
          expect(await decoded(await encoded(given, format), format, given.columns), format).toEqual(expected);
        }
      }),
    );
  });

  it('has the same bytes each time', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (given) => {
        for (const format of TABLE_FORMATS) {
          expect((await encoded(given, format)).equals(await encoded(given, format))).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('says in Parquet which columns always have a value, what they are and in which unit', async () => {
    const given: Table = {
      name: 't',
      description: 'A table.',
      columns: [
        { name: 'time_ms', type: 'int64', unit: 'ms', description: 'When.' },
        { name: 'row', type: 'int32', optional: true, description: 'Which.' },
        { name: 'share', type: 'double', description: 'How much.' },
        { name: 'why', type: 'text', optional: true, description: 'Why.' },
        { name: 'killed', type: 'boolean', description: 'Whether.' },
      ],
      rows: [[1, null, 0.5, null, true]],
    };
    const { schema, key_value_metadata: metadata } = parquetMetadata(
      new Uint8Array(await encoded(given, 'parquet')).buffer,
    );
    expect(schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type])).toEqual([
      ['time_ms', 'INT64', 'REQUIRED'],
      ['row', 'INT32', 'OPTIONAL'],
      ['share', 'DOUBLE', 'REQUIRED'],
      ['why', 'BYTE_ARRAY', 'OPTIONAL'],
      ['killed', 'BOOLEAN', 'REQUIRED'],
    ]);
    expect(metadata).toEqual([{ key: 'makespan.columns', value: JSON.stringify(given.columns) }]);
    expect(JSON.parse(schemaText([given]))).toEqual({
      tables: [{ name: 't', description: 'A table.', columns: given.columns }],
    });
  });

  it('goes on in another row group after 65,536 rows', async () => {
    const given = one({ type: 'int32' }, ...Array.from({ length: 65_537 }, (_, i) => i * 3));
    const bytes = await encoded(given, 'parquet');
    const { row_groups: groups } = parquetMetadata(new Uint8Array(bytes).buffer);
    expect(groups.map(({ num_rows: rows }) => rows)).toEqual([65_536n, 1n]);
    const rows = await decoded(bytes, 'parquet', given.columns);
    expect(rows.length).toBe(65_537);
    expect(rows.every(({ c }, i) => c === i * 3)).toBe(true);
  });

  it.each<[ColumnType, Cell, Partial<Column>]>([
    ['int32', 2 ** 31, {}],
    ['int32', 0.5, {}],
    ['int64', 2 ** 53, {}],
    ['double', Number.NaN, { optional: true }],
    ['double', Number.POSITIVE_INFINITY, {}],
    ['text', 7, {}],
    ['boolean', 'true', {}],
    ['text', null, {}],
  ])('is refused where a cell is none of its column: %s of %s', async (type, cell, more) => {
    for (const format of TABLE_FORMATS) {
      await expect(encoded(one({ type, ...more }, cell), format)).rejects.toThrow(
        `table t, column c: ${cell} is no ${type}`,
      );
    }
  });

  it('in CSV tells an empty text from none', async () => {
    const bytes = await encoded(one({ type: 'text', optional: true }, '', null, 'a"b'), 'csv');
    expect(bytes.toString()).toBe('c\n""\n\n"a""b"\n');
  });
});

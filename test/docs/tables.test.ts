import { expect, it } from 'vitest';
import { DECISIONS_TABLE } from '../../src/report/tables/decisions-table.ts';
import { jobsTable } from '../../src/report/tables/jobs-table.ts';
import { samplesTable } from '../../src/report/tables/samples-table.ts';
import { CENTRE_INPUT } from '../report/centre-fixtures.ts';
import { read } from './markdown.ts';

const { run } = CENTRE_INPUT.runs[0]!;

it.each([jobsTable('p', run), samplesTable('p', run), DECISIONS_TABLE])(
  'docs/tables.md has the columns of $name',
  (table) => {
    const section = read('docs/tables.md')
      .split(/^## /m)
      .find((text) => text.startsWith(`${table.name}\n`));
    const rows = section?.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      table.columns.map(({ name, type, optional, unit = '', description }) => {
        const kind = optional === true ? `${type}, may be none` : type;
        return `| \`${name}\` | ${kind} | ${unit} | ${description} |`;
      }),
    );
  },
);

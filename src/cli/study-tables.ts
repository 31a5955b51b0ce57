import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyResult } from '../experiment/study/run-study.ts';
import { InputError } from '../model/errors.ts';
import { schemaText, tableFormat } from '../report/tables/formats.ts';
import { runsTable } from '../report/tables/runs-table.ts';
import { writeWhole } from './output-file.ts';
import { checkStrangers, SCHEMA } from './run-tables.ts';
import { writeTable } from './table-file.ts';
import { TABLES, type TableChoices, tablePlace } from './table-options.ts';

/**
 * Prepares the table of the runs of a study, `runs.parquet` and its like, before the long work.
 * @returns what writes it; undefined where no table is asked for
 * @throws InputError for options that are wrong, or a folder that cannot be written to or holds other tables
 */
export async function studyTables(
  given: TableChoices,
): Promise<((result: Pick<StudyResult, 'study' | 'figures' | 'runs'>) => void) | undefined> {
  if (given.every !== undefined)
    throw new InputError('--every is about the time of one run: choose it by --at or --replication');
  const place = tablePlace(given);
  if (place === undefined) return undefined;
  const { folder, format } = place;
  const [path, schema] = [join(folder, `runs.${format}`), join(folder, SCHEMA)];
  checkStrangers(folder, [path, schema]);
  const open = await tableFormat(format);
  return (result) => {
    const table = runsTable(result);
    mkdirSync(folder, { recursive: true });
    writeTable(table, path, open, TABLES);
    writeWhole(schema, schemaText([table]), TABLES);
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyResult } from '../experiment/study/run-study.ts';
import { InputError } from '../model/errors.ts';
import { schemaText, tableFormat } from '../report/tables/formats.ts';
import { runsTable } from '../report/tables/runs-table.ts';
import { checkFolderWritable, writeWhole } from './output-file.ts';
import { checkStrangers, formatOf, SCHEMA, type TableChoices } from './run-tables.ts';
import { writeTable } from './table-file.ts';

const OPTION = '--tables';

/**
 * Prepares the table of the runs of a study, `runs.parquet` and its like, before the long work.
 * @returns what writes it; undefined where no table is asked for
 * @throws InputError for options that are wrong, or a folder that cannot be written to or holds other tables
 */
export async function studyTables(
  given: TableChoices,
): Promise<((result: Pick<StudyResult, 'study' | 'figures' | 'runs'>) => void) | undefined> {
  const { tables: folder, format, every } = given;
  if (every !== undefined)
    throw new InputError('--every is about the time of one run: choose it by --at or --replication');
  if (folder === undefined) {
    if (format !== undefined) throw new InputError(`--format is about tables: add ${OPTION} DIR`);
    return undefined;
  }
  const kind = formatOf(format);
  const [path, schema] = [join(folder, `runs.${kind}`), join(folder, SCHEMA)];
  checkFolderWritable(folder, OPTION);
  checkStrangers(folder, [path, schema]);
  const open = await tableFormat(kind);
  return (result) => {
    const table = runsTable(result);
    mkdirSync(folder, { recursive: true });
    writeTable(table, path, open, OPTION);
    writeWhole(schema, schemaText([table]), OPTION);
  };
}

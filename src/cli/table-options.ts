import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { TABLE_FORMATS, type TableFormat } from '../report/tables/formats.ts';
import type { Option } from './command.ts';
import { checkFolderWritable } from './output-file.ts';

type Text = Option & { readonly type: 'string' };

/** Worded alike in the commands that write tables. */
export const TABLE_OPTIONS: { readonly tables: Text; readonly format: Text; readonly every: Text } = {
  tables: {
    type: 'string',
    value: 'DIR',
    complete: 'folders',
    describe:
      'write every job, the state of the machine over time, and every decision as tables into this folder; of many runs, each run',
  },
  format: {
    type: 'string',
    value: 'NAME',
    complete: TABLE_FORMATS,
    describe: 'format of the tables: parquet (default), csv, jsonl',
  },
  every: {
    type: 'string',
    value: 'TIME',
    describe: 'one row of the state of the machine each TIME, such as 5min; one for each change unless given',
  },
};

/** What was given of them. */
export interface TableChoices {
  readonly tables?: string | undefined;
  readonly format?: string | undefined;
  readonly every?: string | undefined;
}

/** What messages call a folder of tables. */
export const TABLES = '--tables';

/**
 * The folder of tables and their format; undefined where none are asked for.
 * @throws InputError for options that are wrong, or a folder that cannot be written to
 */
export function tablePlace(given: TableChoices): { readonly folder: string; readonly format: TableFormat } | undefined {
  const { tables: folder } = given;
  if (folder === undefined) {
    const lone = (['format', 'every'] as const).find((option) => given[option] !== undefined);
    if (lone !== undefined) throw new InputError(`--${lone} is about tables: add ${TABLES} DIR`);
    return undefined;
  }
  const format = formatOf(given.format);
  checkFolderWritable(folder, TABLES);
  return { folder, format };
}

function formatOf(text: string = TABLE_FORMATS[0]): TableFormat {
  const known = TABLE_FORMATS.find((format) => format === text);
  if (known !== undefined) return known;
  throw new InputError(`--format '${text}' is not known${suggestion(text, TABLE_FORMATS)}`);
}

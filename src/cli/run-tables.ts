import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PolicyRun } from '../experiment/experiment.ts';
import { InputError } from '../model/errors.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Duration } from '../model/time.ts';
import { DECISIONS_TABLE, decisionRows } from '../report/tables/decisions-table.ts';
import { schemaText, TABLE_FORMATS, type TableFormat, tableFormat } from '../report/tables/formats.ts';
import { jobsTable } from '../report/tables/jobs-table.ts';
import { samplesTable } from '../report/tables/samples-table.ts';
import type { OpenTable } from '../report/tables/table.ts';
import { timeSpan } from './numbers.ts';
import type { Output } from './output-clash.ts';
import { isFolder, writeWhole } from './output-file.ts';
import { policyPaths } from './policy-files.ts';
import { TableFile, writeTable } from './table-file.ts';
import { TABLES, type TableChoices, tablePlace } from './table-options.ts';

const NAMES = ['jobs', 'samples', 'decisions'] as const;
/** Also those of a study. */
const ALL_NAMES = [...NAMES, 'runs'] as const;
export const SCHEMA = 'schema.json';

/** The tables of each policy in one folder: `jobs.parquet`, or with several policies `jobs.LABEL.parquet`. */
export class RunTables {
  /** Every file that will be written. */
  readonly outputs: readonly Output[];
  readonly #folder: string;
  readonly #open: OpenTable;
  readonly #every: Duration | undefined;
  readonly #paths: ReadonlyMap<string, Readonly<Record<(typeof NAMES)[number], string>>>;
  readonly #decisions = new Map<string, TableFile>();

  private constructor(
    folder: string,
    format: TableFormat,
    open: OpenTable,
    every: Duration | undefined,
    labels: readonly string[],
  ) {
    this.#folder = folder;
    this.#open = open;
    this.#every = every;
    const paths = NAMES.map((name) => policyPaths(join(folder, `${name}.${format}`), labels));
    this.#paths = new Map(
      labels.map((label, i) => [label, { jobs: paths[0]![i]!, samples: paths[1]![i]!, decisions: paths[2]![i]! }]),
    );
    const all = [...paths.flat(), join(folder, SCHEMA)];
    checkStrangers(folder, all);
    this.outputs = all.map((path) => ({ option: TABLES, path }));
  }

  /**
   * What the options ask for; undefined where they ask for no tables.
   * @throws InputError for options that are wrong, or a folder that cannot be written to or holds other tables
   */
  static async from(given: TableChoices, labels: readonly string[]): Promise<RunTables | undefined> {
    const place = tablePlace(given);
    if (place === undefined) return undefined;
    const { folder, format } = place;
    const step = given.every === undefined ? undefined : stepOf(given.every);
    return new RunTables(folder, format, await tableFormat(format), step, labels);
  }

  /** Writes the decisions of a policy's run while they are made. */
  observer(label: string, jobs: JobTable): Observer {
    mkdirSync(this.#folder, { recursive: true });
    const file = new TableFile(DECISIONS_TABLE, this.#paths.get(label)!.decisions, this.#open, TABLES);
    this.#decisions.set(label, file);
    return decisionRows(label, jobs, (row) => file.add(row));
  }

  /** Completes the tables of a policy. */
  finish({ label, run }: PolicyRun): void {
    const { jobs, samples } = this.#paths.get(label)!;
    this.#decisions.get(label)!.commit();
    const tables = [jobsTable(label, run), samplesTable(label, run, this.#every)] as const;
    writeTable(tables[0], jobs, this.#open, TABLES);
    writeTable(tables[1], samples, this.#open, TABLES);
    writeWhole(join(this.#folder, SCHEMA), schemaText([...tables, DECISIONS_TABLE]), TABLES);
  }

  /** Removes what is unfinished. */
  discard(): void {
    for (const file of this.#decisions.values()) file.discard();
  }
}

function stepOf(text: string): Duration {
  const step = timeSpan('--every', text);
  if (step > 0) return step;
  throw new InputError(`--every must be more than no time, found '${text}'`);
}

/**
 * Whoever reads `jobs*.parquet` should not read other runs unawares.
 * @throws InputError for a folder that holds tables which are not among those that will be written
 */
export function checkStrangers(folder: string, written: readonly string[]): void {
  if (!isFolder(folder)) return;
  const own = new Set(written.map((path) => basename(path)));
  const table = new RegExp(`^(${ALL_NAMES.join('|')})\\..*(${TABLE_FORMATS.join('|')})$`);
  const stranger = readdirSync(folder).find((name) => table.test(name) && !own.has(name));
  if (stranger === undefined) return;
  throw new InputError(`${TABLES} ${folder}: holds ${stranger} of other policies or formats; name an empty folder`);
}

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../model/errors.ts';
import type { JobTable } from '../model/jobs.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { decodeColumn, encodeColumn, type StoredColumn } from './columns.ts';
import type { ReportInput } from './report.ts';
import { RUN_SCHEMA, type RunDocument, runSchema } from './run-schema.ts';

/** The file of a report's folder that holds every job and its start under every policy. */
export const RUN_FILE = 'jobs.json';

const TIMES = ['submit', 'runtime', 'estimate'] as const;
const LABELS = ['id', 'user', 'group', 'queue'] as const;

type RunColumns = Pick<RunDocument, 'rows' | 'unit' | 'jobs'> & {
  readonly start: readonly StoredColumn[];
};

/** Every job and its start under every policy, in whole seconds if all times are, else in milliseconds. */
function runColumns({ workload: { jobs }, runs }: Pick<ReportInput, 'workload' | 'runs'>): RunColumns {
  const times = [...TIMES.map((name) => jobs[name]), ...runs.map(({ run }) => run.start)];
  const inSeconds = times.every((column) => column.every((time) => time % MS_PER_SECOND === 0));
  const scale = inSeconds ? MS_PER_SECOND : 1;
  const time = (column: Float64Array): StoredColumn => encodeColumn(column.map((value) => value / scale));
  return {
    rows: jobs.length,
    unit: inSeconds ? 's' : 'ms',
    jobs: {
      id: encodeColumn(jobs.id),
      submit: time(jobs.submit),
      runtime: time(jobs.runtime),
      estimate: time(jobs.estimate),
      procs: encodeColumn(jobs.procs),
      killed: encodeColumn(jobs.killed),
      user: encodeColumn(jobs.user),
      group: encodeColumn(jobs.group),
      queue: encodeColumn(jobs.queue),
    },
    start: runs.map(({ run }) => time(run.start)),
  };
}

/**
 * The text of jobs.json: all that a report is made of, and what it takes to simulate each policy again. The same input
 * gives the same bytes. Ends are not stored, since each job ends `runtime` after its start.
 */
export function encodeRun(input: ReportInput): string {
  const { version, base, workload, runs, ...rest } = input;
  const { jobs: _, ...account } = workload;
  const { start, ...columns } = runColumns(input);
  const document: RunDocument = {
    schema: RUN_SCHEMA,
    generator: { name: 'makespan', version },
    base,
    input: rest,
    workload: account,
    ...columns,
    policies: runs.map(({ label, description, spec, run: { policy, hash, events, decisions } }, i) => ({
      ...{ label, description, policy, spec, hash, events, decisions },
      start: start[i]!,
    })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

/**
 * Reads the text of jobs.json back.
 * @param place how messages call the file
 * @throws InputError if it is no run, one of another schema, or damaged
 */
export function decodeRun(text: string, place: string = RUN_FILE): ReportInput {
  const { generator, base, input, workload, policies, ...columns } = documentOf(text, place);
  try {
    const jobs = jobTable(columns, workload.procs);
    const scale = columns.unit === 's' ? MS_PER_SECOND : 1;
    const runs = policies.map(({ label, description, spec, policy, hash, events, decisions, start: stored }) => {
      const start = timesOf(`start under ${label}`, stored, columns.rows, scale);
      check(`start under ${label}`, start, (time, job) => time >= jobs.submit[job]!, 'a start before its submission');
      const end = start.map((time, job) => time + jobs.runtime[job]!);
      const run = { policy, jobs, procs: workload.procs, start, end, hash, events, decisions };
      return { label, description, ...(spec !== undefined && { spec }), run };
    });
    return {
      version: generator.version,
      ...(base !== undefined && { base }),
      ...input,
      workload: { ...workload, jobs },
      runs,
    };
  } catch (cause) {
    throw damaged(place, (cause as Error).message, cause);
  }
}

/**
 * Reads the run that `makespan run` left in a folder.
 * @throws InputError if there is no such folder, no run in it, or a run that cannot be read
 */
export function readRun(folder: string): ReportInput {
  if (!isFolder(folder)) throw new InputError(`${folder}: it is a file; name the folder that makespan run wrote`);
  const path = join(folder, RUN_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new InputError(`${folder}: there is no run in it (no ${RUN_FILE}, which makespan run writes)`, { cause });
    }
    throw new InputError(`${path}: cannot be read (${code})`, { cause });
  }
  return decodeRun(text, path);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw new InputError(`${path}: there is no such folder`, { cause });
  }
}

function documentOf(text: string, place: string): RunDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(place, 'it is no JSON, or only the beginning of it', cause);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'number' && schema !== RUN_SCHEMA) {
    throw new InputError(
      `${place}: has schema ${schema}, and this version reads ${RUN_SCHEMA}; run the scenario again`,
    );
  }
  const parsed = runSchema.safeParse(value);
  // The value itself, whose keys are in the order in which they were written.
  if (parsed.success) return value as RunDocument;
  const { path, message } = parsed.error.issues[0]!;
  throw damaged(place, path.length === 0 ? message : `${path.join('.')}: ${message}`, parsed.error);
}

const damaged = (place: string, what: string, cause: unknown): InputError =>
  new InputError(`${place}: is not a run, or damaged: ${what}`, { cause });

function jobTable({ rows, unit, jobs }: Pick<RunDocument, 'rows' | 'unit' | 'jobs'>, procs: number): JobTable {
  const scale = unit === 's' ? MS_PER_SECOND : 1;
  const [submit, runtime, estimate] = TIMES.map((name) => timesOf(name, jobs[name], rows, scale));
  const [id, user, group, queue] = LABELS.map((name) => narrow(numbersOf(name, jobs[name], rows)));
  const widths = numbersOf('procs', jobs.procs, rows);
  const killed = numbersOf('killed', jobs.killed, rows);
  check('submit', submit!, (time, job) => job === 0 || time >= submit![job - 1]!, 'a job before the one above it');
  check('procs', widths, (width) => width >= 1 && width <= procs, 'a job of no width or wider than the machine');
  check('killed', killed, (value) => value === 0 || value === 1, 'a value other than 0 and 1');
  return {
    length: rows,
    id: id!,
    submit: submit!,
    runtime: runtime!,
    estimate: estimate!,
    procs: Int32Array.from(widths),
    killed: Uint8Array.from(killed),
    user: user!,
    group: group!,
    queue: queue!,
  };
}

function timesOf(name: string, column: StoredColumn, rows: number, scale: number): Float64Array {
  const times = numbersOf(name, column, rows).map((value) => value * scale);
  check(name, times, (time) => time >= 0 && Number.isSafeInteger(time), 'a time that is no whole number of at least 0');
  return times;
}

function numbersOf(name: string, column: StoredColumn, rows: number): Float64Array {
  try {
    return decodeColumn(column, rows);
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause });
  }
}

function check(name: string, values: Float64Array, holds: (value: number, row: number) => boolean, what: string): void {
  const row = values.findIndex((value, index) => !holds(value, index));
  if (row !== -1) throw new Error(`${name}: ${what} (row ${row + 1})`);
}

/** As readers of traces keep labels: 32 bits where that is enough. */
function narrow(values: Float64Array): Int32Array | Float64Array {
  const small = Int32Array.from(values);
  return small.every((value, row) => value === values[row]) ? small : values;
}

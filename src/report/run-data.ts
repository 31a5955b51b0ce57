import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Centre } from '../model/centre.ts';
import { InputError } from '../model/errors.ts';
import type { JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { ReportInput } from './report.ts';
import { restoreAsks, restoreCentre } from './restore-centre.ts';
import { restoreLives } from './restore-lives.ts';
import { restoreJobs, restoreTimes, type StoredJobs, storeRun } from './run-columns.ts';
import { RUN_SCHEMA, type RunDocument, runSchema, type StoredPolicy } from './run-schema.ts';

/** The file of a report's folder that holds every job and its start under every policy. */
export const RUN_FILE = 'jobs.json';

/**
 * The text of jobs.json: all that a report is made of, and what it takes to simulate each policy again. The same input
 * gives the same bytes. Ends are not stored where each job ends `runtime` after its start: where there are no nodes.
 */
export function encodeRun(input: ReportInput): string {
  const { version, base, workload, runs, ...rest } = input;
  const { jobs: _, centre: __, ...account } = workload;
  const { stored, starts, machine, lives } = storeRun(input);
  const document: RunDocument = {
    schema: RUN_SCHEMA,
    generator: { name: 'makespan', version },
    base,
    input: rest,
    workload: account,
    ...stored,
    ...(machine !== undefined && { machine }),
    policies: runs.map(({ label, description, spec, run: { policy, hash, events, decisions } }, i) => ({
      ...{ label, description, policy, spec, hash, events, decisions },
      ...(lives === undefined ? { start: starts[i]! } : { lives: lives[i]! }),
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
  const { generator, base, input, workload, policies, machine, ...stored } = documentOf(text, place);
  try {
    const centre = machine && restoreCentre(machine.centre);
    const counted = restoreJobs(stored);
    const jobs = machine === undefined ? counted : restoreAsks(counted, machine.asks, centre!);
    // A job that no machine has room for is rejected on one of nodes, and kept.
    checkJobs(jobs, centre === undefined ? workload.procs : Number.POSITIVE_INFINITY);
    const runs = policies.map(({ label, description, spec, policy, hash, events, decisions, ...times }) => {
      const lived = livesOf(label, times, jobs, stored, centre);
      const run = { policy, jobs, procs: workload.procs, hash, events, decisions, ...lived };
      return { label, description, ...(spec !== undefined && { spec }), run };
    });
    return {
      version: generator.version,
      ...(base !== undefined && { base }),
      ...input,
      workload: { ...workload, jobs, ...(centre !== undefined && { centre }) },
      runs,
    };
  } catch (cause) {
    throw damaged(place, (cause as Error).message, cause);
  }
}

/** When the jobs started and ended under one policy, and what else happened on a machine of nodes. */
function livesOf(
  label: string,
  { start: column, lives }: Pick<StoredPolicy, 'start' | 'lives'>,
  jobs: JobTable,
  stored: StoredJobs,
  centre: Centre | undefined,
): Pick<FinishedRun, 'start' | 'end' | 'centre'> {
  const place = `start under ${label}`;
  const early = 'a start before its submission';
  if (centre !== undefined) {
    if (lives === undefined) throw new Error(`${label}: no lives of its jobs, although there is a machine of nodes`);
    const restored = restoreLives(lives, jobs, centre);
    check(place, restored.start, (time, job) => !(time < jobs.submit[job]!), early);
    check(`end under ${label}`, restored.end, (time, job) => !(time < restored.start[job]!), 'an end before its start');
    return restored;
  }
  if (column === undefined) throw new Error(`${label}: no starts of its jobs`);
  const start = restoreTimes(place, column, stored);
  checkTimes(place, start);
  check(place, start, (time, job) => time >= jobs.submit[job]!, early);
  return { start, end: start.map((time, job) => time + jobs.runtime[job]!) };
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

function checkJobs({ submit, runtime, estimate, procs, killed }: JobTable, machine: number): void {
  for (const [name, times] of Object.entries({ submit, runtime, estimate })) checkTimes(name, times);
  check('submit', submit, (time, job) => job === 0 || time >= submit[job - 1]!, 'a job before the one above it');
  check('procs', procs, (width) => width >= 1 && width <= machine, 'a job of no width or wider than the machine');
  check('killed', killed, (value) => value <= 1, 'a value other than 0 and 1');
}

function checkTimes(name: string, times: Float64Array): void {
  check(name, times, (time) => time >= 0 && Number.isSafeInteger(time), 'a time that is no whole number of at least 0');
}

function check(
  name: string,
  values: ArrayLike<number>,
  holds: (value: number, row: number) => boolean,
  what: string,
): void {
  for (let row = 0; row < values.length; row++) {
    if (!holds(values[row]!, row)) throw new Error(`${name}: ${what} (row ${row + 1})`);
  }
}

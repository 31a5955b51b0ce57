import { join } from 'node:path';
import { explainJob, type JobExplanation, type StoredReplay } from '../experiment/explain.ts';
import { resolveOptions } from '../experiment/options.ts';
import { InputError } from '../model/errors.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import { suggestion } from '../model/nearest.ts';
import { explanationJson } from '../report/explain-json.ts';
import { jobText, lifeText, summaryText } from '../report/explain-text.ts';
import type { ReportedRun, ReportInput } from '../report/report.ts';
import { readRun } from '../report/run-data.ts';
import { wrap } from '../report/wrap.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What `explain` was asked for. */
export interface ExplainRequest {
  /** The run's folder, and the label or row of the job. */
  readonly folder: string;
  readonly name: string;
  /** Labels of the policies to tell the whole life under. */
  readonly labels: readonly string[] | undefined;
  readonly json: boolean;
}

/** Answers it; kept apart from the command, since no other command should wait for what this one needs. */
export async function explainRun({ folder, name, labels, json }: ExplainRequest, terminal: Terminal): Promise<number> {
  const stored = readRun(folder);
  const job = jobOf(stored.workload.jobs, name, folder);
  const runs = runsOf(stored, labels, folder);
  const whole = labels !== undefined || runs.length === 1;
  const lives: JobExplanation[] = [];
  for (const run of runs) {
    const options = { alternatives: whole, signal: terminal.signal };
    lives.push(await explainJob(replayOf(stored, run, folder), job, options));
  }
  if (json) terminal.out(`${JSON.stringify(explanationJson(stored.workload.jobs, job, lives), null, 2)}\n`);
  else terminal.out(textOf(stored, job, lives, whole, terminal));
  return EXIT.done;
}

const HINT = 'Add --policy LABEL for the whole life under one of them.';

function textOf(
  { workload }: ReportInput,
  job: JobId,
  lives: readonly JobExplanation[],
  whole: boolean,
  terminal: Terminal,
): string {
  const form = { columns: terminal.columns, colors: styles(terminal) };
  const head = `${jobText(workload, job, form)}\n`;
  if (whole) return [head, ...lives.map((life) => lifeText(workload, life, form))].join('\n');
  const hint = terminal.quiet ? '' : `\n${wrap(HINT, terminal.columns).join('\n')}\n`;
  return `${head}\n${summaryText(workload, lives, form)}${hint}`;
}

/** @throws InputError if no job is called so, or several are */
function jobOf({ id, length }: JobTable, name: string, folder: string): JobId {
  const [, prefix, digits] = /^(row:)?(\d+)$/.exec(name) ?? [];
  if (digits === undefined) throw new InputError(`JOB must be the label of a job or row:N, found '${name}'`);
  const number = Number(digits);
  if (length === 0) throw new InputError(`${folder}: the run has no jobs`);
  if (prefix !== undefined) {
    if (number < length) return number as JobId;
    throw new InputError(`${folder}: there is no row ${digits}; rows go from 0 to ${length - 1}`);
  }
  const rows = Array.from(id).flatMap((label, row) => (label === number ? [row] : []));
  if (rows.length === 1) return rows[0]! as JobId;
  if (rows.length === 0) throw new InputError(`${folder}: there is no job ${digits}${nearestLabel(id, number)}`);
  const shown = rows.slice(0, 5).map((row) => `row:${row}`);
  throw new InputError(
    `${folder}: ${rows.length} jobs are called ${digits}; say which by ${shown.join(', ')}${rows.length > 5 ? ' ...' : ''}`,
  );
}

/** Labels are numbers, so the nearest is near in number. */
function nearestLabel(id: ArrayLike<number>, wrong: number): string {
  const labels = Array.from(id);
  const near = labels.reduce((best, label) => (Math.abs(label - wrong) < Math.abs(best - wrong) ? label : best));
  const [least, most] = labels.reduce(([a, b], label) => [Math.min(a, label), Math.max(b, label)], [near, near]);
  return `; labels go from ${least} to ${most}, and the nearest is ${near}`;
}

/** @throws InputError for a label that is none of the run's */
function runsOf({ runs }: ReportInput, labels: readonly string[] | undefined, folder: string): ReportedRun[] {
  if (labels === undefined) return [...runs];
  return [...new Set(labels)].map((wanted) => {
    const run = runs.find(({ label }) => label === wanted);
    if (run !== undefined) return run;
    const known = runs.map(({ label }) => label);
    throw new InputError(`${folder}: the run has no policy '${wanted}'${suggestion(wanted, known)}`);
  });
}

/** @throws InputError for a run that cannot be simulated again */
function replayOf(stored: ReportInput, { label, spec, run }: ReportedRun, folder: string): StoredReplay {
  if (run.centre !== undefined) {
    throw new InputError(
      `${folder}: it ran on a machine of nodes, and explain knows processors only; the audit log (run --audit) tells what happened`,
    );
  }
  if (spec === undefined) {
    throw new InputError(`${folder}: policy '${label}' was made by a program, so it cannot be simulated again`);
  }
  const base = join(folder, stored.base ?? '.');
  return {
    jobs: run.jobs,
    procs: run.procs,
    policy: { label, spec, folder: base },
    options: stored.options ?? resolveOptions(),
    hash: run.hash,
    version: stored.version === version() ? undefined : stored.version,
  };
}

import { explainJob, explainOnNodes, type JobExplanation, type NodeExplanation } from '../experiment/explain.ts';
import type { StoredReplay } from '../experiment/stored-replay.ts';
import type { Centre } from '../model/centre.ts';
import { InputError } from '../model/errors.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import { nearest } from '../model/nearest.ts';
import { explanationJson } from '../report/explain-json.ts';
import type { TextForm } from '../report/explain-layout.ts';
import { jobText, lifeText, summaryText } from '../report/explain-text.ts';
import { nodeExplanationJson } from '../report/node-life-json.ts';
import { nodeJobText, nodeLifeText, nodeSummaryText } from '../report/node-life-text.ts';
import type { ReportInput } from '../report/report.ts';
import { readRun } from '../report/run-data.ts';
import { wrap } from '../report/wrap.ts';
import { replayOf, runsOf } from './stored-run.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';

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
export async function explainRun(request: ExplainRequest, terminal: Terminal): Promise<number> {
  const { folder, name, labels, json } = request;
  const stored = readRun(folder);
  const job = jobOf(stored.workload.jobs, name, folder);
  const runs = runsOf(stored, labels, folder).map((run) => replayOf(stored, run, folder));
  const whole = labels !== undefined || runs.length === 1;
  const question = { stored, job, runs, whole, json };
  const { centre } = stored.workload;
  terminal.out(await (centre === undefined ? onProcessors(question, terminal) : onNodes(question, centre, terminal)));
  return EXIT.done;
}

interface Question {
  readonly stored: ReportInput;
  readonly job: JobId;
  readonly runs: readonly StoredReplay[];
  /** Whether the whole lives are wanted, or a line for each. */
  readonly whole: boolean;
  readonly json: boolean;
}

async function onProcessors({ stored, job, runs, whole, json }: Question, terminal: Terminal): Promise<string> {
  const { workload } = stored;
  const lives: JobExplanation[] = [];
  const options = { alternatives: whole, signal: terminal.signal };
  for (const run of runs) lives.push(await explainJob(run, job, options));
  if (json) return jsonText(explanationJson(workload.jobs, job, lives));
  const form = formOf(terminal);
  const head = `${jobText(workload, job, form)}\n`;
  if (whole) return [head, ...lives.map((life) => lifeText(workload, life, form))].join('\n');
  return `${head}\n${summaryText(workload, lives, form)}${hintText(terminal)}`;
}

async function onNodes(
  { stored, job, runs, whole, json }: Question,
  centre: Centre,
  terminal: Terminal,
): Promise<string> {
  const told = { ...stored.workload, centre };
  const lives: NodeExplanation[] = [];
  const options = { alternatives: whole, signal: terminal.signal };
  for (const run of runs) lives.push(await explainOnNodes({ ...run, centre }, job, options));
  if (json) return jsonText(nodeExplanationJson(told.jobs, centre, job, lives));
  const form = formOf(terminal);
  const head = `${nodeJobText(told, job, form)}\n`;
  if (whole) return [head, ...lives.map((life) => nodeLifeText(told, life, form))].join('\n');
  return `${head}\n${nodeSummaryText(told, lives, form)}${hintText(terminal)}`;
}

const jsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const formOf = (terminal: Terminal): TextForm => ({ columns: terminal.columns, colors: styles(terminal) });

const HINT = 'Add --policy LABEL for the whole life under one of them.';

const hintText = ({ quiet, columns }: Terminal): string => (quiet ? '' : `\n${wrap(HINT, columns).join('\n')}\n`);

/** @throws InputError if no job is called so, or several are */
function jobOf({ id, length, asks }: JobTable, name: string, folder: string): JobId {
  const names = asks?.names ?? [];
  const called = names.flatMap((one, row) => (one === name ? [row as JobId] : []));
  if (called.length === 1) return called[0]!;
  const [, prefix, digits] = /^(row:)?(\d+)$/.exec(name) ?? [];
  if (digits === undefined) {
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new InputError(`JOB must be the label of a job or row:N, found '${name}'${hint}`);
  }
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

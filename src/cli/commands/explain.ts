import { join } from 'node:path';
import { explainJob, type JobExplanation, type StoredReplay } from '../../experiment/explain.ts';
import { resolveOptions } from '../../experiment/options.ts';
import { InputError } from '../../model/errors.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import { suggestion } from '../../model/nearest.ts';
import { explanationJson } from '../../report/explain-json.ts';
import { jobText, lifeText, summaryText } from '../../report/explain-text.ts';
import type { ReportedRun, ReportInput } from '../../report/report.ts';
import { readRun } from '../../report/run-data.ts';
import { wrap } from '../../report/wrap.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET } from '../common-options.ts';
import { styles } from '../style.ts';
import { EXIT, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** `makespan explain RUN JOB`: why a job waited, and what would have let it start earlier. */
export const explainCommand: Command = command({
  name: 'explain',
  summary: 'tell why a job waited: by which rule, for whom, and what would have let it start earlier',
  description: [
    'RUN is the folder of a report. JOB is the label of a job in its trace, or row:N for the job in row N of the ' +
      'order of arrival, counted from 0, where a label is not unique. The policy is simulated again and every ' +
      'decision recorded; what is told follows from that record.',
    'With one policy, or where --policy names some, the whole life of the job under each is told; else one line per ' +
      'policy. Whether something else would have let the job start earlier is found out by simulating it, at most 8 ' +
      'times for each of: another job taken away, a smaller estimate, fewer processors.',
  ],
  positionals: [
    { name: 'RUN', describe: 'the folder of a report, which makespan run wrote', required: true, complete: 'folders' },
    { name: 'JOB', describe: 'the label of a job in the trace, or row:N', required: true },
  ],
  options: {
    policy: {
      type: 'string',
      value: 'LABEL',
      array: true,
      describe: 'tell the whole life under this policy of the run',
    },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan explain reports/sdsc-sp2 1500', 'see in a line per policy why job 1500 waited'],
    ['makespan explain reports/sdsc-sp2 1500 --policy easy', 'see its whole life under easy'],
  ],
  see: ['docs/explain.md'],
  async run({ policy: labels, json }, [folder, name], terminal) {
    const stored = readRun(folder!);
    const job = jobOf(stored.workload.jobs, name!, folder!);
    const runs = runsOf(stored, labels, folder!);
    const whole = labels !== undefined || runs.length === 1;
    const lives: JobExplanation[] = [];
    for (const run of runs) {
      const options = { alternatives: whole, signal: terminal.signal };
      lives.push(await explainJob(replayOf(stored, run, folder!), job, options));
    }
    if (json) terminal.out(`${JSON.stringify(explanationJson(stored.workload.jobs, job, lives), null, 2)}\n`);
    else terminal.out(textOf(stored, job, lives, whole, terminal));
    return EXIT.done;
  },
});

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

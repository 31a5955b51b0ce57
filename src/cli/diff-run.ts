import { type DiffOf, diffRuns, type RunDiff } from '../experiment/diff.ts';
import type { DiffSide } from '../experiment/diff-side.ts';
import { MOST_PAIRS, type Shrunk, shrink } from '../experiment/shrink.ts';
import type { StoredReplay } from '../experiment/stored-replay.ts';
import { InputError } from '../model/errors.ts';
import { rowsOf } from '../model/rows.ts';
import type { FinishedRun } from '../model/run.ts';
import { type DiffedRun, diffJson, shrunkJson } from '../report/diff-json.ts';
import { diffText, type RunNames } from '../report/diff-text.ts';
import { shrunkText } from '../report/shrunk-text.ts';
import { traceOfWorkload } from '../workload/swf-build.ts';
import { writeSwf } from '../workload/swf-write.ts';
import { checkWritable, isSpecial } from './output-file.ts';
import { type Progress, watched } from './progress.ts';
import { type NamedRun, runPair } from './run-pair.ts';
import { madeByProgram, replayOf } from './stored-run.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** What `diff` was asked for. */
export interface DiffRequest {
  /** One folder or two, each with a label behind a colon or without. */
  readonly words: readonly string[];
  readonly labels: readonly string[] | undefined;
  readonly shrink: boolean;
  /** Where the jobs that are left go, as a trace. */
  readonly out: string | undefined;
  readonly json: boolean;
}

/** Answers it; kept apart from the command, since no other command should wait for what this one needs. */
export async function diffRun(request: DiffRequest, terminal: Terminal): Promise<number> {
  checkOut(request);
  const [a, b] = runPair(request.words, request.labels);
  const told = a.stored.workload;
  if (request.shrink && told.centre !== undefined) {
    throw new InputError('--shrink: works where processors are counted; these are runs on a machine of nodes');
  }
  // What the format cannot hold is refused before the search, not after it.
  if (request.out !== undefined) traceOfWorkload(told);
  const names = namesOf(a, b);
  const answer =
    a.run.run.hash === b.run.run.hash
      ? undefined
      : await watched(terminal, (progress) => findOut([diffable(a), diffable(b)], request, progress, terminal.signal));
  if (answer?.shrunk !== undefined && request.out !== undefined) {
    const jobs = rowsOf(told.jobs, answer.shrunk.of.rows);
    const name = `${told.name}: ${jobs.length} jobs that part ${names[0]} and ${names[1]}`;
    await writeSwf(traceOfWorkload({ ...told, name, jobs }), request.out, { signal: terminal.signal });
  }
  terminal.out(request.json ? jsonText(a, b, answer) : plainText(a, names, answer, request, terminal));
  return EXIT.done;
}

function checkOut({ out, shrink: wanted }: DiffRequest): void {
  if (out === undefined) return;
  if (!wanted) throw new InputError('--out: goes with --shrink, whose jobs it writes');
  checkWritable(out, '--out');
  if (isSpecial(out)) throw new InputError(`--out ${out}: must be a regular file`);
}

/** Labels where they tell the runs apart, else with their folders. */
function namesOf(a: NamedRun, b: NamedRun): RunNames {
  if (a.run.label !== b.run.label) return [a.run.label, b.run.label];
  return [`${a.run.label} (${a.folder})`, `${b.run.label} (${b.folder})`];
}

/** A run whose policy was made by a program has none that could be made again. */
const diffable = ({ stored, run, folder }: NamedRun): DiffOf => ({
  run: run.run,
  replay: run.spec === undefined ? madeByProgram(run.label) : replayOf(stored, run, folder),
});

/** What was found out, and if that was wanted also of fewer jobs. */
interface Answer {
  readonly diff: RunDiff;
  readonly shrunk: { readonly of: Shrunk; readonly diff: RunDiff } | undefined;
}

async function findOut(
  [a, b]: readonly [DiffOf, DiffOf],
  request: DiffRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<Answer> {
  progress.step('simulating both runs again');
  const diff = await diffRuns(a, b, signal);
  if (!request.shrink || diff.parting === undefined) return { diff, shrunk: undefined };
  const { time } = diff.parting;
  const [one, other] = [replayable(a, diff.parting.a), replayable(b, diff.parting.b)];
  const { submit } = one.jobs;
  const submitted = [...submit.keys()].filter((row) => submit[row]! <= time);
  const onPair = (pairs: number, jobs: number): void =>
    progress.step(`leaving out jobs: ${jobs} are left`, pairs / MOST_PAIRS);
  const of = await shrink(one, other, submitted, { onPair, signal });
  const jobs = rowsOf(one.jobs, of.rows);
  const fewer = (replay: StoredReplay, run: FinishedRun): DiffOf => ({
    run,
    replay: { ...replay, jobs, hash: run.hash },
  });
  return { diff, shrunk: { of, diff: await diffRuns(fewer(one, of.a), fewer(other, of.b), signal) } };
}

/** @throws InputError for a run that could not be simulated again as it was stored */
function replayable({ replay }: DiffOf, { noReasons }: DiffSide): StoredReplay {
  const problem = typeof replay === 'string' ? replay : noReasons;
  if (typeof replay !== 'string' && problem === undefined) return replay;
  throw new InputError(`--shrink: leaves out jobs and simulates both runs again each time, but ${problem}`);
}

function jsonText(a: NamedRun, b: NamedRun, answer: Answer | undefined): string {
  const { workload } = a.stored;
  const named = ({ folder, run }: NamedRun): DiffedRun => ({ report: folder, policy: run.label, hash: run.run.hash });
  const shrunk = answer?.shrunk && shrunkJson(workload, answer.shrunk.of, answer.shrunk.diff);
  return `${JSON.stringify(diffJson(workload, named(a), named(b), answer?.diff, shrunk), null, 2)}\n`;
}

function plainText(
  { stored, run }: NamedRun,
  names: RunNames,
  answer: Answer | undefined,
  { out }: DiffRequest,
  terminal: Terminal,
): string {
  const { workload } = stored;
  if (answer === undefined) {
    return `${names[0]} and ${names[1]} make the same schedule (run hash ${run.run.hash})\n`;
  }
  const form = { columns: terminal.columns, colors: styles(terminal) };
  const whole = diffText(workload, names, answer.diff, form);
  if (answer.shrunk === undefined) return whole;
  const written = out === undefined || terminal.quiet ? '' : `\n${out}: these jobs as a trace\n`;
  return `${whole}\n${shrunkText(workload, names, answer.shrunk.of, answer.shrunk.diff, form)}${written}`;
}

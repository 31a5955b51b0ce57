import type { Study } from '../experiment/study/study.ts';
import type { StudyHooks } from '../experiment/study/study-runs.ts';
import { InputError } from '../model/errors.ts';
import type { Values } from './command.ts';
import { chosenExecutor } from './executor-options.ts';
import { checkClashes } from './output-clash.ts';
import { checkFolderWritable } from './output-file.ts';
import { watched } from './progress.ts';
import { publishStudy, studyPaths } from './publish-study.ts';
import { openStore } from './run-store.ts';
import type { STUDY_OPTIONS } from './study-options.ts';
import { studyProgress } from './study-progress.ts';
import { studyTables } from './study-tables.ts';
import type { TableChoices } from './table-options.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** What every command that does many runs is given. */
export interface StudyChoices extends Values<typeof STUDY_OPTIONS> {
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly 'require-claims'?: true | undefined;
}

/** The folder of a study's report, which must be one that can be written to and holds nothing that is read. */
export async function studyFolder({ scenario, experiment }: Study, out: string | undefined): Promise<string> {
  const folder = out ?? `reports/${experiment.name}`;
  const option = out === undefined ? 'the report' : '--out';
  checkFolderWritable(folder, option);
  const { source } = experiment;
  const inputs = [scenario.path, ...(source.kind === 'trace' ? [source.path] : [])];
  checkClashes(
    (await studyPaths(folder)).map((path) => ({ option, path })),
    inputs,
  );
  return folder;
}

/**
 * Does work on many runs, with progress. What Ctrl-C leaves is said: every run that has finished is kept, and the same
 * command goes on from there.
 * @returns what the work came to, or undefined if it was interrupted
 */
export async function withRuns<T>(
  choices: StudyChoices,
  terminal: Terminal,
  work: (hooks: StudyHooks) => Promise<T>,
): Promise<T | undefined> {
  const [executor, store] = [await chosenExecutor(choices), await openStore(choices.store)];
  let finished = 0;
  try {
    return await watched(terminal, (progress) => {
      const show = studyProgress(progress, terminal.now);
      return work({
        executor,
        store,
        signal: terminal.signal,
        progress(done, total, reused) {
          finished = done;
          show(done, total, reused);
        },
        remark(text) {
          if (!terminal.quiet) terminal.err(`makespan: ${text}\n`);
        },
        warn: (text) => terminal.err(`makespan: warning: ${text}\n`),
      });
    });
  } catch (failure) {
    if (!terminal.signal.aborted) throw failure;
    const kept = finished === 1 ? '1 run is finished and kept' : `${finished} runs are finished and kept`;
    terminal.err(`makespan: interrupted; ${kept} in ${store.folder}; the same command goes on from there\n`);
    return undefined;
  } finally {
    await executor.close();
  }
}

/** What `run` does with a scenario that asks for many runs. */
export async function studyRun(
  path: string,
  choices: StudyChoices & TableChoices & { readonly 'until-decided'?: true | undefined },
  terminal: Terminal,
): Promise<number> {
  const { loadStudy } = await import('../experiment/study/load-study.ts');
  const { runStudy } = await import('../experiment/study/run-study.ts');
  const study = await loadStudy(path);
  const requireClaims = choices['require-claims'] === true;
  if (requireClaims && study.experiment.claims === undefined)
    throw new InputError('--require-claims needs a scenario with claims; see docs/claims.md');
  const folder = await studyFolder(study, choices.out);
  const writeTables = await studyTables(choices);
  const untilDecided = choices['until-decided'] === true;
  const result = await withRuns(choices, terminal, (hooks) => runStudy(study, hooks, { untilDecided }));
  if (result === undefined) return EXIT.interrupted;
  writeTables?.(result);
  const command = ['run', ...(untilDecided ? ['--until-decided'] : [])];
  return publishStudy(result, { command, folder, json: choices.json === true, requireClaims }, terminal);
}

import { basename, join } from 'node:path';
import { loadWorkload } from '../experiment/load.ts';
import type { PlanResult } from '../experiment/plan/plan.ts';
import type { StudyResult } from '../experiment/study/run-study.ts';
import { formatCounted } from '../report/format.ts';
import { quoted } from '../report/shell-quote.ts';
import type { StudyReport, StudyReportInput } from '../report/study/study-report.ts';
import { whereText } from './report-place.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** How the result of a study is to be shown. */
export interface StudyPublication {
  /** The command that made it, such as `run` or `plan`, with the options that change its figures. */
  readonly command: readonly string[];
  /** The folder of the report, if one is wanted. */
  readonly folder: string | undefined;
  readonly json: boolean;
  /** Whether a claim that is not met makes the command fail. */
  readonly requireClaims: boolean;
  /** What a search for capacity came to. */
  readonly plan?: PlanResult | undefined;
}

/** The files that the report of a study consists of; none without a folder for it. */
export async function studyPaths(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const { STUDY_FILES } = await import('../report/study/write-study.ts');
  return STUDY_FILES.map((name) => join(folder, name));
}

/**
 * Writes the report of a study and prints what came out.
 * @returns the exit code: 1 for claims that are required and not met, or a plan that no size meets
 * @throws InputError for a report that cannot be written; what is printed is printed all the same
 */
export async function publishStudy(
  result: Pick<StudyResult, 'study' | 'figures' | 'claims' | 'looks'>,
  { command, folder, json, requireClaims, plan }: StudyPublication,
  terminal: Terminal,
): Promise<number> {
  const { experiment, scenario } = result.study;
  const input: StudyReportInput = {
    version: version(),
    command: ['makespan', ...command, basename(scenario.path)].map(quoted).join(' '),
    result,
    workload: await loadWorkload(experiment, { signal: terminal.signal }),
    plan,
  };
  const { studyReport } = await import('../report/study/build-study.ts');
  const report = studyReport(input);
  try {
    // The report comes first: whatever becomes of standard output, it is there.
    if (folder !== undefined)
      await (await import('../report/study/write-study.ts')).writeStudyReport(folder, input, report);
  } finally {
    // And a report that cannot be written takes nothing from what is printed.
    if (json) terminal.out(`${JSON.stringify(studySummary(report), null, 2)}\n`);
    else await printForPeople(report, terminal);
  }
  if (folder !== undefined && !json && !terminal.quiet) terminal.out(`\n${whereText(folder)}`);
  return exitCode(report, requireClaims, terminal);
}

async function printForPeople(report: StudyReport, terminal: Terminal): Promise<void> {
  const { renderStudy } = await import('../report/study/study-terminal.ts');
  const colors = styles(terminal);
  if (!terminal.quiet && report.question !== null) terminal.out(`${colors.bold(report.question)}\n\n`);
  terminal.out(`${renderStudy(report, { width: terminal.columns, unicode: terminal.unicode, colors })}\n`);
}

/** The one object that `--json` prints: all figures of report.json, without what they were made from. */
function studySummary({
  schema,
  kind,
  replications,
  confidence,
  axes,
  points,
  claims,
  plan,
  workload,
}: StudyReport): object {
  return {
    schema,
    kind,
    replications,
    confidence,
    axes,
    points,
    claims,
    ...(plan !== null && { plan }),
    ledger: workload.ledger,
  };
}

function exitCode({ claims, plan }: StudyReport, requireClaims: boolean, terminal: Terminal): number {
  const missed = claims.filter(({ met }) => met !== true);
  if (requireClaims && missed.length > 0) {
    const ids = missed.map(({ id }) => id).join(', ');
    terminal.err(`makespan: ${missed.length} of ${formatCounted(claims.length, 'claim')} not met: ${ids}\n`);
    return EXIT.unmet;
  }
  return plan?.policies.every(({ size }) => size === null) ? EXIT.unmet : EXIT.done;
}

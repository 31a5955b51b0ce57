import { dirname, join } from 'node:path';
import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import type { ExperimentResult } from '../experiment/experiment.ts';
import { describePolicy, experimentRecord } from '../experiment/record.ts';
import type { ChartFormat } from '../report/charts/formats.ts';
import { formatCounted } from '../report/format.ts';
import type { ReportInput } from '../report/report.ts';
import { TIMINGS_FILE } from '../report/timings-file.ts';
import { commandLine } from './command-line.ts';
import { jsonSummary } from './json-summary.ts';
import { ledgerText } from './ledger-text.ts';
import { writeWhole } from './output-file.ts';
import { relativeFolder, whereText } from './report-place.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';
import type { Timings } from './timings.ts';
import { version } from './version.ts';

/** How the result of a run is to be shown. */
export interface Publication {
  /** The scenario file, if the run came from one. */
  readonly scenario: string | undefined;
  /** The folder of the report, if one is wanted. */
  readonly folder: string | undefined;
  readonly json: boolean;
  /** Whether a claim that is not met makes the command fail. */
  readonly requireClaims: boolean;
  /** Charts wanted as files of their own. */
  readonly charts: readonly ChartFormat[];
  readonly timings: Timings;
}

/** The files that a report consists of; none without a folder for it. */
export async function reportPaths(folder: string | undefined, charts: readonly ChartFormat[]): Promise<string[]> {
  if (folder === undefined) return [];
  const { REPORT_FILES } = await import('../report/write.ts');
  const drawn = charts.length === 0 ? [] : (await import('../report/charts/files.ts')).chartNames(charts);
  return [...REPORT_FILES, TIMINGS_FILE, ...drawn].map((name) => join(folder, name));
}

/** Writes the report and prints what came out. @returns the exit code */
export async function publish(result: ExperimentResult, how: Publication, terminal: Terminal): Promise<number> {
  const folder = result.runs.length > 0 ? how.folder : undefined;
  const claims = await claimsOf(result);
  try {
    // The report comes first: whatever becomes of standard output, it is there.
    if (folder !== undefined) await writeFiles(result, claims, how, folder);
  } finally {
    // And a report that cannot be written takes nothing from what is printed.
    if (how.json) terminal.out(`${JSON.stringify(jsonSummary(result, claims), null, 2)}\n`);
    else await printForPeople(result, claims, terminal);
  }
  if (folder !== undefined && !how.json && !terminal.quiet) {
    terminal.out(`\n${whereText(folder)}`);
  }
  if (terminal.signal.aborted) {
    terminal.err(interruption(result));
    return EXIT.interrupted;
  }
  const missed = claims.filter(({ met }) => met !== true);
  if (!how.requireClaims || missed.length === 0) return EXIT.done;
  terminal.err(
    `makespan: ${missed.length} of ${formatCounted(claims.length, 'claim')} not met: ${missed.map(({ id }) => id).join(', ')}\n`,
  );
  return EXIT.unmet;
}

/** What became of the claims; a run without any does not load their language. */
async function claimsOf(result: ExperimentResult): Promise<readonly ClaimResult[]> {
  if (result.experiment.claims === undefined) return [];
  const { evaluateClaims } = await import('../experiment/claims/evaluate.ts');
  return evaluateClaims(result);
}

/** Tables, metrics and charts are loaded by those who show them: a run for a program should not wait for them. */
async function printForPeople(
  { experiment, workload, runs }: ExperimentResult,
  claims: readonly ClaimResult[],
  terminal: Terminal,
): Promise<void> {
  const style = styles(terminal);
  if (!terminal.quiet) {
    if (experiment.question !== undefined) terminal.out(`${style.bold(experiment.question)}\n\n`);
    terminal.out(`${ledgerText(workload, terminal)}${runs.length === 0 ? '' : '\n'}`);
  }
  if (runs.length === 0) return;
  const [{ compare }, { renderTerminal }, { queueLines }] = await Promise.all([
    import('../report/build.ts'),
    import('../report/terminal.ts'),
    import('../report/queue-lines.ts'),
  ]);
  const look = { width: terminal.columns, unicode: terminal.unicode, colors: style };
  const table = renderTerminal(compare(runs, experiment.metrics), look, (width) => queueLines(runs, width));
  terminal.out(`${table}\n`);
  if (workload.centre !== undefined) {
    const { renderCentre } = await import('../report/centre-terminal.ts');
    const { renderLending } = await import('../report/lending-terminal.ts');
    const { renderFaults } = await import('../report/fault-terminal.ts');
    for (const one of [...renderFaults(runs, look), ...renderCentre(runs, look), ...renderLending(runs, look)])
      terminal.out(`\n${one}\n`);
  }
  if (claims.length === 0) return;
  const { renderClaims } = await import('../report/claims-text.ts');
  terminal.out(`\n${renderClaims(claims, style)}\n`);
}

async function writeFiles(
  result: ExperimentResult,
  claims: readonly ClaimResult[],
  { scenario, charts, timings }: Publication,
  folder: string,
): Promise<void> {
  const { writeReport } = await import('../report/write.ts');
  await writeReport(folder, { ...(await reportInput(result, scenario, folder)), claims }, { charts });
  writeWhole(join(folder, TIMINGS_FILE), `${JSON.stringify(timings, null, 2)}\n`, '--out');
}

/** What Ctrl-C left: the finished policies are kept, and their names tell which. */
function interruption({ experiment, runs }: ExperimentResult): string {
  const left = experiment.policies.length - runs.length;
  const kept = runs.length === 0 ? 'no policy had finished' : `kept: ${runs.map(({ label }) => label).join(', ')}`;
  return `makespan: interrupted with ${left} of ${experiment.policies.length} policies left; ${kept}\n`;
}

/** What the report is made of; policies that did not finish are not in it. */
async function reportInput(
  { experiment, workload, runs }: ExperimentResult,
  scenario: string | undefined,
  folder: string,
): Promise<ReportInput> {
  const policies = new Map(experiment.policies.map((policy) => [policy.label, policy]));
  return {
    version: version(),
    question: experiment.question,
    command: commandLine(scenario, experiment),
    scenario: experimentRecord(experiment),
    workload,
    runs: runs.map(({ label, run }) => {
      const policy = policies.get(label)!;
      return { label, description: describePolicy(policy), spec: policy.spec, run };
    }),
    metrics: experiment.metrics,
    options: experiment.options,
    ...(experiment.centre !== undefined && {
      seed: experiment.seed,
      successors: experiment.successors?.map(({ label, spec }) => ({ label, spec })),
    }),
    ...(workload.resilience !== undefined && {
      resilience: (await import('../experiment/failures/record.ts')).resilienceRecord(
        experiment.centre!.form,
        workload,
      ),
    }),
    base: relativeFolder(folder, scenario === undefined ? '.' : dirname(scenario)),
  };
}

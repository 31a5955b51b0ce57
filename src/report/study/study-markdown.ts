import { formatCount } from '../format.ts';
import { claimLines, code, escapeText, ledgerText } from '../markdown.ts';
import { figureTable } from './figure-table.ts';
import { planCells, planSentences, planTables } from './plan-words.ts';
import { studyClaimWords } from './study-claims-words.ts';
import type { StudyReport } from './study-report.ts';
import { methodSentences, verdictSentences, warnings } from './study-words.ts';
import { VERDICT_SIGNS, verdictNote } from './verdict-words.ts';

/** More rows of figures make no summary. */
const MOST_ROWS = 60;

/** summary.md of a study: verdicts, figures with their intervals, claims and hashes, for a pull request. */
export function renderStudyMarkdown(report: StudyReport): string {
  const { workload, generator, command, claims, points } = report;
  const lead = [...planSentences(report), ...verdictSentences(report)].join(' ');
  const lines = [
    `## ${escapeText(report.question ?? workload.name)}`,
    '',
    ...(lead === '' ? [] : [escapeText(lead), '']),
    ...warnings(report).flatMap((warning) => [`**Warning:** ${escapeText(warning)}`, '']),
    ...claimLines(claims, studyClaimWords(report)),
    ...verdictLines(report),
    ...figureLines(report),
    ...planTables(report).flatMap(({ title, head, rows, look }) => [
      `### ${escapeText(title)}`,
      '',
      ...table(head, 1, rows.map(planCells)),
      '',
      `Job by job: ${code(look)}`,
      '',
    ]),
    ...(points.length === 0 ? [] : [escapeText(methodSentences(report).join(' ')), '']),
    `Workload: ${code(workload.name)}, ${formatCount(workload.jobs)} jobs on ${formatCount(workload.procs)} processors. ${ledgerText(workload.ledger)}`,
    '',
    ...(points.length === 1 ? [hashLine(report), ''] : []),
    `Made by makespan ${generator.version}: ${code(command)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** @param words columns that are set to the left */
const table = (head: readonly string[], words: number, rows: readonly (readonly string[])[]): string[] =>
  [
    head.map(escapeText),
    head.map((_, i) => (i < words ? '---' : '---:')),
    ...rows.map((row) => row.map(escapeText)),
  ].map((cells) => `| ${cells.join(' | ')} |`);

/** Each effect in a line; of many points their sentences on top say what there is to say. */
function verdictLines({ points, replications }: StudyReport): string[] {
  const [only, ...more] = points;
  if (only === undefined || more.length > 0 || only.comparisons.length === 0 || replications.count < 2) return [];
  const rows = only.comparisons.map((one) => [
    `${VERDICT_SIGNS[one.verdict]} ${one.verdict}`,
    one.words,
    verdictNote(one),
  ]);
  return [...table(['verdict', 'effect', 'note'], 3, rows), ''];
}

function figureLines(report: StudyReport): string[] {
  if (report.points.length === 0) return [];
  const { names, columns, rows, more } = figureTable(report, report.compare.metrics, MOST_ROWS);
  const head = [
    ...names,
    ...columns.map(({ metric, unit }) => (unit === '' ? metric.label : `${metric.label} (${unit})`)),
  ];
  const lines = table(
    head,
    names.length,
    rows.map((row) => [...row.names, ...row.cells]),
  );
  return [...lines, '', ...(more === 0 ? [] : [`${formatCount(more)} more rows are in report.json.`, ''])];
}

/** The first hash is that of the plain comparison; one alone stands for all where all are equal. */
const hashLine = ({ points }: StudyReport): string =>
  `Hashes: ${points[0]!.policies
    .map(({ label, hashes }) => `${code(label)} ${[...new Set(hashes)].map(code).join(' ')}`)
    .join(', ')}`;

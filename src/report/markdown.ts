import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import { MAIN_FAULT_METRICS, TAU } from '../metrics/index.ts';
import { centreTables } from './centre-tables.ts';
import { type ClaimWords, claimWords } from './claim-words.ts';
import { metWords } from './failure-log.ts';
import { faultTables, moreFaultTables } from './fault-tables.ts';
import { columnTitle, formatCount, mainColumns } from './format.ts';
import { leadSentences } from './lead.ts';
import type { Report } from './report.ts';

/** summary.md: the comparison for a pull request, best values in bold. */
export function renderMarkdown(report: Report): string {
  const lines = [
    `## ${escapeText(report.question ?? report.workload.name)}`,
    '',
    escapeText(leadSentences(report).join(' ')),
    '',
    ...claimLines(report.claims),
    ...mainLines(report),
    '',
    'Best values in bold, with all that look the same. Times and slowdowns over every job that ran; ' +
      `bounded slowdown with tau = ${TAU} s.`,
    '',
    ...(report.policies.some(({ faults }) => faults !== undefined)
      ? ['### What faults cost', '', ...mainLines({ ...report, main: MAIN_FAULT_METRICS }), '']
      : []),
    ...centreLines(report),
    ledgerLine(report),
    '',
    `Hashes: ${report.policies.map(({ label, hash }) => `${code(label)} ${code(hash)}`).join(', ')}`,
    '',
    ...(report.failure_log === undefined
      ? []
      : [`${metWords(report)} Failure log of all that fails: ${code(report.failure_log.hash)}`, '']),
    `Made by makespan ${report.generator.version}: ${code(report.command)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Policies by figures, best values in bold. */
function mainLines(report: Report): string[] {
  const columns = mainColumns(report);
  const header = ['policy', ...columns.map(columnTitle)];
  const align = ['---', ...columns.map(() => '---:')];
  const rows = report.policies.map(({ label }, policy) => [
    code(label),
    ...columns.map(({ texts, best }) => (best[policy] ? `**${texts[policy]}**` : texts[policy]!)),
  ]);
  return [header, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** The claims as a table, so that a reviewer sees at once which of them a change broke. */
export function claimLines(
  claims: readonly ClaimResult[],
  words: readonly ClaimWords[] = claims.map(claimWords),
): string[] {
  if (claims.length === 0) return [];
  const rows = claims.map((claim, i) => {
    const { sign, state, value, target, note } = words[i]!;
    const result = `${sign} ${state === 'met' ? state : `**${state}**`}`;
    return `| ${[result, code(claim.text), value, target, escapeText(note)].join(' | ')} |`;
  });
  return ['| result | claim | found | target | note |', '| --- | --- | ---: | ---: | --- |', ...rows, ''];
}

/** Tables that only a machine of nodes has, what faults cost first. */
const centreLines = (report: Report): string[] =>
  [...faultTables(report.policies), ...moreFaultTables(report.policies), ...centreTables(report)].flatMap(
    ({ title, head, words, rows }) => [
      `### ${escapeText(title)}`,
      '',
      ...[head, head.map((_, i) => (i < words ? '---' : '---:')), ...rows.map((row) => row.map(escapeText))].map(
        (cells) => `| ${cells.join(' | ')} |`,
      ),
      '',
    ],
  );

function ledgerLine({ workload }: Report): string {
  const account = `Workload: ${code(workload.name)}, ${formatCount(workload.jobs)} jobs, ${formatCount(workload.killed)} killed at their estimates.`;
  return `${account} ${ledgerText(workload.ledger)}`;
}

export function ledgerText(ledger: Report['workload']['ledger']): string {
  const entries = ledger
    .filter(({ count }) => count > 0)
    .map(({ rule, effect, count }) => `${code(rule)} ${formatCount(count)} ${effect}`);
  return `Ledger: ${entries.length > 0 ? entries.join(', ') : 'nothing dropped, edited or noted'}.`;
}

/** Text as Markdown that shows it as it is, on one line. */
export const escapeText = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');

/** Code spans keep names as they are; a bar would end the table cell. */
export const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;

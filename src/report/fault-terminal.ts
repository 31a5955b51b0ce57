import { faultFigures, MAIN_FAULT_METRICS } from '../metrics/index.ts';
import { compare } from './build.ts';
import type { CentreTable } from './centre-table.ts';
import { faultTables, type PolicyFaults } from './fault-tables.ts';
import type { TextColumn } from './plain-table.ts';
import type { ReportedRun } from './report.ts';
import { type Look, linesOf, renderTerminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** What faults cost each policy, a line per policy, and what was done about them; nothing where nothing can fail. */
export function renderFaults(runs: readonly Pick<ReportedRun, 'label' | 'run'>[], look: Look): string[] {
  const policies = runs.map(({ label, run }): PolicyFaults => {
    const faults = faultFigures(run);
    return { label, ...(faults && { faults }) };
  });
  if (policies.every(({ faults }) => faults === undefined)) return [];
  const title = look.colors.bold('What faults cost');
  return [
    `${title}\n${renderTerminal({ ...compare(runs, MAIN_FAULT_METRICS), main: MAIN_FAULT_METRICS }, look)}`,
    ...faultTables(policies).map((table) => renderTable(table, look)),
  ];
}

/** A heading goes on below itself word by word, so that a column is no wider than its figures need. */
const headOf = (text: string): string[] => text.split(' ');

function renderTable({ title, head, words, rows }: CentreTable, look: Look): string {
  const [names, ...columns] = head.map((text, i): TextColumn => {
    const cells = rows.map((row) => row[i]!);
    return { head: headOf(text), cells, ...(i < words && { left: true as const }) };
  });
  const lines =
    linesOf(names!, [columns], look) ??
    rows.flatMap((row) => [
      ...wrap(row[0]!, look.width),
      ...row.slice(1).flatMap((cell, i) => wrap(`  ${head[i + 1]}: ${cell}`, look.width, '    ')),
    ]);
  return [...wrap(title, look.width).map(look.colors.bold), ...lines].join('\n');
}

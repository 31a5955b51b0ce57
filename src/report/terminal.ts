import Table from 'cli-table3';
import { type FigureColumn, mainColumns } from './format.ts';
import type { Comparison } from './report.ts';

/** What of picocolors the table uses; `createColors(false)` gives the plain one. */
export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
}

const BEST = '*';

/**
 * The comparison as a table for the terminal, best values with a star. Columns that do not fit are left out from the
 * right and named under the table; the policy and the first metric are always there.
 * @param width columns of the terminal
 */
export function renderTerminal(report: Comparison, width: number, colors: Colors): string {
  const columns = mainColumns(report);
  let shown = columns.length;
  while (shown > 1 && tableWidth(report, columns.slice(0, shown)) > width) shown -= 1;
  const lines = [draw(report, columns.slice(0, shown), colors)];
  if (columns.some(({ best }) => best.includes(true)))
    lines.push(colors.dim(`${BEST} best, or looks the same as the best`));
  const left = columns.slice(shown).map(({ metric }) => metric.label);
  if (left.length > 0) lines.push(colors.dim(`not shown for want of width: ${left.join(', ')}`));
  return lines.join('\n');
}

function draw(report: Comparison, columns: readonly FigureColumn[], colors: Colors): string {
  const table = new Table({
    head: ['policy', ...columns.map(heading)].map((text) => text.split('\n').map(colors.bold).join('\n')),
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const [policy, { label }] of report.policies.entries()) {
    table.push([label, ...columns.map((column) => cell(column, policy, colors))]);
  }
  return table.toString();
}

/** A star or a blank after each figure, so that the digits stay in line. */
function cell({ texts, best }: FigureColumn, policy: number, colors: Colors): string {
  return best[policy] ? colors.green(`${texts[policy]}${BEST}`) : `${texts[policy]} `;
}

/** One word a line, the unit last: narrow, and never cut. */
const heading = ({ metric, unit }: FigureColumn): string =>
  [...metric.label.split(' '), unit].filter((line) => line !== '').join('\n');

function tableWidth(report: Comparison, columns: readonly FigureColumn[]): number {
  const labels = report.policies.map(({ label }) => label.length);
  const policy = Math.max('policy'.length, ...labels);
  const figures = columns.map((column) =>
    Math.max(
      ...heading(column)
        .split('\n')
        .map((line) => line.length),
      ...column.texts.map((text) => text.length + 1),
    ),
  );
  // Each column has a blank on both sides and a line before it; one more line closes the table.
  return [policy, ...figures].reduce((sum, column) => sum + column + 3, 1);
}

import Table from 'cli-table3';
import { type FigureColumn, formatNumber, mainColumns } from './format.ts';
import { columnWidth, plainTable, type TextColumn } from './plain-table.ts';
import type { Comparison } from './report.ts';
import { sparkline } from './sparkline.ts';
import { wrap } from './wrap.ts';

/** What of picocolors the table uses; `createColors(false)` gives the plain one. */
export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
}

/** The terminal on which a table is shown. */
export interface Look {
  readonly width: number;
  /** Whether it has lines and blocks; otherwise ASCII must do. */
  readonly unicode: boolean;
  readonly colors: Colors;
}

/** Jobs waiting over time under each policy, at most so many values each; see `queueLines`. */
export type QueueLines = (width: number) => readonly (readonly number[])[];

const BEST = '*';
/** A sparkline shorter than this shows nothing, and a longer one than that nothing more. */
const SPARK = { least: 12, most: 40 } as const;

/**
 * The comparison as a table for the terminal, best values with a star. It fits any width and shows every figure: it has
 * lines around it and the queue over time where there is room, shorter headings or no lines where there is less, then
 * goes on below itself, and ends as one block per policy.
 */
export function renderTerminal(report: Comparison, look: Look, queue?: QueueLines): string {
  const columns = mainColumns(report);
  const notes = columns.some(({ best }) => best.includes(true)) ? [`${BEST} best, or looks the same as the best`] : [];
  const names: TextColumn = { head: ['policy'], cells: report.policies.map(({ label }) => label) };
  const table = (shorten: boolean): TextColumn[] => columns.map((column) => textColumn(column, shorten, look.colors));
  const [long, short] = [table(false), table(true)];
  const room = look.width - boxWidth([names, ...long]) - 3;
  let lines: readonly string[];
  if (queue !== undefined && room >= SPARK.least && report.policies.length > 0) {
    const { column, note } = queueColumn(queue(Math.min(room, SPARK.most)), look);
    lines = [box(names, [...long, column], look)];
    notes.push(note);
  } else {
    lines = linesOf(names, [long, short], look) ?? blocks(report, columns, look);
  }
  return [...lines, ...notes.flatMap((note) => wrap(note, look.width)).map(look.colors.dim)].join('\n');
}

/** The first of some ways to write a table that fits with lines around it, else the last one without; undefined if that is too wide. */
export function linesOf(names: TextColumn, ways: readonly (readonly TextColumn[])[], look: Look): string[] | undefined {
  const fitting = ways.find((one) => boxWidth([names, ...one]) <= look.width);
  return fitting === undefined
    ? plainTable(names, ways.at(-1)!, look.width, look.colors.bold)
    : [box(names, fitting, look)];
}

/** Marks the best of a column by a star and by colour; a blank after the others keeps the digits in line. */
export const starred = (text: string, best: boolean, { green }: Pick<Colors, 'green'>): string =>
  best ? green(`${text}${BEST}`) : `${text} `;

function textColumn({ texts, best, ...column }: FigureColumn, shorten: boolean, colors: Colors): TextColumn {
  const cells = texts.map((text, policy) => starred(text, best[policy]!, colors));
  return { head: shortHeading(column, shorten), cells };
}

/** One word a line, the unit last: narrow, and never cut. */
export const shortHeading = ({ metric, unit }: Pick<FigureColumn, 'metric' | 'unit'>, shorten: boolean): string[] =>
  [...metric.label.split(' ').map((word) => (shorten ? (SHORT[word.toLowerCase()] ?? word) : word)), unit].filter(
    (line) => line !== '',
  );

/** Words of metrics that are wider than their figures. */
const SHORT: Readonly<Record<string, string>> = {
  utilization: 'Util.',
  average: 'Avg',
  weighted: 'wght.',
  bounded: 'bnd.',
  slowdown: 'sldn.',
  response: 'resp.',
  capacity: 'cap.',
  makespan: 'Mksp.',
  throughput: 'Thrput',
  'per-processor': 'p.-p.',
};

/** One logarithmic scale for all, since a policy that lets thousands wait would else flatten the others. */
function queueColumn(
  lines: readonly (readonly number[])[],
  { unicode }: Look,
): { readonly column: TextColumn; readonly note: string } {
  const most = Math.max(0, ...lines.flat());
  const cells = lines.map((values) => sparkline(values.map(Math.log1p), unicode, Math.log1p(most)));
  const width = Math.max(0, ...cells.map(({ length }) => length));
  const title = 'Jobs waiting over time';
  const head = width < title.length ? title.split(' ') : [title];
  const note = `jobs waiting: from the first submission to the last end, on one logarithmic scale up to ${formatNumber(most)}`;
  return { column: { head, cells, left: true }, note };
}

/** Characters that draw a box where there are no lines. */
const ASCII = {
  ...{ top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+', bottom: '-', 'bottom-mid': '+' },
  ...{ 'bottom-left': '+', 'bottom-right': '+', left: '|', 'left-mid': '+', mid: '-', 'mid-mid': '+' },
  ...{ right: '|', 'right-mid': '+', middle: '|' },
} as const;

function box(names: TextColumn, columns: readonly TextColumn[], { colors, unicode }: Look): string {
  const table = new Table({
    head: [names, ...columns].map(({ head }) => head.map(colors.bold).join('\n')),
    colAligns: ['left', ...columns.map(({ left }) => (left ? ('left' as const) : ('right' as const)))],
    style: { head: [], border: [], compact: true },
    ...(!unicode && { chars: ASCII }),
  });
  for (const [row, name] of names.cells.entries()) table.push([name, ...columns.map(({ cells }) => cells[row]!)]);
  return table.toString();
}

/** Each column has a blank on both sides and a line before it; one more line closes the table. */
const boxWidth = (columns: readonly TextColumn[]): number =>
  columns.reduce((sum, column) => sum + columnWidth(column) + 3, 1);

/** One block per policy, one figure a line. */
function blocks(report: Comparison, columns: readonly FigureColumn[], { width, colors }: Look): string[] {
  return report.policies.flatMap(({ label }, policy) => [
    ...(policy === 0 ? [] : ['']),
    ...wrap(label, width).map(colors.bold),
    ...columns.flatMap(({ metric, unit, texts, best }) => {
      const star = best[policy] ? BEST : '';
      const figure = `${texts[policy]}${star}${unit === '' ? '' : ` ${unit}`}`;
      return wrap(`  ${metric.label}: ${best[policy] ? colors.green(figure) : figure}`, width, '    ');
    }),
  ]);
}

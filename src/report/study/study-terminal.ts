import { renderClaims } from '../claims-text.ts';
import { formatCount } from '../format.ts';
import type { TextColumn } from '../plain-table.ts';
import { type Look, linesOf, shortHeading } from '../terminal.ts';
import { visibleLength, wrap } from '../wrap.ts';
import { type FigureTable, figureTable } from './figure-table.ts';
import { lookSentence, type PlanTable, planCells, planTables } from './plan-words.ts';
import { studyClaimWords } from './study-claims-words.ts';
import type { StudyComparison, StudyReport } from './study-report.ts';
import { againstText, methodSentences, verdictSentences, warnings } from './study-words.ts';
import { verdictNote } from './verdict-words.ts';

/** Rows of figures, and effects, that a terminal is filled with at the most. */
const MOST_ROWS = 40;
const MOST_EFFECTS = 16;

type StudyLook = Look & { readonly colors: Look['colors'] & Parameters<typeof renderClaims>[1] };

/**
 * A study for the terminal: figures with their intervals, verdicts, claims, and what a reader must know of them. No line
 * is wider than the terminal, and no figure is cut.
 */
export function renderStudy(report: StudyReport, look: StudyLook): string {
  const { points, compare } = report;
  const table = points.length === 0 ? undefined : figureTable(report, compare.metrics, MOST_ROWS);
  const parts = [
    ...(table === undefined ? [] : [figures(table, look)]),
    verdictPart(report, look),
    ...planTables(report).map((table) => planPart(table, look)),
    report.claims.length === 0 ? [] : claimLines(report, look),
    points.length === 0
      ? []
      : methodSentences(report)
          .flatMap((sentence) => wrap(sentence, look.width))
          .map(look.colors.dim),
    warnings(report)
      .flatMap((warning) => wrap(`Warning: ${warning}`, look.width, '  '))
      .map(look.colors.yellow),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function planPart(table: PlanTable, look: StudyLook): string[] {
  const { title, note, head, rows } = table;
  const cells = rows.map(planCells);
  return [
    ...wrap(title, look.width).map(look.colors.bold),
    ...tableLines(
      {
        names: head.slice(0, 2),
        heads: head.slice(2).map((one) => [one]),
        rows: cells.map((row) => ({ names: row.slice(0, 2), cells: row.slice(2) })),
      },
      look,
    ),
    ...[note, lookSentence(table)].flatMap((text) => wrap(text, look.width)).map(look.colors.dim),
  ];
}

function figures({ names, columns, rows, more }: FigureTable, look: Look): string[] {
  const heads = columns.map(({ metric, unit }) => ({ metric, unit }));
  const lines = tableLines(
    {
      names,
      heads: heads.map((head) => shortHeading(head, false)),
      short: heads.map((head) => shortHeading(head, true)),
      rows,
    },
    look,
  );
  const note =
    more === 0 ? [] : wrap(`${formatCount(more)} more rows are in the report.`, look.width).map(look.colors.dim);
  return [...lines, ...note];
}

interface Tabular {
  /** What stands over the first columns. */
  readonly names: readonly string[];
  /** The lines over each other column, and shorter ones. */
  readonly heads: readonly (readonly string[])[];
  readonly short?: readonly (readonly string[])[];
  readonly rows: readonly { readonly names: readonly string[]; readonly cells: readonly string[] }[];
}

/** A table that fits any width: with lines around it, without, folded, or one block per row. */
function tableLines({ names, heads, short = heads, rows }: Tabular, look: Look): string[] {
  // The names are one column, so that all of them stand before each part of a table that folds.
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row.names[i]!.length)));
  const joined = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  const first: TextColumn = { head: [joined(names)], cells: rows.map((row) => joined(row.names)) };
  const columns = (of: Tabular['heads']): TextColumn[] =>
    of.map((head, i) => ({ head, cells: rows.map(({ cells }) => cells[i]!) }));
  const lines = linesOf(first, [columns(heads), columns(short)], look);
  if (lines !== undefined) return lines;
  return rows.flatMap((row, i) => [
    ...(i === 0 ? [] : ['']),
    ...wrap(
      row.names.map((name, at) => (at === names.length - 1 ? name : `${names[at]} ${name},`)).join(' '),
      look.width,
    ).map(look.colors.bold),
    ...row.cells.flatMap((cell, at) => wrap(`  ${heads[at]!.join(' ')}: ${cell}`, look.width, '    ')),
  ]);
}

/** Effects one by one where there are few; else how the verdicts are distributed. */
function verdictPart(report: StudyReport, look: StudyLook): string[] {
  const { points, replications } = report;
  const all = points.flatMap(({ comparisons }) => comparisons);
  if (all.length === 0 || replications.count < 2) return [];
  const title = look.colors.bold(`Verdicts${againstText(report)}`);
  if (points.length > 1 || all.length > MOST_EFFECTS) {
    return [
      ...wrap(title, look.width),
      ...verdictSentences(report).flatMap((sentence) => wrap(`  ${sentence}`, look.width, '    ')),
    ];
  }
  const width = Math.max(...all.map(({ verdict }) => short(verdict).length));
  return [...wrap(title, look.width), ...all.flatMap((one) => effectLines(one, width, look))];
}

function effectLines(one: StudyComparison, width: number, { colors, width: room }: StudyLook): string[] {
  const word = short(one.verdict).padEnd(width);
  const note = verdictNote(one);
  const text = `${one.words}${note === '' ? '' : ` (${note})`}`;
  const hanging = room > 3 * width ? ' '.repeat(width + 4) : '    ';
  const [first, ...more] = wrap(`  ${word.replaceAll(' ', BLANK)}${BLANK}${BLANK}${text}`, room, hanging);
  const plain = first!.replaceAll(BLANK, ' ');
  const painted = plain.startsWith(`  ${word}`)
    ? `  ${paint(one.verdict, colors)(word)}${plain.slice(2 + word.length)}`
    : plain;
  return [painted, ...more.map((line) => line.replaceAll(BLANK, ' '))];
}

/** Keeps the word with its blanks together while lines are broken. */
const BLANK = '\u00a0';

const short = (verdict: StudyComparison['verdict']): string =>
  verdict === 'not enough evidence' ? 'undecided' : verdict;

function paint(verdict: StudyComparison['verdict'], colors: StudyLook['colors']): (text: string) => string {
  if (verdict === 'better') return colors.green;
  if (verdict === 'worse') return colors.red;
  return verdict === 'not enough evidence' ? colors.yellow : (text) => text;
}

/** The claims as after a plain run, broken to the width. */
function claimLines(report: StudyReport, look: StudyLook): string[] {
  const text = renderClaims(report.claims, look.colors, studyClaimWords(report));
  return text
    .split('\n')
    .flatMap((line) => (visibleLength(line) <= look.width ? [line] : wrap(line, look.width, '    ')));
}

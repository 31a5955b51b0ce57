import { TRIES } from '../experiment/tries.ts';
import type { Time } from '../model/time.ts';
import { durationText } from './explain-words.ts';
import type { Colors } from './terminal.ts';
import { wrap } from './wrap.ts';

/** How wide the text may be, and its styles. */
export interface TextForm {
  readonly columns: number;
  readonly colors: Pick<Colors, 'bold' | 'dim'>;
}

/** A stretch of a wait, ready to be told: its rule for the totals, and why in words. */
export interface ToldWait {
  readonly from: Time;
  readonly to: Time;
  readonly rule: string;
  readonly why: string;
}

/** What was tried, ready to be told. */
export interface ToldAlternative {
  readonly kind: string;
  readonly words: string;
  /** When the job would have started; undefined if not earlier. */
  readonly start: Time | undefined;
}

/** A kind of alternatives, and what is said where none of them helped. */
export interface AlternativeKind {
  readonly kind: string;
  readonly nothing: (tried: number) => string;
}

/** That no job taken away helped. */
export const withoutWords = (tried: number): string =>
  tried === 1
    ? 'no job in its way, taken away (1 tried)'
    : `none of the ${tried} jobs longest in its way, taken away alone`;

export const heading = (text: string, { columns, colors }: TextForm): string =>
  wrap(text, columns)
    .map((line) => colors.bold(line))
    .join('\n');

/** How many stretches of a wait are shown. */
const SHOWN = 24;

/** Why a job waited, stretch by stretch, under a heading; nothing if it did not. */
export function waitsText(waits: readonly ToldWait[], short: (time: Time) => string, form: TextForm): string[] {
  if (waits.length === 0) return [];
  const told = longest(waits);
  const rows = told.map(({ from, to, why }) => [short(from), durationText(to - from), why]);
  return [
    heading('Why it waited, from when and for how long', form),
    ...totalsText(waits, form),
    layOut(rows, form),
    ...(told.length < waits.length ? leftOut(waits.length - told.length, waits, told, form) : []),
  ];
}

/** The stretches that are shown, in order of time. */
function longest(waits: readonly ToldWait[]): readonly ToldWait[] {
  if (waits.length <= SHOWN) return waits;
  const length = ({ from, to }: ToldWait): number => to - from;
  return [...waits]
    .sort((a, b) => length(b) - length(a) || a.from - b.from)
    .slice(0, SHOWN)
    .sort((a, b) => a.from - b.from);
}

const lasting = (waits: readonly ToldWait[]): number => waits.reduce((sum, { from, to }) => sum + to - from, 0);

/** How long it waited by each rule, where there were several. */
function totalsText(waits: readonly ToldWait[], { columns }: TextForm): string[] {
  const rules = [...new Set(waits.map(({ rule }) => rule))];
  if (rules.length < 2) return [];
  const totals = rules
    .map((rule) => ({ rule, time: lasting(waits.filter((wait) => wait.rule === rule)) }))
    .sort((a, b) => b.time - a.time)
    .map(({ rule, time }) => `${durationText(time)} ${rule}`);
  return wrap(`  in all ${totals.join(', ')}`, columns, '  ');
}

function leftOut(
  count: number,
  waits: readonly ToldWait[],
  told: readonly ToldWait[],
  { columns, colors }: TextForm,
): string[] {
  const time = durationText(lasting(waits) - lasting(told));
  const note = `  and ${count} shorter stretches, together ${time}; --json has them all`;
  return wrap(note, columns, '  ').map((line) => colors.dim(line));
}

/**
 * What would have let a job start earlier, the earliest of each kind first.
 * @param start when it did; NaN if it never did
 */
export function alternativesText(
  tried: readonly ToldAlternative[],
  kinds: readonly AlternativeKind[],
  start: Time,
  time: (time: Time) => string,
  form: TextForm,
): string {
  const rows = kinds.flatMap(({ kind, nothing }) => {
    const ofKind = tried.filter((one) => one.kind === kind);
    const helpful = ofKind.filter((one) => one.start !== undefined).sort((a, b) => a.start! - b.start!);
    if (ofKind.length === 0) return [];
    if (helpful.length === 0) return [[nothing(ofKind.length), '', 'would have helped']];
    return helpful.map((one) => [
      one.words,
      Number.isNaN(start) ? 'started' : `${durationText(start - one.start!)} earlier`,
      `at ${time(one.start!)}`,
    ]);
  });
  if (rows.length === 0) return '  nothing that could be tried';
  const note = `each simulated again, one change at a time; at most ${TRIES} of a kind are tried`;
  return `${layOut(rows, form)}\n${wrap(note, form.columns - 2)
    .map((line) => `  ${form.colors.dim(line)}`)
    .join('\n')}`;
}

/** The least width of a last column that stands beside the others rather than below them. */
const LEAST_TEXT = 40;

/** Rows of a few short cells and a text, which is broken to fit, below them if need be. */
export function layOut(rows: readonly (readonly string[])[], { columns }: TextForm): string {
  const short = rows.map((row) => row.slice(0, -1));
  const widths = short[0]!.map((_, i) => Math.max(...short.map((row) => row[i]!.length)));
  const indent = 2 + widths.reduce((sum, width) => sum + width + 2, 0);
  const longestText = Math.max(...rows.map((row) => row.at(-1)!.length));
  const beside = columns - indent >= Math.min(LEAST_TEXT, longestText);
  const lines = rows.flatMap((row, i) => {
    const lead = `  ${short[i]!.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')}`;
    const text = wrap(row.at(-1)!, beside ? columns - indent : columns - 4);
    if (!beside) return [...wrap(`  ${short[i]!.join('  ')}`, columns, '  '), ...text.map((line) => `    ${line}`)];
    return text.map((line, at) => `${at === 0 ? `${lead}  ` : ''.padEnd(indent)}${line}`);
  });
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

import type { JobExplanation } from '../experiment/explain.ts';
import { type Alternative, type Change, TRIES } from '../experiment/what-if.ts';
import type { JobId } from '../model/jobs.ts';
import { toSeconds } from '../model/time.ts';
import type { Workload } from '../model/workload.ts';
import type { Wait } from '../observers/explain.ts';
import { startWords, type Wording } from '../observers/words.ts';
import { changeWords, durationText, moments, RULE_WORDS, waitWords, wordingOf } from './explain-words.ts';
import { formatCount } from './format.ts';
import type { Colors } from './terminal.ts';
import { wrap } from './wrap.ts';

type Told = Pick<Workload, 'jobs' | 'procs' | 'origin'>;

/** How wide the text may be, and its styles. */
export interface TextForm {
  readonly columns: number;
  readonly colors: Pick<Colors, 'bold' | 'dim'>;
}

/** How many stretches of a wait are shown. */
const SHOWN = 24;

/** What a job is and asked for, whatever the policy. */
export function jobText({ jobs, procs, origin }: Told, job: JobId, { columns, colors }: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { long } = moments(origin);
  const asked = `asked for ${durationText(jobs.estimate[job]!)}, ran ${durationText(jobs.runtime[job]!)}`;
  const killed = jobs.killed[job] === 1 ? ' and was killed' : '';
  const who = [['user', jobs.user] as const, ['group', jobs.group] as const, ['queue', jobs.queue] as const]
    .filter(([, column]) => column[job]! >= 0)
    .map(([name, column]) => `${name} ${column[job]}`);
  const facts = `${formatCount(jobs.procs[job]!)} of ${formatCount(procs)} processors, ${asked}${killed}`;
  const title = `${colors.bold(to.job(job))}: ${[facts, ...(who.length > 0 ? [who.join(', ')] : [])].join('; ')}`;
  const submit = jobs.submit[job]!;
  const submitted = `submitted ${long(submit)}, ${toSeconds(submit)} s on the clock of the trace`;
  return [...wrap(title, columns, '  '), ...wrap(submitted, columns, '  ')].join('\n');
}

/** A job's whole life under one policy. */
export function lifeText({ jobs, origin }: Told, life: JobExplanation, form: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { short } = moments(origin);
  const { label, job, submit, start, end, reason, planned, waits, alternatives } = life;
  const own = reason.why === undefined ? '' : ` (the policy: ${reason.why})`;
  const waited = start === submit ? 'at once' : `after ${durationText(start - submit)}`;
  const rows = [
    [`started ${short(start)}`, waited, `${startWords(reason, job, to)}${own}`],
    [`ended ${short(end)}`, `after ${durationText(end - start)}`, ''],
  ];
  const told = longest(waits);
  const why = told.map((wait) => [
    short(wait.from),
    durationText(wait.to - wait.from),
    waitWords(wait, job, planned, to),
  ]);
  const parts = [heading(`Under ${label}`, form), layOut(rows, form)];
  if (why.length > 0) {
    parts.push(
      heading('Why it waited, from when and for how long', form),
      ...totalsText(waits, form),
      layOut(why, form),
    );
    if (told.length < waits.length) parts.push(...leftOut(waits.length - told.length, waits, told, form));
  }
  if (alternatives !== undefined && why.length > 0) {
    parts.push(heading('What would have let it start earlier', form), alternativesText(alternatives, life, to, form));
  }
  return `${parts.join('\n')}\n`;
}

const heading = (text: string, { columns, colors }: TextForm): string =>
  wrap(text, columns)
    .map((line) => colors.bold(line))
    .join('\n');

/** The stretches that are shown, in order of time. */
function longest(waits: readonly Wait[]): readonly Wait[] {
  if (waits.length <= SHOWN) return waits;
  const length = ({ from, to }: Wait): number => to - from;
  return [...waits]
    .sort((a, b) => length(b) - length(a) || a.from - b.from)
    .slice(0, SHOWN)
    .sort((a, b) => a.from - b.from);
}

const lasting = (waits: readonly Wait[]): number => waits.reduce((sum, { from, to }) => sum + to - from, 0);

/** How long it waited by each rule, where there were several. */
function totalsText(waits: readonly Wait[], { columns }: TextForm): string[] {
  const rules = [...new Set(waits.map(({ rule }) => rule))];
  if (rules.length < 2) return [];
  const totals = rules
    .map((rule) => ({ rule, time: lasting(waits.filter((wait) => wait.rule === rule)) }))
    .sort((a, b) => b.time - a.time)
    .map(({ rule, time }) => `${durationText(time)} ${RULE_WORDS[rule]}`);
  return wrap(`  in all ${totals.join(', ')}`, columns, '  ');
}

function leftOut(
  count: number,
  waits: readonly Wait[],
  told: readonly Wait[],
  { columns, colors }: TextForm,
): string[] {
  const time = durationText(lasting(waits) - lasting(told));
  const note = `  and ${count} shorter stretches, together ${time}; --json has them all`;
  return wrap(note, columns, '  ').map((line) => colors.dim(line));
}

/** One line per policy: when it started the job, after how long, and why the job waited longest. */
export function summaryText({ jobs, origin }: Told, lives: readonly JobExplanation[], form: TextForm): string {
  const to = wordingOf(jobs, origin);
  const { short } = moments(origin);
  const rows = lives.map(({ label, job, submit, start, reason, planned, waits }) => {
    const [most] = [...waits].sort((a, b) => b.to - b.from - (a.to - a.from));
    const why = most === undefined ? startWords(reason, job, to) : waitWords(most, job, planned, to);
    const share = most === undefined || waits.length === 1 ? '' : `${durationText(most.to - most.from)}: `;
    return [label, start === submit ? 'at once' : durationText(start - submit), `${short(start)}  ${share}${why}`];
  });
  return `${heading('Policy, wait, start, and why it waited longest', form)}\n${layOut(rows, form)}\n`;
}

const KINDS: readonly { readonly kind: Change['kind']; readonly nothing: (tried: number) => string }[] = [
  { kind: 'without', nothing: (tried) => `none of the ${tried} jobs longest in its way, taken away alone` },
  { kind: 'estimate', nothing: (tried) => `no smaller estimate that covers its run time (${tried} tried)` },
  { kind: 'procs', nothing: (tried) => `no smaller number of processors (${tried} tried)` },
];

function alternativesText(
  tried: readonly Alternative[],
  { start }: JobExplanation,
  to: Wording,
  form: TextForm,
): string {
  const rows = KINDS.flatMap(({ kind, nothing }) => {
    const ofKind = tried.filter(({ change }) => change.kind === kind);
    const helpful = ofKind.filter((one) => one.start !== undefined).sort((a, b) => a.start! - b.start!);
    if (ofKind.length === 0) return [];
    if (helpful.length === 0) return [[nothing(ofKind.length), '', 'would have helped']];
    return helpful.map((one) => [
      changeWords(one.change, to),
      `${durationText(start - one.start!)} earlier`,
      `at ${to.time(one.start!)}`,
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
function layOut(rows: readonly (readonly string[])[], { columns }: TextForm): string {
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

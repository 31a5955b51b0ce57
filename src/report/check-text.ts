import type { RunCheck, ScenarioCheck } from '../experiment/check/check.ts';
import {
  decisionSentences,
  failingFirst,
  isToTell,
  moveWords,
  partingWords,
  policyWords,
  remarks,
  verdictWords,
} from './check-words.ts';
import { heading, layOut, type TextForm } from './explain-layout.ts';
import { formatCounted } from './format.ts';
import { wrap } from './wrap.ts';

/** How many metrics that moved are shown of a run, those that fail it first. */
const SHOWN = 12;

/** What a check found, for a terminal: what has changed, if anything has, and how it ended. */
export function checkText(checks: readonly ScenarioCheck[], ending: string, version: string, form: TextForm): string {
  const told = checks.flatMap((check) => scenarioLines(check, version, form));
  return `${[...told, ...wrap(ending, form.columns, '  ')].join('\n')}\n`;
}

/** How the check ended, in one line. */
export function summary(checks: readonly ScenarioCheck[], file: string): string {
  const runs = checks.flatMap((check) => check.runs);
  const of = `${formatCounted(runs.length, 'run')} of ${formatCounted(checks.length, 'scenario')}`;
  const failed = runs.filter(({ passed }) => !passed).length;
  const changed = runs.filter(isToTell).length;
  if (failed > 0) return `${failed} of ${of} not as in ${file}; if that is meant, --update keeps what is now`;
  if (changed > 0) return `${of}: ${changed} changed within budgets, all others as in ${file}`;
  return `${of}: as in ${file}`;
}

/** The same where the baseline has been made anew. */
export function updateSummary(checks: readonly ScenarioCheck[], file: string): string {
  const runs = checks.flatMap((check) => check.runs);
  const other = runs.filter(isToTell).length;
  return `${file}: written; ${other} of ${formatCounted(runs.length, 'run')} not as before`;
}

function scenarioLines(check: ScenarioCheck, version: string, form: TextForm): string[] {
  const notes = remarks(check, version);
  const runs = check.runs.filter(isToTell);
  if (notes.length + runs.length === 0) return [];
  return [
    heading(check.scenario, form),
    ...notes.flatMap((note) => wrap(`  ${note}`, form.columns, '    ')),
    ...runs.flatMap((run) => runLines(check, run, form)),
    '',
  ];
}

function runLines(check: ScenarioCheck, run: RunCheck, form: TextForm): string[] {
  const sentence = (text: string, indent: string): string[] => wrap(`${indent}${text}`, form.columns, `${indent}  `);
  const policy = policyWords(run);
  const parts =
    run.was === undefined || run.sameSchedule
      ? []
      : [`hash ${run.now.hash}, was ${run.was.hash}`, partingWords(check, run)].flatMap((text) =>
          sentence(text, '    '),
        );
  return [
    ...sentence(`${form.colors.bold(run.label)} ${verdictWords(run)}`, '  '),
    ...(policy === '' ? [] : sentence(policy, '    ')),
    ...parts,
    ...decisionSentences(check, run).flatMap((text) => sentence(text, '      ')),
    ...moveLines(run, form),
  ];
}

function moveLines({ moved }: RunCheck, form: TextForm): string[] {
  if (moved.length === 0) return [];
  const shown = failingFirst(moved).slice(0, SHOWN);
  const rows = shown.map((move) => {
    const { metric, was, now, change, verdict } = moveWords(move);
    return [metric, was, now, change, verdict];
  });
  const more = moved.length - shown.length;
  return [
    layOut([['moved', 'was', 'now', 'change', ''], ...rows], form),
    ...(more === 0 ? [] : wrap(`  and ${more} more; --json has them all`, form.columns, '  ')),
  ];
}

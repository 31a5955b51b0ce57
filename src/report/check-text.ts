import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import {
  decisionSentences,
  failingFirst,
  hashWords,
  moreWords,
  moveWords,
  notesOf,
  partingWords,
  placeWords,
  remarks,
  toTell,
  verdictWords,
} from './check-words.ts';
import { heading, layOut, type TextForm } from './explain-layout.ts';
import { formatCounted } from './format.ts';
import { wrap } from './wrap.ts';

/** How many metrics that moved are shown of a policy, those that fail it first. */
const SHOWN = 12;

/** What a check found, for a terminal: what has changed, if anything has, and how it ended. */
export function checkText(checks: readonly ScenarioCheck[], ending: string, version: string, form: TextForm): string {
  const told = checks.flatMap((check) => scenarioLines(check, version, form));
  return `${[...told, ...wrap(ending, form.columns, '  ')].join('\n')}\n`;
}

/** How the check ended, in one line. */
export function summary(checks: readonly ScenarioCheck[], file: string): string {
  const policies = checks.flatMap((check) => check.policies);
  const of = `${formatCounted(runsOf(policies), 'run')} of ${formatCounted(checks.length, 'scenario')}`;
  const failed = differing(policies.filter(({ passed }) => !passed));
  const changed = differing(policies.filter(({ passed }) => passed));
  if (failed > 0) return `${failed} of ${of} not as in ${file}; if that is meant, --update keeps what is now`;
  if (changed > 0) return `${of}: ${changed} changed within budgets, all others as in ${file}`;
  return `${of}: as in ${file}`;
}

/** The same where the baseline has been made anew. */
export function updateSummary(checks: readonly ScenarioCheck[], file: string): string {
  const policies = checks.flatMap((check) => check.policies);
  return `${file}: written; ${differing(policies)} of ${formatCounted(runsOf(policies), 'run')} not as before`;
}

const runsOf = (policies: readonly PolicyCheck[]): number => policies.reduce((sum, { runs }) => sum + runs, 0);

/** How many runs are not as in the baseline. */
const differing = (policies: readonly PolicyCheck[]): number =>
  policies.reduce((sum, { different, added }) => sum + different.length + added.length, 0);

function scenarioLines(check: ScenarioCheck, version: string, form: TextForm): string[] {
  const notes = remarks(check, version);
  const { shown, more } = toTell(check.policies);
  if (notes.length + shown.length === 0) return [];
  return [
    heading(check.scenario, form),
    ...notes.flatMap((note) => wrap(`  ${note}`, form.columns, '    ')),
    ...shown.flatMap((policy) => policyLines(check, policy, form)),
    ...(more === 0 ? [] : wrap(`  ${moreWords(more)}`, form.columns, '    ')),
    '',
  ];
}

function policyLines(check: ScenarioCheck, policy: PolicyCheck, form: TextForm): string[] {
  const sentence = (text: string, indent: string): string[] => wrap(`${indent}${text}`, form.columns, `${indent}  `);
  const { label } = policy;
  return [
    ...sentence(`${form.colors.bold(label)}${placeWords(policy)} ${verdictWords(policy)}`, '  '),
    ...[...notesOf(policy), ...hashWords(policy), ...partingWords(check, policy)].flatMap((text) =>
      sentence(text, '    '),
    ),
    ...decisionSentences(policy).flatMap((text) => sentence(text, '      ')),
    ...moveLines(policy, form),
  ];
}

function moveLines({ moved }: PolicyCheck, form: TextForm): string[] {
  if (moved.length === 0) return [];
  const shown = failingFirst(moved).slice(0, SHOWN);
  const rows = shown.map((move) => {
    const { metric, was, now, change, verdict } = moveWords(move);
    return [metric, was, now, change, verdict];
  });
  const more = moved.length - shown.length;
  return [
    layOut([['moved', 'was', 'now', 'change', ''], ...rows], form),
    ...(more === 0 ? [] : wrap(`  ${moreWords(more)}`, form.columns, '  ')),
  ];
}

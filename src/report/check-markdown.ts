import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { summary } from './check-text.ts';
import {
  allPassed,
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
import { code, escapeText } from './markdown.ts';

/** So many policies are all in the table, as they were or not; of more, only those of which there is something to tell. */
const ALL = 20;

/** What a check found, for a pull request or the summary of a job. */
export function checkMarkdown(checks: readonly ScenarioCheck[], file: string, version: string): string {
  const title = `## ${allPassed(checks) ? '✓' : '✗'} Schedules against the baseline`;
  const lines = [
    title,
    '',
    `${escapeText(summary(checks, file))}.`,
    ...checks.flatMap((one) => scenarioLines(one, version)),
  ];
  return `${lines.join('\n')}\n`;
}

function scenarioLines(check: ScenarioCheck, version: string): string[] {
  const { shown, more } = toTell(check.policies);
  const listed = check.policies.length <= ALL ? check.policies : shown;
  const rows = listed.map((policy) => {
    const sign = policy.passed ? '✓' : '✗';
    const name = `${code(policy.label)}${escapeText(placeWords(policy))}`;
    return `| ${[sign, name, escapeText(verdictWords(policy)), code(policy.now.hash)].join(' | ')} |`;
  });
  const table = ['', '|  | policy | result | hash |', '| --- | --- | --- | --- |', ...rows];
  return [
    '',
    `### ${escapeText(check.scenario)}`,
    ...(rows.length === 0 ? [] : table),
    ...[...remarks(check, version), ...(more === 0 ? [] : [moreWords(more)])].flatMap((note) => ['', escapeText(note)]),
    ...shown.flatMap((policy) => policyLines(check, policy)),
  ];
}

function policyLines(check: ScenarioCheck, policy: PolicyCheck): string[] {
  if (policy.was === undefined) return [];
  const told = [...notesOf(policy), ...hashWords(policy), ...partingWords(check, policy), ...decisionSentences(policy)];
  const rows = failingFirst(policy.moved).map((move) => {
    const { metric, was, now, change, verdict } = moveWords(move);
    const shown = move.within ? escapeText(verdict) : `**${escapeText(verdict)}**`;
    return `| ${[code(metric), was, now, change, shown].join(' | ')} |`;
  });
  const table =
    rows.length === 0
      ? []
      : ['', '| metric | was | now | change | budget |', '| --- | ---: | ---: | ---: | --- |', ...rows];
  const title = escapeText(`${policy.label}${placeWords(policy)}`);
  return ['', `#### ${title}`, '', ...told.map((text) => `- ${escapeText(text)}`), ...table];
}

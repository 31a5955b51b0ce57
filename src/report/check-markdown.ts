import type { RunCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { summary } from './check-text.ts';
import {
  allPassed,
  decisionSentences,
  failingFirst,
  isToTell,
  moveWords,
  partingWords,
  policyWords,
  remarks,
  verdictWords,
} from './check-words.ts';
import { code, escapeText } from './markdown.ts';

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
  const rows = check.runs.map((run) => {
    const sign = run.passed ? '✓' : '✗';
    return `| ${[sign, code(run.label), escapeText(verdictWords(run)), code(run.now.hash)].join(' | ')} |`;
  });
  return [
    '',
    `### ${escapeText(check.scenario)}`,
    '',
    '|  | policy | result | hash |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...remarks(check, version).flatMap((note) => ['', escapeText(note)]),
    ...check.runs.filter(isToTell).flatMap((run) => runLines(check, run)),
  ];
}

function runLines(check: ScenarioCheck, run: RunCheck): string[] {
  if (run.was === undefined) return [];
  const policy = policyWords(run);
  const parting = run.sameSchedule ? [] : [partingWords(check, run), ...decisionSentences(check, run)];
  const told = [...(policy === '' ? [] : [policy]), ...parting];
  const rows = failingFirst(run.moved).map((move) => {
    const { metric, was, now, change, verdict } = moveWords(move);
    const shown = move.within ? escapeText(verdict) : `**${escapeText(verdict)}**`;
    return `| ${[code(metric), was, now, change, shown].join(' | ')} |`;
  });
  const table =
    rows.length === 0
      ? []
      : ['', '| metric | was | now | change | budget |', '| --- | ---: | ---: | ---: | --- |', ...rows];
  return ['', `#### ${escapeText(run.label)}`, '', ...told.map((text) => `- ${escapeText(text)}`), ...table];
}

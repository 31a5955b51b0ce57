import type { RunCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { decisionSentences, failingFirst, moveWords, partingWords, policyWords, verdictWords } from './check-words.ts';

/**
 * What a check found as JUnit XML, in the form that Jenkins and GitLab read: a suite for each scenario, a case for each
 * policy. No times are in it: the same result gives the same bytes.
 */
export function checkJunit(checks: readonly ScenarioCheck[]): string {
  const runs = checks.flatMap((check) => check.runs);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="makespan check" ${counts(runs)}>`,
    ...checks.flatMap((check) => [
      `  <testsuite name="${xml(check.scenario)}" ${counts(check.runs)}>`,
      ...check.runs.flatMap((run) => caseLines(check, run)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const counts = (runs: readonly RunCheck[]): string =>
  `tests="${runs.length}" failures="${runs.filter(({ passed }) => !passed).length}" errors="0"`;

function caseLines(check: ScenarioCheck, run: RunCheck): string[] {
  const open = `    <testcase classname="${xml(check.scenario)}" name="${xml(run.label)}"`;
  if (run.passed) return [`${open}/>`];
  const message = `${run.label} ${verdictWords(run)}`;
  return [
    `${open}>`,
    `      <failure type="changed" message="${xml(message)}">${xml(failureText(check, run))}</failure>`,
    '    </testcase>',
  ];
}

/** Why a run has failed: where it parts, and each metric that moved, a line each. */
export function failureText(check: ScenarioCheck, run: RunCheck): string {
  if (run.was === undefined) return verdictWords(run);
  const policy = policyWords(run);
  const lines = [
    ...(policy === '' ? [] : [policy]),
    ...(run.sameSchedule ? [] : [partingWords(check, run), ...decisionSentences(check, run)]),
    ...failingFirst(run.moved).map((move) => {
      const { metric, was, now, change, verdict } = moveWords(move);
      return `${metric}: ${was} -> ${now} (${change}), ${verdict}`;
    }),
  ];
  return lines.join('\n');
}

/** Text as it may stand in an element or an attribute; what no XML may hold becomes U+FFFD. */
const xml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that XML forbids
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

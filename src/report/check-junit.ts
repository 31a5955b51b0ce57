import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import {
  decisionSentences,
  failingFirst,
  hashWords,
  moveWords,
  notesOf,
  partingWords,
  placeWords,
  verdictWords,
} from './check-words.ts';

/**
 * What a check found as JUnit XML, in the form that Jenkins and GitLab read: a suite for each scenario, a case for each
 * policy at each point. No times are in it: the same result gives the same bytes.
 */
export function checkJunit(checks: readonly ScenarioCheck[]): string {
  const all = checks.flatMap(({ policies }) => policies);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="makespan check" ${counts(all)}>`,
    ...checks.flatMap((check) => [
      `  <testsuite name="${xml(check.scenario)}" ${counts(check.policies)}>`,
      ...check.policies.flatMap((policy) => caseLines(check, policy)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const counts = (policies: readonly PolicyCheck[]): string =>
  `tests="${policies.length}" failures="${policies.filter(({ passed }) => !passed).length}" errors="0"`;

function caseLines(check: ScenarioCheck, policy: PolicyCheck): string[] {
  const name = `${policy.label}${placeWords(policy)}`;
  const open = `    <testcase classname="${xml(check.scenario)}" name="${xml(name)}"`;
  if (policy.passed) return [`${open}/>`];
  const message = `${name} ${verdictWords(policy)}`;
  return [
    `${open}>`,
    `      <failure type="changed" message="${xml(message)}">${xml(failureText(check, policy))}</failure>`,
    '    </testcase>',
  ];
}

/** Why a policy has failed: where it parts, and each metric that moved, a line each. */
export function failureText(check: ScenarioCheck, policy: PolicyCheck): string {
  if (policy.was === undefined) return verdictWords(policy);
  const lines = [
    ...notesOf(policy),
    ...hashWords(policy),
    ...partingWords(check, policy),
    ...decisionSentences(policy),
    ...failingFirst(policy.moved).map((move) => {
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

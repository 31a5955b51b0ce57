import type { RunCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { toSeconds } from '../model/time.ts';
import { allPassed, decisionSentences } from './check-words.ts';

/** What a check found as plain JSON values, times in seconds; docs/how-to-ci.md has the keys. */
export function checkJson(checks: readonly ScenarioCheck[], file: string): object {
  return {
    baseline: file,
    passed: allPassed(checks),
    scenarios: checks.map((check) => ({
      scenario: check.scenario,
      version: check.otherVersion ?? check.next.version,
      removed: check.removed,
      runs: check.runs.map((run) => runJson(check, run)),
    })),
  };
}

function runJson(check: ScenarioCheck, run: RunCheck): object {
  const { label, was, now, passed, sameSchedule, moved, parting } = run;
  return {
    policy: label,
    passed,
    same_schedule: sameSchedule,
    hash: now.hash,
    baseline_hash: was?.hash ?? null,
    moved: moved.map(({ metric, unit, was: before, now: after, within, budget }) => ({
      ...{ metric, unit, was: before, now: after, within, budget: budget?.text ?? null },
    })),
    parting: parting === undefined ? null : { time: toSeconds(parting.time), why: decisionSentences(check, run) },
  };
}

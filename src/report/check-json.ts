import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { toSeconds } from '../model/time.ts';
import { allPassed, decisionSentences } from './check-words.ts';

/**
 * What a check found as plain JSON values, times in seconds; docs/how-to-ci.md has the keys.
 * @param version of this program
 */
export function checkJson(checks: readonly ScenarioCheck[], file: string, version: string): object {
  return {
    baseline: file,
    passed: allPassed(checks),
    scenarios: checks.map(({ scenario, otherVersion, removed, policies }) => ({
      scenario,
      version: otherVersion ?? version,
      removed: removed.labels,
      removed_points: removed.points,
      removed_replications: removed.replications,
      runs: policies.map(policyJson),
    })),
  };
}

function policyJson(policy: PolicyCheck): object {
  const { label, at, runs, added, rescheduled, was, now, passed, moved, parting } = policy;
  const decision = parting?.kind === 'decision' ? parting : undefined;
  return {
    policy: label,
    at,
    replications: runs,
    passed,
    same_schedule: was !== undefined && rescheduled.length === 0,
    rescheduled,
    added,
    replication: now.replication,
    hash: now.hash,
    baseline_hash: was?.hash ?? null,
    moved: moved.map(({ metric, unit, was: before, now: after, within, budget }) => ({
      ...{ metric, unit, was: before, now: after, within, budget: budget?.text ?? null },
    })),
    parting: decision === undefined ? null : { time: toSeconds(decision.time), why: decisionSentences(policy) },
  };
}

import type { PolicyCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { toSeconds } from '../model/time.ts';
import { allPassed, decisionSentences, untoldCommands } from './check-words.ts';

/**
 * What a check found as plain JSON values, times in seconds; docs/how-to-ci.md has the keys.
 * @param version of this program
 */
export function checkJson(checks: readonly ScenarioCheck[], file: string, version: string): object {
  return {
    baseline: file,
    passed: allPassed(checks),
    scenarios: checks.map((check) => ({
      scenario: check.scenario,
      version: check.otherVersion ?? version,
      removed: check.removed.labels,
      removed_points: check.removed.points,
      removed_replications: check.removed.replications,
      runs: check.policies.map((policy) => policyJson(check, policy)),
    })),
  };
}

function policyJson(check: ScenarioCheck, policy: PolicyCheck): object {
  const { label, at, runs, added, rescheduled, was, now, passed, moved } = policy;
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
    parting: partingJson(check, policy),
  };
}

/** By its `kind`; null where no schedule has changed. */
function partingJson(check: ScenarioCheck, policy: PolicyCheck): object | null {
  const { parting } = policy;
  if (parting === undefined) return null;
  const { kind } = parting;
  if (kind === 'decision') return { kind, time: toSeconds(parting.time), why: decisionSentences(policy) };
  if (kind === 'order') return { kind };
  return { kind, replication: parting.run.replication, ...untoldCommands(check, policy, parting) };
}

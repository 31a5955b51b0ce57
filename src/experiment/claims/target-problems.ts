import type { PlannedPolicy } from '../experiment.ts';
import type { Problem } from '../problem.ts';
import { compileTarget } from './claim.ts';
import type { KnownCentre } from './form.ts';
import { claimPolicies } from './policies.ts';
import { problemsIn } from './problems-in.ts';

/** What is wrong in the targets of a plan, each with its place in the text of the target. */
export function targetProblems(
  targets: readonly string[],
  policies: readonly PlannedPolicy[],
  known: KnownCentre | undefined,
): Problem[] {
  const setting = { policies: claimPolicies(policies), ...known };
  return targets.flatMap((text, i) => problemsIn(['plan', 'targets', i], () => compileTarget(text, setting)));
}

import type { PlannedPolicy } from '../experiment.ts';
import type { Problem } from '../problem.ts';
import { compileTarget } from './claim.ts';
import type { ClaimsSetting } from './form.ts';
import { claimPolicies } from './policies.ts';
import { problemsIn } from './problems-in.ts';

/** What is wrong in the targets of a plan, each with its place in the text of the target. */
export function targetProblems(
  targets: readonly string[],
  policies: readonly PlannedPolicy[],
  { known, checked }: Pick<ClaimsSetting, 'known' | 'checked'>,
): Problem[] {
  const setting = { policies: claimPolicies(policies), checked, ...known };
  return targets.flatMap((text, i) => problemsIn(['plan', 'targets', i], () => compileTarget(text, setting)));
}

import { InputError } from '../model/errors.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { moduleScheduler } from '../own/module.ts';
import { createScheduler, isModulePath, type PolicySpec, parsePolicy } from '../registry.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';

/**
 * A policy as the user named it. A text of the registry's names stands for itself; anything else is called by the
 * policy's own name.
 *
 * @param folder what the path of a module is relative to
 * @throws InputError for a policy or an option that the registry does not know, or a module that is no policy
 */
export async function planPolicy(spec: PolicySpec, label?: string, folder = '.'): Promise<PlannedPolicy> {
  const own = isOwn(spec);
  const policy = { label: label ?? '', spec, ...(own && { folder }) };
  const { name } = await loadScheduler(policy);
  return { ...policy, label: label ?? (typeof spec === 'string' && !own ? spec : name) };
}

/** Makes a planned policy, anew for each run. @throws InputError as `planPolicy` does */
export async function loadScheduler({ spec, folder = '.' }: PlannedPolicy): Promise<Scheduler> {
  return isOwn(spec) ? moduleScheduler(parsePolicy(spec), folder) : createScheduler(spec);
}

/** Whether the policy is a module of the user's rather than one of the registry. */
const isOwn = (spec: PolicySpec): boolean =>
  typeof spec === 'string' ? isModulePath(spec.trim()) : isModulePath(spec.policy);

/** What keeps a policy out of an experiment although it can be made. */
export interface PolicyProblem {
  readonly index: number;
  readonly message: string;
}

/** Labels must tell the policies apart, and each policy must be defined under the rules of the run. */
export async function policyProblems(
  policies: readonly PlannedPolicy[],
  options?: RunOptions,
): Promise<PolicyProblem[]> {
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  for (const [index, policy] of policies.entries()) {
    const { label } = policy;
    if (seen.has(label)) {
      problems.push({ index, message: `policy '${label}' is given twice; give one of them a label of its own` });
    }
    seen.add(label);
    if (options?.overrun === 'extend' && (await loadScheduler(policy)).needsKill) {
      problems.push({
        index,
        message: `policy '${label}' needs jobs to end by their estimates: it cannot run with overrun 'extend'`,
      });
    }
  }
  return problems;
}

/** @throws InputError with the first thing that keeps a policy out */
export async function checkPolicies(policies: readonly PlannedPolicy[], options: RunOptions): Promise<void> {
  const [first] = await policyProblems(policies, options);
  if (first !== undefined) throw new InputError(first.message);
}

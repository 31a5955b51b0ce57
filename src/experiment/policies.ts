import { InputError } from '../model/errors.ts';
import { createScheduler, type PolicySpec } from '../registry.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';

/**
 * A policy as the user named it: a text stands for itself, anything longer for its canonical name.
 * @throws InputError for a policy or an option that the registry does not know
 */
export function planPolicy(spec: PolicySpec, label?: string): PlannedPolicy {
  const { name } = createScheduler(spec);
  return { label: label ?? (typeof spec === 'string' ? spec : name), spec };
}

/** What keeps a policy out of an experiment although the registry knows it. */
export interface PolicyProblem {
  readonly index: number;
  readonly message: string;
}

/** Labels must tell the policies apart, and each policy must be defined under the rules of the run. */
export function policyProblems(policies: readonly PlannedPolicy[], options?: RunOptions): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { label, spec }] of policies.entries()) {
    if (seen.has(label)) {
      problems.push({ index, message: `policy '${label}' is given twice; give one of them a label of its own` });
    }
    seen.add(label);
    if (options?.overrun === 'extend' && createScheduler(spec).needsKill) {
      problems.push({
        index,
        message: `policy '${label}' needs jobs to end by their estimates: it cannot run with overrun 'extend'`,
      });
    }
  }
  return problems;
}

/** @throws InputError with the first thing that keeps a policy out */
export function checkPolicies(policies: readonly PlannedPolicy[], options: RunOptions): void {
  const [first] = policyProblems(policies, options);
  if (first !== undefined) throw new InputError(first.message);
}

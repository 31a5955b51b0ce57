import { InputError } from '../model/errors.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { commandText, readCommand } from '../own/command-spec.ts';
import { moduleScheduler } from '../own/module.ts';
import { createScheduler, isCommand, isModulePath, type PolicySpec, parsePolicy } from '../registry.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';

/**
 * A policy as the user named it. A text of the registry's names stands for itself, and so does a command; a module is
 * called by its policy's own name.
 *
 * @param folder what the path of a module is relative to, and where a command runs
 * @throws InputError for a policy or an option that the registry does not know, a module that is no policy, or a
 *   command that is none; whether a command can be started is seen when it is
 */
export async function planPolicy(spec: PolicySpec, label?: string, folder = '.'): Promise<PlannedPolicy> {
  if (isCommand(spec)) {
    readCommand(spec);
    return { label: label ?? commandText(spec), spec, folder };
  }
  const own = isModulePath(parsePolicy(spec).name);
  const policy = { label: label ?? '', spec, ...(own && { folder }) };
  const { name, placement } = await loadScheduler(policy);
  return {
    ...policy,
    ...(placement?.draws && { draws: true }),
    label: label ?? (typeof spec === 'string' && !own ? spec : name),
  };
}

/**
 * Makes a planned policy that decides in this process, anew for each run.
 * @throws InputError as `planPolicy` does, and for a command, which decides elsewhere
 */
export async function loadScheduler({ spec, folder = '.' }: PlannedPolicy): Promise<Scheduler> {
  const named = parsePolicy(spec);
  return isModulePath(named.name) ? moduleScheduler(named, folder) : createScheduler(spec);
}

/** What keeps a policy out of an experiment although it can be made. */
export interface PolicyProblem {
  readonly index: number;
  readonly message: string;
}

/** Under what policies are to decide. */
export interface PolicySetting {
  readonly options?: RunOptions;
  /** Whether fair start times are wanted, for which a policy is run many times. */
  readonly fairness?: boolean;
  /** Whether the machine is one of nodes. */
  readonly nodes?: boolean;
}

/** Labels must tell the policies apart, and each policy must be defined under the rules of the run. */
export async function policyProblems(
  policies: readonly PlannedPolicy[],
  setting: PolicySetting = {},
): Promise<PolicyProblem[]> {
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  for (const [index, policy] of policies.entries()) {
    const { label } = policy;
    if (seen.has(label)) {
      problems.push({ index, message: `policy '${label}' is given twice; give one of them a label of its own` });
    }
    seen.add(label);
    for (const message of await misfits(policy, setting)) problems.push({ index, message });
  }
  return problems;
}

/** Why a policy is not defined under a setting. What a program needs is known only when it has been greeted. */
export async function misfits(policy: PlannedPolicy, { options, fairness, nodes }: PolicySetting): Promise<string[]> {
  const what = `policy '${policy.label}'`;
  if (isCommand(policy.spec)) {
    return [
      ...(fairness ? [`${what} is a program: fair start times would take starting it once per job`] : []),
      ...(nodes ? [`${what} is a program, and the protocol of programs knows processors only, no nodes`] : []),
    ];
  }
  const { needsCentre, needsKill, predicts } = await loadScheduler(policy);
  return [
    ...(!nodes && needsCentre
      ? [`${what} needs a machine of nodes: cluster.groups in a scenario; see docs/machines.md`]
      : []),
    ...(nodes && predicts ? [`${what} predicts run times, which is not done on a machine of nodes`] : []),
    ...(options?.overrun === 'extend' && needsKill ? [needsKillProblem(policy.label)] : []),
  ];
}

export const needsKillProblem = (label: string): string =>
  `policy '${label}' needs jobs to end by their estimates: it cannot run with overrun 'extend'`;

/** @throws InputError with the first thing that keeps a policy out */
export async function checkPolicies(policies: readonly PlannedPolicy[], setting: PolicySetting): Promise<void> {
  const [first] = await policyProblems(policies, setting);
  if (first !== undefined) throw new InputError(first.message);
}

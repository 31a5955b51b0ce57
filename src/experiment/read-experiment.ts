import { basename, dirname, extname, resolve } from 'node:path';
import { asksForFairness } from '../metrics/registry.ts';
import type { Budget } from './check/budget.ts';
import { readBudgets } from './check/budget-form.ts';
import { type ClaimsSetting, claimProblems, claimsOf } from './claims/form.ts';
import type { ClaimAxis } from './claims/pins.ts';
import { claimPolicies } from './claims/policies.ts';
import { targetProblems } from './claims/target-problems.ts';
import type { Experiment, WorkloadSource } from './experiment.ts';
import { hasFaults } from './failures/needs-faults.ts';
import { problemsOf } from './issues.ts';
import type { OpenScenario } from './open-scenario.ts';
import { resolveOptions } from './options.ts';
import { misfits, policyProblems } from './policies.ts';
import type { Problem } from './problem.ts';
import { problemsBeside } from './problems-beside.ts';
import { build, centreOf, machineProblems } from './scenario-machine.ts';
import { planPolicies, planSuccessors } from './scenario-policies.ts';
import { type ScenarioForm, scenarioSchema } from './schema.ts';
import { seedProblems } from './seed-problems.ts';
import type { LookOutside } from './trace-file.ts';

/** What is other about a comparison that is a part of a study. */
export interface AsPart {
  readonly study?: boolean;
  /** Whether the study's replications draw from the seed. */
  readonly draws?: boolean;
  /** The policy that the study compares with; the first unless given. */
  readonly to?: string | undefined;
  /** The study's axes, of which claims may name values; where they have been checked before, they are not looked at again. */
  readonly axes?: readonly ClaimAxis[];
  /** Those of the study's plan; as with claims, they are looked at once. */
  readonly targets?: readonly string[];
}

/**
 * Checks the value of a scenario and makes the experiment that it describes.
 * @throws ScenarioError with everything that is wrong in it
 */
export async function experimentOf(
  { value, error, path }: OpenScenario,
  look: LookOutside,
  { study = false, draws = false, to, axes, targets = [] }: AsPart = {},
): Promise<Experiment> {
  const parsed = scenarioSchema.safeParse(value);
  const planned = await planPolicies(value, dirname(path));
  const successors = await planSuccessors(value, dirname(path));
  const problems = [...leadProblems(value), ...planned.problems, ...successors.problems];
  // Only where none of the policies is missing does one that a claim names and that is not there mean that the claim is wrong.
  const claims = (form: ScenarioForm, on: Pick<ClaimsSetting, 'known' | 'checked'>): Problem[] =>
    planned.problems.length > 0
      ? []
      : [
          ...claimProblems(form.claims ?? [], planned.policies, { study, to, axes, ...on }),
          ...targetProblems(targets, planned.policies, on),
        ];
  if (!parsed.success) {
    const beside = await problemsBeside(parsed.error, value, { claims, look, folder: dirname(path) });
    throw error([...problems, ...problemsOf(parsed.error, scenarioSchema, value), ...beside]);
  }
  const form = parsed.data;
  const options = resolveOptions(form.options);
  const centre = centreOf(form);
  const built = centre === undefined ? undefined : await build(centre, form, options, dirname(path));
  problems.push(
    ...seedProblems(form, { policies: [...planned.policies, ...successors.policies], replicated: draws }),
    ...machineProblems(form, built, options),
    ...look(form.workload.trace, dirname(path)),
  );
  let budgets: readonly Budget[] = [];
  // The places of the policies are those of the file only where none of them is missing.
  if (planned.problems.length === 0) {
    const setting = { options, fairness: asksForFairness(form.metrics), nodes: centre !== undefined };
    const found = await policyProblems(planned.policies, setting);
    problems.push(...found.map(({ index, message }) => ({ path: planned.places[index]!, message })));
    for (const [i, policy] of successors.policies.entries()) {
      for (const message of await misfits(policy, setting)) problems.push({ path: successors.places[i]!, message });
    }
    problems.push(...claims(form, built === undefined ? {} : { known: built }));
    const scope = {
      policies: claimPolicies(planned.policies),
      metrics: form.metrics,
      nodes: centre !== undefined,
      faults: hasFaults(form),
    };
    const read = readBudgets(form.budgets ?? [], scope);
    budgets = read.budgets;
    problems.push(...read.problems);
  }
  if (problems.length > 0) throw error(problems);
  return {
    name: basename(path, extname(path)),
    question: form.question.trim(),
    source: sourceOf(form, path),
    procs: form.cluster?.procs,
    ...(centre !== undefined && { centre: { form: centre, folder: dirname(path), error } }),
    policies: planned.policies,
    ...(successors.policies.length > 0 && { successors: successors.policies }),
    options,
    metrics: form.metrics,
    seed: form.seed,
    ...(form.claims !== undefined && { claims: claimsOf(form.claims) }),
    ...(form.budgets !== undefined && { budgets }),
  };
}

/** A scenario is read by people first: what it asks stands at its top. */
function leadProblems(value: unknown): Problem[] {
  if (typeof value !== 'object' || value === null || !('question' in value)) return [];
  if (Object.keys(value)[0] === 'question') return [];
  return [{ path: ['question'], message: 'must come first, before all other keys', atKey: true }];
}

function sourceOf({ workload }: ScenarioForm, path: string): WorkloadSource {
  if (workload.jobs !== undefined) return { kind: 'jobs', name: basename(path) };
  if (workload.trace !== undefined) return { kind: 'trace', path: resolve(dirname(path), workload.trace) };
  if (workload.lublin !== undefined) return { kind: 'lublin', model: workload.lublin };
  const { mean_run: meanRun, ...model } = workload.poisson!;
  return { kind: 'poisson', model: { ...model, meanRun } };
}

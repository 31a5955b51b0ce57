import { basename, dirname, extname, resolve } from 'node:path';
import { asksForFairness, asksForFaults, asksForNodes } from '../metrics/registry.ts';
import type { CentreForm } from './centre/centre-form.ts';
import type { Budget } from './check/budget.ts';
import { readBudgets } from './check/budget-form.ts';
import { claimProblems, claimsOf, type KnownCentre } from './claims/form.ts';
import type { ClaimAxis } from './claims/pins.ts';
import { claimPolicies } from './claims/policies.ts';
import type { Experiment, PlannedPolicy, RunOptions, WorkloadSource } from './experiment.ts';
import { hasFaults, NEEDS_FAULTS } from './failures/needs-faults.ts';
import { loadedCoordinator } from './failures/own-coordinator.ts';
import { problemsOf } from './issues.ts';
import type { OpenScenario } from './open-scenario.ts';
import { resolveOptions } from './options.ts';
import { misfits, policyProblems } from './policies.ts';
import type { Problem } from './problem.ts';
import { planPolicies, planSuccessors } from './scenario-policies.ts';
import { type ScenarioForm, scenarioSchema } from './schema.ts';
import type { traceProblems } from './trace-file.ts';

/** What is other about a comparison that is a part of a study. */
export interface AsPart {
  readonly study?: boolean;
  /** Whether the study's replications draw from the seed. */
  readonly draws?: boolean;
  /** The study's axes, of which claims may name values; where they have been checked before, they are not looked at again. */
  readonly axes?: readonly ClaimAxis[];
}

/** A look at what the scenario names outside itself. */
export type LookOutside = typeof traceProblems;

/**
 * Checks the value of a scenario and makes the experiment that it describes.
 * @throws ScenarioError with everything that is wrong in it
 */
export async function experimentOf(
  { value, error, path }: OpenScenario,
  look: LookOutside,
  { study = false, draws = false, axes }: AsPart = {},
): Promise<Experiment> {
  const parsed = scenarioSchema.safeParse(value);
  const planned = await planPolicies(value, dirname(path));
  const successors = await planSuccessors(value, dirname(path));
  const problems = [...leadProblems(value), ...planned.problems, ...successors.problems];
  if (!parsed.success) throw error([...problems, ...problemsOf(parsed.error, scenarioSchema, value)]);
  const form = parsed.data;
  const options = resolveOptions(form.options);
  const centre = centreOf(form);
  const built = centre === undefined ? undefined : await build(centre, form, options, dirname(path));
  problems.push(
    ...seedProblems(form, [...planned.policies, ...successors.policies], draws),
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
    // And only then does a policy that a claim names and that is not there mean that the claim is wrong.
    problems.push(
      ...claimProblems(form.claims ?? [], planned.policies, { study, axes, ...(built && { known: built }) }),
    );
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

/** A seed that nothing draws from would be an option accepted and ignored, so it is refused. */
function seedProblems(
  { workload, asks, seed, failures, checkpoints }: ScenarioForm,
  policies: readonly PlannedPolicy[],
  replicated: boolean,
): Problem[] {
  const modelled = workload.lublin !== undefined || workload.poisson !== undefined;
  // Whether anything else is to be drawn: who asks for what, or where jobs are placed.
  const fails = failures !== undefined || checkpoints?.corrupted !== undefined;
  const asked = asks?.some(({ share }) => share !== undefined);
  const draws = replicated || fails || asked || policies.some((policy) => policy.draws);
  if (modelled)
    return seed === undefined ? [{ path: ['seed'], message: 'is missing: a synthetic workload is drawn from it' }] : [];
  if (draws) return seed === undefined ? [{ path: ['seed'], message: 'is missing: something is drawn from it' }] : [];
  if (seed === undefined) return [];
  return [{ path: ['seed'], message: 'has no effect: a trace draws nothing; remove it', atKey: true }];
}

/** What a scenario says about a machine of nodes; undefined where processors are counted. */
function centreOf(form: ScenarioForm): CentreForm | undefined {
  const { cluster, accounts, qos, asks, at, workload, failures, detection, checkpoints, recovery } = form;
  if (cluster?.groups === undefined) return undefined;
  return {
    cluster,
    ...(accounts !== undefined && { accounts }),
    ...(qos !== undefined && { qos }),
    ...(asks !== undefined && { asks }),
    ...(at !== undefined && { at }),
    ...(failures !== undefined && { failures }),
    ...(detection !== undefined && { detection }),
    ...(checkpoints !== undefined && { checkpoints }),
    ...(recovery !== undefined && { recovery }),
    ...(workload.jobs !== undefined && { jobs: workload.jobs }),
  };
}

/** The machine of nodes as far as the scenario tells, and what is wrong with it. */
interface Built extends KnownCentre {
  readonly problems: readonly Problem[];
}

async function build(
  centre: CentreForm,
  { seed }: ScenarioForm,
  { overrun }: RunOptions,
  folder: string,
): Promise<Built> {
  // Most scenarios have no nodes, and should not wait for what builds them.
  const { buildCentre } = await import('./centre/build.ts');
  const { mayCome } = await import('./centre/to-come.ts');
  const coordinator = await loadedCoordinator(centre.recovery, folder);
  const problems: Problem[] = [];
  return {
    centre: buildCentre(centre, { overrun, seed, folder, coordinator }, problems).centre,
    mayCome: (grouping, name) => mayCome(centre, grouping, name),
    faults: hasFaults(centre),
    problems,
  };
}

function machineProblems(form: ScenarioForm, built: Built | undefined, options: RunOptions): readonly Problem[] {
  if (built === undefined) return nodesProblems(form);
  const problems = [...built.problems];
  if (options.pass !== 'instant' || options.order !== 'completions-first')
    problems.push({
      path: ['options'],
      message: 'a machine of nodes knows pass: instant and order: completions-first only',
    });
  if (!hasFaults(form))
    for (const name of asksForFaults(form.metrics))
      problems.push({ path: ['metrics', form.metrics!.indexOf(name)], message: `${name} ${NEEDS_FAULTS}` });
  if (asksForFairness(form.metrics))
    problems.push({ path: ['metrics'], message: 'fair start times are not judged on a machine of nodes' });
  return problems;
}

const NEED_NODES = ['accounts', 'qos', 'asks', 'at', 'failures', 'detection', 'checkpoints', 'recovery'] as const;

/** What is of no use where processors are counted. */
function nodesProblems(form: ScenarioForm): readonly Problem[] {
  const needs = 'needs a machine of nodes: cluster.groups; see docs/machines.md';
  const keys = NEED_NODES.filter((key) => form[key] !== undefined);
  const problems: Problem[] = keys.map((key) => ({ path: [key], message: needs, atKey: true }));
  if (form.workload.jobs !== undefined) problems.push({ path: ['workload', 'jobs'], message: needs, atKey: true });
  for (const name of asksForNodes(form.metrics)) problems.push({ path: ['metrics'], message: `${name} ${needs}` });
  return problems;
}

function sourceOf({ workload }: ScenarioForm, path: string): WorkloadSource {
  if (workload.jobs !== undefined) return { kind: 'jobs', name: basename(path) };
  if (workload.trace !== undefined) return { kind: 'trace', path: resolve(dirname(path), workload.trace) };
  if (workload.lublin !== undefined) return { kind: 'lublin', model: workload.lublin };
  const { mean_run: meanRun, ...model } = workload.poisson!;
  return { kind: 'poisson', model: { ...model, meanRun } };
}

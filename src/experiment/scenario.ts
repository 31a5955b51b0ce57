import { readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { asksForFairness } from '../metrics/registry.ts';
import { InputError } from '../model/errors.ts';
import { claimProblems, claimsOf } from './claims/form.ts';
import { parseScenarioText } from './document.ts';
import type { Experiment, WorkloadSource } from './experiment.ts';
import { problemsOf } from './issues.ts';
import { resolveOptions } from './options.ts';
import { policyProblems } from './policies.ts';
import type { Problem } from './problem.ts';
import { planPolicies } from './scenario-policies.ts';
import { type ScenarioForm, scenarioSchema } from './schema.ts';
import { traceProblems } from './trace-file.ts';

/**
 * Reads a scenario file. Paths in it are relative to the file.
 * @throws InputError if the file cannot be read
 * @throws ScenarioError with everything that is wrong in it, one `file:line:column path: ...` line each
 */
export async function loadScenario(path: string): Promise<Experiment> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InputError(`cannot read the scenario ${path}: ${reason(cause)}`, { cause });
  }
  return parse(text, path, traceProblems);
}

function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'no permission' : String(code);
}

/**
 * The same for a text already in memory; `path` names it in messages and anchors its relative paths. Whether its trace
 * is there is not looked at.
 */
export const parseScenario = (text: string, path: string): Promise<Experiment> => parse(text, path, () => []);

/** @param look at what the scenario names outside itself */
async function parse(text: string, path: string, look: typeof traceProblems): Promise<Experiment> {
  const { value, error } = parseScenarioText(text, path);
  if (value === null) throw error([{ path: [], message: 'the file is empty; see docs/scenarios.md' }]);
  const parsed = scenarioSchema.safeParse(value);
  const planned = await planPolicies(value, dirname(path));
  const problems = [...leadProblems(value), ...planned.problems];
  if (!parsed.success) throw error([...problems, ...problemsOf(parsed.error, scenarioSchema, value)]);
  const form = parsed.data;
  const options = resolveOptions(form.options);
  problems.push(...seedProblems(form), ...look(form.workload.trace, dirname(path)));
  // The places of the policies are those of the file only where none of them is missing.
  if (planned.problems.length === 0) {
    const found = await policyProblems(planned.policies, options, asksForFairness(form.metrics));
    problems.push(...found.map(({ index, message }) => ({ path: ['policies', index], message })));
    // And only then does a policy that a claim names and that is not there mean that the claim is wrong.
    problems.push(...claimProblems(form.claims ?? [], planned.policies));
  }
  if (problems.length > 0) throw error(problems);
  return {
    name: basename(path, extname(path)),
    question: form.question.trim(),
    source: sourceOf(form, dirname(path)),
    procs: form.cluster?.procs,
    policies: planned.policies,
    options,
    metrics: form.metrics,
    seed: form.seed,
    ...(form.claims !== undefined && { claims: claimsOf(form.claims) }),
  };
}

/** A scenario is read by people first: what it asks stands at its top. */
function leadProblems(value: unknown): Problem[] {
  if (typeof value !== 'object' || value === null || !('question' in value)) return [];
  if (Object.keys(value)[0] === 'question') return [];
  return [{ path: ['question'], message: 'must come first, before all other keys', atKey: true }];
}

/** A seed that nothing draws from would be an option accepted and ignored, so it is refused. */
function seedProblems({ workload, seed }: ScenarioForm): Problem[] {
  if (workload.trace === undefined) {
    return seed === undefined ? [{ path: ['seed'], message: 'is missing: a synthetic workload is drawn from it' }] : [];
  }
  if (seed === undefined) return [];
  return [{ path: ['seed'], message: 'has no effect: a trace draws nothing; remove it', atKey: true }];
}

function sourceOf({ workload }: ScenarioForm, folder: string): WorkloadSource {
  if (workload.trace !== undefined) return { kind: 'trace', path: resolve(folder, workload.trace) };
  if (workload.lublin !== undefined) return { kind: 'lublin', model: workload.lublin };
  const { mean_run: meanRun, ...model } = workload.poisson!;
  return { kind: 'poisson', model: { ...model, meanRun } };
}

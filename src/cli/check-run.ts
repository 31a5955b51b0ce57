import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Baseline } from '../experiment/check/baseline.ts';
import { type Budget, parseBudget } from '../experiment/check/budget.ts';
import { checkScenario, type ScenarioCheck } from '../experiment/check/check.ts';
import { claimPolicies } from '../experiment/claims/policies.ts';
import { ClaimError } from '../experiment/claims/syntax.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { loadScenario } from '../experiment/scenario.ts';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { systemReason } from '../model/system-reason.ts';
import { checkAnnotations } from '../report/check-annotations.ts';
import { decodeBaseline, encodeBaseline } from '../report/check-baseline.ts';
import { checkJson } from '../report/check-json.ts';
import { checkJunit } from '../report/check-junit.ts';
import { checkMarkdown } from '../report/check-markdown.ts';
import { checkText, summary, updateSummary } from '../report/check-text.ts';
import { allPassed } from '../report/check-words.ts';
import { checkClashes } from './output-clash.ts';
import { checkWritable, isSpecial, writeWhole } from './output-file.ts';
import { type Progress, reading, watched } from './progress.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What `check` was asked for. */
export interface CheckRequest {
  readonly scenarios: readonly string[];
  /** The baseline's. */
  readonly file: string | undefined;
  readonly update: boolean;
  readonly budgets: readonly string[];
  readonly junit: string | undefined;
  readonly markdown: string | undefined;
  readonly annotations: string | undefined;
  readonly json: boolean;
}

/** Answers it; kept apart from the command, since no other command should wait for what this one needs. */
export async function check(request: CheckRequest, terminal: Terminal): Promise<number> {
  const { file, update } = request;
  if (file === undefined) throw new InputError('check needs --baseline FILE; with --update it is made');
  if (request.annotations !== undefined && request.annotations !== 'github')
    throw new InputError(`--annotations ${request.annotations}: expected github`);
  if (request.annotations !== undefined && request.json)
    throw new InputError('--annotations and --json both print to standard output; choose one');
  const baseline = readBaseline(file, update);
  const scenarios = scenariosOf(request, baseline, file);
  checkOutputs(request, scenarios, file);
  // All are read before the first is run, so that a mistake in the last one is told at once.
  const inputs: [string, Experiment, readonly Budget[]][] = [];
  for (const scenario of scenarios) {
    const experiment = await loadScenario(scenario);
    inputs.push([scenario, experiment, request.budgets.map((text) => budgetOf(text, experiment))]);
  }
  const checks: ScenarioCheck[] = [];
  for (const [scenario, experiment, budgets] of inputs) {
    // An update takes the place of whatever was there, of another scenario or trace, too.
    const known = baseline.get(keyOf(scenario, file));
    const input = { scenario, experiment, baseline: known, file, version: version(), budgets, update };
    checks.push(await watched(terminal, (progress) => checkOne(input, progress, terminal)));
  }
  const next = new Map([...baseline, ...checks.map((one) => [keyOf(one.scenario, file), one.next] as const)]);
  if (update) writeWhole(file, encodeBaseline(next), '--baseline');
  write(request, checks, file);
  print(request, checks, file, terminal);
  return update || allPassed(checks) ? EXIT.done : EXIT.unmet;
}

/** Of a scenario, its path from the folder of the baseline: the same wherever both have been copied to. */
const keyOf = (scenario: string, file: string): string =>
  relative(dirname(resolve(file)), resolve(scenario))
    .split(sep)
    .join('/');

function readBaseline(file: string, update: boolean): Baseline {
  if (update && !existsSync(file)) return new Map();
  try {
    return decodeBaseline(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const hint = existsSync(file) ? '' : '; --update makes it';
    throw new InputError(`cannot read the baseline ${file}: ${systemReason(cause)}${hint}`, { cause });
  }
}

function scenariosOf({ scenarios, update }: CheckRequest, baseline: Baseline, file: string): readonly string[] {
  const known = [...baseline.keys()];
  if (scenarios.length === 0) {
    if (known.length === 0) throw new InputError(`${file}: keeps no scenario; name one, with --update`);
    return known.map((key) => join(dirname(file), key));
  }
  const keys = scenarios.map((scenario) => keyOf(scenario, file));
  for (const [i, key] of keys.entries()) {
    if (keys.indexOf(key) !== i) throw new InputError(`${scenarios[i]} is given twice`);
    if (update || known.includes(key)) continue;
    throw new InputError(
      `${file}: is a baseline of other scenarios, ${key} is not among them${suggestion(key, known)}; --update adds it`,
    );
  }
  return scenarios;
}

function checkOutputs({ junit, markdown, update }: CheckRequest, scenarios: readonly string[], file: string): void {
  const outputs = [
    ...(update ? [{ option: '--baseline', path: file }] : []),
    ...(junit === undefined ? [] : [{ option: '--junit', path: junit }]),
    ...(markdown === undefined ? [] : [{ option: '--markdown', path: markdown }]),
  ];
  for (const { option, path } of outputs) checkWritable(path, option);
  if (update && isSpecial(file)) throw new InputError(`--baseline ${file}: must be a regular file`);
  checkClashes(outputs, update ? scenarios : [...scenarios, file]);
}

function budgetOf(text: string, { policies, metrics, centre }: Experiment): Budget {
  try {
    return parseBudget(text, { policies: claimPolicies(policies), metrics, nodes: centre !== undefined });
  } catch (cause) {
    if (!(cause instanceof ClaimError)) throw cause;
    throw new InputError(`--budget '${text}', column ${cause.at + 1}: ${cause.message}`, { cause });
  }
}

function checkOne(
  input: Parameters<typeof checkScenario>[0],
  progress: Progress,
  { signal, err }: Terminal,
): Promise<ScenarioCheck> {
  const { experiment, scenario } = input;
  return checkScenario(input, {
    signal,
    reading: reading(progress, scenario),
    loaded: ({ jobs }) => progress.begin(jobs.length, experiment.policies.length),
    starting: ({ label }) => progress.starting(label),
    progress: (_policy, ended) => progress.show(ended),
    policyOutput: (_policy, text) => err(text),
  });
}

function write({ junit, markdown }: CheckRequest, checks: readonly ScenarioCheck[], file: string): void {
  if (junit !== undefined) writeWhole(junit, checkJunit(checks), '--junit');
  if (markdown === undefined) return;
  // The summary of a job is one file for all of its steps.
  const before = !isSpecial(markdown) && existsSync(markdown) ? readFileSync(markdown, 'utf8') : '';
  const text = checkMarkdown(checks, file, version());
  writeWhole(markdown, before === '' ? text : `${before.trimEnd()}\n\n${text}`, '--markdown');
}

function print(request: CheckRequest, checks: readonly ScenarioCheck[], file: string, terminal: Terminal): void {
  const { json, annotations, update } = request;
  if (json) {
    terminal.out(`${JSON.stringify(checkJson(checks, file), null, 2)}\n`);
    return;
  }
  const form = { columns: terminal.columns, colors: styles(terminal) };
  const ending = update ? updateSummary(checks, file) : summary(checks, file);
  if (!(terminal.quiet && (update || allPassed(checks)))) terminal.out(checkText(checks, ending, version(), form));
  if (annotations !== undefined) terminal.out(checkAnnotations(checks, version()));
}

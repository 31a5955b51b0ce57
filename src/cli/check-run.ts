import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Baseline } from '../experiment/check/baseline.ts';
import { type Budget, parseBudget } from '../experiment/check/budget.ts';
import { type CheckInput, checkScenario, fitting, type ScenarioCheck } from '../experiment/check/check.ts';
import { comparisonRuns, type DoneRuns, studyRuns } from '../experiment/check/done-runs.ts';
import { claimPolicies } from '../experiment/claims/policies.ts';
import { ClaimError } from '../experiment/claims/syntax.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { hasFaults } from '../experiment/failures/needs-faults.ts';
import { openScenario } from '../experiment/open-scenario.ts';
import { loadScenario } from '../experiment/scenario.ts';
import { isStudy } from '../experiment/study/form.ts';
import { loadStudy } from '../experiment/study/load-study.ts';
import type { Study } from '../experiment/study/study.ts';
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
import type { Values } from './command.ts';
import { checkClashes } from './output-clash.ts';
import { checkWritable, isSpecial, writeWhole } from './output-file.ts';
import { reading, watched } from './progress.ts';
import type { STUDY_OPTIONS } from './study-options.ts';
import { withRuns } from './study-run.ts';
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
  /** How the runs of studies are done. */
  readonly choices: Values<typeof STUDY_OPTIONS>;
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
  const inputs: CheckInput[] = [];
  for (const scenario of scenarios) {
    const study = await read(scenario);
    const budgets = request.budgets.map((text) => budgetOf(text, study.experiment));
    // An update takes the place of whatever was there, of another scenario or trace, too.
    const known = baseline.get(keyOf(scenario, file));
    inputs.push(await fitting({ study, baseline: known, file, version: version(), budgets, update }));
  }
  refuseNeedless(request, inputs);
  const checks: ScenarioCheck[] = [];
  for (const input of inputs) {
    const done = await doRuns(input.study, request, terminal);
    if (done === undefined) return EXIT.interrupted;
    checks.push(await checkScenario(input, done, terminal.signal));
  }
  if (update) {
    const made = checks.map(({ scenario, next }) => [keyOf(scenario, file), next!] as const);
    writeWhole(file, encodeBaseline(new Map([...baseline, ...made])), '--baseline');
  }
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
    const faults = centre !== undefined && hasFaults(centre.form);
    return parseBudget(text, { policies: claimPolicies(policies), metrics, nodes: centre !== undefined, faults });
  } catch (cause) {
    if (!(cause instanceof ClaimError)) throw cause;
    throw new InputError(`--budget '${text}', column ${cause.at + 1}: ${cause.message}`, { cause });
  }
}

/** A plain scenario is taken for a study of one run for each policy; what it claims is read by the rules of plain ones. */
async function read(scenario: string): Promise<Study> {
  if (isStudy(openScenario(scenario).value)) return loadStudy(scenario);
  const experiment = await loadScenario(scenario);
  return { ...(await loadStudy(scenario)), experiment };
}

/** An option that changes nothing is not accepted. */
function refuseNeedless({ choices }: CheckRequest, inputs: readonly CheckInput[]): void {
  if (inputs.some(({ study }) => isStudy(study.scenario.value))) return;
  const [found] = Object.entries(choices).find(([, value]) => value !== undefined) ?? [];
  if (found !== undefined)
    throw new InputError(`--${found} needs a scenario with replications or axes; see docs/experiments.md`);
}

/** Does the runs of a scenario; those of a study as `run` does them, so that what it has kept is not done again. */
function doRuns(study: Study, { choices }: CheckRequest, terminal: Terminal): Promise<DoneRuns | undefined> {
  const { scenario, experiment } = study;
  if (isStudy(scenario.value)) return withRuns(choices, terminal, (hooks) => studyRuns(study, hooks));
  return watched(terminal, (progress) =>
    comparisonRuns(experiment, {
      signal: terminal.signal,
      reading: reading(progress, scenario.path),
      loaded: ({ jobs }) => progress.begin(jobs.length, experiment.policies.length),
      starting: ({ label }) => progress.starting(label),
      progress: (_policy, ended) => progress.show(ended),
      policyOutput: (_policy, text) => terminal.err(text),
    }),
  );
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
    terminal.out(`${JSON.stringify(checkJson(checks, file, version()), null, 2)}\n`);
    return;
  }
  const form = { columns: terminal.columns, colors: styles(terminal) };
  const ending = update ? updateSummary(checks, file) : summary(checks, file);
  if (!(terminal.quiet && (update || allPassed(checks)))) terminal.out(checkText(checks, ending, version(), form));
  if (annotations !== undefined) terminal.out(checkAnnotations(checks, version()));
}

import { dirname } from 'node:path';
import { InputError } from '../../model/errors.ts';
import type { WorkloadSource } from '../experiment.ts';
import { problemsOf } from '../issues.ts';
import { type OpenScenario, openScenario } from '../open-scenario.ts';
import { sizesOf } from '../plan/sizes.ts';
import type { Path, Problem } from '../problem.ts';
import { Problems } from '../problems.ts';
import { experimentOf } from '../read-experiment.ts';
import { refusal } from '../refusal.ts';
import { rightPart } from '../right-part.ts';
import { planPolicies } from '../scenario-policies.ts';
import type { LookOutside } from '../trace-file.ts';
import { traceProblems } from '../trace-file.ts';
import type { AmountText } from './amount.ts';
import { firstValue } from './axes.ts';
import { type Drawn, drawAxes } from './draw-axes.ts';
import { type AxisForm, type PlanForm, type StudyForm, studyForm, targetsIn } from './form.ts';
import { comparisonOf, cutOf, replicationsOf } from './from-form.ts';
import { claimAxes } from './pinned.ts';
import { areNested, experimentAt, partOf, pointScenario } from './point.ts';
import type { Axis, Planned, Study } from './study.ts';
import { studyProblems } from './study-problems.ts';
import { parsePath } from './value-path.ts';

/**
 * Reads a scenario file as a study; one that has no key of a study is one of a single run for each policy.
 * @throws InputError if the file cannot be read
 * @throws ScenarioError with everything that is wrong in it, one `file:line:column path: ...` line each
 */
export const loadStudy = (path: string): Promise<Study> => studyOf(openScenario(path), traceProblems);

/**
 * Reads what makes a scenario a study, and the plain comparison at its first point. What is wrong in one part of it keeps
 * no other from being looked at.
 * @throws ScenarioError with everything that is wrong in any
 */
export async function studyOf(scenario: OpenScenario, look: LookOutside): Promise<Study> {
  const problems = new Problems();
  const form = formOf(scenario, problems);
  const drawnAxes = await problems.from(() => drawn(scenario, form));
  const planned = form.plan && (await problems.from(() => plannedOf(scenario, form.plan!)));
  const start = await startOf(scenario, form, drawnAxes, problems);
  const experiment = await problems.from(
    () =>
      experimentOf(start.scenario, look, {
        ...partOf(scenario),
        ...(drawnAxes !== undefined &&
          start.lost.length === 0 && { axes: claimAxes(drawnAxes.axes, form.sample !== undefined) }),
        targets: targetsIn(scenario.value),
      }),
    ({ path }) => path.length === 0 || !start.lost.some((lost) => areNested(path, lost)),
  );
  const comparison = experiment && comparisonOf(form.compare, experiment);
  problems.add(
    studyProblems({
      ...{ form, experiment, planned, axes: start.axes, kind: kindOf(scenario.value) },
      labels: experiment?.policies.map(({ label }) => label) ?? (await labelsIn(start.scenario)),
      pairs: comparison?.pairs ?? [],
      points: drawnAxes?.points.length,
      hasAxes: axesIn(scenario) !== undefined,
    }),
  );
  if (planned !== undefined && axesIn(scenario) === undefined)
    await checkPlanAxis(scenario, planned.axis, { look, problems });
  if (drawnAxes === undefined || experiment === undefined || comparison === undefined || problems.all.length > 0)
    throw scenario.error(problems.all);
  return {
    scenario,
    experiment,
    axes: drawnAxes.axes,
    sampled: form.sample !== undefined,
    points: drawnAxes.points,
    replications: replicationsOf(form.replications),
    truncation: { warmup: cutOf(form.truncate?.warmup), cooldown: cutOf(form.truncate?.cooldown) },
    comparison,
    ...(planned !== undefined && { plan: planned }),
  };
}

/** The keys of a study as far as they are right; what is wrong with the others is gathered. */
function formOf({ value }: OpenScenario, problems: Problems): StudyForm {
  const parsed = studyForm.safeParse(value);
  if (parsed.success) return parsed.data;
  problems.add(problemsOf(parsed.error, studyForm, value));
  return rightPart(studyForm, value) ?? {};
}

/** The scenario as it is at the first point, as far as axes can be followed. */
interface Start {
  readonly scenario: OpenScenario;
  readonly axes: readonly Axis[];
  /** Where axes would put values that cannot: what stands there now says nothing. */
  readonly lost: readonly Path[];
}

async function startOf(
  scenario: OpenScenario,
  { axes: form = {} }: StudyForm,
  drawnAxes: Drawn | undefined,
  problems: Problems,
): Promise<Start> {
  const axes = drawnAxes?.axes ?? begun(form);
  const values = drawnAxes === undefined ? axes.map((axis) => axis.values[0]) : drawnAxes.points[0]!.values;
  const [kept, given]: [Axis[], unknown[]] = [[], []];
  let first = pointScenario(scenario, [], { values: [] });
  for (const [i, axis] of axes.entries()) {
    const next = { values: [...given, values[i]] };
    const made = await problems.from(() => pointScenario(scenario, [...kept, axis], next));
    if (made === undefined) continue;
    first = made;
    kept.push(axis);
    given.push(values[i]);
  }
  const paths = Object.keys(axesIn(scenario) ?? {});
  const lost = paths.filter((path) => !kept.some((axis) => axis.path === path) && isPath(path));
  return { scenario: first, axes, lost: lost.map(parsePath) };
}

/** The axes as they are written, whatever may be wrong with them. */
const axesIn = ({ value }: OpenScenario): object | undefined => (value as { readonly axes?: object }).axes;

/** Of axes of which not all can be drawn each with its first value. */
const begun = (form: Readonly<Record<string, AxisForm>>): Axis[] =>
  Object.entries(form).flatMap(([path, values]) =>
    isPath(path) ? [{ path, steps: parsePath(path), values: [firstValue(values)] }] : [],
  );

const isPath = (text: string): boolean => refusal(() => parsePath(text)) === undefined;

/** The labels of the policies; undefined unless all of them are right. */
async function labelsIn({ value, path }: OpenScenario): Promise<string[] | undefined> {
  const planned = await planPolicies(value, dirname(path));
  return planned.problems.length > 0 ? undefined : planned.policies.map(({ label }) => label);
}

const KINDS = ['trace', 'jobs', 'lublin', 'poisson'] as const satisfies readonly WorkloadSource['kind'][];

/** Where the jobs come from, whatever may be wrong with that. */
function kindOf(value: unknown): WorkloadSource['kind'] | undefined {
  const { workload } = value as { readonly workload?: unknown };
  return typeof workload === 'object' && workload !== null ? KINDS.find((kind) => kind in workload) : undefined;
}

/**
 * A plan whose axis leads nowhere, or to what cannot have such values, is told before anything is simulated, by trying
 * the largest size, the smallest, and the next one, which is between two whole numbers if any is.
 */
async function checkPlanAxis(
  scenario: OpenScenario,
  axis: Axis,
  { look, problems }: { readonly look: LookOutside; readonly problems: Problems },
): Promise<void> {
  const told = problems.all;
  const isNew = ({ message }: Problem): boolean => !told.some((one) => message.endsWith(`: ${one.message}`));
  for (const value of new Set([axis.values.at(-1), axis.values[0], axis.values[1]])) {
    const values = [value];
    if ((await problems.from(() => experimentAt({ scenario, axes: [axis] }, { values }, look), isNew)) === undefined)
      return;
  }
}

/** What the axes say about places in the scenario is told where they stand. */
function drawn(scenario: OpenScenario, { axes = {}, sample }: StudyForm): Drawn {
  const { seed } = scenario.value as { readonly seed?: string | number };
  if (sample !== undefined && seed === undefined)
    throw scenario.error([{ path: ['seed'], message: 'is missing: the sample is drawn from it' }]);
  const draw = (form: typeof axes): Drawn =>
    drawAxes(form, sample === undefined ? undefined : { count: sample.lhs, seed: seed! });
  try {
    return draw(axes);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    // Each by itself tells which are wrong; if none is, it is what they make together.
    const alone = Object.entries(axes).flatMap(([path, form]): Problem[] => {
      const message = refusal(() => draw({ [path]: form }));
      return message === undefined ? [] : [{ path: ['axes', path], message, atKey: true }];
    });
    throw scenario.error(alone.length > 0 ? alone : [{ path: ['axes'], message: cause.message }]);
  }
}

/** A plan with its sizes, of a form that has some. */
function plannedOf(scenario: OpenScenario, form: PlanForm): Planned {
  const message = refusal(() => parsePath(form.axis));
  if (message !== undefined) throw scenario.error([{ path: ['plan', 'axis'], message }]);
  const values = sizesOf(form) as readonly AmountText[];
  return { form, axis: { path: form.axis, steps: parsePath(form.axis), values } };
}

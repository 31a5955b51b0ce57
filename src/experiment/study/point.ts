import { InputError } from '../../model/errors.ts';
import type { Experiment } from '../experiment.ts';
import type { OpenScenario } from '../open-scenario.ts';
import type { Path, Problem } from '../problem.ts';
import { type AsPart, experimentOf } from '../read-experiment.ts';
import type { LookOutside } from '../trace-file.ts';
import { shown } from './axes.ts';
import { STUDY_KEYS, type StudyForm } from './form.ts';
import type { Axis, Point, Replications, Study } from './study.ts';
import { replaced } from './value-path.ts';

/** The scenario of the plain comparison at a point: its own values in the place of the axes', and no key of a study. */
export function pointScenario(
  scenario: OpenScenario,
  axes: readonly Axis[],
  { values }: Pick<Point, 'values'>,
): OpenScenario {
  let value = withoutStudy(scenario.value);
  const places: Path[] = [];
  for (const [i, { path, steps }] of axes.entries()) {
    try {
      const step = replaced(value, steps, values[i]);
      value = step.value;
      places.push(step.path);
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw scenario.error([{ path: placeOf(path, scenario), message: cause.message, atKey: true }]);
    }
  }
  const error = (problems: readonly Problem[]): ReturnType<OpenScenario['error']> =>
    scenario.error(problems.map((problem) => relocated(problem, places, { axes, values, scenario })));
  return { ...scenario, value, error };
}

/** Where an axis stands; the one of a plan has no values of its own. */
const placeOf = (path: string, { value }: OpenScenario): Path =>
  typeof value === 'object' && value !== null && 'axes' in value ? ['axes', path] : ['plan', 'axis'];

function withoutStudy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const keys: readonly string[] = STUDY_KEYS;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** What is wrong with a value that an axis has put in is wrong on the axis: there the user finds it. */
function relocated(
  problem: Problem,
  places: readonly Path[],
  {
    axes,
    values,
    scenario,
  }: { readonly axes: readonly Axis[]; readonly scenario: OpenScenario } & Pick<Point, 'values'>,
): Problem {
  const at = places.findIndex((place) => areNested(problem.path, place));
  const axis = axes[at];
  if (axis === undefined || problem.path.length === 0) return problem;
  const inner = problem.path.slice(places[at]!.length).join('.');
  const whole = needsWhole(problem, axis.path, scenario) ? '; say whole: true' : '';
  return {
    path: placeOf(axis.path, scenario),
    message: `with ${JSON.stringify(shown(axis, values[at]))}${inner === '' ? '' : `, at ${inner}`}: ${problem.message}${whole}`,
  };
}

/** Whether a range gives numbers between those that the place may have. */
function needsWhole({ message }: Problem, path: string, { value }: OpenScenario): boolean {
  const range = (value as StudyForm).axes?.[path];
  return message.startsWith('expected a whole number') && range !== undefined && 'from' in range;
}

/** Whether one of two places is within the other. */
export const areNested = (one: Path, other: Path): boolean => startsWith(one, other) || startsWith(other, one);

const startsWith = (path: Path, beginning: Path): boolean =>
  beginning.every((part, i) => String(path[i]) === String(part));

/** The seed of a replication. The first one is the plain comparison, so that it can be looked at job by job. */
const replicationSeed = (seed: string | number, replication: number): string | number =>
  replication === 0 ? seed : `${seed}/${replication}`;

/** An experiment as it is in one of its replications. */
export function inReplication(
  experiment: Experiment,
  { by }: Pick<Replications, 'by'>,
  replication: number,
): Experiment {
  const { seed } = experiment;
  if (by === 'none' || seed === undefined) return experiment;
  const own = { ...experiment, seed: replicationSeed(seed, replication) };
  return typeof by === 'string' ? own : { ...own, replicate: { how: by, seed: `${seed}/${replication}` } };
}

/** What the comparison at any point of a study has from the study. */
export const partOf = ({ value }: Pick<OpenScenario, 'value'>): AsPart => {
  const { replications, sample, compare } = value as StudyForm;
  return { study: true, draws: replications !== undefined || sample !== undefined, to: compare?.to };
};

/**
 * The experiment at a point of a study.
 * @throws ScenarioError for values of axes that no scenario may have
 */
export const experimentAt = async (
  { scenario, axes }: Pick<Study, 'scenario' | 'axes'>,
  point: Pick<Point, 'values'>,
  look: LookOutside = () => [],
): Promise<Experiment> => experimentOf(pointScenario(scenario, axes, point), look, partOf(scenario));

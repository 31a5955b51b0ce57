import { InputError } from '../../model/errors.ts';
import { canonical } from '../digest.ts';
import { workloadName } from '../load.ts';
import { isStudy } from '../study/form.ts';
import type { Study } from '../study/study.ts';
import {
  type BaselineRun,
  isSameSchedule,
  type PointValues,
  runKey,
  type ScenarioBaseline,
  workloadKey,
} from './baseline.ts';
import type { Budget } from './budget.ts';
import type { DoneRuns } from './done-runs.ts';
import { differingParts, studySetting } from './fingerprint.ts';
import { allBudgets, budgetOnUnkept, keptRuns, type PlacedRun, withActs } from './kept-runs.ts';
import { hasMoved, type JudgedMove, movesOf } from './moves.ts';
import { type CheckParting, partingOf } from './parting.ts';

/** A scenario's runs against those of its baseline. */
export interface ScenarioCheck {
  /** The scenario's file. */
  readonly scenario: string;
  /** Whether it draws replications, by their number. */
  readonly replicated: boolean;
  /** The version that made the baseline, where it is another one than this. */
  readonly otherVersion: string | undefined;
  /** By point and policy, in the order of the scenario. */
  readonly policies: readonly PolicyCheck[];
  /** What the baseline has and the scenario no longer has. */
  readonly removed: Removed;
  /** The runs of now, as the next baseline keeps them, where it is to be made anew. */
  readonly next: ScenarioBaseline | undefined;
}

export interface Removed {
  readonly labels: readonly string[];
  readonly points: readonly PointValues[];
  readonly replications: readonly number[];
}

/** The runs of one policy at one point, in all replications, against those of the baseline. */
export interface PolicyCheck {
  readonly at: PointValues;
  readonly label: string;
  /** How many runs it has now. */
  readonly runs: number;
  /** The first run that is not as it was, else the first of all; undefined in the baseline for one that it does not have. */
  readonly now: BaselineRun;
  readonly was: BaselineRun | undefined;
  /** Replications, from 1, that the baseline does not have. */
  readonly added: readonly number[];
  /** Replications that the baseline has as well, with another schedule. */
  readonly rescheduled: readonly number[];
  /** Those with another schedule or other figures. */
  readonly different: readonly number[];
  /** Metrics whose means, over the replications that both have, are not what they were. */
  readonly moved: readonly JudgedMove[];
  /** Undefined where no schedule has changed. */
  readonly parting: CheckParting | undefined;
  /** Whether nothing has changed, or only what budgets allow. */
  readonly passed: boolean;
}

/** What a check takes. */
export interface CheckInput {
  /** Of a plain scenario the one of a single run for each policy. */
  readonly study: Study;
  /** What the runs are held against; undefined where there is nothing yet, which only an update may meet. */
  readonly baseline: ScenarioBaseline | undefined;
  /** The file of the baseline, as messages call it. */
  readonly file: string;
  /** Of this program. */
  readonly version: string;
  /** Those of the command line; they come after the scenario's own. */
  readonly budgets: readonly Budget[];
  /** Whether the baseline will be made anew, so that one of another scenario or of other jobs is none rather than wrong. */
  readonly update: boolean;
}

/**
 * What can be known of a baseline before anything is simulated.
 * @returns the input with the baseline that its runs can be held against, none if an update is to replace it
 * @throws InputError for a baseline of another scenario, and for a budget on a metric that it does not keep
 */
export async function fitting(input: CheckInput): Promise<CheckInput> {
  const { study, baseline, update, file } = input;
  if (baseline === undefined) return input;
  const problem = await otherScenario(study, baseline);
  if (problem !== undefined) return without(input, problem);
  const budgets = allBudgets(study.experiment, input.budgets);
  const lacking = isStudy(study.scenario.value) ? budgetOnUnkept(budgets, baseline.runs[0]!) : undefined;
  if (lacking === undefined || update) return input;
  throw new InputError(
    `${file}: keeps no ${lacking.metric} of ${study.scenario.path}, which '${lacking.text}' is about; --update keeps it`,
  );
}

function without(input: CheckInput, problem: string): CheckInput {
  if (!input.update) throw new InputError(`${input.file}: ${problem}; --update makes it again`);
  return { ...input, baseline: undefined };
}

/**
 * Holds the runs of a scenario against those of its baseline.
 * @param fits what `fitting` gave
 * @throws InputError for a baseline of other jobs; an error named AbortError if the signal fired
 */
export async function checkScenario(fits: CheckInput, done: DoneRuns, signal?: AbortSignal): Promise<ScenarioCheck> {
  const { study, version } = fits;
  const budgets = allBudgets(study.experiment, fits.budgets);
  const runs = keptRuns(study, done, budgets);
  const problem = fits.baseline && otherJobs(study, version, fits.baseline, runs);
  const { baseline, update } = problem === undefined ? fits : without(fits, problem);
  const known = new Map(baseline?.runs.map((run) => [runKey(run), run]));
  const policies: PolicyCheck[] = [];
  for (const group of byPolicy(runs)) policies.push(await checkPolicy(group, { known, budgets, done, signal }));
  return {
    scenario: study.scenario.path,
    replicated: study.replications.by !== 'none',
    otherVersion: baseline === undefined || baseline.version === version ? undefined : baseline.version,
    policies,
    removed: removedSince(baseline?.runs ?? [], runs),
    next: update
      ? { version, setting: await studySetting(study, runs[0]!.run.at), runs: await withActs(runs, done) }
      : undefined,
  };
}

async function otherScenario(study: Study, { setting, runs }: ScenarioBaseline): Promise<string | undefined> {
  const { path } = study.scenario;
  let now: Awaited<ReturnType<typeof studySetting>>;
  try {
    now = await studySetting(study, runs[0]!.at);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return `is of another scenario: ${path} can have no point such as its first, ${JSON.stringify(runs[0]!.at)}`;
  }
  const parts = differingParts(setting, now);
  if (parts.length === 0) return undefined;
  const are = parts.length === 1 ? 'is' : 'are';
  return `is of another scenario: ${parts.join(' and ')} of ${path} ${are} not what it was made with`;
}

function otherJobs(
  { experiment: { source, seed } }: Study,
  version: string,
  { runs: before, version: by }: ScenarioBaseline,
  runs: readonly PlacedRun[],
): string | undefined {
  const marks = new Map(before.map((run) => [workloadKey(run), run.jobs]));
  for (const { run } of runs) {
    const was = marks.get(workloadKey(run));
    const { jobs } = run;
    if (was === undefined || (was.count === jobs.count && was.digest === jobs.digest)) continue;
    const what = source.kind === 'trace' ? 'another trace' : 'other jobs';
    const counts = was.count === jobs.count ? 'are not the same' : `were ${was.count} and are ${jobs.count}`;
    const perhaps = by === version ? '' : `, or version ${by} read them otherwise`;
    return `is of ${what}: the jobs of ${workloadName(source, seed)} ${counts}${perhaps}`;
  }
  return undefined;
}

/** The replications of each policy at each point. */
function byPolicy(runs: readonly PlacedRun[]): Iterable<readonly PlacedRun[]> {
  const groups = new Map<string, PlacedRun[]>();
  for (const placed of runs) {
    const key = `${placed.place.point.index}/${placed.place.policy}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [placed]);
    else group.push(placed);
  }
  return groups.values();
}

interface Surroundings {
  /** The runs of the baseline. */
  readonly known: ReadonlyMap<string, BaselineRun>;
  readonly budgets: readonly Budget[];
  readonly done: DoneRuns;
  readonly signal: AbortSignal | undefined;
}

async function checkPolicy(
  group: readonly PlacedRun[],
  { known, budgets, done, signal }: Surroundings,
): Promise<PolicyCheck> {
  const { at, label } = group[0]!.run;
  const all = group.map(({ place, run: now }) => ({ place, now, was: known.get(runKey(now)) }));
  const pairs = all.flatMap(({ place, now, was }) => (was === undefined ? [] : [{ place, now, was }]));
  const changed = pairs.filter(({ now, was }) => !isSameSchedule(now, was));
  const different = pairs.filter((pair) => changed.includes(pair) || hasMoved(pair));
  const added = all.filter(({ was }) => was === undefined);
  const shown = different[0] ?? pairs[0] ?? all[0]!;
  const moved = movesOf(pairs, label, budgets);
  const mayChange = budgets.some(({ policy }) => policy === undefined || policy === label);
  const numbers = (runs: readonly { readonly now: BaselineRun }[]): number[] => runs.map(({ now }) => now.replication);
  return {
    at,
    label,
    runs: group.length,
    now: shown.now,
    was: shown.was,
    added: numbers(added),
    rescheduled: numbers(changed),
    different: numbers(different),
    moved,
    parting: changed.length === 0 ? undefined : await partingOf(changed, done, signal),
    passed: added.length === 0 && moved.every(({ within }) => within) && (changed.length === 0 || mayChange),
  };
}

function removedSince(before: readonly BaselineRun[], runs: readonly PlacedRun[]): Removed {
  const gone = <T>(of: (run: BaselineRun) => T): T[] => {
    const now = new Set(runs.map(({ run }) => canonical(of(run))));
    const then = new Map(before.map((run) => [canonical(of(run)), of(run)]));
    return [...then].filter(([key]) => !now.has(key)).map(([, value]) => value);
  };
  return {
    labels: gone(({ label }) => label),
    points: gone(({ at }) => at),
    replications: gone(({ replication }) => replication),
  };
}

import { metricsOf } from '../../metrics/index.ts';
import { InputError } from '../../model/errors.ts';
import type { Workload } from '../../model/workload.ts';
import { type DiffSide, sideOf } from '../diff.ts';
import type { Experiment, PlannedPolicy, PolicyRun } from '../experiment.ts';
import { actsOf, partingOfActs } from '../parting.ts';
import { type RunHooks, runExperiment } from '../run.ts';
import { type BaselineRun, baselineOf, type ScenarioBaseline } from './baseline.ts';
import type { Budget } from './budget.ts';
import { differingParts, jobsDigest, settingOf } from './fingerprint.ts';
import { type Judgement, judge, type Move } from './judge.ts';

/** A scenario's runs against those of its baseline. */
export interface ScenarioCheck {
  /** The scenario's file. */
  readonly scenario: string;
  readonly workload: Workload;
  /** The version that made the baseline, where it is another one than this. */
  readonly otherVersion: string | undefined;
  readonly runs: readonly RunCheck[];
  /** Labels of the baseline's policies that the scenario no longer has. */
  readonly removed: readonly string[];
  /** The runs of now, as the next baseline keeps them. */
  readonly next: ScenarioBaseline;
}

/** One policy's run against that of its baseline. */
export interface RunCheck {
  readonly label: string;
  readonly now: BaselineRun;
  /** Undefined for a policy that the baseline does not have. */
  readonly was: BaselineRun | undefined;
  readonly sameSchedule: boolean;
  /** Metrics whose figures are not what they were. */
  readonly moved: readonly JudgedMove[];
  /** Undefined where every job starts and is preempted as it was. */
  readonly parting: NowParting | undefined;
  /** Whether nothing has changed, or only what budgets allow. */
  readonly passed: boolean;
}

export interface JudgedMove extends Move, Judgement {
  readonly unit: string;
}

/** The first moment at which a run does not do what its baseline did, and what it does then, with its reasons. */
export interface NowParting {
  readonly time: number;
  readonly now: DiffSide;
}

/** What a check takes. */
export interface CheckInput {
  /** The scenario's file, as messages call it. */
  readonly scenario: string;
  readonly experiment: Experiment;
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
 * Runs a scenario and holds its runs against a baseline; a policy whose schedule has changed is simulated once more, to
 * record why it does what it does where it parts from its baseline.
 * @throws InputError for a baseline of another scenario or of other jobs, and as `runExperiment` does; an error named
 *   AbortError if the signal fired
 */
export async function checkScenario(input: CheckInput, hooks: RunHooks = {}): Promise<ScenarioCheck> {
  const { scenario, experiment, version, update } = input;
  let { baseline } = input;
  const mustBe = (problem: string | undefined): void => {
    if (problem === undefined) return;
    if (!update) throw new InputError(`${input.file}: ${problem}; --update makes it again`);
    baseline = undefined;
  };
  mustBe(baseline && otherScenario(input, baseline));
  const { workload, runs } = await runExperiment(experiment, {
    ...hooks,
    loaded(loaded) {
      mustBe(baseline && otherJobs(input, baseline, loaded));
      hooks.loaded?.(loaded);
    },
  });
  hooks.signal?.throwIfAborted();
  const next = baselineOf(experiment, workload, runs, version);
  const checked: RunCheck[] = [];
  for (const [i, run] of runs.entries()) {
    const was = baseline?.runs.find(({ label }) => label === run.label);
    checked.push(await checkRun(run, next.runs[i]!, was, { input, workload, policy: experiment.policies[i]!, hooks }));
  }
  const labels = runs.map(({ label }) => label);
  return {
    scenario,
    workload,
    otherVersion: baseline === undefined || baseline.version === version ? undefined : baseline.version,
    runs: checked,
    removed: (baseline?.runs ?? []).map(({ label }) => label).filter((label) => !labels.includes(label)),
    next,
  };
}

function otherScenario({ scenario, experiment }: CheckInput, { setting }: ScenarioBaseline): string | undefined {
  const parts = differingParts(setting, settingOf(experiment));
  if (parts.length === 0) return undefined;
  const are = parts.length === 1 ? 'is' : 'are';
  return `is of another scenario: ${parts.join(' and ')} of ${scenario} ${are} not what it was made with`;
}

function otherJobs(
  input: CheckInput,
  { jobs: before, version: by }: ScenarioBaseline,
  loaded: Workload,
): string | undefined {
  const { name, jobs } = loaded;
  if (before.count === jobs.length && before.digest === jobsDigest(jobs)) return undefined;
  const what = input.experiment.source.kind === 'trace' ? 'another trace' : 'other jobs';
  const counts = before.count === jobs.length ? 'are not the same' : `were ${before.count} and are ${jobs.length}`;
  const perhaps = by === input.version ? '' : `, or version ${by} read them otherwise`;
  return `is of ${what}: the jobs of ${name} ${counts}${perhaps}`;
}

interface Surroundings {
  readonly input: CheckInput;
  readonly workload: Workload;
  readonly policy: PlannedPolicy;
  readonly hooks: RunHooks;
}

async function checkRun(
  { label, run }: PolicyRun,
  now: BaselineRun,
  was: BaselineRun | undefined,
  around: Surroundings,
): Promise<RunCheck> {
  const none = { label, now, was, moved: [], parting: undefined };
  if (was === undefined) return { ...none, sameSchedule: false, passed: false };
  const { experiment, budgets: more } = around.input;
  const budgets = [...(experiment.budgets ?? []), ...more];
  const moved = metricsOf(run).flatMap(({ name, better, unit }): JudgedMove[] => {
    const [before, after] = [was.metrics[name], now.metrics[name]!];
    // A metric that the baseline's version did not know yet has not moved.
    if (before === undefined || before === after) return [];
    const move = { metric: name, better, was: before, now: after };
    return [{ ...move, unit, ...judge(move, label, budgets) }];
  });
  // The hash knows when jobs run, not where: on nodes what was done is compared itself.
  const sameSchedule =
    was.hash === now.hash && (run.centre === undefined || partingOfActs(was.acts(), actsOf(run)) === undefined);
  const mayChange = budgets.some(({ policy }) => policy === undefined || policy === label);
  return {
    ...none,
    sameSchedule,
    moved,
    parting: sameSchedule ? undefined : await partingOf(run, was, around),
    passed: moved.every(({ within }) => within) && (sameSchedule || mayChange),
  };
}

async function partingOf(
  run: PolicyRun['run'],
  was: BaselineRun,
  { input: { experiment }, workload, policy, hooks }: Surroundings,
): Promise<NowParting | undefined> {
  const { jobs, procs, centre } = workload;
  const parting = partingOfActs(was.acts(), actsOf(run));
  if (parting === undefined) return undefined;
  const { successors, options, seed } = experiment;
  const replay = { jobs, procs, centre, seed, policy, successors, options, hash: run.hash };
  return { time: parting.time, now: await sideOf(replay, parting, parting.b, hooks.signal) };
}

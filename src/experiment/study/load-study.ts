import { MAIN_METRICS, NAMED_METRICS } from '../../metrics/index.ts';
import { InputError } from '../../model/errors.ts';
import { suggestion } from '../../model/nearest.ts';
import { toSeconds } from '../../model/time.ts';
import type { ReplicationModel } from '../../workload/replicate.ts';
import { milliseconds, percent } from '../centre/amounts.ts';
import type { Experiment } from '../experiment.ts';
import { faultsDraw } from '../failures/draws.ts';
import { problemsOf } from '../issues.ts';
import { type OpenScenario, openScenario } from '../open-scenario.ts';
import { sizesOf } from '../plan/sizes.ts';
import type { Problem } from '../problem.ts';
import { experimentOf } from '../read-experiment.ts';
import { refusal } from '../refusal.ts';
import type { LookOutside } from '../trace-file.ts';
import { traceProblems } from '../trace-file.ts';
import type { AmountText } from './amount.ts';
import { comparedIn } from './compared.ts';
import { type Drawn, drawAxes } from './draw-axes.ts';
import {
  type CompareForm,
  type CutForm,
  MOST_REPLICATIONS,
  type PlanForm,
  type ReplicationsForm,
  STUDY_KEYS,
  type StudyForm,
  studyForm,
  type TruncateForm,
} from './form.ts';
import { claimAxes } from './pinned.ts';
import { experimentAt, partOf, pointScenario } from './point.ts';
import type { Axis, Comparison, Cut, Planned, Replications, Study } from './study.ts';
import { parsePath } from './value-path.ts';

/**
 * Reads a scenario file as a study; one that has no key of a study is one of a single run for each policy.
 * @throws InputError if the file cannot be read
 * @throws ScenarioError with everything that is wrong in it, one `file:line:column path: ...` line each
 */
export const loadStudy = (path: string): Promise<Study> => studyOf(openScenario(path), traceProblems);

/**
 * Reads what makes a scenario a study, and the plain comparison at its first point.
 * @throws ScenarioError with everything that is wrong in either
 */
export async function studyOf(scenario: OpenScenario, look: LookOutside): Promise<Study> {
  const parsed = studyForm.safeParse(scenario.value);
  if (!parsed.success) throw scenario.error(problemsOf(parsed.error, studyForm, scenario.value));
  const form = parsed.data;
  const { axes, points } = drawn(scenario, form);
  const planned = form.plan && plannedOf(scenario, form.plan);
  const first = pointScenario(scenario, axes, points[0]!);
  const replications = replicationsOf(form.replications);
  const experiment = await experimentOf(first, look, {
    ...partOf(scenario),
    axes: claimAxes(axes, form.sample !== undefined),
    targets: form.plan?.targets ?? [],
  });
  const comparison = comparisonOf(form.compare, experiment);
  const problems = [
    ...replicationProblems(form, replications, experiment),
    ...sizeProblems(form, points.length * experiment.policies.length),
    ...comparisonProblems(form.compare, comparison, experiment),
    ...truncationProblems(form.truncate),
    ...axisProblems(axes, planned?.axis.steps),
    ...(form.plan !== undefined && form.axes !== undefined
      ? [{ path: ['axes'], message: 'cannot be given beside plan, which varies its own axis', atKey: true }]
      : []),
    ...(form.sample !== undefined && form.axes === undefined
      ? [{ path: ['sample'], message: 'needs axes, of which it is a sample', atKey: true }]
      : []),
  ];
  if (problems.length > 0) throw scenario.error(problems);
  if (planned !== undefined) await checkPlanAxis(scenario, planned.axis, look);
  return {
    scenario,
    experiment,
    axes,
    sampled: form.sample !== undefined,
    points,
    replications,
    truncation: { warmup: cutOf(form.truncate?.warmup), cooldown: cutOf(form.truncate?.cooldown) },
    comparison,
    ...(planned !== undefined && { plan: planned }),
  };
}

/**
 * A plan whose axis leads nowhere, or to what cannot have such values, is told before anything is simulated, by trying
 * the largest size, the smallest, and the next one, which is between two whole numbers if any is.
 * @throws ScenarioError
 */
async function checkPlanAxis(scenario: OpenScenario, axis: Axis, look: LookOutside): Promise<void> {
  const { values } = axis;
  for (const value of new Set([values.at(-1), values[0], values[1]])) {
    await experimentAt({ scenario, axes: [axis] }, { values: [value] }, look);
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

/** Replications are added up to so many times their number. */
const MOST_TIMES = 20;

function replicationsOf(form: ReplicationsForm | undefined): Replications {
  if (form === undefined) return { count: 1, most: 1, by: 'none' };
  const { count, by = 'seeds', within, runs, weeks, load } = typeof form === 'number' ? { count: form } : form;
  const most = (typeof form === 'number' ? undefined : form.most) ?? Math.min(MOST_TIMES * count, MOST_REPLICATIONS);
  if (by === 'seeds') return { count, most, by };
  const how: ReplicationModel =
    by === 'shake'
      ? {
          by,
          ...(within !== undefined && { seconds: Math.ceil(toSeconds(milliseconds(within))) }),
          ...(runs !== undefined && { runs: percent(runs) / 100 }),
        }
      : { by, ...(weeks !== undefined && { weeks }), ...(load !== undefined && { load }) };
  return { count, most, by: how };
}

/** A way of replicating that changes nothing would give many equal runs and intervals of no width. */
function replicationProblems(
  { replications: form }: StudyForm,
  { by }: Replications,
  { source, policies, centre }: Experiment,
): Problem[] {
  if (form === undefined) return [];
  const at = { path: typeof form === 'object' && form.by !== undefined ? ['replications', 'by'] : ['replications'] };
  const given = typeof form === 'object' ? form : undefined;
  const problems: Problem[] = [];
  const needless = (key: 'within' | 'runs' | 'weeks' | 'load', wanted: string): void => {
    if (given?.[key] !== undefined && given.by !== wanted)
      problems.push({ path: ['replications', key], message: `is of no use without by: ${wanted}`, atKey: true });
  };
  if (given?.most !== undefined && given.most < given.count)
    problems.push({ path: ['replications', 'most'], message: 'must be at least count' });
  needless('within', 'shake');
  needless('runs', 'shake');
  needless('weeks', 'users');
  needless('load', 'users');
  const asks = centre?.form.asks;
  const drawsAnyway =
    (centre !== undefined && faultsDraw(centre.form)) ||
    asks?.some(({ share }) => share !== undefined) ||
    policies.some(({ draws }) => draws);
  if (by === 'seeds' && (source.kind === 'trace' || source.kind === 'jobs') && !drawsAnyway) {
    const how = source.kind === 'trace' ? '; say by: users or by: shake' : '';
    problems.push({ ...at, message: `nothing is drawn from seeds here, so all replications would be equal${how}` });
  }
  if (typeof by === 'object' && source.kind === 'jobs')
    problems.push({ ...at, message: 'listed jobs are no trace that could be sampled or shaken' });
  if (typeof by === 'object' && by.by === 'users' && source.kind !== 'jobs' && source.kind !== 'trace')
    problems.push({ ...at, message: 'a model has no users that could be sampled: it needs a trace; say by: seeds' });
  return problems;
}

/** More runs than a study is ever given; their records alone would fill the memory. */
const MOST_RUNS = 1_000_000;

/** @param each how many runs a replication takes: of all policies at all points */
function sizeProblems({ replications: form }: StudyForm, each: number): Problem[] {
  const told = (path: Problem['path'], replications: number): Problem[] => {
    const runs = replications * each;
    if (runs <= MOST_RUNS) return [];
    const makes = `${replications} x ${each} (points x policies) make ${runs} runs`;
    return [{ path, message: `${makes}; the most is ${MOST_RUNS}` }];
  };
  if (form === undefined) return told(['axes'], 1);
  if (typeof form === 'number') return told(['replications'], form);
  const tooMany = told(['replications', 'count'], form.count);
  return tooMany.length > 0 || form.most === undefined ? tooMany : told(['replications', 'most'], form.most);
}

function comparisonProblems(form: CompareForm | undefined, { pairs }: Comparison, { policies }: Experiment): Problem[] {
  const labels = policies.map(({ label }) => label);
  const { to, metrics = [], margin } = form ?? {};
  const known = NAMED_METRICS.map(({ name }) => name);
  const units = new Set(pairs.flatMap(({ metric }) => NAMED_METRICS.find(({ name }) => name === metric)?.unit ?? []));
  return [
    ...(typeof margin === 'number' && units.size > 1
      ? [
          {
            path: ['compare', 'margin'],
            message: `is an amount, and the compared metrics have different units (${[...units].join(', ')}); say a part such as 5%, or compare metrics of one unit`,
          },
        ]
      : []),
    ...(to !== undefined && !labels.includes(to)
      ? [{ path: ['compare', 'to'], message: `there is no policy '${to}'${suggestion(to, labels)}` }]
      : []),
    ...metrics.flatMap((name, i) =>
      known.includes(name)
        ? []
        : [{ path: ['compare', 'metrics', i], message: `unknown metric '${name}'${suggestion(name, known)}` }],
    ),
  ];
}

/** Nothing would be left to look at. */
function truncationProblems(form: TruncateForm | undefined): Problem[] {
  const cuts = [cutOf(form?.warmup), cutOf(form?.cooldown)];
  const shares = cuts.map((cut) => (typeof cut === 'object' && 'share' in cut ? cut.share : 0));
  if (shares[0]! + shares[1]! < 1) return [];
  return [{ path: ['truncate'], message: 'leaves no job: warmup and cooldown make 100 % or more', atKey: true }];
}

/** What is read before any point is looked at, so that an axis of it would be ignored. */
const NO_AXIS: readonly string[] = [...STUDY_KEYS, 'question', 'claims', 'budgets', 'metrics'];

function axisProblems(axes: readonly Axis[], plan: readonly string[] | undefined): Problem[] {
  const named = axes.map(({ path, steps }) => ({ path: ['axes', path], steps, atKey: true }));
  const all = plan === undefined ? named : [...named, { path: ['plan', 'axis'], steps: plan, atKey: false }];
  return all.flatMap(({ path, steps: [first = '', ...rest], atKey }) => {
    if (NO_AXIS.includes(first))
      return [{ path, message: `${first} is the same at every point; it cannot be an axis`, atKey }];
    if (first !== 'policies' || rest.length > 0) return [];
    return [{ path, message: 'every point has the same policies; vary one of them, such as policies[0].depth', atKey }];
  });
}

function comparisonOf(form: CompareForm | undefined, experiment: Experiment): Comparison {
  const { to = experiment.policies[0]!.label, margin, confidence = 0.95 } = form ?? {};
  const metrics = form?.metrics ?? experiment.metrics ?? MAIN_METRICS;
  return {
    to,
    metrics,
    pairs: comparedIn({ to, metrics }, experiment),
    margin: marginOf(margin),
    confidence: typeof confidence === 'string' ? percent(confidence) / 100 : confidence,
  };
}

function marginOf(form: CompareForm['margin']): Comparison['margin'] {
  if (form === undefined) return undefined;
  return typeof form === 'string' ? { share: percent(form) / 100 } : { amount: form };
}

function cutOf(form: CutForm | undefined): Cut | 'mser-5' {
  if (form === undefined || form === 'none') return { ms: 0 };
  if (form === 'mser-5') return form;
  if (typeof form === 'string' && form.includes('%')) return { share: percent(form) / 100 };
  return { ms: milliseconds(form) };
}

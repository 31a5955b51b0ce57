import { NAMED_METRICS } from '../../metrics/index.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Experiment, WorkloadSource } from '../experiment.ts';
import { faultsDraw } from '../failures/draws.ts';
import type { Problem } from '../problem.ts';
import { type CompareForm, STUDY_KEYS, type StudyForm, type TruncateForm } from './form.ts';
import { cutOf, replicationsOf } from './from-form.ts';
import type { Axis, Comparison, Planned } from './study.ts';

/** What is known of a study that may be wrong: undefined, or none, where it cannot be told. */
export interface Known {
  readonly form: StudyForm;
  readonly kind: WorkloadSource['kind'] | undefined;
  readonly experiment: Experiment | undefined;
  readonly labels: readonly string[] | undefined;
  readonly pairs: Comparison['pairs'];
  readonly axes: readonly Axis[];
  readonly points: number | undefined;
  readonly planned: Planned | undefined;
  /** Whether there are axes, right or wrong. */
  readonly hasAxes: boolean;
}

/** What is wrong between the keys of a study, and between these and the rest of the scenario. */
export const studyProblems = ({
  form,
  kind,
  experiment,
  labels,
  pairs,
  axes,
  points,
  planned,
  hasAxes,
}: Known): Problem[] => [
  ...replicationProblems(form, kind, experiment),
  ...(points === undefined || labels === undefined ? [] : sizeProblems(form, points * labels.length)),
  ...comparisonProblems(form.compare, pairs, labels),
  ...truncationProblems(form.truncate),
  ...axisProblems(axes, planned?.axis.steps),
  ...sampleProblems(form),
  ...(form.plan !== undefined && hasAxes
    ? [{ path: ['axes'], message: 'cannot be given beside plan, which varies its own axis', atKey: true }]
    : []),
  ...(form.sample !== undefined && !hasAxes
    ? [{ path: ['sample'], message: 'needs axes, of which it is a sample', atKey: true }]
    : []),
];

/** A way of replicating that changes nothing would give many equal runs and intervals of no width. */
function replicationProblems(
  { replications: form }: StudyForm,
  kind: WorkloadSource['kind'] | undefined,
  experiment: Experiment | undefined,
): Problem[] {
  if (form === undefined) return [];
  const { by } = replicationsOf(form);
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
  if (by === 'seeds' && experiment !== undefined && !draws(experiment)) {
    const how = kind === 'trace' ? '; say by: users or by: shake' : '';
    problems.push({ ...at, message: `nothing is drawn from seeds here, so all replications would be equal${how}` });
  }
  if (typeof by === 'object' && kind === 'jobs')
    problems.push({ ...at, message: 'listed jobs are no trace that could be sampled or shaken' });
  if (typeof by === 'object' && by.by === 'users' && (kind === 'lublin' || kind === 'poisson'))
    problems.push({ ...at, message: 'a model has no users that could be sampled: it needs a trace; say by: seeds' });
  return problems;
}

/** Whether something in an experiment comes out otherwise with another seed. */
function draws({ source, policies, centre }: Experiment): boolean {
  if (source.kind !== 'trace' && source.kind !== 'jobs') return true;
  if (policies.some((policy) => policy.draws)) return true;
  return (
    centre !== undefined &&
    (faultsDraw(centre.form) || centre.form.asks?.some(({ share }) => share !== undefined) === true)
  );
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

function comparisonProblems(
  form: CompareForm | undefined,
  pairs: Comparison['pairs'],
  labels: readonly string[] | undefined,
): Problem[] {
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
    ...(to !== undefined && labels?.includes(to) === false
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

/** How many values a range has says nothing where the sample says how many are drawn of it. */
const sampleProblems = ({ sample, axes = {} }: StudyForm): Problem[] =>
  sample === undefined
    ? []
    : Object.entries(axes).flatMap(([path, form]) =>
        (['steps', 'by'] as const)
          .filter((key) => key in form)
          .map((key) => ({
            path: ['axes', path, key],
            message: `is of no use beside sample, which draws ${sample.lhs} values of the range: leave out one of the two${key === 'by' ? ', or list the values that it is to draw from' : ''}`,
            atKey: true,
          })),
      );

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

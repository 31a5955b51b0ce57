import { basename } from 'node:path';
import type { Experiment, PlannedPolicy } from '../experiment/experiment.ts';
import { OPTION_VALUES, oneOf, resolveOptions } from '../experiment/options.ts';
import { checkPolicies, planPolicy } from '../experiment/policies.ts';
import { type Amount, amountOf } from '../experiment/study/amount.ts';
import { shown } from '../experiment/study/axes.ts';
import { shortened } from '../experiment/study/short-values.ts';
import type { Axis } from '../experiment/study/study.ts';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { PolicySpec } from '../registry.ts';
import { wholeNumber } from './numbers.ts';

/** The options that stand for what a scenario file would say. */
export interface TraceOptions {
  readonly trace?: string | undefined;
  readonly procs?: string | undefined;
  readonly policy?: readonly string[] | undefined;
  readonly 'policy-command'?: readonly string[] | undefined;
  readonly 'policy-timeout'?: string | undefined;
  readonly profile?: string | undefined;
  readonly pass?: string | undefined;
  readonly order?: string | undefined;
  readonly overrun?: string | undefined;
  readonly estimate?: string | undefined;
}

const TRACE_OPTIONS = [
  ...(['trace', 'procs', 'policy', 'policy-command', 'policy-timeout', 'profile', 'pass', 'order'] as const),
  ...(['overrun', 'estimate'] as const),
];

/** One comparison of a scenario that asks for many. */
export interface SingleChoice {
  /** Values of axes, such as `cluster.procs=128`. */
  readonly at?: readonly string[] | undefined;
  readonly replication?: string | undefined;
}

/**
 * The comparison at one point of a study and in one of its replications, to be looked at job by job.
 * @throws InputError for an axis, a value or a replication that the scenario does not have
 */
export async function singleOf(scenario: string, { at = [], replication }: SingleChoice): Promise<Experiment> {
  const [{ loadStudy }, { experimentAt, inReplication }, { readAs, valueMeant }] = await Promise.all([
    import('../experiment/study/load-study.ts'),
    import('../experiment/study/point.ts'),
    import('../experiment/study/meant.ts'),
  ]);
  const study = await loadStudy(scenario);
  // A plan has an axis of its own, of which a run that does not name a size regards nothing.
  const axes = study.plan !== undefined && at.length > 0 ? [study.plan.axis] : study.axes;
  const paths = axes.map(({ path }) => path);
  const values = [...study.points[0]!.values];
  for (const text of at) {
    const cut = text.indexOf('=');
    const axis = paths.indexOf(text.slice(0, Math.max(cut, 0)).trim());
    if (cut < 1) throw new InputError(`--at '${text}' is not of the form AXIS=VALUE`);
    if (axis < 0)
      throw new InputError(`--at ${text}: there is no such axis${suggestion(text.slice(0, cut).trim(), paths)}`);
    const value = text.slice(cut + 1).trim();
    const meant = valueMeant(axes[axis]!, value);
    // What a sample is drawn from has values between those that were drawn.
    if (meant === undefined && !study.sampled) throw noSuchValue(text, readAs(value), axes[axis]!);
    values[axis] = meant === undefined ? readAs(value) : meant.value;
  }
  const number = replication === undefined ? undefined : wholeNumber('--replication', replication);
  if (number !== undefined && study.replications.by === 'none')
    throw new InputError(`--replication: ${scenario} has no replications`);
  const { count, most } = study.replications;
  if (number !== undefined && number > most) {
    const more = most > count ? `, or ${most} with --until-decided` : '';
    throw new InputError(`--replication ${number}: ${scenario} has ${count}${more}; the nearest is ${most}`);
  }
  const base = await experimentAt({ ...study, axes }, { values });
  const experiment = number === undefined ? base : inReplication(base, study.replications, number - 1);
  // What it claims is about means and intervals over all replications.
  return { ...experiment, claims: undefined };
}

/** Of a value that the study has no run with. */
function noSuchValue(text: string, value: unknown, axis: Axis): InputError {
  const short = shortened(axis.values);
  const words = axis.values.map((one) => textOf(short(shown(axis, one))));
  return new InputError(`--at ${text}: ${axis.path} is never ${textOf(value)}${nearestValue(value, axis, words)}`);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Of numbers and amounts the one that is least away; of other values the name that is most like it. */
function nearestValue(value: unknown, { values, named }: Axis, words: readonly string[]): string {
  const [wanted, amounts] = [amountOf(value), values.map(amountOf)];
  const isAlike = (one: Amount | undefined): one is Amount => one !== undefined && one.unit === wanted?.unit;
  if (named !== undefined || wanted === undefined || !amounts.every(isAlike)) return suggestion(textOf(value), words);
  const distances = amounts.map((one) => Math.abs(one.value - wanted.value));
  return `; the nearest is ${words[distances.indexOf(Math.min(...distances))]}`;
}

/**
 * What to run: a scenario file's experiment, or the one that the options describe.
 * @throws InputError if both or neither are given, or one of them is wrong
 */
export async function experimentOf(scenario: string | undefined, options: TraceOptions): Promise<Experiment> {
  if (scenario === undefined) return fromOptions(options);
  const clash = TRACE_OPTIONS.find((name) => options[name] !== undefined);
  if (clash !== undefined)
    throw new InputError(`--${clash} cannot be combined with a scenario file; change ${scenario}`);
  // The schema library is only needed here, and a run without a scenario should not wait for it.
  const { loadScenario } = await import('../experiment/scenario.ts');
  return loadScenario(scenario);
}

async function fromOptions(given: TraceOptions): Promise<Experiment> {
  if (given.trace === undefined) throw new InputError('run needs a scenario file, or --trace FILE and --policy NAME');
  const specs = policySpecs(given);
  if (specs.length === 0) throw new InputError('run --trace needs at least one --policy NAME');
  const choice = <N extends keyof typeof OPTION_VALUES>(name: N): (typeof OPTION_VALUES)[N][number] | undefined => {
    const value = given[name];
    return value === undefined ? undefined : oneOf(`--${name}`, value, OPTION_VALUES[name]);
  };
  const options = resolveOptions({
    profile: given.profile,
    pass: choice('pass'),
    order: choice('order'),
    overrun: choice('overrun'),
    estimate: choice('estimate'),
  });
  const policies: PlannedPolicy[] = [];
  for (const spec of specs) policies.push(await planPolicy(spec));
  await checkPolicies(policies, { options });
  return {
    name: traceName(given.trace),
    source: { kind: 'trace', path: given.trace },
    procs: given.procs === undefined ? undefined : wholeNumber('--procs', given.procs),
    policies,
    options,
  };
}

/** The named policies, and after them those that programs decide. */
function policySpecs({
  policy = [],
  'policy-command': commands = [],
  'policy-timeout': timeout,
}: TraceOptions): PolicySpec[] {
  if (timeout !== undefined && commands.length === 0) throw new InputError('--policy-timeout needs a --policy-command');
  return [...policy, ...commands.map((command) => ({ command, ...(timeout !== undefined && { timeout }) }))];
}

/** `SDSC-SP2-1998` for `traces/SDSC-SP2-1998.swf.gz`. */
const traceName = (path: string): string => basename(path).replace(/(\.swf)?(\.gz)?$/, '') || 'trace';

import { METRICS, type Metric, submittedInWindow } from '../../metrics/index.ts';
import { measures } from '../../metrics/measures.ts';
import { ANY, type Nature, NOT_NEGATIVE, SHARE } from '../../metrics/metric.ts';
import { Sample } from '../../metrics/sample.ts';
import type { Statistic } from '../../metrics/statistics.ts';
import { nearest, suggestion } from '../../model/nearest.ts';
import type { FinishedRun } from '../../model/run.ts';
import { natureOf, negated } from './nature.ts';
import { type JobNumber, type JobTest, jobNumber, jobTest } from './over-jobs.ts';
import { calculate, combined, isArithmetic, literal, type Operand, type Quantity, quantityOf } from './quantity.ts';
import { type Bound, type Call, ClaimError, isBound, type Node, type Pin, type PolicyName } from './syntax.ts';
import {
  COLUMNS,
  FLAGS,
  isUnit,
  metricNamed,
  STATISTICS,
  statisticNamed,
  TALLIES,
  type Tally,
  tallyNamed,
  WORD_COLUMNS,
} from './vocabulary.ts';

/** A policy that a claim can name: by its label, or by its canonical name if only one policy has that. */
export interface ClaimPolicy {
  readonly label: string;
  readonly name: string;
}

/** What a claim is read against. */
export interface Scope {
  readonly text: string;
  readonly policies: readonly ClaimPolicy[];
  /** Whether there are replications, and so intervals that claims may speak of. */
  readonly study: boolean;
  /** The label of the policy that the study compares with. */
  readonly to: string;
}

/** A part of a claim that is had from one run alone, such as `p95(wait where procs > 64)`. */
export interface RunFigure {
  /** As the claim has it. */
  readonly words: string;
  /** In seconds and per second where time is in it; NaN where it has no value. */
  of(run: FinishedRun): number;
}

/** What a figure takes from runs: of which policy, and at which point. */
export interface Taken {
  readonly part: RunFigure;
  /** Undefined where each policy is looked at by turns. */
  readonly label: string | undefined;
  /** The values of axes that are said; of all others those of the point that is looked at. */
  readonly pins: readonly Pin[];
}

/** What a figure is computed from. */
export interface Runs {
  /** Of the run that is meant, or of the one that is looked at as far as a claim says nothing. */
  value(taken: Taken): number;
  /** The lower or upper end of the interval of a figure over all replications. */
  bound(end: Bound, of: Figure): number;
  /** Told, for people, why a figure has no value. */
  lacks(reason: string): void;
}

/** One figure of a run or of several, in seconds and per second where time is in it; NaN where it has no value. */
export interface Figure extends Operand {
  /** Labels of the policies that it names. */
  readonly named: readonly string[];
  /** Whether it also looks at each policy by turns. */
  readonly each: boolean;
  readonly parts: readonly Taken[];
  /** By which its interval over replications is made; undefined for numbers and ends of intervals, which have none. */
  readonly nature: Nature | undefined;
  /** The name of the metric that it is, if it is nothing but that. */
  readonly metric?: string | undefined;
  of(runs: Runs): number;
}

/** @throws ClaimError for anything but a figure */
export function figure(node: Node, scope: Scope): Figure {
  switch (node.kind) {
    case 'number':
      return constant(node.value, node.unit, node.at);
    case 'text':
      throw new ClaimError('expected a figure or a number, found a text', node.at);
    case 'name':
      return named(node.name, node.at);
    case 'call':
      return call(node, scope);
    case 'negative': {
      const inner = figure(node.of, scope);
      const value = inner.constant === undefined ? undefined : -inner.constant;
      const nature = inner.nature && negated(inner.nature);
      return { ...inner, constant: value, at: node.at, nature, metric: undefined, of: (runs) => -inner.of(runs) };
    }
    case 'not':
      throw new ClaimError('expected a figure or a number; not belongs into count(...) or behind where', node.at);
    case 'binary':
      return binary(node, scope);
  }
}

function binary(node: Extract<Node, { kind: 'binary' }>, scope: Scope): Figure {
  const { operator } = node;
  if (!isArithmetic(operator)) {
    throw new ClaimError(
      `expected a figure; conditions by ${operator} belong into count(...) or behind where`,
      node.at,
    );
  }
  const [left, right] = [figure(node.left, scope), figure(node.right, scope)];
  const bothConstant = left.constant !== undefined && right.constant !== undefined;
  return {
    quantity: combined(operator, left, right, node.at),
    constant: bothConstant ? calculate(operator, left.constant, right.constant) : undefined,
    at: left.at,
    named: [...left.named, ...right.named],
    each: left.each || right.each,
    parts: [...left.parts, ...right.parts],
    nature: natureOf(operator, left, right),
    of(runs) {
      const divisor = right.of(runs);
      if (operator === '/' && divisor === 0) runs.lacks('it divides by 0');
      return calculate(operator, left.of(runs), divisor);
    },
  };
}

function constant(written: number, unit: string | undefined, at: number): Figure {
  const { value, quantity } = literal(written, unit);
  return { quantity, constant: value, at, named: [], each: false, parts: [], nature: undefined, of: () => value };
}

function named(name: string, at: number): Figure {
  if (isUnit(name)) return constant(1, name, at);
  const metric = metricNamed(name);
  if (metric !== undefined) {
    return ofOneRun(ofMetric(metric), { words: name, label: undefined, pins: [], at });
  }
  if ([...FLAGS, ...WORD_COLUMNS].some((known) => known.name === name)) {
    throw new ClaimError(
      `${name} is a property of each job; count them, as in count(${name === 'size' ? 'size = wide' : name})`,
      at,
    );
  }
  if (COLUMNS.some((known) => known.name === name)) {
    throw new ClaimError(
      `${name} is a figure of each job; say which one of all, as in p95(${name}) or mean(${name})`,
      at,
    );
  }
  if (statisticNamed(name) !== undefined) throw new ClaimError(`${name} needs what it is of, as in ${name}(wait)`, at);
  if (tallyNamed(name) !== undefined) throw new ClaimError(`${name} needs a condition, as in ${name}(wait > 4h)`, at);
  throw unknown(name, at);
}

function call(node: Node & Call, scope: Scope): Figure {
  const { name, at, of, pins = [] } = node;
  if (pins.length > 0 && !scope.study)
    throw new ClaimError('there are no axes, so there is one point only', pins[0]!.at);
  if (isBound(name)) return bound(name, node, scope);
  const metric = metricNamed(name);
  if (of === undefined && metric === undefined) throw unknown(name, at);
  if (of !== undefined) checkNoPolicy(name, of, scope);
  if (name === 'share' && of?.kind === 'name' && of.name === 'jobs')
    throw new ClaimError(
      'the share of jobs among jobs is always 100%: say which of them, as in share(wait <= 4h)',
      of.at,
    );
  const label = node.policy === undefined ? undefined : labelOf(node.policy, name, scope);
  const words = scope.text.slice(at, node.end);
  const figure = metric === undefined ? overJobs(name, of!, node.where) : ofMetric(metric);
  return ofOneRun(figure, { words, label, pins, at });
}

/** Where a figure stands in a claim, and which runs it is of. */
type Place = Pick<Taken, 'label' | 'pins'> & Pick<RunFigure, 'words'> & { readonly at: number };

/** A figure of the run of one policy, or of each. */
function ofOneRun({ quantity, nature, metric, value }: FigureOfRun, { words, label, pins, at }: Place): Figure {
  const taken: Taken = { part: { words, of: value }, label, pins };
  return {
    ...{ quantity, nature, metric },
    constant: undefined,
    at,
    named: label === undefined ? [] : [label],
    each: label === undefined,
    parts: [taken],
    of: (runs) => valueOr(runs, words, runs.value(taken)),
  };
}

/** `low(mean_wait(easy))`: an end of the interval over the replications. */
function bound(end: Bound, { at, of, end: close, pins }: Call & { readonly at: number }, scope: Scope): Figure {
  if (!scope.study) throw new ClaimError(`${end} is an end of an interval, which needs replications`, at);
  if (pins !== undefined)
    throw new ClaimError(`the point belongs to a figure: say ${end}(FIGURE[AXIS=VALUE])`, pins[0]!.at);
  const inner = figure(of!, scope);
  if (inner.constant !== undefined) throw new ClaimError('a number has no interval', inner.at);
  if (inner.nature === undefined) throw new ClaimError('an end of an interval has no interval of its own', inner.at);
  const words = scope.text.slice(at, close);
  const value = (runs: Runs): number => valueOr(runs, words, runs.bound(end, inner));
  return { ...inner, at, nature: undefined, metric: undefined, of: value };
}

/** What a figure measures, and how it is had from a run. */
interface FigureOfRun {
  readonly quantity: Quantity;
  readonly nature: Nature;
  /** The name of the metric that it is, if it is one. */
  readonly metric?: string;
  value(run: FinishedRun): number;
}

function ofMetric(metric: Metric): FigureOfRun {
  const { name, unit, skewed, range } = metric;
  const { quantity, factor } = quantityOf(unit);
  return { quantity, nature: { skewed, range }, metric: name, value: (run) => metric.of(run) * factor };
}

function overJobs(name: string, of: Node, condition: Node | undefined): FigureOfRun {
  const tally = tallyNamed(name);
  const counted = tally === undefined ? undefined : jobTest(of);
  const values = counted === undefined ? jobNumber(of) : undefined;
  const where = condition === undefined ? undefined : jobTest(condition);
  if (counted !== undefined) {
    return {
      quantity: { time: 0, share: tally === 'share' },
      nature: { skewed: false, range: tally === 'share' ? SHARE : NOT_NEGATIVE },
      value: (run) => tallyOf(tally!, counted, where, submittedInWindow(run)),
    };
  }
  const statistic = statisticNamed(name)!;
  return {
    quantity: values!.quantity,
    nature: { skewed: statistic.skewed, range: statistic.range(values!.column?.range ?? ANY) },
    value: (run) => statisticOf(statistic, values!, where, submittedInWindow(run)),
  };
}

/** `mean(easy)` is what comes to mind after `mean_wait(easy)`. */
function checkNoPolicy(name: string, of: Node, { policies }: Scope): void {
  if (of.kind !== 'name' || !policies.some(({ label }) => label === of.name)) return;
  throw new ClaimError(
    `a policy comes after a comma, as in ${name}(${tallyNamed(name) ? 'wait > 4h' : 'wait'}, ${of.name})`,
    of.at,
  );
}

function valueOr(runs: Runs, words: string, value: number): number {
  if (!Number.isFinite(value)) runs.lacks(`${words} has no value`);
  return value;
}

/** Jobs in order of arrival, so that the figure has the same digits as a metric of the same definition. */
function statisticOf(statistic: Statistic, values: JobNumber, where: JobTest | undefined, run: FinishedRun): number {
  const { centre } = run;
  if (centre === undefined && where === undefined && values.column !== undefined) {
    return statistic.of(measures(run).sample(values.column));
  }
  const of = values.of(run);
  const meant = where?.of(run) ?? (() => true);
  const kept: number[] = [];
  for (let job = 0; job < run.jobs.length; job++) {
    if (!meant(job)) continue;
    const value = of(job);
    // On a machine of nodes a job may have no start or no deadline: the figure is of those that have what it takes.
    if (centre === undefined || !Number.isNaN(value)) kept.push(value);
  }
  return statistic.of(new Sample(Float64Array.from(kept)));
}

function tallyOf(tally: Tally, counted: JobTest, where: JobTest | undefined, run: FinishedRun): number {
  const is = counted.of(run);
  const meant = where?.of(run) ?? (() => true);
  let [all, found] = [0, 0];
  for (let job = 0; job < run.jobs.length; job++) {
    if (!meant(job)) continue;
    all += 1;
    if (is(job)) found += 1;
  }
  return tally === 'count' ? found : found / all;
}

/** @throws ClaimError with the nearest label */
export function labelOf({ name, at }: PolicyName, of: string, { policies }: Pick<Scope, 'policies'>): string {
  if (policies.some(({ label }) => label === name)) return name;
  const dense = (text: string): string => text.replaceAll(/\s/g, '');
  const [found, ...more] = policies.filter((policy) => dense(policy.name) === dense(name));
  if (found === undefined) {
    const labels = policies.map(({ label }) => label);
    const hint = COLUMNS.some((column) => column.name === name) ? `; ${of} takes a policy, not a column` : '';
    throw new ClaimError(`the scenario has no policy '${name}'${hint}${suggestion(name, labels)}`, at);
  }
  if (more.length === 0) return found.label;
  const labels = [found, ...more].map(({ label }) => `'${label}'`).join(' and ');
  throw new ClaimError(`'${name}' may be ${labels}: name one of them by its label`, at);
}

/** There are too many metrics to list them all. */
function unknown(name: string, at: number): ClaimError {
  const functions = [...STATISTICS.map((known) => known.name), ...TALLIES];
  const near = nearest(name, [...METRICS.map((metric) => metric.name), ...functions, 'p50', 'p90', 'p95', 'p99']);
  const hint =
    near === undefined
      ? `; expected a metric, such as mean_wait, or one of: ${functions.join(', ')}, p1 to p99 (see docs/claims.md)`
      : `; did you mean ${near}?`;
  return new ClaimError(`unknown figure '${name}'${hint}`, at);
}

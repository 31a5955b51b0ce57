import type { CentreGrouping } from '../../metrics/index.ts';
import { suggestion } from '../../model/nearest.ts';
import type { FinishedRun } from '../../model/run.ts';
import { groupingOf, inGroup, isOnlyGrouping } from './centre-words.ts';
import { calculate, checkSame, combined, holds, isArithmetic, literal, type Operand, quantityOf } from './quantity.ts';
import { ClaimError, type Comparator, isComparator, type Node, startOf } from './syntax.ts';
import {
  COLUMNS,
  FLAGS,
  isOverJobs,
  isUnit,
  type JobColumn,
  metricNamed,
  WORD_COLUMNS,
  type WordColumn,
} from './vocabulary.ts';

/** An expression that has a number for each job of a run; `of` binds it to a run. */
export interface JobNumber extends Operand {
  readonly kind: 'number';
  /** The column that the expression is, if it is nothing but that. */
  readonly column?: JobColumn;
  of(run: FinishedRun): (job: number) => number;
}

/** A condition that each job of a run meets or not. */
export interface JobTest {
  readonly kind: 'test';
  of(run: FinishedRun): (job: number) => boolean;
}

/** @throws ClaimError for anything but an expression with a number for each job */
export function jobNumber(node: Node): JobNumber {
  const part = compile(node);
  if (part.kind === 'number') return part;
  throw new ClaimError(
    'expected a figure of each job, such as wait, found a condition; count jobs with count(...)',
    startOf(node),
  );
}

/** @throws ClaimError for anything but a condition on each job */
export function jobTest(node: Node): JobTest {
  const part = compile(node);
  if (part.kind === 'test') return part;
  throw new ClaimError('expected a condition on each job, such as wait > 4h', startOf(node));
}

function compile(node: Node): JobNumber | JobTest {
  switch (node.kind) {
    case 'number':
      return constant(node.value, node.unit, node.at);
    case 'text':
      throw new ClaimError('a text stands only on the right of size or length, after = or !=', node.at);
    case 'name':
      return named(node.name, node.at);
    case 'call':
      throw new ClaimError(
        `${node.name}(...) is a figure of a whole run, and here one of each job is expected`,
        node.at,
      );
    case 'negative': {
      const inner = jobNumber(node.of);
      const { quantity, constant: value } = inner;
      return arithmetic({ quantity, constant: value === undefined ? undefined : -value, at: node.at }, (run) => {
        const of = inner.of(run);
        return (job) => -of(job);
      });
    }
    case 'not': {
      const inner = jobTest(node.of);
      return test((run) => {
        const of = inner.of(run);
        return (job) => !of(job);
      });
    }
    case 'binary':
      return binary(node);
  }
}

function binary(node: Extract<Node, { kind: 'binary' }>): JobNumber | JobTest {
  const { operator, at } = node;
  if (isComparator(operator)) return comparison(operator, node);
  if (isArithmetic(operator)) {
    const [left, right] = [jobNumber(node.left), jobNumber(node.right)];
    const quantity = combined(operator, left, right, at);
    const value =
      left.constant === undefined || right.constant === undefined
        ? undefined
        : calculate(operator, left.constant, right.constant);
    return arithmetic({ quantity, constant: value, at: left.at }, (run) => {
      const [a, b] = [left.of(run), right.of(run)];
      return (job) => calculate(operator, a(job), b(job));
    });
  }
  const [left, right] = [jobTest(node.left), jobTest(node.right)];
  return test((run) => {
    const [a, b] = [left.of(run), right.of(run)];
    return operator === 'and' ? (job) => a(job) && b(job) : (job) => a(job) || b(job);
  });
}

function comparison(operator: Comparator, node: Extract<Node, { kind: 'binary' }>): JobTest {
  const words = node.left.kind === 'name' ? wordColumn(node.left.name) : undefined;
  if (words !== undefined) return wordComparison(operator, words, node);
  const grouping = groupingOf(node);
  if (grouping !== undefined) return groupComparison(operator, grouping, node);
  const [left, right] = [jobNumber(node.left), jobNumber(node.right)];
  checkSame('compare', left, right, node.at);
  return test((run) => {
    const [a, b] = [left.of(run), right.of(run)];
    return (job) => holds(operator, a(job), b(job));
  });
}

/** `size = narrow` or `length != "very short"`. */
function wordComparison(
  operator: Comparator,
  { name, words, of }: WordColumn,
  node: Extract<Node, { kind: 'binary' }>,
): JobTest {
  if (operator !== '=' && operator !== '!=') throw new ClaimError(`${name} can only be compared by = and !=`, node.at);
  const { right } = node;
  if (right.kind !== 'text' && right.kind !== 'name') {
    throw new ClaimError(`${name} is one of: ${words.join(', ')}`, startOf(right));
  }
  const word = right.kind === 'text' ? right.value : right.name;
  const place = words.indexOf(word);
  if (place < 0) throw new ClaimError(`unknown ${name} '${word}'${suggestion(word, words)}`, right.at);
  return test((run) => (job) => (of(run, job) === place) === (operator === '='));
}

/** `account = physics`; that there is such a one has been checked. */
function groupComparison(
  operator: Comparator,
  grouping: CentreGrouping,
  { at, right }: Extract<Node, { kind: 'binary' }>,
): JobTest {
  if (operator !== '=' && operator !== '!=') throw new ClaimError(`${grouping} can only be compared by = and !=`, at);
  const word = right.kind === 'text' ? right.value : (right as Extract<Node, { kind: 'name' }>).name;
  return test((run) => {
    const is = inGroup(grouping, word, run);
    return (job) => is(job) === (operator === '=');
  });
}

function named(name: string, at: number): JobNumber | JobTest {
  const column = COLUMNS.find((known) => known.name === name);
  if (column !== undefined) {
    const { quantity } = quantityOf(column.unit);
    return { kind: 'number', quantity, constant: undefined, at, column, of: (run) => (job) => column.of(run, job) };
  }
  const flag = FLAGS.find((known) => known.name === name);
  if (flag !== undefined) return test((run) => (job) => flag.of(run, job));
  if (isUnit(name)) return constant(1, name, at);
  const words = wordColumn(name);
  if (words !== undefined) {
    throw new ClaimError(`${name} is no number: compare it by = or != with one of: ${words.words.join(', ')}`, at);
  }
  if (metricNamed(name) !== undefined || isOverJobs(name)) {
    throw new ClaimError(`${name} is a figure of a whole run, and here one of each job is expected`, at);
  }
  if (isOnlyGrouping(name)) throw new ClaimError(`${name} is no number: compare it by = or != with a name`, at);
  const known = [...COLUMNS, ...WORD_COLUMNS, ...FLAGS].map((entry) => entry.name);
  throw new ClaimError(`unknown property of a job '${name}'${suggestion(name, known)}`, at);
}

const wordColumn = (name: string): WordColumn | undefined => WORD_COLUMNS.find((known) => known.name === name);

function constant(written: number, unit: string | undefined, at: number): JobNumber {
  const { value, quantity } = literal(written, unit);
  return { kind: 'number', quantity, constant: value, at, of: () => () => value };
}

const arithmetic = (operand: Operand, of: JobNumber['of']): JobNumber => ({ kind: 'number', ...operand, of });

const test = (of: JobTest['of']): JobTest => ({ kind: 'test', of });

import { SECONDS_PER_UNIT } from '../../model/time.ts';
import { type BinaryOperator, ClaimError, type Comparator } from './syntax.ts';

/** What one of each unit is: seconds, or a part of one. */
export const UNITS: Readonly<Record<string, number>> = { ...SECONDS_PER_UNIT, '%': 0.01 };

/** What a figure measures, as far as units need to be checked. Processors, jobs and users are plain numbers. */
export interface Quantity {
  /** The power of time: 1 for seconds, -1 for a rate, 0 for a plain number. */
  readonly time: number;
  /** Whether a plain number is best read as a part of one whole, in percent. */
  readonly share: boolean;
}

const NUMBER: Quantity = { time: 0, share: false };

/** A number as it is written; percent are divided rather than multiplied, so that 82.5% is the double nearest 0.825. */
export function literal(value: number, unit: string | undefined): { value: number; quantity: Quantity } {
  if (unit === undefined) return { value, quantity: NUMBER };
  if (unit === '%') return { value: value / 100, quantity: { time: 0, share: true } };
  return { value: value * UNITS[unit]!, quantity: { time: 1, share: false } };
}

/** What a metric or a column of the given unit measures, and what its figures are to be multiplied by to get seconds. */
export function quantityOf(unit: string): { quantity: Quantity; factor: number } {
  if (unit === 's') return { quantity: { time: 1, share: false }, factor: 1 };
  if (/\/h$/.test(unit)) return { quantity: { time: -1, share: false }, factor: 1 / UNITS['h']! };
  return { quantity: { time: 0, share: unit === 'share' }, factor: 1 };
}

/** `a time`, as messages say it. */
function inWords({ time, share }: Quantity): string {
  if (time === 0) return share ? 'a share' : 'a plain number';
  if (time === 1) return 'a time';
  return time === -1 ? 'a rate per time' : `a time to the power of ${time}`;
}

/** The unit in which results are given: `s`, `share`, `1` for a plain number, `per h` for a rate, else `s^2` and so on. */
export function unitOf({ time, share }: Quantity): string {
  if (time === 0) return share ? 'share' : '1';
  if (time === 1) return 's';
  return time === -1 ? 'per h' : `s^${time}`;
}

/** A value out of seconds in the unit of results: rates are given per hour, as everybody counts them. */
const inUnitOf = ({ time }: Quantity, value: number): number => (time === -1 ? value * UNITS['h']! : value);

/** A value in the unit of results in seconds. */
export const fromUnit = ({ time }: Quantity, value: number): number => (time === -1 ? value / UNITS['h']! : value);

/** A value in the unit of results for what may have none: JSON has no NaN. */
export const figureIn = (quantity: Quantity, value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? inUnitOf(quantity, value) : null;

/** What two sides that are compared measure: a share if either is best read as one. */
export const ofBoth = (left: Quantity, right: Quantity): Quantity => ({ ...left, share: left.share || right.share });

/** A side of an operator: what it measures, its value if it is the same for every run, and where it stands. */
export interface Operand {
  readonly quantity: Quantity;
  readonly constant: number | undefined;
  readonly at: number;
}

export type Arithmetic = '+' | '-' | '*' | '/';

/**
 * What the result of an operator measures.
 * @throws ClaimError for a sum of what does not add up
 */
export function combined(operator: Arithmetic, left: Operand, right: Operand, at: number): Quantity {
  const [a, b] = [left.quantity, right.quantity];
  if (operator === '+' || operator === '-') {
    checkSame(operator === '+' ? 'add' : 'subtract', left, right, at);
    return { time: a.time, share: a.share || b.share };
  }
  const time = operator === '*' ? a.time + b.time : a.time - b.time;
  if (time !== 0) return { time, share: false };
  // 2 * utilization is still best read in percent, 50% * slowdown is not.
  if (right.constant !== undefined && (operator === '/' || left.constant === undefined))
    return { time, share: a.share };
  if (operator === '*' && left.constant !== undefined) return { time, share: b.share };
  return NUMBER;
}

/** @throws ClaimError if the two cannot be compared or added, with what was probably meant */
export function checkSame(verb: string, left: Operand, right: Operand, at: number): void {
  if (left.quantity.time === right.quantity.time) return;
  const link = verb === 'subtract' ? 'and' : { compare: 'with', add: 'to' }[verb];
  const message = `cannot ${verb} ${inWords(left.quantity)} ${link} ${inWords(right.quantity)}`;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (side.constant === undefined || side.quantity.time !== 0) continue;
    const value = String(side.constant);
    if (other.quantity.time === 1)
      throw new ClaimError(`${message}: give it a unit, such as ${value}h or ${value}s`, side.at);
    if (other.quantity.time === -1) throw new ClaimError(`${message}: say ${value}/h`, side.at);
  }
  throw new ClaimError(message, at);
}

export function calculate(operator: Arithmetic, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

/** Whether the comparison holds; none holds where one side has no value. */
export function holds(comparator: Comparator, a: number, b: number): boolean {
  switch (comparator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '=':
      return a === b;
    case '!=':
      return a < b || a > b;
  }
}

export const isArithmetic = (operator: BinaryOperator): operator is Arithmetic =>
  operator === '+' || operator === '-' || operator === '*' || operator === '/';

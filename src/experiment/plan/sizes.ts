import { type Amount, type AmountText, amountOf, amountText } from '../study/amount.ts';
import { stepAt, stepsBetween } from '../study/even-steps.ts';

/** The ends of what a plan looks through, and how far apart its sizes are. */
export interface SizeRange {
  readonly from: AmountText;
  readonly to: AmountText;
  /** One, of whole numbers, unless given. */
  readonly step?: AmountText | undefined;
}

/** What is wrong with a range, and in which of its keys. */
export interface RangeProblem {
  readonly key: keyof SizeRange;
  readonly message: string;
}

/** As of the values of axes: a slip of the keyboard is told before it fills the memory. */
const MOST_SIZES = 100_000;

/** All sizes of a range in their order, written as scenarios have them; or what is wrong with it. */
export function sizesOf({ from, to, step }: SizeRange): readonly AmountText[] | RangeProblem {
  const [first, last] = [amountOf(from), amountOf(to)];
  if (first === undefined) return { key: 'from', message: SIZE_WORDS };
  if (last === undefined) return { key: 'to', message: SIZE_WORDS };
  if (last.unit !== first.unit) return { key: 'to', message: `must be of the same kind as from, which is ${from}` };
  if (last.value <= first.value) return { key: 'to', message: 'must be more than from' };
  const apart = stepOf(first, last, { from, step });
  if (typeof apart !== 'number') return apart;
  const ends = { first: first.value, last: last.value, apart };
  const at = (place: number): AmountText => amountText({ unit: first.unit, value: stepAt(place, ends) });
  const steps = (last.value - first.value) / apart;
  if (steps >= MOST_SIZES) {
    const many = `there are ${Math.floor(steps) + 1} sizes; the most is ${MOST_SIZES}`;
    return { key: step === undefined ? 'to' : 'step', message: `${many}: say a larger step` };
  }
  const whole = stepsBetween(first.value, last.value, apart);
  if (whole === undefined) {
    const below = Math.floor(steps);
    const message = `is none of the sizes that begin at ${from} with a step of ${step}; the nearest are ${at(below)} and ${at(below + 1)}`;
    return { key: 'to', message };
  }
  return Array.from({ length: whole + 1 }, (_, place) => at(place));
}

export const SIZE_WORDS = 'must be a number, or an amount with its unit such as 90min, 256 GiB or 25%';

function stepOf(first: Amount, last: Amount, { from, step }: Pick<SizeRange, 'from' | 'step'>): number | RangeProblem {
  if (step === undefined) {
    if (first.unit === '' && Number.isInteger(first.value) && Number.isInteger(last.value)) return 1;
    return { key: 'step', message: 'is missing: say how far apart the sizes are, since they are no whole numbers' };
  }
  const apart = amountOf(step);
  if (apart === undefined) return { key: 'step', message: SIZE_WORDS };
  if (apart.unit !== first.unit) return { key: 'step', message: `must be of the same kind as from, which is ${from}` };
  return apart.value > 0 ? apart.value : { key: 'step', message: 'must be more than 0' };
}

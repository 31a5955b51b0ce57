import { InputError } from '../../model/errors.ts';
import { tidy } from './amount.ts';
import { stepAt } from './even-steps.ts';
import type { AxisForm, NamedForm, RangeForm } from './form.ts';
import type { Axis, Point } from './study.ts';
import { parsePath } from './value-path.ts';

/** More than anybody waits for; a slip of the keyboard is told before it fills the memory. */
const MOST_POINTS = 100_000;

const isNamed = (form: AxisForm): form is NamedForm => 'named' in form;

/** The values that are written down one by one; undefined for a range. */
const writtenDown = (form: AxisForm): readonly unknown[] | undefined => {
  if (isNamed(form)) return Object.values(form.named);
  return 'from' in form ? undefined : form;
};

/** The value with which an axis begins, which takes no more than its form. */
export const firstValue = (form: AxisForm): unknown => {
  const values = writtenDown(form);
  return values === undefined ? (form as RangeForm).from : values[0];
};

const namesIn = (form: AxisForm): Pick<Axis, 'named'> => (isNamed(form) ? { named: form.named } : {});

/** What a value of an axis is called: by its name, if it has one. */
export function shown({ named }: Pick<Axis, 'named'>, value: unknown): unknown {
  if (named === undefined) return value;
  const text = JSON.stringify(value);
  return Object.keys(named).find((name) => JSON.stringify(named[name]) === text) ?? value;
}

/** The axes of a grid, each with all its values. @throws InputError for a path that is none, or a range without steps */
export const gridAxes = (form: Readonly<Record<string, AxisForm>>): Axis[] =>
  Object.entries(form).map(([path, values]) => ({
    path,
    steps: parsePath(path),
    values: writtenDown(values) ?? evenly(values as RangeForm),
    ...namesIn(values),
  }));

/** All combinations, the last axis changing fastest. @throws InputError for too many of them */
export function gridPoints(axes: readonly Axis[]): Point[] {
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  if (total > MOST_POINTS) throw new InputError(`the axes have ${total} points; the most is ${MOST_POINTS}`);
  let points: (readonly unknown[])[] = [[]];
  for (const { values } of axes) points = points.flatMap((point) => values.map((value) => [...point, value]));
  return points.map((values, index) => ({ index, values }));
}

/**
 * The axes and points of a sample.
 * @param units one row per point with one number in [0, 1) per axis; of a list it chooses the entry
 */
export function sampledAxes(
  form: Readonly<Record<string, AxisForm>>,
  units: readonly (readonly number[])[],
): { axes: Axis[]; points: Point[] } {
  const axes = Object.entries(form).map(([path, values], at) => ({
    path,
    steps: parsePath(path),
    values: units.map((row) => sampled(values, row[at]!)),
    ...namesIn(values),
  }));
  return { axes, points: units.map((_, index) => ({ index, values: axes.map(({ values }) => values[index]) })) };
}

/** @param unit in [0, 1) */
function sampled(form: AxisForm, unit: number): unknown {
  const values = writtenDown(form);
  return values === undefined ? spanned(form as RangeForm, unit) : values[Math.floor(unit * values.length)];
}

/**
 * The value at a part of what a range spans. A whole number stands for what is nearest to it, and so do those at the
 * ends, of which half would lie outside: all are equally likely, or on a log scale as likely as their ratios say.
 */
function spanned(range: RangeForm, unit: number): number {
  const { from, to, whole } = range;
  if (whole !== true) return between(range, unit);
  return Math.min(to, rounded(range, between({ ...range, from: from - 0.5, to: to + 0.5, whole: false }, unit)));
}

function evenly(range: RangeForm): number[] {
  const { from, to, by, steps } = range;
  if (steps === undefined && by === undefined) throw new InputError('a range needs steps or by; say how many values');
  const count = steps ?? Math.round((to - from) / by!) + 1;
  if (count > MOST_POINTS) throw new InputError(`the range has ${count} values; the most is ${MOST_POINTS}`);
  if (by === undefined) return distinct(Array.from({ length: steps! }, (_, i) => between(range, i / (steps! - 1))));
  const ends = { first: from, last: to, apart: by };
  return distinct(Array.from({ length: count }, (_, i) => rounded(range, stepAt(i, ends))));
}

function between(range: RangeForm, part: number): number {
  const { from, to, scale } = range;
  if (part === 1) return to;
  const value = scale === 'log' ? from * (to / from) ** part : from + (to - from) * part;
  return rounded(range, tidy(value));
}

/** A whole number if they are asked for; the sum makes 0 of the -0 to which what is just below it is rounded. */
const rounded = ({ whole }: RangeForm, value: number): number => (whole === true ? Math.round(value) + 0 : value);

const distinct = (values: readonly number[]): number[] => [...new Set(values)];

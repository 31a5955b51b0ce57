import { suggestion } from '../model/nearest.ts';
import type { Time } from '../model/time.ts';

/** Says what a value must be, if it is not; undefined is that of a key that is not there. */
type Rule = (value: unknown) => string | undefined;

/** What a verdict may say `then`, and what beside. */
export type VerdictKinds = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

const oneOf =
  (...names: readonly string[]): Rule =>
  (value) =>
    names.includes(value as string) ? undefined : `one of: ${names.join(', ')}`;

/** Of a key that need not be there. */
const perhaps =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined ? undefined : rule(value);

const truth: Rule = (value) => (typeof value === 'boolean' ? undefined : 'true or false');

/** A million days, the longest time that a scenario can say, too, ms. */
const LONGEST = 8.64e13;

const delay: Rule = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LONGEST
    ? undefined
    : 'whole milliseconds, from 0 to a million days';

export const AFTER_FAULT: VerdictKinds = {
  requeue: {
    from: perhaps(oneOf('checkpoint', 'start')),
    place: perhaps(oneOf('head', 'order', 'tail')),
    after: perhaps(delay),
  },
  fail: { keep: perhaps(truth) },
};

/** @param now until when a quarantine must last at least */
export const afterRepair = (now: Time): VerdictKinds => ({
  return: {},
  quarantine: {
    until: (value) =>
      value === Number.POSITIVE_INFINITY || (delay(value) === undefined && (value as number) >= now)
        ? undefined
        : `a time of at least now, ${now}, in whole milliseconds, or Infinity`,
  },
});

/** @param checkpoints whether jobs take any, with which they can move */
export const onWarning = (checkpoints: boolean): VerdictKinds => ({
  ignore: {},
  drain: {},
  ...(checkpoints && { migrate: {} }),
});

/**
 * A copy of what a coordinator of the user's has decided.
 * @throws what `failed` makes of what is wrong with it
 */
export function checkedVerdict<V>(given: V, kinds: VerdictKinds, failed: (why: string) => Error): V {
  if (given instanceof Promise) {
    // What it does later is too late, and must not end the process.
    given.catch(() => {});
    throw failed('it is asynchronous; it must decide before it returns');
  }
  if (typeof given !== 'object' || given === null)
    throw failed(`it returns ${shown(given)}; expected a verdict such as { then, why }, or nothing`);
  const verdict = { ...given } as Readonly<Record<string, unknown>>;
  const problem = problemOf(verdict, kinds);
  if (problem !== undefined) throw failed(problem);
  return verdict as V;
}

function problemOf(
  { then, why, ...others }: Readonly<Record<string, unknown>>,
  kinds: VerdictKinds,
): string | undefined {
  const names = Object.keys(kinds);
  if (typeof then !== 'string' || !names.includes(then)) {
    if (then === 'migrate')
      return 'then is migrate, but jobs take no checkpoints with which they could move; say drain';
    return `then is ${shown(then)}${typeof then === 'string' ? suggestion(then, names) : `; expected one of: ${names.join(', ')}`}`;
  }
  const rules = Object.entries(kinds[then]!);
  const known = ['then', 'why', ...rules.map(([key]) => key)];
  for (const key of Object.keys(others))
    if (!known.includes(key)) return `unknown key ${key} beside then: ${then}${suggestion(key, known)}`;
  if (typeof why !== 'string' || why.trim() === '') return `why is ${shown(why)}; expected the reason, a text`;
  for (const [key, rule] of rules) {
    const wanted = rule(others[key]);
    if (wanted !== undefined) return `${key} is ${shown(others[key])}; expected ${wanted}`;
  }
  return undefined;
}

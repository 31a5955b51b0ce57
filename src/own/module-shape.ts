import { InputError } from '../model/errors.ts';
import type { PolicyOptionInfo } from '../model/policy.ts';
import type { Scheduler } from '../model/scheduler.ts';

/** A policy whose name may be missing: that of its file stands for it then. */
type PerhapsNamed = Omit<Scheduler, 'name'> & { readonly name?: string };

/**
 * What a module made, if it is a policy. Its parts, that is: it is perhaps an instance of a class, whose methods a copy
 * would lose.
 * @throws InputError that says what is missing or wrong
 */
export function checkedPolicy(made: unknown, shown: string): PerhapsNamed {
  const problem = shapeProblem(made);
  if (problem !== undefined) throw new InputError(`${shown} exports no policy: ${problem}`);
  const policy = made as PerhapsNamed;
  const { name, order, scan, predicts, placement, promises = false, needsKill = false } = policy;
  const { needsCentre = false, suspends = false } = policy;
  return {
    ...(name !== undefined && { name }),
    ...(order && { order }),
    ...(scan && { scan }),
    ...(predicts && { predicts }),
    ...(placement && { placement }),
    ...(needsCentre && { needsCentre }),
    ...(suspends && { suspends }),
    promises,
    needsKill,
    ...(policy.consult && { consult: (view) => policy.consult?.(view) }),
    decide: (view, plan) => policy.decide(view, plan),
  };
}

function shapeProblem(made: unknown): string | undefined {
  if (typeof made !== 'object' || made === null) return `found ${made === null ? 'null' : typeof made}`;
  const parts = made as Readonly<Record<string, unknown>>;
  if (typeof parts['decide'] !== 'function') {
    const found = Object.keys(parts);
    return `it has no function decide; found ${found.length === 0 ? 'an empty object' : found.join(', ')}`;
  }
  const { name, consult, predicts } = parts;
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '')) return 'its name must be a text';
  if (consult !== undefined && typeof consult !== 'function') return 'its consult must be a function';
  if (predicts !== undefined && typeof predicts !== 'function') return 'its predicts must be a function';
  for (const key of ['promises', 'needsKill', 'needsCentre', 'suspends']) {
    if (!['undefined', 'boolean'].includes(typeof parts[key])) return `its ${key} must be true or false`;
  }
  return (
    orderProblem('order', parts['order']) ?? orderProblem('scan', parts['scan']) ?? placementProblem(parts['placement'])
  );
}

function placementProblem(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const parts = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof parts['score'] !== 'function') {
    return 'its placement must have a function score(candidate, shape, random)';
  }
  const wrong = ['draws', 'byNode'].find((key) => !['undefined', 'boolean'].includes(typeof parts[key]));
  return wrong && `${wrong} of its placement must be true or false`;
}

function orderProblem(key: string, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const { score, varies } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof score !== 'function') return `its ${key} must have a function score(job, jobs, now)`;
  return typeof varies === 'boolean' ? undefined : `its ${key} must say whether it varies: true or false`;
}

/** @throws InputError if what a module exports as its options is no list of them */
export function optionInfos(exported: unknown, shown: string): readonly PolicyOptionInfo[] {
  if (exported === undefined) return [];
  const isInfo = (info: unknown): boolean =>
    typeof info === 'object' &&
    info !== null &&
    ['name', 'values', 'default', 'meaning'].every((key) => typeof (info as Record<string, unknown>)[key] === 'string');
  if (Array.isArray(exported) && exported.every(isInfo)) return exported;
  throw new InputError(
    `${shown}: its export options must be a list of { name, values, default, meaning }, all of them texts`,
  );
}

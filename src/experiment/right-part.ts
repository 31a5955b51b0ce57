import type * as z from 'zod';
import type { Path } from './problem.ts';

/**
 * As much of a value as a schema finds right: what is wrong is left out, and so is what cannot do without it. Of lists all
 * or nothing is taken, since places in them have a meaning. Undefined where nothing is left.
 */
export function rightPart<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  let left = value;
  while (left !== undefined) {
    const parsed = schema.safeParse(left);
    if (parsed.success) return parsed.data;
    left = without(left, placeOf(parsed.error.issues[0]!));
  }
  return undefined;
}

const placeOf = (issue: z.core.$ZodIssue): Path =>
  issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;

/** A value without what is at a path, or, if nothing is there, without the map that lacks it; undefined if that is all. */
function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { [String(key)]: inner, ...others } = value as Readonly<Record<string, unknown>>;
  if (inner === undefined) return undefined;
  const left = without(inner, rest);
  return left === undefined ? others : { ...others, [String(key)]: left };
}

import type * as z from 'zod';
import { suggestion } from '../model/nearest.ts';
import type { Path, Problem } from './problem.ts';

/** Words what zod found in the terms of the file. One unknown key is one problem. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, value: unknown): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code !== 'unrecognized_keys')
      return [{ path: issue.path, message: describe(issue, at(value, issue.path)) }];
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `unknown key${suggestion(key, known)}`,
      atKey: true,
    }));
  });
}

function describe(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${EXPECTED[issue.expected] ?? issue.expected}, found ${show(found)}`;
    case 'invalid_value': {
      const names = issue.values.map(String);
      return typeof found === 'string'
        ? `'${found}' is not known${suggestion(found, names)}`
        : `expected one of: ${names.join(', ')}; found ${show(found)}`;
    }
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return 'must not be empty';
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}, found ${show(found)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}, found ${show(found)}`;
    default:
      return issue.message;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  object: 'a map',
  array: 'a list',
};

function show(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[part];
  }
  return found;
}

/** The keys of the strict object that stands at `path` in the schema. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let part = schema as Shaped;
  for (const key of path) part = (unwrap(part).shape?.[String(key)] ?? unwrap(part).element) as Shaped;
  const { shape, options = [] } = unwrap(part);
  return Object.keys(shape ?? options.find((option) => option.shape !== undefined)?.shape ?? {});
}

interface Shaped {
  readonly shape?: Readonly<Record<string, unknown>>;
  /** Of a list, and of alternatives, of which at most one is a map. */
  readonly element?: unknown;
  readonly options?: readonly Shaped[];
  unwrap?(): unknown;
}

const unwrap = (schema: Shaped): Shaped => (schema.unwrap === undefined ? schema : (schema.unwrap() as Shaped));

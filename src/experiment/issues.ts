import type * as z from 'zod';
import { nearest, suggestion } from '../model/nearest.ts';
import { lackedKeys, MISSING } from './lacking.ts';
import type { Path, Problem } from './problem.ts';

/**
 * Words what zod found in the terms of the file. One unknown key is one problem, and that something is missing since its
 * name is misspelt is none of its own.
 */
export function problemsOf(error: z.ZodError, schema: z.ZodType, value: unknown): Problem[] {
  const found = allProblems(error, schema, value);
  const misspelt = new Set(
    found.flatMap(({ problem: { path }, meant }) =>
      meant === undefined ? [] : [keyOf([...path.slice(0, -1), meant])],
    ),
  );
  return found.filter(({ lacks = [] }) => !lacks.some((path) => misspelt.has(keyOf(path)))).map((one) => one.problem);
}

const keyOf = (path: Path): string => JSON.stringify(path.map(String));

interface Found {
  readonly problem: Problem;
  /** Of an unknown key the one that was meant, if any is near. */
  readonly meant?: string | undefined;
  /** What would have to be there, or one of several, if that is what is wrong. */
  readonly lacks?: readonly Path[];
}

function allProblems(error: z.ZodError, schema: z.ZodType, value: unknown): Found[] {
  return error.issues.flatMap(withinMaps(value)).flatMap((issue): Found[] => {
    if (issue.code !== 'unrecognized_keys') {
      const { path } = issue;
      const message = describe(issue, at(value, path));
      const problem = { path, message, ...(issue.code === 'invalid_key' && { atKey: true }) };
      const lacks = message.startsWith(MISSING) ? [path] : lackedKeys(issue).map((key) => [...path, key]);
      return [{ problem, lacks }];
    }
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      problem: { path: [...issue.path, key], message: `unknown key${suggestion(key, known)}`, atKey: true },
      meant: nearest(key, known),
    }));
  });
}

/** That a value is not at all of the kind that one of several forms has, such as a map where a number could stand. */
const OTHER_KIND: readonly string[] = ['invalid_type', 'invalid_value'];

/**
 * Of a map that is none of several forms: what is wrong within it, if only one of the forms is a map at all, or knows all
 * of its keys. What keeps it from being any of several maps, and what is wrong with anything else, the alternatives say in words of
 * their own.
 */
function withinMaps(value: unknown): (issue: z.core.$ZodIssue) => z.core.$ZodIssue[] {
  const open = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
    const found = at(value, issue.path);
    if (issue.code !== 'invalid_union' || typeof found !== 'object' || found === null || Array.isArray(found))
      return [issue];
    const forms = issue.errors.filter(
      (issues) => !issues.some(({ path, code }) => path.length === 0 && OTHER_KIND.includes(code)),
    );
    const known = forms.length === 1 ? forms : forms.filter((issues) => !issues.some(hasUnknownKey));
    if (known.length !== 1) return [issue];
    return known[0]!.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(open);
  };
  return open;
}

const hasUnknownKey = ({ path, code }: z.core.$ZodIssue): boolean => path.length === 0 && code === 'unrecognized_keys';

function describe(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined && issue.code !== 'custom') return MISSING;
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
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}, found ${show(found)}`;
    // A name that no entry of a map may have: what its own rule says is more than that it is wrong.
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
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

/** The keys of the strict object that stands at `path` in the schema; none where nothing in it is one. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let parts = alternatives(schema as Shaped);
  for (const key of path) {
    const below = parts.map(({ shape, element, valueType }) => shape?.[String(key)] ?? element ?? valueType);
    parts = below.flatMap((part) => (part === undefined ? [] : alternatives(part as Shaped)));
  }
  return Object.keys(parts.find(({ shape }) => shape !== undefined)?.shape ?? {});
}

interface Shaped {
  readonly shape?: Readonly<Record<string, unknown>>;
  /** Of a list, of a map with names of the user's own, and of alternatives, of which at most one is a map. */
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly Shaped[];
  unwrap?(): unknown;
}

/** What a value may be, with nothing wrapped around it. */
function alternatives(schema: Shaped): readonly Shaped[] {
  // A list has an `unwrap` of its own, which leads to its elements.
  const bare = schema.unwrap === undefined || schema.element !== undefined ? schema : (schema.unwrap() as Shaped);
  if (bare !== schema) return alternatives(bare);
  return bare.options === undefined ? [bare] : bare.options.flatMap(alternatives);
}

import type * as z from 'zod';

/** How what is said of a value begins that is not there. */
export const MISSING = 'is missing';

/**
 * The issue of a map that has none, or several, of keys of which it needs one. It names them, so that whoever misspells one
 * of them is told so and no more.
 */
export const needsOneOf = (keys: readonly string[]): z.core.$ZodRawIssue & { readonly code: 'custom' } => ({
  code: 'custom',
  input: undefined,
  message: `needs exactly one of: ${keys.join(', ')}`,
  params: { lacks: keys },
});

/** The keys that an issue says are missing from the map at its path; none of an issue that says something else. */
export function lackedKeys(issue: z.core.$ZodIssue): readonly string[] {
  const lacks: unknown = issue.code === 'custom' ? issue.params?.['lacks'] : undefined;
  return Array.isArray(lacks) ? lacks.map(String) : [];
}

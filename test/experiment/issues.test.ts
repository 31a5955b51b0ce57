import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { problemsOf } from '../../src/experiment/issues.ts';
import { needsOneOf } from '../../src/experiment/lacking.ts';

const name = z.string().regex(/^[a-z]+$/, 'must be a name');
const schema = z.strictObject({
  groups: z.record(name, z.strictObject({ cores: z.int().optional(), memory: z.int().optional() })).optional(),
  accounts: z.union([z.literal('groups'), z.record(name, z.strictObject({ shares: z.int().optional() }))]).optional(),
  part: z.union([z.int(), z.strictObject({ own: z.int(), nodes: z.int() })], { error: 'must be a part' }).optional(),
  jobs: z.array(z.strictObject({ estimate: z.int().optional() })).optional(),
  either: z
    .strictObject({ procs: z.int().optional(), groups: z.int().optional() })
    .superRefine(({ procs, groups }, context) => {
      if ((procs === undefined) === (groups === undefined)) context.addIssue(needsOneOf(['procs', 'groups']));
    })
    .optional(),
});

/** Each problem as one text. */
function found(value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? []
    : problemsOf(parsed.error, schema, value).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the words of what zod finds', () => {
  it.each([
    [{ gruops: {} }, 'gruops: unknown key; did you mean groups?'],
    [{ groups: { big: { coers: 4 } } }, 'groups.big.coers: unknown key; did you mean cores?'],
    [{ jobs: [{}, { estimat: 3 }] }, 'jobs.1.estimat: unknown key; did you mean estimate?'],
    [{ accounts: { physics: { shars: 1 } } }, 'accounts.physics.shars: unknown key; did you mean shares?'],
    [{ part: { own: 1, nods: 2, nodes: 2 } }, 'part.nods: unknown key; did you mean nodes?'],
    [{ part: { own: 1 } }, 'part.nodes: is missing'],
    [{ either: { porcs: 1 } }, 'either.porcs: unknown key; did you mean procs?'],
    [{ either: {} }, 'either: needs exactly one of: procs, groups'],
    [{ part: 'own' }, 'part: must be a part'],
    [{ groups: { 'a b': {} } }, 'groups.a b: must be a name'],
    [{ groups: { big: { cores: 'four' } } }, "groups.big.cores: expected a number, found 'four'"],
  ])('%j', (value, text) => {
    expect(found(value)).toEqual([text]);
  });

  it('of several problems in one map each has its place', () => {
    expect(found({ groups: { big: { coers: 4, memroy: 1 } } })).toEqual([
      'groups.big.coers: unknown key; did you mean cores?',
      'groups.big.memroy: unknown key; did you mean memory?',
    ]);
  });
});

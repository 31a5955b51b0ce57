import { expect, test } from 'vitest';
import * as z from 'zod';
import { rightPart } from '../../src/experiment/right-part.ts';

const schema = z.object({
  many: z.int().optional(),
  plan: z.strictObject({ from: z.int(), to: z.int(), by: z.int().optional() }).optional(),
  names: z.array(z.string()).optional(),
});

test.each([
  [
    { many: 3, names: ['a'] },
    { many: 3, names: ['a'] },
  ],
  [{ many: 'x', names: ['a'] }, { names: ['a'] }],
  [{ plan: { from: 1, to: 2, by: 'x' } }, { plan: { from: 1, to: 2 } }],
  // A key that is not known; two that are wrong; and one that must be there.
  [
    { many: 3, plan: { from: 1, to: 2, bye: 4, by: 'x' } },
    { many: 3, plan: { from: 1, to: 2 } },
  ],
  [{ many: 3, plan: { from: 'x', to: 2 } }, { many: 3 }],
  // Of a list all or nothing.
  [{ many: 3, names: ['a', 5] }, { many: 3 }],
  ['text', undefined],
  [[1], undefined],
])('the right part of %j', (value, part) => {
  expect(rightPart(schema, value)).toEqual(part);
});

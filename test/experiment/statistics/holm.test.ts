import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from '../../../src/experiment/statistics/holm.ts';

test('multiplies the smallest by their number, the next by one less, and never falls', () => {
  // 4 x 0.01; 3 x 0.02 = 0.06; 2 x 0.025 = 0.05, below 0.06; 1 x 0.2.
  expect(holm([0.02, 0.2, 0.01, 0.025])).toEqual([0.06, 0.2, 0.04, 0.06]);
  expect(holm([0.5, 0.6])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test('equal p-values are adjusted alike', () => {
  expect(holm([0.01, 0.5, 0.01])).toEqual([0.03, 0.5, 0.03]);
});

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

test('keeps order, never goes below p nor above what Bonferroni says, whatever the order of the family', () => {
  fc.assert(
    fc.property(pValues, (p) => {
      const adjusted = holm(p);
      for (const [i, value] of adjusted.entries()) {
        expect(value).toBeGreaterThanOrEqual(p[i]!);
        expect(value).toBeLessThanOrEqual(Math.min(1, p.length * p[i]!));
        for (const [j, other] of adjusted.entries()) if (p[i]! <= p[j]!) expect(value).toBeLessThanOrEqual(other);
      }
      expect(holm([...p].reverse())).toEqual([...adjusted].reverse());
    }),
  );
});

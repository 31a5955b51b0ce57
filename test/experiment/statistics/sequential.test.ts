import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decided, looks } from '../../../src/experiment/statistics/sequential.ts';
import { verdicts } from '../../../src/experiment/statistics/verdict.ts';

test('looks at half as many replications again each time, and spends in proportion to those added', () => {
  const plan = looks({ first: 10, most: 40, confidence: 0.95 });
  expect(plan.map(({ replications }) => replications)).toEqual([10, 15, 23, 35, 40]);
  // 0.05 x 10/40, 5/40, 8/40, 12/40, 5/40.
  for (const [i, alpha] of [0.0125, 0.00625, 0.01, 0.015, 0.00625].entries()) {
    expect(plan[i]!.alpha).toBeCloseTo(alpha, 12);
    expect(plan[i]!.confidence).toBeCloseTo(1 - alpha, 12);
    expect(plan[i]!.number).toBe(i + 1);
  }
});

test('spends all of it and no more, at ever more replications', () => {
  const range = fc.tuple(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 0, max: 2000 }));
  fc.assert(
    fc.property(range, ([first, more]) => {
      const plan = looks({ first, most: first + more, confidence: 0.95 });
      expect(plan.reduce((sum, { alpha }) => sum + alpha, 0)).toBeCloseTo(0.05, 12);
      expect(plan[0]!.replications).toBe(first);
      expect(plan.at(-1)!.replications).toBe(first + more);
      for (const [i, look] of plan.entries()) {
        if (i > 0) expect(look.replications).toBeGreaterThan(plan[i - 1]!.replications);
      }
    }),
  );
});

test('refuses to look at less than two replications', () => {
  expect(() => looks({ first: 1, most: 5, confidence: 0.95 })).toThrow('2 <= first <= most, found 1 and 5');
  expect(() => looks({ first: 6, most: 5, confidence: 0.95 })).toThrow('found 6 and 5');
});

test('is decided when there is a verdict on everything', () => {
  const side = (values: number[]) => ({ better: 'lower' as const, values, baseline: [0, 0, 0, 0] });
  expect(decided(verdicts([side([0, 0, 0, 0]), side([9, 9.1, 9.2, 9.1])], 0.95))).toBe(true);
  expect(decided(verdicts([side([0, 0, 0, 0]), side([-1, 1, -1, 1])], 0.95))).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../../src/experiment/plan/nearest.ts';
import type { Probe } from '../../../src/experiment/plan/probe.ts';
import type { TargetFigures } from '../../../src/experiment/plan/target.ts';

type Figures = Pick<TargetFigures, 'comparator' | 'value' | 'low' | 'high' | 'target'>;
const probe = (size: number, ...targets: readonly Figures[]): Probe => ({
  ...{ size, meets: false, fails: false, needs: null, too_wide: 0 },
  targets: targets.map((one) => ({ ...one, text: '', unit: 's', met: false, failed: false, needs: null, missing: 0 })),
});
const most = (value: number | null, target: number, half = 0): Figures => ({
  ...{ comparator: '<=', value, target },
  ...{ low: value === null ? null : value - half, high: value === null ? null : value + half },
});
const least = (value: number, target: number): Figures => ({
  ...{ comparator: '>=', value, target, low: value, high: value },
});

test('the size whose figure is least beyond its target is the nearest, not the largest one', () => {
  expect(nearest([probe(1, most(90, 10)), probe(2, most(14, 10)), probe(3, most(20, 10))]).size).toBe(2);
  expect(nearest([probe(1, least(0.2, 0.9)), probe(2, least(0.8, 0.9)), probe(3, least(0.7, 0.9))]).size).toBe(2);
  // With a target of 0 there is no part of it.
  expect(nearest([probe(1, most(9, 0)), probe(2, most(3, 0)), probe(3, most(4, 0))]).size).toBe(2);
});

test('of several targets the worst one counts, each as a part of itself', () => {
  // 40 s above 10 min is 7 %, 0.1 below 0.9 is 11 %; 80 s is 13 %.
  const one = probe(1, most(640, 600), least(0.8, 0.9));
  const other = probe(2, most(680, 600), least(0.95, 0.9));
  expect(nearest([one, other]).size).toBe(1);
});

test('where figures are on the right side, the one with the nearer bound is; then the first', () => {
  expect(nearest([probe(1, most(9, 10, 5)), probe(2, most(9, 10, 3)), probe(3, most(8, 10, 4))]).size).toBe(2);
  expect(nearest([probe(1, most(11, 10)), probe(2, most(11, 10))]).size).toBe(1);
});

test('sizes without a figure, and then those for which jobs are too wide, come last', () => {
  const wide = { ...probe(1, most(1, 10)), too_wide: 4 };
  expect(nearest([wide, probe(2, most(null, 10)), probe(3, most(99, 10))]).size).toBe(3);
  expect(nearest([wide, probe(2, most(null, 10))]).size).toBe(2);
});

test('none is nearer by the only target than the one that is named', () => {
  const value = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), value, (values, target) => {
      const probes = values.map((one, i) => probe(i, most(one, target)));
      const beyond = values.map((one) => Math.max(0, one - target));
      expect(beyond[Number(nearest(probes).size)]).toBe(Math.min(...beyond));
    }),
  );
});

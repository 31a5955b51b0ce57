import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowOrder } from '../../src/model/row-order.ts';

/** Enough rows that they are ordered by digits. */
const MANY = 1000;

/** Keys of every kind, and some of the same for many rows. */
const key = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => seconds * 1000),
  fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE, -Number.MIN_VALUE),
);

const byComparison = (keys: Float64Array): number[] =>
  Array.from(keys.keys()).sort((a, b) => Number(keys[a]! > keys[b]!) - Number(keys[a]! < keys[b]!) || a - b);

test('rows come by their key, and those of equal keys in order', () => {
  expect([...rowOrder(Float64Array.of(3, -1, 3, 0, -0, 2))]).toEqual([1, 3, 4, 5, 0, 2]);
  const many = Float64Array.from({ length: 2 * MANY }, (_, row) => -(row % 2));
  expect([...rowOrder(many)]).toEqual([
    ...Array.from({ length: MANY }, (_, i) => 2 * i + 1),
    ...Array.from({ length: MANY }, (_, i) => 2 * i),
  ]);
  expect([...rowOrder(new Float64Array(0))]).toEqual([]);
});

test('few and many rows are ordered as by comparison', () => {
  const few = fc.array(key, { maxLength: 50 });
  const several = fc.array(key, { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(few, (keys) => {
      expect([...rowOrder(Float64Array.from(keys))]).toEqual(byComparison(Float64Array.from(keys)));
    }),
  );
  fc.assert(
    fc.property(several, fc.integer({ min: 1, max: 97 }), (keys, step) => {
      // Each key many times, in mixed order.
      const all = Float64Array.from(
        { length: MANY + step },
        (_, row) => keys[(row * step) % keys.length]! * (1 + (row % 7)),
      );
      fc.pre(!all.some(Number.isNaN));
      expect([...rowOrder(all)]).toEqual(byComparison(all));
    }),
  );
});

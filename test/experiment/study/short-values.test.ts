import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortened } from '../../../src/experiment/study/short-values.ts';

test('computed numbers are shown with as few digits as tell them apart, at least four', () => {
  const two = [0.612345678901, 0.934567890123];
  expect(two.map(shortened(two))).toEqual([0.6123, 0.9346]);
  // The first two agree in five digits.
  const close = [0.612345678901, 0.612348901234, 0.9];
  expect(close.map(shortened(close))).toEqual([0.612346, 0.612349, 0.9]);
  // Digits before the point are never left out.
  const large = [123_456.789012, 5.00000000001];
  expect(large.map(shortened(large))).toEqual([123_457, 5]);
});

test('what somebody has written stays as it is', () => {
  for (const values of [
    [131_072, 131_073],
    [0.123456, 0.5],
    ['0.123456789012', true, { a: 0.123456789012 }],
  ])
    expect(values.map(shortened(values))).toEqual(values);
  const mixed = [0.51234, 0.512341234567, 64];
  expect(mixed.map(shortened(mixed))).toEqual([0.51234, 0.512341, 64]);
});

test('no two values are shown alike', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => Number((number + 0).toPrecision(12)) + 0),
    fc.double({ min: 0.6, max: 0.6001, noNaN: true }).map((number) => Number(number.toPrecision(12))),
    fc.integer({ min: -1000, max: 1_000_000 }),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.uniqueArray(value), (values) => {
      const short = values.map(shortened(values));
      expect(new Set(short).size).toBe(values.length);
    }),
  );
});

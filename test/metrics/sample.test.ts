import fc from 'fast-check';
import { quantileSorted } from 'simple-statistics';
import { expect, test } from 'vitest';
import { Sample } from '../../src/metrics/sample.ts';

test('quantiles lie between two of the values', () => {
  // Places from 0 to 4; 0.9 is at place 3.6, between 7 and 10.
  const sample = new Sample(Float64Array.of(10, 1, 7, 4, 2));
  expect([0, 0.25, 0.5, 0.9, 1].map((share) => sample.quantile(share))).toEqual([1, 2, 4, 7 + 0.6 * 3, 10]);
  expect([...sample.ascending]).toEqual([1, 2, 4, 7, 10]);
  expect([...sample.values]).toEqual([10, 1, 7, 4, 2]);
  expect(new Sample(new Float64Array(0)).quantile(0.5)).toBeNaN();
});

test('any quantiles asked for in any order are those of the sorted values', () => {
  const values = fc.array(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 4 })),
    {
      minLength: 1,
      maxLength: 800,
    },
  );
  const share = fc.oneof(fc.constantFrom(0, 0.5, 0.95, 0.99, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(values, fc.array(share, { minLength: 1, maxLength: 6 }), fc.nat(6), (given, shares, sortedAfter) => {
      const sample = new Sample(Float64Array.from(given));
      const sorted = [...Float64Array.from(given).sort()];
      for (const [i, one] of shares.entries()) {
        if (i === sortedAfter) expect([...sample.ascending]).toEqual(sorted);
        // The two zeros are one value.
        expect(sample.quantile(one) + 0).toBe(quantileSorted(sorted, one) + 0);
      }
      expect([...sample.values]).toEqual(given);
    }),
  );
});

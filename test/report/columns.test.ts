import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeColumn, encodeColumn } from '../../src/report/columns.ts';

const LARGEST = 2 ** 52;

describe('a column', () => {
  test.each([
    ['nothing', [], ''],
    ['one value in every row', [7, 7, 7], 7],
    // Differences 1, -1, 64, -65: zigzag 2, 1, 128, 129, and from 128 on two bytes, low group first.
    ['differences', [1, 0, 64, -1], btoa('\x02\x01\x80\x01\x81\x01')],
    ['fractions', [1.5, 2], [1.5, 2]],
    ['numbers too large to take differences of', [2 ** 53, -1], [2 ** 53, -1]],
  ] as const)('of %s', (_what, values, stored) => {
    expect(encodeColumn(values)).toEqual(stored);
    expect(Array.from(decodeColumn(stored, values.length))).toEqual(values);
  });

  test('comes back as it was, whatever whole numbers it holds', () => {
    const value = fc.oneof(fc.integer(), fc.integer({ min: -LARGEST, max: LARGEST }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const stored = encodeColumn(values);
        if (new Set(values).size > 1) expect(typeof stored).toBe('string');
        expect(Array.from(decodeColumn(stored, values.length))).toEqual(values);
      }),
    );
  });

  test('says when it holds another number of rows, or is no column', () => {
    const stored = encodeColumn([1, 1000, 3]);
    expect(() => decodeColumn(stored, 4)).toThrow('expected 4 rows, found 3');
    expect(() => decodeColumn(stored, 2)).toThrow('expected 2 rows, found more');
    expect(() => decodeColumn([0.5], 2)).toThrow('expected 2 rows, found 1');
    expect(() => decodeColumn(btoa('\x80'), 1)).toThrow('expected 1 rows, found 0');
    expect(() => decodeColumn('***', 1)).toThrow('not base64');
  });
});

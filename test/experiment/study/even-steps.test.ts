import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepAt, stepsBetween } from '../../../src/experiment/study/even-steps.ts';

/** Digits after the point, as people write them. */
const digits = (value: number): number => (String(value).split('.')[1] ?? '').length;

describe('even steps', () => {
  it.each([
    [0.7, 1, 0.1, [0.7, 0.8, 0.9, 1]],
    [0, 1, 0.3333333, [0, 0.3333333, 0.6666666, 1]],
    [1e13, 1e13 + 2, 1, [1e13, 1e13 + 1, 1e13 + 2]],
  ])('from %d to %d by %d', (first, last, apart, values) => {
    expect(values.map((_, place) => stepAt(place, { first, last, apart }))).toEqual(values);
  });

  it('that miss the end are none', () => {
    expect(stepsBetween(100, 250, 60)).toBeUndefined();
    expect(stepsBetween(0, 1, 0.3333)).toBeUndefined();
  });

  it('written in decimals end where they are to, and have no more digits than what they are made of', () => {
    const decimal = (places: number) => fc.integer({ min: 1, max: 999 }).map((units) => units / 10 ** places);
    fc.assert(
      fc.property(
        fc.nat(3).chain((places) => fc.tuple(decimal(places), decimal(places))),
        fc.integer({ min: 1, max: 200 }),
        ([first, apart], steps) => {
          const last = Number((first + steps * apart).toFixed(3));
          expect(stepsBetween(first, last, apart)).toBe(steps);
          const values = Array.from({ length: steps + 1 }, (_, place) => stepAt(place, { first, last, apart }));
          expect(values.at(-1)).toBe(last);
          expect(Math.max(...values.map(digits))).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});

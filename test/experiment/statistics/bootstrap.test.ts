import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../src/experiment/statistics/bootstrap.ts';
import { meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { randomStreams } from '../../../src/kernel/random.ts';

const random = () => randomStreams(1).stream('bootstrap');
const interval = (values: readonly (number | null)[], confidence = 0.95) =>
  bootstrapInterval(values, confidence, random());

describe('bootstrapInterval', () => {
  const skewed = [1, 1.2, 1.3, 1.5, 1.8, 2, 2.4, 3, 4.5, 9];

  it('is the same whenever it is made, whatever the order of the values', () => {
    expect(interval([...skewed].reverse())).toEqual(interval(skewed));
  });

  it('reaches farther up than down where values are skewed to the right', () => {
    const { value, low, high, method } = interval(skewed);
    expect(method).toBe('bootstrap');
    expect(high! - value!).toBeGreaterThan(1.5 * (value! - low!));
  });

  it('is close to that of Student where values are many and even', () => {
    const even = Array.from({ length: 400 }, (_, i) => i);
    const [ours, students] = [interval(even), meanInterval(even, 0.95)];
    const half = students.high! - students.value!;
    expect(Math.abs(ours.low! - students.low!)).toBeLessThan(0.1 * half);
    expect(Math.abs(ours.high! - students.high!)).toBeLessThan(0.1 * half);
  });

  it("is Student's of three values or less, and where no value differs", () => {
    expect(interval([1, 2, 4])).toEqual(meanInterval([1, 2, 4], 0.95));
    expect(interval([1, 2, 4, 8]).method).toBe('bootstrap');
    expect(interval([5, 5, 5, 5, 5, 5])).toMatchObject({ low: 5, high: 5, method: 'student' });
    expect(interval([3])).toMatchObject({ value: 3, low: null, high: null });
  });

  it('does not take resamples of nearly equal values for certain, at any confidence', () => {
    // Of 10 draws 0.8^10 = 11 % have none of the two large ones: a mean of 0 that is 2 away, with an error of next to nothing.
    const rare = [0, 0.001, 0.002, 0.001, 0, 0.003, 0.001, 0.002, 8, 12];
    const [mean, deviation] = [2.001, 4.3];
    for (const confidence of [0.95, 0.99, 0.999]) {
      const { high } = interval(rare, confidence);
      // The mean less that of a resample without any large one, in units of a tenth of the error.
      expect(high! - mean).toBeLessThanOrEqual((mean - 0) / 0.1);
      expect(high! - mean).toBeGreaterThan((3 * deviation) / Math.sqrt(10));
    }
  });

  it('leaves out missing values and counts them', () => {
    expect(interval([null, ...skewed, Number.NaN])).toEqual({ ...interval(skewed), missing: 2 });
  });

  it('moves and stretches with its values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 6, maxLength: 12 }), (values) => {
        const { low, high, method } = interval(values);
        const moved = interval(values.map((value) => 4 * value + 1024));
        expect(moved.method).toBe(method);
        expect(moved.low! - 4 * low! - 1024).toBeCloseTo(0, 6);
        expect(moved.high! - 4 * high! - 1024).toBeCloseTo(0, 6);
      }),
      { numRuns: 30 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { studentQuantile, studentTail } from '../../../src/experiment/statistics/student.ts';

describe("Student's t distribution", () => {
  // scipy.stats.t.isf of SciPy 1.17.
  it.each([
    [0.025, 1, 12.706204736174705],
    [0.025, 2, 4.302652729749464],
    [0.025, 9, 2.2621571627982053],
    [0.0001, 4, 13.033671720896455],
    [0.4, 7, 0.2631668613520229],
    [1e-10, 30, 9.377489780407144],
    [0.025, 199, 1.9719565442517537],
    [0.001, 1, 318.30883898555044],
    [0.025, 5000, 1.9604385517065075],
  ])('has the quantiles of SciPy: %f above, %i degrees of freedom', (tail, df, t) => {
    expect(studentQuantile(tail, df) / t).toBeCloseTo(1, 12);
    expect(studentQuantile(1 - tail, df) / -t).toBeCloseTo(1, tail < 1e-3 ? 5 : 12);
  });

  // scipy.stats.t.sf of SciPy 1.17.
  it.each([
    [10, 9, 1.789118715962368e-6],
    [30, 9, 1.2418523520791317e-10],
    [0.1, 3, 0.46332617440040297],
    [-1, 5, 0.8183912661754386],
    [0.001, 50, 0.49960304738775085],
    [5, 1000, 3.3836281823243174e-7],
    [40, 2, 0.0003122073360923703],
  ])('has the tails of SciPy: beyond %f, %i degrees of freedom', (t, df, tail) => {
    expect(studentTail(t, df) / tail).toBeCloseTo(1, 12);
  });

  it("is Cauchy's with one degree of freedom, whose tail is 1/2 - atan(t) / pi", () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (t) => {
        expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
      }),
    );
  });

  it('has quantiles that are the inverse of the tail', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.5, noNaN: true }), fc.integer({ min: 1, max: 400 }), (tail, df) => {
        expect(studentTail(studentQuantile(tail, df), df) / tail).toBeCloseTo(1, 10);
      }),
    );
  });

  it('is 0 beyond infinity and unknown beyond what is unknown', () => {
    expect(studentTail(Number.POSITIVE_INFINITY, 5)).toBe(0);
    expect(studentTail(Number.NEGATIVE_INFINITY, 5)).toBe(1);
    expect(studentTail(Number.NaN, 5)).toBeNaN();
  });
});

describe('meanInterval', () => {
  it('is mean -+ t sd / sqrt(n)', () => {
    // Mean 3, variance (4 + 1 + 0 + 1 + 4) / 4 = 2.5, t(0.975, 4) = 2.776445: half 2.776445 sqrt(2.5 / 5) = 1.963243.
    const { low, high, ...rest } = meanInterval([1, 2, 3, 4, 5], 0.95);
    expect(rest).toEqual({ value: 3, confidence: 0.95, n: 5, missing: 0, method: 'student' });
    expect(low).toBeCloseTo(1.036757, 6);
    expect(high).toBeCloseTo(4.963243, 6);
  });

  it('has no bounds from one value, and nothing from none', () => {
    expect(meanInterval([7], 0.95)).toMatchObject({ value: 7, low: null, high: null, n: 1 });
    expect(meanInterval([], 0.95)).toMatchObject({ value: null, low: null, high: null, n: 0 });
  });

  it('leaves out missing values and counts them', () => {
    const whole = meanInterval([1, 2, 4], 0.9);
    expect(meanInterval([1, null, 2, Number.NaN, 4], 0.9)).toEqual({ ...whole, missing: 2 });
  });

  it('has no width where all values are equal', () => {
    expect(meanInterval([0.1, 0.1, 0.1], 0.95)).toMatchObject({ low: expect.closeTo(0.1, 12), n: 3 });
    const { low, high } = meanInterval(new Array(10).fill(0.1), 0.95);
    expect(high).toBe(low);
  });
});

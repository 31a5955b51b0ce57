import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latinHypercube } from '../../../src/experiment/statistics/latin-hypercube.ts';
import { paretoFront } from '../../../src/experiment/statistics/pareto.ts';
import { type SweepPoint, sensitivity } from '../../../src/experiment/statistics/sensitivity.ts';
import { randomStreams } from '../../../src/kernel/random.ts';

const axes = (count: number, seed: string | number = 1) =>
  Array.from({ length: count }, (_, axis) => randomStreams(seed).stream(`axis ${axis}`));

describe('latinHypercube', () => {
  it('has one point in each part of each axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5 }), fc.nat(), (n, d, seed) => {
        const points = latinHypercube(n, axes(d, seed));
        expect(points.map(({ length }) => length)).toEqual(new Array(n).fill(d));
        for (let axis = 0; axis < d; axis++) {
          const parts = points.map((point) => Math.floor(point[axis]! * n + 1e-9)).sort((a, b) => a - b);
          expect(parts).toEqual([...Array(n).keys()]);
        }
      }),
    );
  });

  it('is the same for the same streams, and an axis more moves no other', () => {
    const two = latinHypercube(12, axes(2));
    expect(latinHypercube(12, axes(3)).map(([a, b]) => [a, b])).toEqual(two);
    expect(latinHypercube(12, axes(2, 'other'))).not.toEqual(two);
  });
});

describe('paretoFront', () => {
  it('keeps what nothing beats, ties together', () => {
    const points = [
      [1, 9],
      [3, 3],
      [2, 5],
      [3, 4],
      [9, 1],
      [2, 5],
      [9, 9],
    ];
    expect(paretoFront(points, ['lower', 'lower'])).toEqual([0, 1, 2, 4, 5]);
    // By "higher, higher" (9, 9) beats all.
    expect(paretoFront(points, ['higher', 'higher'])).toEqual([6]);
  });

  it('leaves out points that lack a figure', () => {
    expect(
      paretoFront(
        [
          [1, null],
          [2, 2],
          [Number.NaN, 0],
        ],
        ['lower', 'lower'],
      ),
    ).toEqual([1]);
  });

  it('is by definition those that no other dominates', () => {
    const point = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const beats = (a: number[], b: number[]) =>
          a[0]! <= b[0]! && a[1]! >= b[1]! && a[2]! <= b[2]! && a.some((x, i) => x !== b[i]);
        const expected = points.flatMap((one, i) => (points.some((other) => beats(other, one)) ? [] : [i]));
        expect(paretoFront(points, ['lower', 'higher', 'lower'])).toEqual(expected);
      }),
    );
  });
});

describe('sensitivity', () => {
  const grid = (figure: (x: number, y: number) => number | null): SweepPoint[] =>
    [0, 1, 2].flatMap((x) => [0, 1, 2, 3].map((y) => ({ at: [x, y], value: figure(x, y) })));
  const sharesOf = (points: SweepPoint[], count = 2) => sensitivity(points, count).effects.map(({ share }) => share);

  it('splits the variance of a sum on a grid', () => {
    // Variances of 0, 1, 2 and of 0, 1, 2, 3 are 2/3 and 5/4: 3x + y has 6 + 1.25.
    const { effects, rest } = sensitivity(
      grid((x, y) => 3 * x + y),
      2,
    );
    expect(effects[0]!.share).toBeCloseTo(6 / 7.25, 12);
    expect(effects[1]!.share).toBeCloseTo(1.25 / 7.25, 12);
    expect(rest).toBeCloseTo(0, 12);
    expect(effects[0]!.levels).toEqual([
      { from: 0, to: 0, mean: 1.5 },
      { from: 1, to: 1, mean: 4.5 },
      { from: 2, to: 2, mean: 7.5 },
    ]);
  });

  it('calls a pure interaction the rest', () => {
    const { effects, rest } = sensitivity(
      grid((x, y) => (x - 1) * (y - 1.5)),
      2,
    );
    expect(effects.map(({ share }) => share)).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
    expect(rest).toBeCloseTo(1, 12);
  });

  it('takes axes of names', () => {
    const points = ['easy', 'fcfs'].flatMap((name) =>
      [0, 1].map((y) => ({ at: [name, y], value: name === 'easy' ? 1 : 3 })),
    );
    expect(sharesOf(points)).toEqual([1, 0]);
    expect(sensitivity(points, 2).effects[0]!.levels.map(({ from }) => from)).toEqual(['easy', 'fcfs']);
  });

  it('has no shares where nothing varies, and leaves out points without a value', () => {
    expect(
      sensitivity(
        grid(() => 5),
        2,
      ),
    ).toMatchObject({ rest: null, missing: 0 });
    expect(
      sensitivity(
        grid((x) => (x === 2 ? null : x)),
        2,
      ).missing,
    ).toBe(4);
    expect(sensitivity([], 2).rest).toBeNull();
  });

  it('comes close to the indices of a known function on a Latin hypercube', () => {
    // 4 x1 + 2 x2 + 0 x3 with uniform axes: variances 16 : 4 : 0, so 0.8, 0.2 and 0.
    const points = latinHypercube(400, axes(3)).map((at) => ({ at, value: 4 * at[0]! + 2 * at[1]! }));
    const [first, second, third] = sharesOf(points, 3);
    expect(first).toBeCloseTo(0.8, 1);
    expect(second).toBeCloseTo(0.2, 1);
    expect(third).toBeLessThan(0.05);
  });
});

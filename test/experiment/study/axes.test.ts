import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridAxes, gridPoints } from '../../../src/experiment/study/axes.ts';
import { drawAxes } from '../../../src/experiment/study/draw-axes.ts';

const valuesOf = (form: Parameters<typeof gridAxes>[0][string]) => gridAxes({ x: form })[0]!.values;

describe('the values of an axis', () => {
  it.each([
    [{ from: 0.5, to: 0.9, steps: 5 }, [0.5, 0.6, 0.7, 0.8, 0.9]],
    [{ from: 0.1, to: 0.4, by: 0.1 }, [0.1, 0.2, 0.3, 0.4]],
    [{ from: 1, to: 9, by: 4 }, [1, 5, 9]],
    [{ from: 0.7, to: 1, by: 0.1 }, [0.7, 0.8, 0.9, 1]],
    [{ from: 1, to: 1000, steps: 4, scale: 'log' as const }, [1, 10, 100, 1000]],
    [{ from: 1, to: 8, steps: 3, scale: 'log' as const, whole: true }, [1, 3, 8]], // sqrt(8) = 2.83
    [{ from: 1, to: 3, steps: 9, whole: true }, [1, 2, 3]], // Each whole number once.
    [
      ['a', 1, null],
      ['a', 1, null],
    ],
  ])('%j', (form, values) => {
    expect(valuesOf(form)).toEqual(values);
  });

  it('a range must say how many', () => {
    expect(() => valuesOf({ from: 1, to: 2 })).toThrow('a range needs steps or by');
  });

  it('a slip of the keyboard does not fill the memory', () => {
    expect(() => valuesOf({ from: 0, to: 1, by: 0.5 ** 30 })).toThrow('the range has 1073741825 values');
    expect(() => valuesOf({ from: 0, to: 1, steps: 1e9 })).toThrow('the range has 1000000000 values');
  });
});

describe('the points of a study', () => {
  it('are all combinations, the last axis changing fastest', () => {
    expect(gridPoints(gridAxes({ a: [1, 2], b: ['x', 'y', 'z'] })).map(({ values }) => values.join(''))).toEqual([
      '1x',
      '1y',
      '1z',
      '2x',
      '2y',
      '2z',
    ]);
  });

  it('without axes are one', () => {
    expect(gridPoints([])).toEqual([{ index: 0, values: [] }]);
  });

  it('are not more than anybody waits for', () => {
    const thousand = { from: 1, to: 1000, steps: 1000 };
    expect(() => gridPoints(gridAxes({ a: thousand, b: thousand }))).toThrow('the axes have 1000000 points');
  });

  it('of a sample lie one in each slice of each axis, and are drawn from the seed alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer(), (count, seed) => {
        const form = { a: { from: 0, to: 1 }, b: ['x', 'y'] };
        const { points } = drawAxes(form, { count, seed });
        const slices = points.map(({ values }) => Math.floor(Number(values[0]) * count + 1e-9)).sort((x, y) => x - y);
        expect(slices).toEqual(Array.from({ length: count }, (_, i) => i));
        const halves = points.filter(({ values }) => values[1] === 'x').length;
        expect(Math.abs(halves - count / 2)).toBeLessThanOrEqual(0.5);
        expect(drawAxes(form, { count, seed }).points).toEqual(points);
      }),
    );
  });

  it('of a sample take all whole numbers of a range equally often, those at its ends too', () => {
    const range = fc.record({ from: fc.integer({ min: -50, max: 50 }), span: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 5 }), fc.integer(), ({ from, span }, each, seed) => {
        const form = { x: { from, to: from + span, whole: true } };
        const { points } = drawAxes(form, { count: each * (span + 1), seed });
        const drawn = points.map(({ values }) => Number(values[0])).sort((a, b) => a - b);
        const all = Array.from({ length: span + 1 }, (_, i) => from + i);
        expect(drawn).toEqual(all.flatMap((value) => Array<number>(each).fill(value)));
      }),
    );
  });

  it('of a sample on a log scale take each whole number for what is nearest to it', () => {
    // From 1 to 4 there are ln(4.5 / 0.5) = ln 9 to be shared out: ln 3 of it, a half, to 1; ln(5 / 3) to 2, 23.2 %;
    // ln(7 / 5) to 3, 15.3 %; ln(9 / 7) to 4, 11.4 %. Of 1000 strata at most the two at the borders may go either way.
    const form = { x: { from: 1, to: 4, scale: 'log' as const, whole: true } };
    const { points } = drawAxes(form, { count: 1000, seed: 1 });
    const share = (value: number) => points.filter(({ values }) => values[0] === value).length / 1000;
    const parts = [Math.log(3), Math.log(5 / 3), Math.log(7 / 5), Math.log(9 / 7)].map((part) => part / Math.log(9));
    for (const [i, part] of parts.entries()) expect(Math.abs(share(i + 1) - part)).toBeLessThanOrEqual(0.002);
  });

  it('of an axis do not depend on the other axes', () => {
    const sample = { count: 5, seed: 1 };
    const alone = drawAxes({ a: { from: 0, to: 1 } }, sample).axes[0]!.values;
    expect(drawAxes({ b: [1, 2], a: { from: 0, to: 1 } }, sample).axes[1]!.values).toEqual(alone);
  });
});

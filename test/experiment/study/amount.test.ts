import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizesOf } from '../../../src/experiment/plan/sizes.ts';
import { amountOf, amountText } from '../../../src/experiment/study/amount.ts';

describe('an amount', () => {
  it.each([
    [64, { unit: '', value: 64 }],
    ['0.25', { unit: '', value: 0.25 }],
    ['1d 12h', { unit: 's', value: 129_600 }],
    ['90min', { unit: 's', value: 5400 }],
    ['1.5 TiB', { unit: 'MiB', value: 1_572_864 }],
    ['2 GiB/s', { unit: 'MiB/s', value: 2048 }],
    ['25%', { unit: '%', value: 25 }],
    ['3 kW', { unit: 'kW', value: 3 }],
    ['many', undefined],
    ['12 13', undefined],
    [{}, undefined],
    [Number.NaN, undefined],
  ])('%j', (given, amount) => {
    expect(amountOf(given)).toEqual(amount);
  });

  it('is written as scenarios have it, in whole numbers of its largest unit where there are any', () => {
    const written = [5400, 86_400, 0, 0.5, 90_061].map((value) => amountText({ unit: 's', value }));
    expect(written).toEqual(['1h 30min', '1d', '0s', '0.5s', '1d 1h 1min 1s']);
    expect([512, 1536, 2_097_152].map((value) => amountText({ unit: 'MiB', value }))).toEqual([
      '512 MiB',
      '1536 MiB',
      '2 TiB',
    ]);
    expect(amountText({ unit: 'MiB/s', value: 2048 })).toBe('2 GiB/s');
    expect(amountText({ unit: '%', value: 12.5 })).toBe('12.5%');
  });

  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(fc.constantFrom('s', 'MiB', 'MiB/s', '%', 'kW', ''), fc.nat(10_000_000), (unit, value) => {
        expect(amountOf(amountText({ unit, value }))).toEqual({ unit, value });
      }),
    );
  });
});

describe('the sizes of a plan', () => {
  it.each([
    [{ from: 2, to: 5 }, [2, 3, 4, 5]],
    [{ from: 0, to: 64, step: 16 }, [0, 16, 32, 48, 64]],
    // 0.1 + 0.2 is 0.3.
    [{ from: 0.1, to: 0.5, step: 0.1 }, [0.1, 0.2, 0.3, 0.4, 0.5]],
    [{ from: '30min', to: '2h', step: '30min' }, ['30min', '1h', '1h 30min', '2h']],
    [{ from: '512 GiB', to: '1 TiB', step: '256 GiB' }, ['512 GiB', '768 GiB', '1 TiB']],
    [{ from: '50%', to: '100%', step: '25%' }, ['50%', '75%', '100%']],
  ])('%j', (range, sizes) => {
    expect(sizesOf(range)).toEqual(sizes);
  });

  it('go from one end to the other in equal steps, each once', () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(
        whole,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 999 }),
        (first, many, thousandths) => {
          const [from, step] = [first / 10, thousandths / 1000];
          const to = Number((from + many * step).toPrecision(12));
          const sizes = sizesOf({ from, to, step }) as number[];
          expect([sizes.length, sizes[0], sizes.at(-1)]).toEqual([many + 1, from, to]);
          for (const [i, one] of sizes.entries()) expect(one).toBeCloseTo(from + i * step, 9);
        },
      ),
    );
  });
});

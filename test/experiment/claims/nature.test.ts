import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileClaim } from '../../../src/experiment/claims/claim.ts';
import { natureOf, negated } from '../../../src/experiment/claims/nature.ts';
import { calculate } from '../../../src/experiment/claims/quantity.ts';
import { ANY, type Nature, NOT_NEGATIVE, type Range, SHARE } from '../../../src/metrics/metric.ts';

const figure = (nature: Nature) => ({ constant: undefined, nature });
const number = (constant: number) => ({ constant, nature: undefined });
const wait = figure({ skewed: false, range: NOT_NEGATIVE });
const longest = figure({ skewed: true, range: NOT_NEGATIVE });
const share = figure({ skewed: false, range: SHARE });

describe('the nature of an expression', () => {
  it.each([
    // 1 - share lies between 0 and 1 again, 50 % - 2 share between -150 % and 50 %.
    ['a number less a share', natureOf('-', number(1), share), { skewed: false, range: [0, 1] }],
    ['a share in percent, less 50', natureOf('-', figure(natureOf('*', share, number(100))!), number(50)), [-50, 50]],
    ['half a share', natureOf('/', share, number(2)), [0, 0.5]],
    ['minus twice a share', natureOf('*', number(-2), share), [-2, 0]],
    [
      'a longest wait and an hour',
      natureOf('+', longest, number(3600)),
      { skewed: true, range: [3600, Number.POSITIVE_INFINITY] },
    ],
    ['a number by a longest wait', natureOf('/', number(1), longest), { skewed: true, range: ANY }],
    ['a share times 0', natureOf('*', share, number(0)), ANY],
    ['a difference of longest waits', natureOf('-', longest, longest), { skewed: false, range: ANY }],
    ['a ratio with a longest wait', natureOf('/', wait, longest), { skewed: true, range: ANY }],
    ['a sum of waits', natureOf('+', wait, wait), { skewed: false, range: ANY }],
  ] as const)('%s', (_, found, expected) => {
    if ('skewed' in expected) expect(found).toEqual(expected);
    else expect(found!.range).toEqual(expected);
  });

  it('is none where a side is an end of an interval, or both are numbers', () => {
    const end = figure(undefined as unknown as Nature);
    for (const operator of ['+', '-', '*', '/'] as const) {
      expect(natureOf(operator, end, wait)).toBeUndefined();
      expect(natureOf(operator, wait, end)).toBeUndefined();
      expect(natureOf(operator, end, number(2))).toBeUndefined();
      expect(natureOf(operator, number(2), number(3))).toBeUndefined();
    }
  });

  it('has a range that holds whatever the figure and the number make', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(finite, finite, finite).map((three) => three.sort((a, b) => a - b) as [number, number, number]),
        fc.tuple(finite, fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), fc.boolean()),
        ([least, value, most], [by, operator, first]) => {
          const range: Range = [least, most];
          const [left, right] = first
            ? [figure({ skewed: false, range }), number(by)]
            : [number(by), figure({ skewed: false, range })];
          const made = first ? calculate(operator, value, by) : calculate(operator, by, value);
          const [low, high] = natureOf(operator, left, right)!.range;
          if (Number.isNaN(made)) return;
          expect(low).toBeLessThanOrEqual(made);
          expect(high).toBeGreaterThanOrEqual(made);
          const [down, up] = negated({ skewed: false, range }).range;
          expect(down).toBeLessThanOrEqual(-value);
          expect(up).toBeGreaterThanOrEqual(-value);
        },
      ),
    );
  });
});

describe('an end of an interval', () => {
  const setting = { policies: [{ label: 'easy', name: 'easy' }], study: true };
  it.each([
    ['low(high(mean_wait)) >= 1h', 4],
    ['high(2 * low(p95(wait))) >= 1h', 5],
    ['low(mean_wait - high(mean_wait)) <= 0s', 4],
  ])('has no end itself: %s', (text, at) => {
    expect(() => compileClaim(text, setting)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('an end of an interval has no interval of its own'),
        at,
      }),
    );
  });

  it('is compared and calculated with', () => {
    const compiled = compileClaim('high(mean_wait) - low(mean_wait) <= 1h', setting);
    expect(compiled).toMatchObject({ kind: 'figures', left: { nature: undefined } });
  });
});

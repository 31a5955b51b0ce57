import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, type Margin, verdicts } from '../../../src/experiment/statistics/verdict.ts';

const compare = (values: (number | null)[], baseline: (number | null)[], more: Partial<Comparison> = {}) =>
  verdicts([{ better: 'lower', values, baseline, ...more }], 0.95)[0]!;
const absolute = (value: number): Margin => ({ of: 'absolute', value });
const relative = (value: number): Margin => ({ of: 'relative', value });

describe('verdicts', () => {
  const baseline = [10, 20, 30, 40, 50];
  // Differences -3, -1, -2, -2, -2: mean -2, variance 2 / 4, standard error sqrt(0.5 / 5) = 0.316228, t = -6.324555.
  const less = [7, 19, 28, 38, 48];

  it('judges by the t test of paired differences', () => {
    const { verdict, reason, difference, p, more, ...rest } = compare(less, baseline);
    expect({ verdict, reason, more }).toEqual({ verdict: 'better', reason: 'difference', more: 0 });
    // 2.776445 x 0.316228 = 0.877989.
    expect(difference.value).toBe(-2);
    expect(difference.low).toBeCloseTo(-2.877989, 6);
    expect(difference.high).toBeCloseTo(-1.122011, 6);
    // scipy.stats.ttest_rel of SciPy 1.17.
    expect(p.difference).toBeCloseTo(0.0031982, 7);
    expect(rest.adjusted).toEqual(p);
    expect(rest.baseline).toBe(30);
  });

  it('knows which way a metric improves, and which is no merit', () => {
    expect(compare(less, baseline, { better: 'higher' }).verdict).toBe('worse');
    expect(compare(baseline, less, { better: 'higher' }).verdict).toBe('better');
    expect(compare(less, baseline, { better: 'neither' }).verdict).toBe('lower');
    expect(compare(baseline, less, { better: 'neither' }).verdict).toBe('higher');
  });

  it('is of equivalence where both one-sided tests pass', () => {
    // (3 - 2) / 0.316228 = 3.162278 with 4 degrees of freedom: p = 0.017055, by scipy.stats.t.sf.
    const within = compare(less, baseline, { margin: absolute(3) });
    expect(within).toMatchObject({ verdict: 'equivalent', reason: 'within margin' });
    expect(within.p.equivalence).toBeCloseTo(0.0170547, 6);
    // (2.5 - 2) / 0.316228 = 1.581: p = 0.094. The difference itself is beyond doubt.
    expect(compare(less, baseline, { margin: absolute(2.5) }).verdict).toBe('better');
  });

  it('takes a relative margin of the baseline, whose scatter counts', () => {
    // 10 % of 30 is 3 again, but A - 0.9 B = -2, 1, 1, 2, 3: mean 1, variance 14 / 4, t = 1 / 0.83666 = 1.195.
    const { verdict, p } = compare(less, baseline, { margin: relative(0.1) });
    expect(verdict).toBe('better');
    expect(p.equivalence).toBeCloseTo(0.1490074, 6);
    const mirrored = compare(
      less.map((value) => -value),
      baseline.map((value) => -value),
      { margin: relative(0.1) },
    );
    expect(mirrored.p.equivalence).toBeCloseTo(p.equivalence!, 12);
  });

  it('says of equal figures that they are equivalent, exactly and without a margin', () => {
    const same = compare(baseline, baseline);
    expect(same).toMatchObject({ verdict: 'equivalent', reason: 'identical', more: 0 });
    expect(same.difference).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(compare([0, 0], [0, 0]).reason).toBe('identical');
    // 0.1 + 0.2 is not 0.3 in binary, but for no reason that has to do with schedules.
    expect(compare([0.1 + 0.2, 5], [0.3, 5]).reason).toBe('identical');
  });

  it('judges equal differences by their number alone', () => {
    const shifted = (count: number) =>
      compare(
        baseline
          .concat(60, 70)
          .map((x) => x + 1)
          .slice(0, count),
        [...baseline, 60, 70].slice(0, count),
      );
    // 2 x 2^-5 = 0.0625; 2 x 2^-6 = 0.03125.
    expect(shifted(5)).toMatchObject({ verdict: 'not enough evidence', p: { difference: 0.0625 }, more: 1 });
    expect(shifted(6)).toMatchObject({ verdict: 'worse', p: { difference: 0.03125 } });
    expect(shifted(6).difference).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  it('has no verdict on one replication, nor on none', () => {
    const one = compare([5], [9], { margin: absolute(1) });
    expect(one).toMatchObject({ verdict: 'not enough evidence', reason: 'one replication', more: null });
    expect(one.difference).toMatchObject({ value: -4, low: null, high: null });
    expect(one.p).toEqual({ difference: null, equivalence: null });
    expect(compare([5], [5])).toMatchObject({ verdict: 'not enough evidence', reason: 'one replication' });
    expect(compare([], [])).toMatchObject({ reason: 'no replications', baseline: null });
  });

  it('drops pairs in which either has no value, and counts them', () => {
    const whole = compare(less, baseline);
    const holed = compare([...less, null, 3], [...baseline, 1, Number.NaN]);
    expect(holed).toEqual({ ...whole, difference: { ...whole.difference, missing: 2 } });
  });

  it('adjusts over the family, each kind of test by itself', () => {
    const one: Comparison = { better: 'lower', values: less, baseline, margin: absolute(3) };
    const none: Comparison = { better: 'lower', values: [5], baseline: [5] };
    const [first, , third] = verdicts([one, none, one, { ...one, margin: undefined }], 0.95);
    // Three differences and two equivalences are tested.
    expect(first!.adjusted.difference).toBeCloseTo(3 * 0.0031982, 6);
    expect(first!.adjusted.equivalence).toBeCloseTo(2 * 0.0170547, 6);
    expect(third).toEqual(first);
  });

  it('asks for as many more replications as the t test needs', () => {
    // Mean 1, deviation 2: sqrt(n) / 2 >= t(0.025) + t(0.2) first at n = 34: 2.9155 >= 2.0345 + 0.8530 = 2.8875,
    // and not at 33: 2.8723 < 2.0369 + 0.8530 = 2.8900.
    // The values are 1, and 1 -+ sqrt(6) twice each: their squares add up to 24, and 24 / 6 = 4.
    const root = Math.sqrt(6);
    const { verdict, more } = compare([1 - root, 1, 1 + root, 1 - root, 1, 1 + root, 1], new Array(7).fill(0));
    expect(verdict).toBe('not enough evidence');
    expect(more).toBe(34 - 7);
  });

  it('does not ask for what would never do', () => {
    const even = compare([-1, 1, -1, 1], [0, 0, 0, 0]);
    expect(even).toMatchObject({ verdict: 'not enough evidence', more: null });
    // With a margin it is a matter of time.
    expect(compare([-1, 1, -1, 1], [0, 0, 0, 0], { margin: absolute(0.5) }).more).toBeGreaterThan(10);
  });

  it('refuses sides of different lengths', () => {
    expect(() => compare([1, 2], [1])).toThrow('expected as many values as the baseline has, 1, found 2');
  });

  const figures = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
    minLength: 2,
    maxLength: 12,
  });

  it('says the opposite when the two change places', () => {
    const opposite = { better: 'worse', worse: 'better' } as Record<string, string>;
    fc.assert(
      fc.property(figures, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, x]) => x)];
        const there = compare(a, b, { margin: absolute(5) });
        const back = compare(b, a, { margin: absolute(5) });
        expect(back.verdict).toBe(opposite[there.verdict] ?? there.verdict);
        expect(back.p.difference).toBeCloseTo(there.p.difference!, 10);
        expect(back.more).toBe(there.more);
      }),
    );
  });

  it('is no surer in a larger family', () => {
    fc.assert(
      fc.property(figures, figures, (pairs, others) => {
        const side = (from: typeof pairs): Comparison => ({
          better: 'lower',
          values: from.map(([x]) => x),
          baseline: from.map(([, x]) => x),
        });
        const alone = verdicts([side(pairs)], 0.95)[0]!;
        const among = verdicts([side(pairs), side(others)], 0.95)[0]!;
        expect(among.adjusted.difference).toBeGreaterThanOrEqual(alone.adjusted.difference!);
        expect([alone.verdict, 'not enough evidence']).toContain(among.verdict);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostAnswers, smallest } from '../../../src/experiment/plan/search.ts';

/** The search over a predicate, with the sizes that it asked about in their order. */
async function searched(from: number, to: number, meets: (size: number) => boolean) {
  const asked: number[] = [];
  const found = await smallest(from, to, async (size) => {
    asked.push(size);
    return meets(size);
  });
  return { ...found, asked };
}

const ranges = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 })).map(([from, more]) => ({
  from,
  to: from + more,
}));

describe('the smallest size that meets', () => {
  it('is that of looking at all of them, where larger sizes only do better, with few questions', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, fc.nat(1200), async ({ from, to }, threshold) => {
        const { size, exceptions, asked } = await searched(from, to, (tried) => tried >= threshold);
        const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
        expect(size).toBe(all.find((tried) => tried >= threshold));
        expect(exceptions).toEqual([]);
        // Those above the answer are asked only to look for exceptions.
        const relied = asked.filter((tried) => size === undefined || tried < size);
        expect(relied.length).toBeLessThanOrEqual(mostAnswers(from, to));
        expect(asked.length).toBeLessThanOrEqual(3 * Math.ceil(Math.log2(to - from + 1)) + 3);
      }),
    );
  });

  it('is a size that meets, asks about none twice and none outside, and tells all larger ones that do not', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, fc.infiniteStream(fc.boolean()), async ({ from, to }, answers) => {
        const given = new Map<number, boolean>();
        const { size, exceptions, asked } = await searched(from, to, (tried) => {
          given.set(tried, answers.next().value);
          return given.get(tried)!;
        });
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.every((tried) => tried >= from && tried <= to)).toBe(true);
        const met = asked.filter((tried) => given.get(tried));
        expect(size).toBe(met.length > 0 ? Math.min(...met) : undefined);
        const above = size === undefined ? [] : asked.filter((tried) => tried > size && !given.get(tried));
        expect(exceptions).toEqual(above.sort((a, b) => a - b));
      }),
    );
  });

  it('finds one that meets at a power of two below where bisection ends', async () => {
    // Bisection of 1 to 100 asks 100, 1, 50, 75, 62, 56, 59, 60, 61 and ends at 60 or above if 60 is the edge.
    for (const distance of [2, 4, 8, 16, 32]) {
      const dip = 60 - distance;
      const { size, exceptions } = await searched(1, 100, (tried) => tried >= 60 || tried === dip);
      expect(size).toBe(dip);
      expect(exceptions.length).toBeGreaterThan(0);
    }
  });

  it('tells sizes above the answer that do not meet', async () => {
    // The answer is 1, asked at once; 1 + 1, 1 + 2, 1 + 4 and 1 + 8 are tried above it.
    const { size, exceptions } = await searched(1, 10, (tried) => tried !== 3 && tried !== 9);
    expect(size).toBe(1);
    expect(exceptions).toEqual([3, 9]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstThatMeets, mostAsked } from '../../../src/experiment/plan/search.ts';

/** The search over a predicate, with the places that it asked about in their order. */
async function searched(count: number, meets: (place: number) => boolean) {
  const asked: number[] = [];
  const found = await firstThatMeets(count, async (place) => {
    asked.push(place);
    return meets(place);
  });
  return { ...found, asked };
}

const counts = fc.integer({ min: 1, max: 500 });
/** Answers that come and go with any frequency, so that exceptions are few in some and many in others. */
const tables = fc
  .tuple(counts, fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.infiniteStream(fc.double({ noNaN: true })))
  .map(([count, share, draws]) => {
    const drawn = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), {
      numRuns: count,
      seed: Math.floor(1e6 * (draws.next().value ?? 0)) || 1,
    });
    return drawn.map((one) => one < share);
  });

describe('the first place that meets', () => {
  it('is that of looking at all of them, where later places only do better', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(600), async (count, threshold) => {
        const { place, exceptions, asked } = await searched(count, (tried) => tried >= threshold);
        expect(place).toBe(threshold < count ? threshold : undefined);
        expect(exceptions).toEqual([]);
        expect(asked.length).toBeLessThanOrEqual(mostAsked(count));
      }),
    );
  });

  it('is a place that meets, asks about none twice and none outside, and tells all later ones that do not', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.infiniteStream(fc.boolean()), async (count, answers) => {
        const given = new Map<number, boolean>();
        const { place, exceptions, asked } = await searched(count, (tried) => {
          given.set(tried, answers.next().value);
          return given.get(tried)!;
        });
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.every((tried) => tried >= 0 && tried < count)).toBe(true);
        const met = asked.filter((tried) => given.get(tried));
        expect(place).toBe(met.length > 0 ? Math.min(...met) : undefined);
        const later = place === undefined ? [] : asked.filter((tried) => tried > place && !given.get(tried));
        expect(exceptions).toEqual(later.sort((a, b) => a - b));
      }),
    );
  });

  it('finds one that meets at a power of two before where bisection ends', async () => {
    // Bisection of 0 to 99 asks 99, 0, 49, 74, 61, 55, 58, 59, 60 and ends at 59 or later if 59 is the edge.
    for (const distance of [2, 4, 8, 16, 32]) {
      const dip = 59 - distance;
      const { place, exceptions } = await searched(100, (tried) => tried >= 59 || tried === dip);
      expect(place).toBe(dip);
      expect(exceptions.length).toBeGreaterThan(0);
    }
  });

  it('tells places after the answer that do not meet', async () => {
    // The answer is 0, asked at once; 1, 2, 4 and 8 are tried after it.
    const { place, exceptions } = await searched(10, (tried) => tried !== 2 && tried !== 8);
    expect(place).toBe(0);
    expect(exceptions).toEqual([2, 8]);
  });
});

describe('the number of places that are asked about', () => {
  it('is never more than the bound, whatever the answers are', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const { asked } = await searched(table.length, (place) => table[place]!);
        expect(asked.length).toBeLessThanOrEqual(mostAsked(table.length));
      }),
      { numRuns: 500 },
    );
  });

  it('is the bound for some answers, in every table of few places', async () => {
    const most: number[] = [];
    for (let count = 1; count <= 10; count += 1) {
      let worst = 0;
      for (let bits = 0; bits < 2 ** count; bits += 1) {
        const { asked } = await searched(count, (place) => ((bits >> place) & 1) === 1);
        worst = Math.max(worst, asked.length);
      }
      expect(worst).toBeLessThanOrEqual(mostAsked(count));
      most.push(worst);
    }
    expect(most.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('has the bound that its formula says', () => {
    // 14 places: of 2 x 4 + 2 + 4 = 14 each. 193: 2 x 8 + 2 + 8. 4096: 2 x 12 + 2 + 12.
    expect([1, 2, 14, 97, 193, 4096].map(mostAsked)).toEqual([1, 2, 14, 23, 26, 38]);
  });
});

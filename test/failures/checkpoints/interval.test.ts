import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dalyInterval, intervalBy, learntMtbf, youngInterval } from '../../../src/failures/checkpoints/interval.ts';
import type { JobId } from '../../../src/model/jobs.ts';

const NOTHING = { failures: 0, exposure: 0 };
const MINUTE = 60_000;

describe('the closed forms', () => {
  it('give what the figures of Daly (2006) say: 117, 57 and 9.1 min for 5 min and an MTBF of 24 h, 6 h and 15 min', () => {
    // sqrt(2 x 5 x 1440) = 120 is Young's; 120 (1 + 0.01389 + 0.00019) - 5 = 116.7 is Daly's.
    expect(youngInterval(5, 1440)).toBe(120);
    expect(dalyInterval(5, 1440)).toBeCloseTo(116.69, 2);
    expect(dalyInterval(5, 360)).toBeCloseTo(56.71, 2);
    expect(dalyInterval(5, 15)).toBeCloseTo(9.14, 2);
  });

  it('are the MTBF where writing takes twice as long or more', () => {
    expect(dalyInterval(30, 15)).toBe(15);
    expect(dalyInterval(100, 15)).toBe(15);
  });

  it("Daly's is within 0.1% of the least expected time of a run, by his complete model", () => {
    // Time per unit of work with exponential failures: M e^(R/M) (e^((t + C)/M) - 1) / t; R only scales it.
    const cost = (t: number, write: number, mtbf: number): number => (mtbf * Math.expm1((t + write) / mtbf)) / t;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.5, noNaN: true }), (ratio) => {
        const mtbf = 1000;
        const write = ratio * mtbf;
        const at = cost(dalyInterval(write, mtbf), write, mtbf);
        let least = Number.POSITIVE_INFINITY;
        for (let t = 1; t < 3 * mtbf; t += 1) least = Math.min(least, cost(t, write, mtbf));
        expect(at).toBeLessThanOrEqual(least * 1.001);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an interval', () => {
  it('regards that 24 nodes fail 24 times as often as one', () => {
    const costs = { nodes: 24, write: 5 * MINUTE, read: 0 };
    const mtbf = 24 * 24 * 60 * MINUTE;
    expect(intervalBy({ kind: 'young', mtbf })(0 as JobId, costs, NOTHING)).toBe(120 * MINUTE);
  });

  it('is at least a second, and what it is said to be where it is fixed', () => {
    const costs = { nodes: 1, write: 0, read: 0 };
    expect(intervalBy({ kind: 'daly', mtbf: MINUTE })(0 as JobId, costs, NOTHING)).toBe(1000);
    expect(intervalBy({ kind: 'fixed', every: 7000 })(0 as JobId, costs, NOTHING)).toBe(7000);
  });

  it('that adapts begins as stated, and goes by what has been seen in the long run', () => {
    expect(learntMtbf(NOTHING, 900)).toBe(900);
    // 9 failures in 9,100 and the one in 900 that was believed: 10,000 / 10.
    expect(learntMtbf({ failures: 9, exposure: 9100 }, 900)).toBe(1000);
    const costs = { nodes: 1, write: MINUTE, read: 0 };
    const daly = intervalBy({ kind: 'daly', mtbf: 1000 * MINUTE });
    const adaptive = intervalBy({ kind: 'adaptive', mtbf: 900 * MINUTE });
    const seen = { failures: 9, exposure: 9100 * MINUTE };
    expect(adaptive(0 as JobId, costs, seen)).toBe(daly(0 as JobId, costs, NOTHING));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Room } from '../../src/engine/room.ts';
import { RowSet } from '../../src/engine/row-set.ts';
import { Waiting } from '../../src/engine/waiting.ts';

const RANKS = 5000;

describe('who waits', () => {
  it('is found as by a scan, in the list, in the tree and each time one becomes the other', () => {
    const room = new Room();
    const step = fc.record({
      // Whole crowds come and go, so that both limits are crossed often.
      crowd: fc.integer({ min: -150, max: 150 }),
      from: fc.integer({ min: -1, max: RANKS - 1 }),
      free: fc.integer({ min: 0, max: 30 }),
      spare: fc.integer({ min: 0, max: 30 }),
      horizon: fc.integer({ min: 1, max: 100 }),
      seed: fc.integer({ min: 1, max: RANKS - 1 }),
    });
    const same = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const waiting = new Waiting(RANKS);
      const model = new Map<number, [width: number, duration: number]>();
      for (const { crowd, from, free, spare, horizon, seed } of steps) {
        for (let i = 0; i < crowd; i += 1) {
          const rank = (seed * (i + 1) * 37) % RANKS;
          if (model.has(rank)) continue;
          const shape: [number, number] = [1 + ((rank * 7) % 40), 1 + ((rank * 13) % 120)];
          model.set(rank, shape);
          waiting.insert(rank, ...shape);
        }
        for (const rank of [...model.keys()].slice(0, Math.max(0, -crowd))) {
          model.delete(rank);
          waiting.remove(rank);
        }
        room.setShadow(free, horizon, spare);
        const behind = [...model.keys()].filter((rank) => rank > from).sort((a, b) => a - b);
        const fits = (rank: number): boolean => {
          const [width, duration] = model.get(rank)!;
          return width <= free && (duration <= horizon || width <= spare);
        };
        expect(waiting.after(from)).toBe(behind[0] ?? -1);
        expect(waiting.fittingAfter(from, room)).toBe(behind.find(fits) ?? -1);
      }
    });
    fc.assert(same, { numRuns: 150, seed: 5 });
  });
});

describe('a set of rows', () => {
  it('is walked in rising order while rows come and go before and behind the walk', () => {
    const row = fc.integer({ min: 0, max: 300 });
    const same = fc.property(fc.array(fc.tuple(fc.boolean(), row, row), { maxLength: 200 }), (steps) => {
      const rows = new RowSet(301);
      const model = new Set<number>();
      for (const [adds, changed, from] of steps) {
        if (adds) {
          rows.add(changed);
          model.add(changed);
        } else {
          expect(rows.delete(changed)).toBe(model.delete(changed));
        }
        const rising = [...model].sort((a, b) => a - b);
        expect(rows.after(from - 1)).toBe(rising.find((other) => other >= from) ?? -1);
        expect(rows.after(-1)).toBe(rising[0] ?? -1);
      }
    });
    fc.assert(same, { numRuns: 500, seed: 6 });
  });
});

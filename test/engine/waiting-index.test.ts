import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Room } from '../../src/engine/room.ts';
import { WaitingIndex } from '../../src/engine/waiting-index.ts';
import { type Random, randomStreams } from '../../src/kernel/random.ts';

/** Who waits, as columns that are scanned from the front each time. */
class NaiveIndex {
  readonly widths: Int32Array;
  readonly durations: Float64Array;

  constructor(capacity: number) {
    this.widths = new Int32Array(capacity);
    this.durations = new Float64Array(capacity);
  }

  fittingAfter(rank: number, room: Room): number {
    const { widths, durations } = this;
    for (let at = rank + 1; at < widths.length; at += 1) {
      if (widths[at]! > 0 && widths[at]! <= room.limit(durations[at]!)) return at;
    }
    return -1;
  }
}

const anybody = new Room();
anybody.setFree(0x7ffffffe);

/** An index and its model, changed together. */
class Pair {
  readonly index: WaitingIndex;
  readonly naive: NaiveIndex;
  readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.index = new WaitingIndex(capacity);
    this.naive = new NaiveIndex(capacity);
  }

  insert(rank: number, width: number, duration: number): void {
    if (this.naive.widths[rank]! > 0) return;
    this.index.insert(rank, width, duration);
    this.naive.widths[rank] = width;
    this.naive.durations[rank] = duration;
  }

  remove(rank: number): void {
    if (this.naive.widths[rank] === 0) return;
    this.index.remove(rank);
    this.naive.widths[rank] = 0;
  }

  compare(rank: number, room: Room): number {
    const found = this.naive.fittingAfter(rank, room);
    expect(this.index.fittingAfter(rank, room)).toBe(found);
    return found;
  }

  compareAfter(rank: number): void {
    expect(this.index.after(rank)).toBe(this.naive.fittingAfter(rank, anybody));
  }
}

/** A falling staircase of up to five steps. */
function anyRoom(random: Random, widest: number, longest: number): Room {
  const room = new Room();
  const steps = Math.floor(random() * 5);
  let [until, width] = [0, Math.floor(random() * (widest + 1))];
  for (let step = 0; step < steps; step += 1) {
    until += 1 + Math.floor((random() * longest) / 4);
    room.setStep(step, until, width);
    width -= Math.floor(random() * (width + 1));
  }
  room.setStep(steps, Number.POSITIVE_INFINITY, width);
  return room;
}

describe('WaitingIndex', () => {
  it('finds the next who waits and the next who fits', () => {
    const index = new WaitingIndex(20);
    index.insert(3, 4, 100);
    index.insert(17, 2, 50);
    index.insert(8, 8, 10);
    expect([index.after(-1), index.after(3), index.after(8), index.after(17)]).toEqual([3, 8, 17, -1]);
    expect([index.after(4), index.after(16)]).toEqual([8, 17]);
    expect(index.count).toBe(3);

    // 8 processors up to 10, 3 up to 60, then 1.
    const room = new Room();
    room.setStep(0, 10, 8);
    room.setStep(1, 60, 3);
    room.setStep(2, Number.POSITIVE_INFINITY, 1);
    expect([-1, 3, 7, 8, 17].map((rank) => index.fittingAfter(rank, room))).toEqual([8, 8, 8, 17, -1]);
    index.remove(8);
    expect(index.fittingAfter(-1, room)).toBe(17);
    room.setStep(1, 49, 3);
    room.setStep(2, Number.POSITIVE_INFINITY, 1);
    expect(index.fittingAfter(-1, room)).toBe(-1);
    room.setFree(0);
    expect(index.fittingAfter(-1, room)).toBe(-1);
  });

  it('is not misled by minima that come from different jobs, or from one that has left', () => {
    const index = new WaitingIndex(1000);
    // Narrow but long beside short but wide: the block's minima (1, 1) would fit where neither does.
    index.insert(300, 1, 1000);
    index.insert(301, 9, 1);
    index.insert(302, 1, 1);
    index.remove(302);
    index.insert(999, 2, 2);
    const room = new Room();
    room.setStep(0, 10, 4);
    room.setStep(1, Number.POSITIVE_INFINITY, 0);
    expect(index.fittingAfter(-1, room)).toBe(999);
  });

  it('works with no ranks, one, and around whole groups of 16, 256 and 4,096', () => {
    expect(new WaitingIndex(0).after(-1)).toBe(-1);
    for (const capacity of [1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097]) {
      const index = new WaitingIndex(capacity);
      expect(index.after(-1)).toBe(-1);
      index.insert(capacity - 1, 5, 7);
      expect(index.after(-1)).toBe(capacity - 1);
      expect(index.after(capacity - 1)).toBe(-1);
      const room = new Room();
      room.setFree(5);
      expect(index.fittingAfter(-1, room)).toBe(capacity - 1);
      room.setFree(4);
      expect(index.fittingAfter(-1, room)).toBe(-1);
      index.remove(capacity - 1);
      expect([index.after(-1), index.count]).toEqual([-1, 0]);
    }
  });

  it('equals a scan from the front under any inserts and removals', () => {
    const act = fc.record({
      rank: fc.nat(99),
      removes: fc.boolean(),
      width: fc.integer({ min: 1, max: 9 }),
      duration: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200, size: 'max' }), fc.integer(), (acts, seed) => {
        const random = randomStreams(seed).stream('rooms');
        const pair = new Pair(100);
        for (const { rank, removes, width, duration } of acts) {
          if (removes) pair.remove(rank);
          else pair.insert(rank, width, duration);
          pair.compare(Math.floor(random() * 101) - 1, anyRoom(random, 9, 9));
          pair.compareAfter(Math.floor(random() * 101) - 1);
        }
      }),
      { numRuns: 60 },
    );
  });

  /** 70,016 ranks are five levels and 274 blocks, of which the last is a part. */
  it.each([1, 2, 3])('equals it over five levels and hundreds of blocks (seed %d)', (seed) => {
    const random = randomStreams(seed).stream('jobs');
    const below = (n: number): number => Math.floor(random() * n);
    const pair = new Pair(70_016 - below(10));
    // Narrow ones long, wide ones short, so that few fit and least width and least duration say little.
    const insert = (rank: number): void => {
      const width = 2 ** below(10) + below(3);
      pair.insert(rank, width, Math.max(1, Math.floor((100_000 / width) * (0.5 + random()))));
    };
    let found = 0;
    const query = (times: number): void => {
      for (let i = 0; i < times; i += 1) {
        if (pair.compare(below(pair.capacity + 1) - 1, anyRoom(random, 40, 4000)) >= 0) found += 1;
        pair.compareAfter(below(pair.capacity + 1) - 1);
      }
    };
    for (let rank = 0; rank < pair.capacity; rank += 1) insert(rank);
    query(50);
    for (let round = 0; round < 6; round += 1) {
      // Whole blocks leave, then jobs here and there, then some come back.
      const first = below(pair.capacity);
      for (let rank = first; rank < Math.min(first + 5000, pair.capacity); rank += 1) pair.remove(rank);
      for (let i = 0; i < 8000; i += 1) pair.remove(below(pair.capacity));
      query(20);
      for (let i = 0; i < 1000; i += 1) insert(below(pair.capacity));
      query(20);
    }
    // Backfilling takes who fits, in order, until nobody does.
    const room = anyRoom(random, 40, 4000);
    for (let rank = pair.compare(-1, room); rank >= 0; rank = pair.compare(rank, room)) pair.remove(rank);
    query(20);
    for (let rank = 0; rank < pair.capacity; rank += 1) pair.remove(rank);
    query(3);
    expect(found).toBeGreaterThan(50);
  });

  it('equals it for a narrow window that moves along, empties and fills again', () => {
    const random = randomStreams('window').stream('jobs');
    const pair = new Pair(70_016);
    for (let at = 0; at < 70_000; at += 1) {
      pair.insert(at, 1 + Math.floor(random() * 8), 1 + Math.floor(random() * 100));
      if (at % 700 === 699) for (let rank = at - 699; rank <= at; rank += 1) pair.remove(rank);
      else if (at % 7 === 6) pair.remove(at - Math.floor(random() * 7));
      if (at % 350 === 3) {
        pair.compareAfter(-1);
        pair.compare(at - 1 - Math.floor(random() * 300), anyRoom(random, 8, 100));
      }
    }
  });
});

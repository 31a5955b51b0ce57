import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Room } from '../../src/engine/room.ts';
import { Timeline } from '../../src/engine/timeline.ts';
import { randomStreams } from '../../src/kernel/random.ts';

/** The same step function as a plain list of changes that is read from its beginning each time. */
class NaiveTimeline {
  free: number;
  readonly changes = new Map<number, number>();

  constructor(free: number) {
    this.free = free;
  }

  add(time: number, delta: number): void {
    this.changes.set(time, (this.changes.get(time) ?? 0) + delta);
  }

  level(at: number): number {
    let level = this.free;
    for (const [time, delta] of this.changes) if (time <= at) level += delta;
    return level;
  }

  /** Moments after `now` at which the level changes, ascending, with the level from then on. */
  steps(now: number): [number, number][] {
    const times = [...this.changes.keys()].filter((time) => time > now && this.changes.get(time) !== 0);
    let level = this.level(now);
    return times
      .sort((a, b) => a - b)
      .map((time) => {
        level += this.changes.get(time)!;
        return [time, level];
      });
  }

  earliest(procs: number, duration: number, now: number): number {
    const steps: [number, number][] = [[now, this.level(now)], ...this.steps(now)];
    const fits = ([from, level]: [number, number]): boolean =>
      level >= procs && steps.every(([time, later]) => time <= from || time >= from + duration || later >= procs);
    return steps.find(fits)?.[0] ?? Number.POSITIVE_INFINITY;
  }

  reaches(procs: number, now: number): [number, number] {
    return (
      [[now, this.level(now)] as [number, number], ...this.steps(now)].find(([, level]) => level >= procs) ?? [
        Number.POSITIVE_INFINITY,
        Number.NaN,
      ]
    );
  }

  limit(duration: number, now: number): number {
    const levels = this.steps(now).filter(([time]) => time < now + duration);
    return Math.min(this.free, this.level(now), ...levels.map(([, level]) => level));
  }
}

const limits = (timeline: Timeline, now: number, durations: number[]): number[] => {
  const room = new Room();
  timeline.measure(now, room);
  return durations.map((duration) => room.limit(duration));
};

describe('Timeline', () => {
  /**
   * Ten processors at time 0: 4 are free, 3 run until 20, 3 until 50; 6 are reserved during [20, 30).
   *
   *     time  0    20    30    50
   *     free  4     1     7    10
   */
  const drawn = (): Timeline => {
    const timeline = new Timeline(4);
    timeline.add(20, 3);
    timeline.add(50, 3);
    timeline.hold(6, 20, 30);
    return timeline;
  };

  it.each([
    // Before the reservation, if it ends by then to the second.
    [4, 20, 0, 0],
    [4, 21, 0, 30],
    // A single processor fits beside the reservation.
    [1, 1000, 0, 0],
    [2, 21, 0, 30],
    [7, 20, 0, 30],
    [7, 21, 0, 30],
    [8, 1, 0, 50],
    [10, 1, 0, 50],
    [11, 1, 0, Number.POSITIVE_INFINITY],
    // From a later moment on, changes that are past count as made.
    [4, 10, 10, 10],
    [4, 11, 10, 30],
    [2, 1, 20, 30],
    [1, 1, 20, 20],
    [7, 1, 33, 33],
    [10, 9, 77, 77],
  ])('finds %d processors for %d from %d on at %d', (procs, duration, now, at) => {
    expect(drawn().earliest(procs, duration, now)).toBe(at);
  });

  it('measures how wide a job of each duration may be', () => {
    expect(limits(drawn(), 0, [1, 20, 21, 30, 31, 1e9])).toEqual([4, 4, 1, 1, 1, 1]);
    expect(limits(drawn(), 5, [15, 16])).toEqual([4, 1]);
  });

  it('never lets more start than are free, though jobs that are planned to end now are past', () => {
    const timeline = new Timeline(4);
    timeline.add(20, 3);
    expect(timeline.earliest(7, 5, 20)).toBe(20);
    expect(limits(timeline, 20, [1, 1e9])).toEqual([4, 4]);
  });

  it('says when a level is first reached and what it is then, every change of that moment included', () => {
    const timeline = new Timeline(2);
    timeline.add(10, 4);
    timeline.add(10, 3);
    timeline.add(30, 1);
    expect([timeline.reaches(5, 0), timeline.found]).toEqual([10, 9]);
    expect([timeline.reaches(10, 0), timeline.found]).toEqual([30, 10]);
    expect([timeline.reaches(5, 25), timeline.found]).toEqual([25, 9]);
    expect(timeline.reaches(11, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('forgets changes that cancel each other', () => {
    const timeline = drawn();
    timeline.add(20, 6);
    timeline.add(30, -6);
    expect(timeline.earliest(4, 1e9, 0)).toBe(0);
    expect(timeline.earliest(7, 1, 0)).toBe(20);
  });

  it('is copied, not shared', () => {
    const copy = new Timeline(99);
    for (let at = 1; at < 500; at += 1) copy.add(at, 1);
    const original = drawn();
    copy.copyFrom(original);
    expect(copy.earliest(8, 1, 0)).toBe(50);
    copy.hold(4, 0, 100);
    expect(copy.earliest(1, 1, 0)).toBe(30);
    expect(original.earliest(4, 20, 0)).toBe(0);
  });

  it('equals a plain list of changes, small ones at every moment', () => {
    const change = fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 9 }), procs: fc.nat(4) });
    fc.assert(
      fc.property(fc.nat(9), fc.array(change, { maxLength: 30 }), fc.nat(12), (free, changes, now) => {
        const [timeline, naive] = [new Timeline(free), new NaiveTimeline(free)];
        for (const { from, length, procs } of changes) {
          timeline.hold(procs, from, from + length);
          naive.add(from, -procs);
          naive.add(from + length, procs);
        }
        for (let procs = 1; procs <= free; procs += 1) {
          for (let duration = 1; duration < 25; duration += 1) {
            expect(timeline.earliest(procs, duration, now)).toBe(naive.earliest(procs, duration, now));
          }
        }
        const durations = Array.from({ length: 25 }, (_, i) => i + 1);
        expect(limits(timeline, now, durations)).toEqual(durations.map((duration) => naive.limit(duration, now)));
      }),
    );
  });

  it('equals it over chunks that are filled, split, thinned out and emptied', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = randomStreams(seed).stream('timeline');
        const below = (n: number): number => Math.floor(random() * n);
        const [timeline, naive] = [new Timeline(64), new NaiveTimeline(64)];
        const held: [number, number, number][] = [];
        const compare = (): void => {
          for (let i = 0; i < 40; i += 1) {
            const [procs, now] = [1 + below(64), below(4) === 0 ? below(6000) : 0];
            const duration = 1 + below(below(2) === 0 ? 20 : 3000);
            expect(timeline.earliest(procs, duration, now)).toBe(naive.earliest(procs, duration, now));
            expect(limits(timeline, now, [duration])[0]).toBe(naive.limit(duration, now));
          }
          const copy = new Timeline(0);
          copy.copyFrom(timeline);
          expect(copy.earliest(40, 50, 0)).toBe(naive.earliest(40, 50, 0));
        };
        // Reservations far apart are many changes; the stretch they cover moves on as early ones are given back.
        for (let i = 0; i < 1500; i += 1) {
          const from = i + below(4000);
          const hold: [number, number, number] = [1 + below(6), from, from + 1 + below(60)];
          held.push(hold);
          timeline.hold(...hold);
          naive.add(hold[1], -hold[0]);
          naive.add(hold[2], hold[0]);
        }
        compare();
        held.sort((a, b) => a[1] - b[1]);
        for (const [i, hold] of held.entries()) {
          timeline.add(hold[1], hold[0]);
          timeline.add(hold[2], -hold[0]);
          naive.add(hold[1], hold[0]);
          naive.add(hold[2], -hold[0]);
          if (i % 400 === 0) compare();
        }
        compare();
        expect(timeline.earliest(64, 1e9, 0)).toBe(0);
      }),
      { numRuns: 4 },
    );
  });

  it('equals it where levels only rise: thousands of running jobs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 3 })), { size: 'max', maxLength: 3000 }),
        (ends) => {
          const [timeline, naive] = [new Timeline(5), new NaiveTimeline(5)];
          for (const [time, procs] of ends) {
            timeline.add(time, procs);
            naive.add(time, procs);
          }
          for (const procs of [6, 50, 500, 3000]) {
            const [at, level] = naive.reaches(procs, 0);
            expect(timeline.reaches(procs, 0)).toBe(at);
            if (at < Number.POSITIVE_INFINITY) expect(timeline.found).toBe(level);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock, type World } from '../../src/kernel/clock.ts';

/** A world that writes down what happens to it and reacts as it is told. */
class Recorder implements World {
  readonly log: string[] = [];
  onFire: (rank: number, subject: number, now: number) => boolean = () => true;
  onSettle: (now: number) => void = () => {};

  fire(rank: number, subject: number, now: number): boolean {
    this.log.push(`${now}: ${rank}/${subject}`);
    return this.onFire(rank, subject, now);
  }

  settle(now: number): void {
    this.log.push(`${now}: settle`);
    this.onSettle(now);
  }
}

const setUp = (times: number[], rank: number, settleEach: boolean): { world: Recorder; clock: Clock } => {
  const world = new Recorder();
  return { world, clock: new Clock(world, { times: Float64Array.from(times), rank }, settleEach) };
};

/** Lives through at most `settlings` settlings of the world; false when no event is left. */
function live({ world, clock }: ReturnType<typeof setUp>, settlings = 99): boolean {
  for (let left = settlings; left > 0; left -= 1) {
    if (!clock.advance()) return false;
    world.settle(clock.now);
  }
  return true;
}

describe('Clock', () => {
  it('merges agenda and queue by time, then rank, and settles once after the last event of an instant', () => {
    const { world, clock } = setUp([1, 1, 4], 1, false);
    clock.queue.schedule(4, 1, 70);
    clock.queue.schedule(1, 2, 60);
    clock.queue.schedule(1, 0, 50);
    clock.queue.schedule(2, 0, 80);
    expect(clock.now).toBe(Number.NEGATIVE_INFINITY);
    expect(live({ world, clock })).toBe(false);
    // At 4 the ranks are equal: what was known beforehand goes first.
    expect(world.log).toEqual([
      ...['1: 0/50', '1: 1/0', '1: 1/1', '1: 2/60', '1: settle'],
      ...['2: 0/80', '2: settle'],
      ...['4: 1/2', '4: 1/70', '4: settle'],
    ]);
    expect(clock.now).toBe(4);
    expect(clock.fired).toBe(7);
  });

  it('settles after every event, if told to', () => {
    const { world, clock } = setUp([1, 1], 1, true);
    clock.queue.schedule(1, 0, 50);
    live({ world, clock });
    expect(world.log).toEqual(['1: 0/50', '1: settle', '1: 1/0', '1: settle', '1: 1/1', '1: settle']);
  });

  it.each([false, true])('does not settle for events that do not ask (each: %s)', (settleEach) => {
    const { world, clock } = setUp([1, 2], 1, settleEach);
    clock.queue.schedule(1, 0, 50);
    clock.queue.schedule(2, 2, 60);
    // Only the agenda's event of instant 2 asks.
    world.onFire = (rank, subject) => rank === 1 && subject === 1;
    live({ world, clock });
    const instant2 = settleEach ? ['2: 1/1', '2: settle', '2: 2/60'] : ['2: 1/1', '2: 2/60', '2: settle'];
    expect(world.log).toEqual(['1: 0/50', '1: 1/0', ...instant2]);
  });

  it('visits an instant again that gains events while it settles, and the earlier rank does not go back', () => {
    const { world, clock } = setUp([1], 1, false);
    let gained = 0;
    world.onSettle = (now) => {
      if (gained < 2) clock.queue.schedule(now, 0, 90 + gained++);
    };
    expect(live({ world, clock }, 1)).toBe(true);
    expect(world.log).toEqual(['1: 1/0', '1: settle']);
    expect(live({ world, clock }, 1)).toBe(true);
    expect(world.log).toEqual(['1: 1/0', '1: settle', '1: 0/90', '1: settle']);
    live({ world, clock });
    expect(world.log.slice(4)).toEqual(['1: 0/91', '1: settle']);
  });

  it('fires what settling after an event adds before events of later rank', () => {
    const { world, clock } = setUp([1, 1], 1, true);
    world.onSettle = (now) => {
      if (world.log.length === 2) clock.queue.schedule(now, 0, 90);
    };
    live({ world, clock });
    expect(world.log).toEqual(['1: 1/0', '1: settle', '1: 0/90', '1: settle', '1: 1/1', '1: settle']);
  });

  it('skips cancelled events and the instants that held nothing else', () => {
    const { world, clock } = setUp([5], 1, false);
    const early = clock.queue.schedule(1, 0, 50);
    clock.queue.cancel(early);
    live({ world, clock });
    expect(world.log).toEqual(['5: 1/0', '5: settle']);
  });

  it('has nothing to live through without events', () => {
    const { world, clock } = setUp([], 0, false);
    expect(live({ world, clock }, 1)).toBe(false);
    expect(world.log).toEqual([]);
    expect(clock.fired).toBe(0);
  });

  it('fires everything in (time, rank, insertion) order, however the time is sliced', () => {
    const events = fc.array(fc.tuple(fc.nat(9), fc.nat(4)), { maxLength: 40 });
    fc.assert(
      fc.property(events, fc.array(fc.nat(9)), fc.array(fc.integer({ min: 1, max: 4 })), (queued, times, slices) => {
        const agenda = [...times].sort((a, b) => a - b);
        const rank = 2;
        const { world, clock } = setUp(agenda, rank, false);
        for (const [i, [time, itsRank]] of queued.entries()) clock.queue.schedule(time, itsRank, 1000 + i);
        const all = [
          ...agenda.map((time, i) => ({ time, rank, subject: i })),
          ...queued.map(([time, itsRank], i) => ({ time, rank: itsRank, subject: 1000 + i })),
        ].sort((a, b) => a.time - b.time || a.rank - b.rank || a.subject - b.subject);
        for (const slice of slices) live({ world, clock }, slice);
        while (live({ world, clock }, 1)) {}
        const fired = world.log.filter((line) => !line.endsWith('settle'));
        expect(fired).toEqual(all.map(({ time, rank: itsRank, subject }) => `${time}: ${itsRank}/${subject}`));
        const instants = new Set(all.map(({ time }) => time)).size;
        expect(world.log.length - fired.length).toBe(instants);
        expect(clock.fired).toBe(all.length);
      }),
    );
  });
});

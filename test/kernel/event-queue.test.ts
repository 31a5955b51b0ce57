import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/kernel/event-queue.ts';

/** Fires everything that is pending, as `[time, rank, subject]`. */
function drain(queue: EventQueue): [number, number, number][] {
  const fired: [number, number, number][] = [];
  for (let event = queue.peek(); event !== undefined; event = queue.peek()) {
    fired.push([queue.timeOf(event), queue.rankOf(event), queue.subjectOf(event)]);
    queue.drop();
  }
  return fired;
}

describe('EventQueue', () => {
  it('fires by time, then rank, then insertion', () => {
    const queue = new EventQueue();
    queue.schedule(5, 1, 10);
    queue.schedule(5, 0, 11);
    queue.schedule(3, 2, 12);
    queue.schedule(5, 0, 13);
    queue.schedule(5, 1, 14);
    expect(drain(queue)).toEqual([
      [3, 2, 12],
      [5, 0, 11],
      [5, 0, 13],
      [5, 1, 10],
      [5, 1, 14],
    ]);
    expect(queue.peek()).toBeUndefined();
  });

  it('takes times before zero and of centuries, to the millisecond', () => {
    const queue = new EventQueue();
    for (const time of [0, 9e15 + 1, -1, 9e15]) queue.schedule(time, 0, 0);
    expect(drain(queue).map(([time]) => time)).toEqual([-1, 0, 9e15, 9e15 + 1]);
  });

  it('takes ranks 0 to 255 and no others', () => {
    const queue = new EventQueue();
    queue.schedule(1, 255, 1);
    queue.schedule(1, 0, 2);
    for (const rank of [-1, 256, Number.NaN]) {
      expect(() => queue.schedule(1, rank, 3)).toThrow(new RangeError(`event rank ${rank} is not within 0..255`));
    }
    expect(drain(queue)).toEqual([
      [1, 0, 2],
      [1, 255, 1],
    ]);
  });

  it('never fires what was cancelled, be it first, last, all or twice', () => {
    const queue = new EventQueue();
    const [first, , last] = [queue.schedule(1, 0, 1), queue.schedule(2, 0, 2), queue.schedule(3, 0, 3)];
    queue.cancel(first!);
    queue.cancel(last!);
    queue.cancel(last!);
    expect(drain(queue)).toEqual([[2, 0, 2]]);
    queue.cancel(queue.schedule(4, 0, 4));
    expect(queue.peek()).toBeUndefined();
  });

  it('uses a slot again after its event fired or surfaced cancelled, and the new event is pending', () => {
    const queue = new EventQueue();
    const fired = queue.schedule(1, 0, 1);
    queue.drop();
    expect(queue.schedule(2, 0, 2)).toBe(fired);
    queue.cancel(fired);
    expect(queue.peek()).toBeUndefined();
    expect(queue.schedule(3, 0, 3)).toBe(fired);
    expect(drain(queue)).toEqual([[3, 0, 3]]);
  });

  it('keeps the event that fired readable until the next is scheduled', () => {
    const queue = new EventQueue();
    const event = queue.schedule(7, 3, 9);
    queue.schedule(8, 0, 0);
    queue.drop();
    expect([queue.timeOf(event), queue.rankOf(event), queue.subjectOf(event)]).toEqual([7, 3, 9]);
  });

  it('grows beyond its first 1,024 slots without losing what is pending or cancelled', () => {
    const queue = new EventQueue();
    // Times 4999 ... 0, every third one cancelled.
    for (let i = 0; i < 5000; i += 1) {
      const event = queue.schedule(4999 - i, i % 256, i);
      if (i % 3 === 0) queue.cancel(event);
    }
    const expected: [number, number, number][] = [];
    for (let i = 4999; i >= 0; i -= 1) if (i % 3 !== 0) expected.push([4999 - i, i % 256, i]);
    expect(drain(queue)).toEqual(expected);
  });

  it('equals a sorted list under any mix of scheduling, cancelling and firing', () => {
    const act = fc.record({
      what: fc.constantFrom('schedule', 'schedule', 'schedule', 'cancel', 'fire'),
      time: fc.nat(6),
      rank: fc.nat(3),
      pick: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 300, size: 'max' }), (acts) => {
        const queue = new EventQueue();
        let pending: { handle: number; key: [number, number, number] }[] = [];
        for (const [subject, { what, time, rank, pick }] of acts.entries()) {
          if (what === 'schedule') {
            pending.push({ handle: queue.schedule(time, rank, subject), key: [time, rank, subject] });
          } else if (pending.length > 0) {
            // The subject grows with each insertion, so it is the order of insertion too.
            pending.sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2]);
            const out = what === 'fire' ? pending[0]! : pending[pick % pending.length]!;
            if (what === 'fire') {
              const event = queue.peek()!;
              expect([queue.timeOf(event), queue.rankOf(event), queue.subjectOf(event)]).toEqual(out.key);
              queue.drop();
            } else {
              queue.cancel(out.handle);
            }
            pending = pending.filter((one) => one !== out);
          }
        }
        pending.sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2]);
        expect(drain(queue)).toEqual(pending.map(({ key }) => key));
      }),
    );
  });
});

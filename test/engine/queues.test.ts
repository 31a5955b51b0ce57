import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outlook } from '../../src/engine/kept-queue.ts';
import { plannedByEstimate } from '../../src/engine/planned.ts';
import { createQueue } from '../../src/engine/queues.ts';
import { Room } from '../../src/engine/room.ts';
import { type JobFacts, type JobId, NO_JOB } from '../../src/model/jobs.ts';
import type { QueueOrder } from '../../src/model/scheduler.ts';
import { jobTable } from './jobs.ts';

const byEstimate: QueueOrder = { name: 'est', varies: false, score: (job, jobs) => jobs.estimate[job]! };

const outlook = (jobs: JobFacts, predicted = false): Outlook => ({ jobs, planned: plannedByEstimate(jobs), predicted });

/** Scores that cross as time passes, with many ties. */
const restless: QueueOrder = {
  name: 'restless',
  varies: true,
  score: (job, jobs, now) => (jobs.estimate[job]! + job * now) % 4000,
};

/** Scores that fall at four speeds and so cross, with many ties. */
const falling: QueueOrder = {
  name: 'falling',
  varies: true,
  falls: true,
  score: (job, jobs, now) => jobs.estimate[job]! - (job % 4) * now,
};

/** Rows 0 ... 4, estimates 4 2 9 2 1 s, processors 1 2 3 4 5. */
const FIVE = jobTable([4, 2, 9, 2, 1].map((run, row) => ({ submit: 0, run, procs: row + 1 })));

function walk(order: QueueOrder | undefined, room: Room, now = 0): { all: number[]; startable: number[] } {
  const queue = createQueue(outlook(FIVE), order, { room: () => room });
  for (let job = 0; job < FIVE.length; job += 1) queue.insert(job as JobId);
  queue.begin(now);
  const [all, startable]: [number[], number[]] = [[], []];
  for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) all.push(job);
  for (let job = queue.startableAfter(NO_JOB); job !== NO_JOB; job = queue.startableAfter(job)) startable.push(job);
  return { all, startable };
}

describe('a queue', () => {
  const upTo = (width: number): Room => {
    const room = new Room();
    room.setFree(width);
    return room;
  };

  it('walks by arrival, or by score with ties by arrival', () => {
    expect(walk(undefined, upTo(3))).toEqual({ all: [0, 1, 2, 3, 4], startable: [0, 1, 2] });
    expect(walk(byEstimate, upTo(3))).toEqual({ all: [4, 1, 3, 0, 2], startable: [1, 0, 2] });
  });

  it('scores by the instant of the decision, where the order says that scores vary', () => {
    // Scores (est + row x now) mod 4000 at now = 1000: 0, 3000, 3000, 1000, 1000.
    expect(walk(restless, upTo(9), 1000).all).toEqual([0, 3, 4, 1, 2]);
    // At now = 0: 0, 2000, 1000, 2000, 1000.
    expect(walk(restless, upTo(9), 0).all).toEqual([0, 2, 4, 1, 3]);
  });

  it('asks for no score twice in a decision, and for none once it is known that it does not vary', () => {
    for (const [varies, predicted, expected] of [
      [false, false, 5],
      [false, true, 5],
      [true, false, 10],
    ] as const) {
      let scored = 0;
      const order: QueueOrder = { name: 'counting', varies, score: (job) => -job + 0 * ++scored };
      const queue = createQueue(outlook(FIVE, predicted), order, { room: () => upTo(9) });
      for (let job = 0; job < 5; job += 1) queue.insert(job as JobId);
      for (const now of [0, 1000]) {
        queue.begin(now);
        expect(queue.first()).toBe(4);
        expect(queue.after(4 as JobId)).toBe(3);
        expect(queue.startableAfter(3 as JobId)).toBe(2);
      }
      expect(scored).toBe(expected);
    }
  });

  it.each([
    [undefined, false],
    [byEstimate, false],
    [byEstimate, true],
    [restless, false],
    [falling, false],
  ] as const)('equals a list that is sorted anew each time (order %#)', (order, predicted) => {
    const job = fc.record({ run: fc.nat(6), procs: fc.integer({ min: 1, max: 6 }) });
    const step = fc.record({
      arrivals: fc.nat(3),
      now: fc.nat(5),
      reads: fc.array(fc.record({ what: fc.constantFrom('first', 'after', 'startable', 'start'), pick: fc.nat(99) }), {
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 40 }), fc.array(step), fc.nat(6), (drawn, steps, widest) => {
        const jobs: JobFacts = jobTable(drawn.map((one) => ({ ...one, submit: 0 })));
        const room = new Room();
        room.setShadow(widest, 3000, widest >> 1);
        const queue = createQueue(outlook(jobs, predicted), order, { room: () => room });
        const waiting = new Set<number>();
        let arrived = 0;
        let now = 0;
        const fits = (row: number): boolean =>
          waiting.has(row) && jobs.procs[row]! <= room.limit(Math.max(jobs.estimate[row]!, 1000));
        for (const { arrivals, now: passed, reads } of steps) {
          for (let i = 0; i < arrivals && arrived < jobs.length; i += 1) {
            queue.insert(arrived as JobId);
            waiting.add(arrived++);
          }
          now += passed * 1000;
          queue.begin(now);
          const score = (row: number): number => order?.score(row as JobId, jobs, now) ?? row;
          // As it stands when the decision begins: a cursor may rest on a job that has been started since.
          const list = [...waiting].sort((a, b) => score(a) - score(b) || a - b);
          const next = (from: number, test: (row: number) => boolean): number => list.slice(from).find(test) ?? NO_JOB;
          for (const { what, pick } of reads) {
            const at = list.length === 0 ? -1 : pick % list.length;
            if (what === 'first') {
              expect(queue.first()).toBe(next(0, (row) => waiting.has(row)));
            } else if (what === 'startable') {
              const from = pick % 3 === 0 ? -1 : at;
              const cursor = from < 0 ? NO_JOB : (list[from] as JobId);
              expect(queue.startableAfter(cursor)).toBe(next(from + 1, fits));
            } else if (at >= 0) {
              const row = list[at] as JobId;
              if (what === 'start' && waiting.delete(row)) queue.remove(row);
              expect(queue.after(row)).toBe(next(at + 1, (other) => waiting.has(other)));
            }
          }
        }
      }),
    );
  });
});

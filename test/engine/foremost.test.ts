import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Foremost } from '../../src/engine/foremost.ts';
import { type JobId, NO_JOB } from '../../src/model/jobs.ts';
import type { QueueOrder } from '../../src/model/scheduler.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { jobTable } from './jobs.ts';

/** A day, so that bounds are outlived, and moments between which they are not. */
const GAPS = [0, 1, 1000, 60_000, 3_600_000, 86_400_000];
const FALLING = ORDERS.filter(({ falls }) => falls);

describe('the foremost of jobs whose scores fall', () => {
  it('asks for few scores while bounds hold', () => {
    const rows = 1000;
    const jobs = jobTable(Array.from({ length: rows }, (_, row) => ({ submit: 0, run: 1000 + row, procs: 1 })));
    let scored = 0;
    const score: QueueOrder['score'] = (job, _, now) => {
      scored += 1;
      // All fall alike, so that bounds are in the order of scores for ever and each question takes one of them.
      return job * 1e9 - now;
    };
    const foremost = new Foremost(
      jobs,
      { name: 'alike', varies: true, falls: true, score },
      new Uint8Array(rows).fill(1),
    );
    for (let job = 0; job < rows; job += 1) foremost.insert(job as JobId);
    expect(foremost.at(0)).toBe(0);
    // A thousand bounds, and the one score.
    expect(scored).toBe(rows + 1);
    for (let now = 1; now <= 100; now += 1) expect(foremost.at(now)).toBe(0);
    expect(scored).toBe(rows + 101);
  });

  it.each(FALLING.map((order) => [order.name, order] as const))('is that of all scores: %s', (_name, order) => {
    const job = fc.record({ run: fc.integer({ min: 1, max: 90_000 }), procs: fc.integer({ min: 1, max: 9 }) });
    const step = fc.record({ arrivals: fc.nat(4), gap: fc.constantFrom(...GAPS), leave: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(job, { minLength: 1, maxLength: 60 }),
        fc.array(step, { maxLength: 300 }),
        (drawn, steps) => {
          const jobs = jobTable(drawn.map(({ run, procs }) => ({ submit: 0, run, procs })));
          const waits = new Uint8Array(jobs.length);
          const foremost = new Foremost(jobs, order, waits);
          let [arrived, now] = [0, 0];
          for (const { arrivals, gap, leave } of steps) {
            now += gap;
            for (let i = 0; i < arrivals && arrived < jobs.length; i += 1, arrived += 1) {
              waits[arrived] = 1;
              foremost.insert(arrived as JobId);
            }
            const waiting = [...waits.keys()].filter((row) => waits[row] === 1);
            const score = (row: number): number => order.score(row as JobId, jobs, now);
            const first = waiting.sort((a, b) => score(a) - score(b) || a - b)[0] ?? NO_JOB;
            expect(foremost.at(now)).toBe(first);
            if (leave && first !== NO_JOB) waits[first] = 0;
          }
        },
      ),
    );
  });

  it('never rises, as each of these orders promises', () => {
    const jobs = fc.record({ run: fc.integer({ min: 0, max: 1e6 }), procs: fc.integer({ min: 1, max: 1e5 }) });
    const moments = fc.tuple(fc.nat(1e12), fc.nat(1e9));
    fc.assert(
      fc.property(jobs, moments, ({ run, procs }, [from, later]) => {
        const table = jobTable([{ submit: 0, run, procs }]);
        for (const { score } of FALLING) {
          expect(score(0 as JobId, table, from + later)).toBeLessThanOrEqual(score(0 as JobId, table, from));
        }
      }),
    );
  });
});

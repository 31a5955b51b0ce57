import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { heldArea } from '../../src/metrics/held.ts';
import { type State, states, statesEvery, thoseThatRan } from '../../src/metrics/index.ts';
import { onlineArea } from '../../src/metrics/online.ts';
import { integrate, span } from '../../src/metrics/timeline.ts';
import { CORES } from '../../src/model/resources.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { check } from '../properties/workloads.ts';
import { anyRun, EMPTY, PENCIL } from './fixtures.ts';

/** Seconds, then jobs waiting, processors asked for, jobs running, processors in use. */
const row = ({ time, waiting, asked, running, used }: State): readonly number[] => [
  time / 1000,
  waiting,
  asked,
  running,
  used,
];

/** Time integral of one of the figures. */
function area(all: readonly State[], of: (state: State) => number): number {
  return all.slice(1).reduce((sum, next, i) => sum + of(all[i]!) * (next.time - all[i]!.time), 0);
}

describe('states', () => {
  it('of the pencil schedule are those of its table', () => {
    expect([...states(PENCIL)].map(row)).toEqual([
      [0, 0, 0, 1, 3],
      [10, 1, 2, 1, 3],
      [20, 2, 3, 1, 3],
      [22, 1, 2, 2, 4],
      [27, 1, 2, 1, 3],
      [30, 2, 4, 1, 3],
      [100, 0, 0, 2, 4],
      [120, 0, 0, 1, 2],
      [150, 0, 0, 0, 0],
    ]);
    expect(new Set([...states(PENCIL)].map(({ online }) => online))).toEqual(new Set([4]));
  });

  it('in equal steps are those that hold then', () => {
    // Looked at after all that happens at the moment: at 30 the fourth job is there, at 120 it has ended.
    expect([...statesEvery(PENCIL, 30_000)].map(row)).toEqual([
      [0, 0, 0, 1, 3],
      [30, 2, 4, 1, 3],
      [60, 2, 4, 1, 3],
      [90, 2, 4, 1, 3],
      [120, 0, 0, 1, 2],
      [150, 0, 0, 0, 0],
    ]);
    expect([...statesEvery(PENCIL, 100_000)].map(row)).toEqual([
      [0, 0, 0, 1, 3],
      [100, 0, 0, 2, 4],
    ]);
    expect([[...states(EMPTY)], [...statesEvery(EMPTY, 1)]]).toEqual([[], []]);
  });

  it('have the areas of the metrics', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const all = [...states(run)];
        const { from, to } = span(run);
        expect([all[0]?.time, all.at(-1)?.time]).toEqual([from, to]);
        expect(area(all, ({ waiting }) => waiting)).toBe(integrate(run).waitingJobs);
        expect(area(all, ({ online, used, asked }) => Math.min(online - used, asked))).toBe(
          integrate(run).lostCapacity,
        );
        const held = run.jobs.procs.reduce((sum, procs, job) => sum + procs * (run.end[job]! - run.start[job]!), 0);
        expect(area(all, ({ used }) => used)).toBe(held);
        expect(row(all.at(-1)!).slice(1)).toEqual([0, 0, 0, 0]);
      }),
    );
  });

  it('come once a moment, in order, and those in steps are the last before', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 1000, max: 90_000 }), (run, step) => {
        const all = [...states(run)];
        expect(all.every(({ time }, i) => i === 0 || time > all[i - 1]!.time)).toBe(true);
        const { from, to } = span(run);
        const expected = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => {
          const time = from + i * step;
          return { ...all.findLast((state) => state.time <= time)!, time };
        });
        expect([...statesEvery(run, step)]).toEqual(expected);
      }),
    );
  });

  it('on a machine of nodes have the areas of cores held and online', () => {
    check(
      fc.property(anyCentre, fc.constantFrom('easy', 'backfill(preempt=qos,mode=requeue)'), (given, spec) => {
        const run = simulateCentre(given.jobs, given.centre, [createScheduler(spec)], { random: () => 0.5 });
        const ran = thoseThatRan(run);
        const { from, to } = span(ran);
        const all = [...states(run)];
        expect(area(all, ({ used }) => used)).toBeCloseTo(heldArea(ran, CORES, from, to), 6);
        expect(area(all, ({ online }) => online)).toBeCloseTo(onlineArea(ran.centre!, CORES, from, to), 6);
        expect(area(all, ({ waiting }) => waiting)).toBe(
          ran.start.reduce((sum, start, job) => sum + start - ran.jobs.submit[job]!, 0),
        );
        expect(all.every(({ used, online }) => used >= 0 && used <= online + 1e-9)).toBe(true);
      }),
      60,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { maxMin, minMin, sufferage } from '../../src/schedulers/batch.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';
import { jobTable, type SmallJob } from '../engine/jobs.ts';

/** Starts in seconds on a slow and a fast node of one core each; the fast one is twice as fast. */
const starts = (policy: string, jobs: readonly SmallJob[]): number[] => {
  const table = asking(jobTable(jobs), (procs) => shape(procs, 1));
  const centre = centreOf([group('slow', 1, 1), group('fast', 1, 1, { speed: 2 })]);
  return Array.from(simulateCentre(table, centre, [createScheduler(policy)]).start, toSeconds);
};

describe('batch heuristics', () => {
  it('compare ends', () => {
    expect(minMin({ best: 3, second: 9 })).toBeLessThan(minMin({ best: 4, second: 5 }));
    expect(maxMin({ best: 4, second: 5 })).toBeLessThan(maxMin({ best: 3, second: 9 }));
    expect(sufferage({ best: 3, second: 9 })).toBeLessThan(sufferage({ best: 4, second: 5 }));
    expect(sufferage({ best: 3, second: Number.POSITIVE_INFINITY })).toBe(0);
  });

  // A 40 s, B 20 s, C 8 s at speed 1; 20, 10 and 4 on the fast node.
  const three: SmallJob[] = [40, 20, 8].map((run) => ({ submit: 0, run, procs: 1 }));

  it.each([
    // C ends first: fast until 4. Then B: slow 20, fast 14: fast, from 4. Then A: slow 40, fast 34: fast, from 14.
    // The slow node stays empty, for nobody would end earlier there.
    ['min-min', [14, 4, 0]],
    // A ends last (20): fast. Then B: slow 20, fast 30. C: slow 28, fast 24: at 20.
    ['max-min', [0, 0, 20]],
    // What each loses: A 40 - 20, B 10, C 4. A fast; B: slow 20, fast 30, loses 10; C: slow 8, fast 24, loses 16: slow.
    // B then: slow 28, fast 30.
    ['sufferage', [0, 8, 0]],
  ])('%s maps three jobs on two nodes', (policy, expected) => {
    expect(starts(policy, three)).toEqual(expected);
  });

  it('let every job run, also those that no group can hold alone', () => {
    const job = fc.record({
      submit: fc.nat(20),
      run: fc.integer({ min: 1, max: 20 }),
      est: fc.integer({ min: 20, max: 30 }),
      procs: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(
        fc.array(job, { minLength: 1, maxLength: 15 }),
        fc.constantFrom('min-min', 'max-min', 'sufferage'),
        fc.constantFrom(1, 3, 64),
        (jobs, name, size) => {
          const table = asking(jobTable(jobs), (procs) => shape(procs, 1));
          const centre = centreOf([group('slow', 2, 2), group('fast', 1, 2, { speed: 1.5 })]);
          const run = simulateCentre(table, centre, [createScheduler(`${name}(batch=${size})`)]);
          expect(run.centre!.stretches).toHaveLength(jobs.length);
          expect(run.end.every((end) => Number.isFinite(end))).toBe(true);
        },
      ),
    );
  });
});

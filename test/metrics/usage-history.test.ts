import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { fairShareHistory } from '../../src/experiment/fair-share-history.ts';
import { usageAt, usageHistory } from '../../src/metrics/index.ts';
import type { CentreRun } from '../../src/model/centre-run.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { createScheduler } from '../../src/registry.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, shape } from '../engine/centre/plain.ts';

const ENTITIES = [
  { ...ANYBODY, name: 'A' },
  { ...ANYBODY, name: 'B' },
  { ...ANYBODY, name: 'a1', parent: 0 },
  { ...ANYBODY, name: 'a2', parent: 0 },
];
const centre = (halfLife: number) => centreOf([group('n', 1, 4)], { entities: ENTITIES, halfLife });
const withCentre = (run: FinishedRun) => run as FinishedRun & { readonly centre: CentreRun };

describe('usageAt', () => {
  const jobs: PencilJob[] = [{ name: 'j', run: 10, entity: 2, shape: shape(2, 1) }];
  const run = (halfLife: number) =>
    withCentre(simulateCentre(pencilJobs(jobs), centre(halfLife), [createScheduler('fcfs')]));

  it('counts core-milliseconds, of descendants too', () => {
    const plain = run(Number.POSITIVE_INFINITY);
    expect([0, 2, 3].map((who) => usageAt(plain, who, 99_000))).toEqual([20_000, 20_000, 0]);
    expect([0, 5000, 10_000].map((at) => usageAt(plain, 0, at))).toEqual([0, 10_000, 20_000]);
  });

  it('halves in a half-life once the job has ended', () => {
    // Of 2 cores over one half-life of 10 s, 2 x 10 / ln 2 x (1 - 1/2) = 14.427 core-seconds are left at its end.
    const fading = run(10_000);
    const atEnd = usageAt(fading, 0, 10_000);
    expect(atEnd / 1000).toBeCloseTo(14.427, 3);
    expect(usageAt(fading, 0, 30_000)).toBeCloseTo(atEnd / 4, 6);
  });

  test('law: it is what policies were told at the time', () => {
    const anyJobs = fc.array(
      fc.record({
        gap: fc.nat(5),
        run: fc.integer({ min: 1, max: 20 }),
        who: fc.integer({ min: 1, max: 3 }),
        cores: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 15 },
    );
    fc.assert(
      fc.property(anyJobs, fc.constantFrom(3000, 60_000, Number.POSITIVE_INFINITY), (drawn, halfLife) => {
        let submit = 0;
        const list = drawn.map(({ gap, run: length, who, cores }, i) => {
          submit += gap;
          return { name: `j${i}`, submit, run: length, entity: who, shape: shape(cores, 1) };
        });
        const told: { readonly at: number; readonly usage: readonly number[] }[] = [];
        const inner = createScheduler('easy');
        const spy: Scheduler = {
          ...inner,
          decide(view, plan) {
            told.push({ at: view.now, usage: ENTITIES.map((_, i) => view.centre!.usage(i)) });
            inner.decide(view, plan);
          },
        };
        const finished = withCentre(simulateCentre(pencilJobs(list), centre(halfLife), [spy]));
        for (const { at, usage } of told) {
          for (const [i, was] of usage.entries()) {
            const found = usageAt(finished, i, at);
            expect(Math.abs(found - was)).toBeLessThanOrEqual(1e-9 * Math.max(1, was) + 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('usageHistory', () => {
  // 2 cores of a1 from 0 to 10 s, 1 core of B from 10 to 30 s.
  const jobs: PencilJob[] = [
    { name: 'j', run: 10, entity: 2, shape: shape(2, 1) },
    { name: 'k', submit: 10, run: 20, entity: 1, shape: shape(1, 1) },
  ];
  const run = (halfLife: number) =>
    withCentre(simulateCentre(pencilJobs(jobs), centre(halfLife), [createScheduler('fcfs')]));

  it('has a row per time and a figure per entity', () => {
    const usages = usageHistory(run(Number.POSITIVE_INFINITY), [0, 5000, 20_000, 90_000]);
    expect(usages.map((row) => [...row])).toEqual([
      [0, 0, 0, 0],
      [10_000, 0, 10_000, 0],
      [20_000, 10_000, 20_000, 0],
      [20_000, 20_000, 20_000, 0],
    ]);
  });

  test('law: it is usageAt of each entity at each time', () => {
    const anyTimes = fc.array(fc.nat(60_000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyTimes, fc.constantFrom(3000, 60_000, Number.POSITIVE_INFINITY), (drawn, halfLife) => {
        const times = drawn.sort((a, b) => a - b);
        const finished = run(halfLife);
        for (const [i, row] of usageHistory(finished, times).entries()) {
          for (const [entity, usage] of row.entries())
            expect(Math.abs(usage - usageAt(finished, entity, times[i]!))).toBeLessThanOrEqual(1e-6);
        }
      }),
    );
  });
});

test('fairShareHistory has the factors of the time, with the shares of the time', () => {
  // At 40 s a1 has used 20 and B 20 of 40 core-seconds: U = 1/2 of S = 1/2, 2^-1 each. From 50 s on B has 3 of 4 parts.
  const jobs: PencilJob[] = [
    { name: 'j', run: 10, entity: 2, shape: shape(2, 1) },
    { name: 'k', submit: 10, run: 20, entity: 1, shape: shape(1, 1) },
  ];
  const shifting = {
    ...centre(Number.POSITIVE_INFINITY),
    interventions: [{ kind: 'shares' as const, at: 50_000, entity: 1, shares: 3 }],
  };
  const run = withCentre(simulateCentre(pencilJobs(jobs), shifting, [createScheduler('fcfs')]));
  const found = fairShareHistory(run, [40_000, 60_000]).filter(({ entity }) => entity < 2);
  expect(found).toMatchObject([
    { at: 40_000, entity: 0, shares: 1, usage: 20_000, classic: 0.5 },
    { at: 40_000, entity: 1, shares: 1, usage: 20_000, classic: 0.5 },
    { at: 60_000, entity: 0, shares: 1, classic: 2 ** -2 },
    { at: 60_000, entity: 1, shares: 3, classic: expect.closeTo(2 ** (-2 / 3), 12) },
  ]);
});

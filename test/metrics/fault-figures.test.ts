import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { coreTimeSpent } from '../../src/metrics/fault-time.ts';
import { availableSeries, faultFigures, interruptsBy } from '../../src/metrics/index.ts';
import type { Entity } from '../../src/model/centre.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { createScheduler } from '../../src/registry.ts';
import { level, runOf, S } from '../engine/centre/faults/hand.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { ownCheckpoints } from '../engine/centre/faults/own-checkpoints.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group } from '../engine/centre/plain.ts';
import { resilience, run } from './fault-fixtures.ts';

const HOUR = 3600;

test('what faults cost, and what was done about them', () => {
  const figures = faultFigures(run)!;
  expect(figures).toMatchObject({
    coordinator: 'twice',
    checkpointing: 'fixed',
    causes: [
      { cause: 'crash', interrupts: 2, undetected_node_hours: 0 },
      // Two nodes were dead for 2 s before that was known.
      { cause: 'node', interrupts: 1, undetected_node_hours: 4 / HOUR },
    ],
    // Of 2 s: the second outage is within the first, the third not known by the end. Of 5 and 1 s: the 0.95 quantile
    // lies 0.95 of a step from the least.
    detect: { count: 1, mean: 2, p95: 2, max: 2 },
    recover: { count: 2, mean: 3, p95: expect.closeTo(4.8, 9), max: 5 },
    // A has 8 cores for 18 s and B 2 for 20 s.
    classes: {
      size: [{ name: 'narrow', interrupts: 3, held_hours: 38 / HOUR, mtti: expect.closeTo(38 / 3, 9) }],
      length: [{ name: 'very short', interrupts: 3 }],
      partition: [{ name: 'all', interrupts: 3, held_hours: 38 / HOUR, mtti: expect.closeTo(38 / 3, 9) }],
    },
    // From 0 to 22 s: n-0 from 6 to 12, in two outages at once for a while; n-1 from 21.5 on.
    outages: [{ cause: 'node', outages: 3, events: 3, node_hours: 6.5 / HOUR }],
    done: { from_checkpoint: 1, from_start: 1, given_up: 1, moved: 0, spares: 0, quarantined: 0 },
    checkpoints: { written: 3, restored: 1, unreadable: 0, evicted: 0, failed: 0 },
  });
  expect(figures.predictor).toBeUndefined();
});

test('what the core-hours went into adds up to all that jobs held', () => {
  const { held, ...kinds } = faultFigures(run)!.core_hours;
  const seconds = Object.fromEntries(Object.entries(kinds).map(([kind, hours]) => [kind, Math.round(hours * HOUR)]));
  // A: 10 s useful, 2 lost, 3 written, 1 read, 2 dead on 8 cores. B: 20 s lost on 2.
  expect(seconds).toEqual({ useful: 80, lost: 16 + 40, checkpoint: 24, restore: 8, slow: 0, stuck: 0, dead: 16 });
  expect(Object.values(kinds).reduce((sum, hours) => sum + hours, 0)).toBeCloseTo(held, 12);
});

test('what an alarm was worth', () => {
  expect(faultFigures(moved)!.predictor).toEqual({
    ...{ alarms: 1, justified: 1, unjustified: 0, drained: 1, moved: 1 },
    // A would have computed there until 50 s, and the node failed at 20 s. Saved in 2 s and read in 3 s, on one node.
    ...{ spared: 1, cost_node_hours: 5 / HOUR },
  });
});

test('a false alarm costs what it has jobs do, and spares none', () => {
  // Saved from 15 to 25, and read on the other node until 35.
  const run = runOf({
    jobs: [{ name: 'a', run: 30 }],
    nodes: 2,
    checkpoints: ownCheckpoints({ interval: () => 100 * S, levels: [level('machine', 1, 10, 10)] }),
    faults: [{ kind: 'alarm', from: 15 * S, node: 0 as NodeId, expected: 100 * S, until: 200 * S, justified: false }],
  });
  expect(run.end[0]).toBe(50 * S);
  expect(faultFigures(run)!.predictor).toEqual({
    ...{ alarms: 1, justified: 0, unjustified: 1, drained: 1, moved: 1 },
    ...{ spared: 0, cost_node_hours: 20 / HOUR },
  });
});

test('the cores that are there over time', () => {
  // In 0-11 s one of three nodes is away for 5 s, in 11-22 s for 1 s and another for half a second.
  expect(availableSeries(run, 2)!.values).toEqual([expect.closeTo(1 - 5 / 33, 12), expect.closeTo(1 - 1.5 / 33, 12)]);
  const { faults: _, ...calm } = run.centre!;
  expect(availableSeries({ ...run, centre: calm }, 2)).toBeUndefined();
  expect(faultFigures({ ...run, centre: calm })).toBeUndefined();
});

test('a node counts once, however often it is quarantined', () => {
  const quarantine = (node: number, from = 0) => ({ node: node as NodeId, from, until: from + 1000, why: '' });
  // The last job left at 22 s: n-2 comes back when nobody needs it any more.
  const quarantines = [quarantine(0), quarantine(1), quarantine(0), quarantine(2, 22_001)];
  const faults = { ...run.centre!.faults!, quarantines };
  expect(faultFigures({ ...run, centre: { ...run.centre!, faults } })!.done.quarantined).toBe(2);
});

test('interrupts by user are those of the jobs that a user has', () => {
  const centre = centreOf([group('n', 2, 2)], {
    entities: [ANYBODY, ...['ada', 'bo'].map((name): Entity => ({ ...ANYBODY, kind: 'user', name, parent: 0 }))],
  });
  const jobs = pencilJobs([
    { name: 'a', run: 10, entity: 1 },
    { name: 'b', run: 20, entity: 2 },
    { name: 'c', run: 10, entity: 2 },
  ]);
  const crashing = simulateCentre(jobs, centre, [createScheduler('fcfs')], {
    resilience: {
      ...resilience,
      checkpoints: undefined,
      faults: { ...resilience.faults, script: () => ({ next: () => undefined }) },
    },
  });
  // Of a nothing stops; b and c crash half-way and are given up the second time.
  const shown = interruptsBy(crashing, 'user').map(({ name, interrupts, held_hours, mtti }) => ({
    ...{ name, interrupts, held: held_hours * HOUR, mtti },
  }));
  expect(shown).toEqual([
    { name: 'ada', interrupts: 0, held: expect.closeTo(10, 9), mtti: null },
    { name: 'bo', interrupts: 4, held: expect.closeTo(30, 9), mtti: 7.5 },
  ]);
});

test('figures are worked out once for each run', () => {
  expect(faultFigures(run)).toBe(faultFigures(run));
  expect(coreTimeSpent(run)).toBe(coreTimeSpent(run));
});

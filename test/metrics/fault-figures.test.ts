import { expect, test } from 'vitest';
import { availableSeries, faultFigures } from '../../src/metrics/index.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { run } from './fault-fixtures.ts';

const HOUR = 3600;

test('what faults cost, and what was done about them', () => {
  const figures = faultFigures(run)!;
  expect(figures).toMatchObject({
    coordinator: 'twice',
    checkpointing: 'fixed',
    causes: [
      { cause: 'crash', interrupts: 2, unnoticed_node_hours: 0 },
      // Two nodes were dead for 2 s before that was known.
      { cause: 'node', interrupts: 1, unnoticed_node_hours: 4 / HOUR },
    ],
    // Of 2, 1 and 3 s; of 5 and 1 s. The 0.95 quantile lies 1.9 steps of 2, and 0.95 of 1, from the least.
    detect: { count: 3, mean: 2, p95: 2.9, max: 3 },
    recover: { count: 2, mean: 3, p95: expect.closeTo(4.8, 9), max: 5 },
    // A has 8 cores for 18 s and B 2 for 20 s.
    classes: [{ size: 'narrow', interrupts: 3, held_hours: 38 / HOUR, mtti: expect.closeTo(38 / 3, 9) }],
    // From 0 to 22 s: n-0 from 6 to 12, in two outages at once for a while; n-1 from 21.5 on.
    outages: [{ cause: 'node', outages: 3, events: 3, node_hours: 6.5 / HOUR }],
    done: { from_checkpoint: 1, from_start: 1, given_up: 1, moved: 0, spares: 0, quarantines: 0 },
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

test('the cores that are there over time', () => {
  // In 0-11 s one of three nodes is away for 5 s, in 11-22 s for 1 s and another for half a second.
  expect(availableSeries(run, 2)!.values).toEqual([expect.closeTo(1 - 5 / 33, 12), expect.closeTo(1 - 1.5 / 33, 12)]);
  const { faults: _, ...calm } = run.centre!;
  expect(availableSeries({ ...run, centre: calm }, 2)).toBeUndefined();
  expect(faultFigures({ ...run, centre: calm })).toBeUndefined();
});

import { expect, test } from 'vitest';
import { simulateCentre } from '../../../../src/engine/centre/centre-simulation.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import { createScheduler } from '../../../../src/registry.ts';
import { lives, pencilJobs } from '../pencil.ts';
import { centreOf, group, shape } from '../plain.ts';

const S = 1000;
const [N0, N2] = [0, 2] as NodeId[];

/** Three nodes, the last a spare that takes jobs 5 s after a failure is known. A checkpoint takes 2 s to be written and 3 s to be read. */
const resilience: Resilience = {
  faults: {
    storage: false,
    script() {
      const left = [
        { kind: 'alarm' as const, from: 10 * S, node: N0!, expected: 20 * S, until: 40 * S, justified: true },
        { kind: 'node' as const, from: 20 * S, node: N0!, known: 24 * S, until: 90 * S, cause: 'node', event: 0 },
      ];
      return { next: () => left.shift() };
    },
  },
  checkpoints: {
    name: 'fixed',
    interval: () => 1000 * S,
    levels: [{ name: 's', every: 1, outlives: 'machine', shared: false, write: () => 2 * S, read: () => 3 * S }],
    state: () => 0,
    fullEvery: 1,
    increment: 1,
    retain: 1,
    verify: false,
    store: { bandwidth: Number.POSITIVE_INFINITY, capacity: Number.POSITIVE_INFINITY },
  },
  watchdog: Number.POSITIVE_INFINITY,
  limited: false,
  coordinator: () => ({
    name: 'moves',
    afterFault: () => ({ then: 'requeue', from: 'checkpoint', place: 'order', after: 0, why: '' }),
    afterRepair: () => ({ then: 'return', why: '' }),
    onWarning: () => ({ then: 'migrate', why: 'it will fail' }),
  }),
  spares: [N2!],
  spareAfter: 5 * S,
};

test('moves and replacements are on record, with what the job had ahead of it and when it ran again', () => {
  const jobs = pencilJobs([
    { name: 'A', run: 50, shape: shape(1, 4) },
    { name: 'B', run: 15, shape: shape(1, 4) },
  ]);
  const { centre } = simulateCentre(jobs, centreOf([group('n', 3, 4)]), [createScheduler('fcfs')], { resilience });
  expect(lives({ jobs, centre } as Parameters<typeof lives>[0])).toEqual([
    // Saved from 10 to 12; B leaves n-1 at 15; 3 s of reading and 40 s of computing.
    'A | 0-12 n-0 fault | 15-58 n-1',
    'B | 0-15 n-1',
  ]);
  const { moves, replacements, incidents } = centre!.faults!;
  expect(incidents).toEqual([]);
  const times = { since: 0, warned: 10 * S, moved: 12 * S, left: 40 * S, again: 15 * S };
  expect(moves).toEqual([{ job: 0, alarm: 0, on: [0], ...times }]);
  expect(replacements).toEqual([{ node: N2, of: N0, from: 24 * S, ready: 29 * S }]);
});

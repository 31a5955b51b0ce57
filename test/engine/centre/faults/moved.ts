import { simulateCentre } from '../../../../src/engine/centre/centre-simulation.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import type { FinishedRun } from '../../../../src/model/run.ts';
import { createScheduler } from '../../../../src/registry.ts';
import { pencilJobs } from '../pencil.ts';
import { centreOf, group, shape } from '../plain.ts';
import { listed } from './listed.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const S = 1000;
const [N0, N2] = [0, 2] as NodeId[];

/** Three nodes, the last a spare that takes jobs 5 s after a failure is known. A checkpoint takes 2 s to be written and 3 s to be read. */
const resilience: Resilience = {
  faults: {
    storage: false,
    script: listed([
      { kind: 'alarm', from: 10 * S, node: N0!, expected: 20 * S, until: 40 * S, justified: true },
      { kind: 'node', from: 20 * S, node: N0!, known: 24 * S, until: 90 * S, cause: 'node', event: 0 },
    ]),
  },
  checkpoints: ownCheckpoints({
    interval: () => 1000 * S,
    levels: [{ name: 's', every: 1, outlives: 'machine', shared: false, write: () => 2 * S, read: () => 3 * S }],
  }),
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

/**
 *     A   0-10 computes, 10-12 is saved, for n-0 is said to fail; B leaves n-1 at 15: 15-18 reads, 18-58 computes.
 *     B   0-15 computes.
 *
 * n-0 fails at 20, which is known at 24, so n-2 takes its place at 29.
 */
export const moved: FinishedRun = simulateCentre(
  pencilJobs([
    { name: 'A', run: 50, shape: shape(1, 4) },
    { name: 'B', run: 15, shape: shape(1, 4) },
  ]),
  centreOf([group('n', 3, 4)]),
  [createScheduler('fcfs')],
  { resilience },
);

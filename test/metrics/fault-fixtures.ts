import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { NodeOutage } from '../../src/model/faults.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { listed } from '../engine/centre/faults/listed.ts';
import { ownCheckpoints } from '../engine/centre/faults/own-checkpoints.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';

const outage = (node: number, from: number, known: number, until: number, event: number): NodeOutage => ({
  kind: 'node',
  node: node as NodeId,
  from: fromSeconds(from),
  known: fromSeconds(known),
  until: fromSeconds(until),
  cause: 'node',
  event,
});
const A = 0;
export const resilience: Resilience = {
  faults: {
    storage: false,
    // The second is within the first, and the third outlasts the run.
    script: listed([outage(0, 6, 8, 12, 0), outage(0, 9, 10, 11, 1), outage(1, 21.5, 24.5, 30, 2)]),
    jobFault: (job) => (job === A ? undefined : { kind: 'crash', at: 0.5, speed: 1, cause: 'crash' }),
  },
  watchdog: Number.POSITIVE_INFINITY,
  limited: false,
  checkpoints: ownCheckpoints({
    interval: (job) => (job === A ? 3000 : Number.POSITIVE_INFINITY),
    levels: [{ name: 'store', every: 1, outlives: 'machine', shared: false, write: () => 1000, read: () => 1000 }],
  }),
  coordinator: () => ({
    name: 'twice',
    afterFault: ({ times }) =>
      times > 1
        ? { then: 'fail', keep: false, why: 'it failed twice' }
        : { then: 'requeue', from: 'checkpoint', place: 'head', after: 0, why: 'once more' },
    afterRepair: () => ({ then: 'return', why: '' }),
    onWarning: () => ({ then: 'ignore', why: '' }),
  }),
  spares: [],
  spareAfter: 0,
};
export const centre: Centre = centreOf([group('n', 3, 4)]);
export const jobs: JobTable = pencilJobs([
  { name: 'A', run: 10, shape: shape(2, 4) },
  { name: 'B', submit: 1, run: 20, shape: shape(1, 2) },
]);
/**
 * Three nodes of 4 cores. A computes for 10 s on two whole nodes and writes a checkpoint of 1 s every 3 s; B for 20 s on
 * two cores, without checkpoints, and crashes half-way whenever it comes there. It is given up the second time.
 *
 *     A   0-3 computes, 3-4 writes, 4-6 computes, 6-8 dead: n-0 has failed, known at 8, and 2 s are lost. It
 *         needs two nodes and gets them when B leaves: 11-12 restores, 12-15 computes, 15-16 writes, 16-19
 *         computes, 19-20 writes, 20-21 computes.
 *     B   1-11 computes and crashes; n-0 is back at 12: 12-22 computes, crashes and is given up.
 */
export const run: FinishedRun = simulateCentre(jobs, centre, [createScheduler('fcfs')], { resilience });

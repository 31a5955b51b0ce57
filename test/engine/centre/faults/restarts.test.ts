import { expect, test } from 'vitest';
import { simulateCentre } from '../../../../src/engine/centre/centre-simulation.ts';
import type { Intervention } from '../../../../src/model/centre.ts';
import type { Fault } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import { createScheduler } from '../../../../src/registry.ts';
import { jobTable } from '../../jobs.ts';
import { asking, centreOf, group, shape } from '../plain.ts';
import { listed } from './listed.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const S = 1000;
const NODE = 0 as NodeId;

const outage = (from: number, until: number): Fault => ({
  kind: 'node',
  from: from * S,
  known: from * S,
  until: until * S,
  node: NODE,
  cause: 'node',
  event: 0,
});

/** A checkpoint of no cost every 10 s; faults as they are listed, after which a job goes on from its last one. */
const resilience = (...faults: Fault[]): Resilience => ({
  faults: {
    storage: false,
    script: listed(faults),
  },
  checkpoints: ownCheckpoints({
    interval: () => 10 * S,
    levels: [{ name: 'shared', every: 1, outlives: 'machine', shared: true, write: () => 0, read: () => 0 }],
    retain: 2,
  }),
  watchdog: Number.POSITIVE_INFINITY,
  limited: true,
  coordinator: () => ({
    name: 'on',
    afterFault: () => ({ then: 'requeue', from: 'checkpoint', place: 'order', after: 0, why: '' }),
    afterRepair: () => ({ then: 'return', why: '' }),
    onWarning: () => ({ then: 'ignore', why: '' }),
  }),
  spares: [],
  spareAfter: 0,
});

const jobs = asking(jobTable([{ submit: 0, run: 100, procs: 1, est: 100 }]), () => shape(1, 1));
const run = (interventions: readonly Intervention[], ...faults: Fault[]) =>
  simulateCentre(jobs, centreOf([group('n', 1, 1)], { interventions }), [createScheduler('fcfs')], {
    resilience: resilience(...faults),
  });

test('a job goes on from its last checkpoint', () => {
  // It runs until 35 and keeps 30; from 40 on it has 70 s to go.
  const { end, centre } = run([], outage(35, 40));
  expect(end[0]).toBe(110 * S);
  expect(centre!.faults!.incidents).toMatchObject([{ lost: 5 * S, checkpoint: 3, known: 35 * S, again: 40 * S }]);
});

test('a job that is to begin anew goes back to no checkpoint that it had before', () => {
  const nodes = { kind: 'nodes', nodes: [NODE] } as const;
  const interventions: Intervention[] = [
    { ...nodes, at: 50 * S, status: 'error', running: 'requeue' },
    { ...nodes, at: 60 * S, status: 'online', running: 'finish' },
  ];
  // It keeps 30 s at 35 and goes on at 36. Requeued at 50 it loses these and 14 more, begins anew at 60, fails at 65
  // without a checkpoint, and needs all its 100 s from 70 on.
  const { end, centre } = run(interventions, outage(35, 36), outage(65, 70));
  expect(end[0]).toBe(170 * S);
  const { spent, incidents } = centre!.faults!;
  expect(incidents).toMatchObject([
    { lost: 5 * S, checkpoint: 3 },
    { lost: 5 * S, checkpoint: 0 },
  ]);
  expect({ useful: spent.useful[0], lost: spent.lost[0] }).toEqual({ useful: 100 * S, lost: 54 * S });
});

import { expect, it } from 'vitest';
import type { CheckpointLevel } from '../../../../src/model/checkpoints.ts';
import type { Fault } from '../../../../src/model/faults.ts';
import { shape } from '../plain.ts';
import { type HandRun, level, outage, runOf, S } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

/**
 * A job of 100 s crashes at 35 s, with checkpoints 1 to 3 of every 10 s, and waits until 45 s.
 * @param width how many of the three nodes it needs: the first ones
 */
const crashed = (levels: readonly CheckpointLevel[], faults: readonly Fault[], width = 1): HandRun =>
  runOf({
    jobs: [{ name: 'a', run: 100, shape: shape(width, 1) }],
    nodes: 3,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels, retain: 2 }),
    faults,
    first: { kind: 'crash', at: 0.35 },
    after: 10,
  });
const endOf = ({ end }: HandRun): number => end[0]! / S;
const setbacks = ({ told }: HandRun) => told.filter(({ kind }) => kind === 'setback');
const LOCAL = [level('job', 1)];

it('a crash leaves a checkpoint on the nodes of the job where it is', () => {
  // 70 s are left at 45.
  const run = crashed(LOCAL, []);
  expect(endOf(run)).toBe(115);
  expect(run.centre!.faults!.incidents).toMatchObject([{ checkpoint: 3, lost: 5 * S }]);
});

it('one is lost if its node fails while the job waits, and the job loses what was in it', () => {
  const run = crashed(LOCAL, [outage(0, 40, 60)]);
  expect(endOf(run)).toBe(145);
  expect(run.centre!.faults!.incidents).toMatchObject([{ checkpoint: 0, lost: 35 * S }]);
  expect(setbacks(run)).toEqual([{ kind: 'setback', time: 40 * S, job: 0, lost: 3, checkpoint: 0, kept: 0 }]);
  expect(run.centre!.faults!.spent.lost[0]).toBe(35 * S);
});

it('which the job finds out when it starts, if nobody knows that sooner', () => {
  const run = crashed(LOCAL, [outage(0, 40, 60, { known: 50 * S }), outage(1, 41, 200), outage(2, 42, 45)]);
  // Only n-2 is known to work at 45.
  expect(run.centre!.stretches.map(({ start, allocation }) => [start / S, allocation.nodes])).toMatchObject([
    [0, [0]],
    [45, expect.anything()],
    ...run.centre!.stretches.slice(2).map(() => expect.anything()),
  ]);
  expect(setbacks(run).at(0)).toMatchObject({ lost: 3, checkpoint: 0, kept: 0 });
});

it('though the node works again before the job starts, for its disk is taken to be empty', () => {
  expect(endOf(crashed(LOCAL, [outage(0, 40, 42)]))).toBe(145);
});

it('and not if other nodes fail', () => {
  expect(endOf(crashed(LOCAL, [outage(1, 40, 60)]))).toBe(115);
});

it('which level a job goes on from is found when it starts: the newest that is left', () => {
  // 2 is on the store: 80 s are left.
  const run = crashed([level('job', 1), level('machine', 2)], [outage(0, 40, 60)]);
  expect(endOf(run)).toBe(125);
  expect(run.centre!.faults!.incidents).toMatchObject([{ checkpoint: 2, lost: 15 * S }]);
  expect(run.told.find(({ kind }) => kind === 'restore')).toMatchObject({ checkpoint: 2, level: 'shared' });
});

it('a copy on the next node outlives one of the two, and not both, one after the other', () => {
  const partner = [level('node', 1)];
  // It needs two of three nodes: n-1 and n-2.
  expect(endOf(crashed(partner, [outage(0, 40, 60)], 2))).toBe(115);
  // n-0 is back, and has no copy any more when n-1 fails.
  expect(endOf(crashed(partner, [outage(0, 40, 41), outage(1, 42, 60)], 2))).toBe(145);
});

it('one that a job reads once more after a second fault may be lost by then, too', () => {
  // From 45 on elsewhere; at 50 n-0 fails, which has checkpoint 3, and at 52 n-1, where the job is.
  const run = runOf({
    jobs: [{ name: 'a', run: 100, shape: shape(1, 1) }],
    nodes: 3,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: LOCAL, retain: 2 }),
    faults: [outage(0, 35, 36), outage(0, 37, 60), outage(1, 52, 80)],
  });
  // Stopped at 35 by n-0, it begins anew on n-1, which fails at 52: anew on n-2.
  expect(endOf(run)).toBe(152);
  expect(run.centre!.faults!.incidents).toMatchObject([
    { checkpoint: 0, lost: 35 * S },
    { checkpoint: 0, lost: 17 * S },
  ]);
});

it('a job that a policy keeps a place for gets another one when it has lost its checkpoint', () => {
  // A crashes at 35, and C goes first on n-0, which fails from 50 to 55: A has lost 30 s, and C 15 s. A begins anew on n-0 at 55,
  // C on n-1 when B leaves at 60.
  const run = runOf({
    jobs: [
      { name: 'a', run: 100 },
      { name: 'b', run: 60 },
      { name: 'c', submit: 1, run: 50 },
    ],
    nodes: 2,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: LOCAL }),
    faults: [outage(0, 50, 55)],
    first: { kind: 'crash', at: 0.35 },
    policy: 'conservative',
  });
  expect([...run.end].map((at) => at / S)).toEqual([155, 60, 110]);
});

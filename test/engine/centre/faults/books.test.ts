import { expect, it } from 'vitest';
import type { Fault } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import { NORMAL } from '../plain.ts';
import { level, outage, runOf, S, spentOf } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const storage = (what: 'slow' | 'full', from: number, until: number, speed = 1): Fault => ({
  kind: 'storage',
  what,
  from: from * S,
  until: until * S,
  speed,
});
const alarm = (from: number): Fault => ({
  kind: 'alarm',
  from: from * S,
  node: 0 as NodeId,
  expected: 100 * S,
  until: 200 * S,
  justified: false,
});

it('a job that starts on nodes of which nobody knows that they have failed is stopped by what they failed of', () => {
  const run = runOf({
    jobs: [{ name: 'a', submit: 10, run: 30 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 1000 * S, levels: [level('machine', 1)] }),
    faults: [outage(0, 5, 50, { known: 20 * S, cause: 'rack' })],
  });
  expect(run.centre!.faults!.incidents).toMatchObject([{ cause: 'rack', struck: 10 * S, known: 20 * S, nodes: [0] }]);
});

it('an alarm breaks off no write if there is no room for what is to be saved', () => {
  // Both write from 10 to 30 through a store that moves what one of them can. From 12 on it is full: what is under way goes on.
  // They compute until 40, find no room for the second, and end at 50.
  const run = runOf({
    jobs: [
      { name: 'a', run: 30 },
      { name: 'b', run: 30 },
    ],
    nodes: 2,
    checkpoints: ownCheckpoints({
      interval: () => 10 * S,
      levels: [level('machine', 1, 10, 10)],
      state: () => 100,
      store: { bandwidth: 10, capacity: 200 },
    }),
    faults: [storage('full', 12, 100), alarm(15)],
  });
  expect([...run.end]).toEqual([50 * S, 50 * S]);
  expect(run.centre!.faults!.moves).toEqual([]);
  const { failed, evicted } = run.centre!.faults!.checkpoints;
  expect([failed.reduce((sum, one) => sum + one), evicted.reduce((sum, one) => sum + one)]).toEqual([3, 0]);
  expect([...run.centre!.faults!.checkpoints.written]).toEqual([1, 1]);
});

it('it does if the room of that write is enough', () => {
  // The store holds one. Broken off at 15, it is saved until 25, and reads until 35 on n-1; 20 s are left, with another one.
  const run = runOf({
    jobs: [{ name: 'a', run: 30 }],
    nodes: 2,
    checkpoints: ownCheckpoints({
      interval: () => 10 * S,
      levels: [level('machine', 1, 10, 10)],
      state: () => 100,
      store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 100 },
    }),
    faults: [alarm(15)],
  });
  expect(run.centre!.faults!.moves).toMatchObject([{ warned: 15 * S, moved: 25 * S, again: 25 * S }]);
  // The second finds the store taken by the first, its newest.
  expect(run.end[0]).toBe((35 + 20) * S);
});

it('an alarm lets a job go at once that still reads', () => {
  // Stopped at 15, it reads from 16 on; at 20 it leaves n-0 and reads on n-1 until 30; 20 s are left.
  const run = runOf({
    jobs: [{ name: 'a', run: 30 }],
    nodes: 2,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1, 0, 10)] }),
    faults: [outage(1, 1, 19), outage(0, 15, 16), alarm(20)],
  });
  expect(run.end[0]).toBe((30 + 20) * S);
  expect(spentOf(run)).toEqual({ useful: 30, lost: 5, restore: 14 });
});

it('a store that was slow makes no job run into its time limit', () => {
  // Planned for 120 s and eleven writes of 1 s, to 131. Writes of the slow store take 10 s from 10 on and 5.5 s from 30 on, and
  // of the other eight 1 s each. From 90 s of work on it goes at half its speed: 110 s of computing, to 133.5.
  const run = runOf({
    jobs: [{ name: 'a', run: 100, estimate: 120 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1, 1, 1)] }),
    faults: [storage('slow', 0, 35, 0.1)],
    first: { kind: 'slow', at: 0.9, speed: 0.5 },
  });
  expect(run.centre!.faults!.incidents).toEqual([]);
  expect(run.end[0]).toBe(133.5 * S);
});

it('a job that a fault has made slow is at its limit when it has computed for what it asked for', () => {
  // As before, but with 100 s asked for: nine writes by then take 22.5 s.
  const run = runOf({
    jobs: [{ name: 'a', run: 100 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1, 1, 0)] }),
    faults: [storage('slow', 0, 35, 0.1)],
    first: { kind: 'slow', at: 0.9, speed: 0.5 },
  });
  expect(run.centre!.faults!.incidents).toMatchObject([{ cause: 'limit', known: 122.5 * S, lost: 5 * S }]);
});

it('a suspended job keeps the checkpoints of the stretch that it was suspended in', () => {
  const low = { ...NORMAL, name: 'low', preempted: 'suspend' as const };
  const high = { ...NORMAL, name: 'high', preempts: [0], preempted: 'never' as const };
  // A computes until 35, with 30 s in its third checkpoint, and is suspended for B, whose node fails at 40. A has lost
  // its place, and goes on from 30 s when the node is back; B, which has none, goes first.
  const run = runOf({
    jobs: [
      { name: 'a', run: 100, qos: 0 },
      { name: 'b', submit: 35, run: 8, qos: 1 },
    ],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1)] }),
    faults: [outage(0, 40, 50)],
    policy: 'backfill(preempt=qos,mode=suspend)',
    centre: { qos: [low, high] },
  });
  expect(run.told.find(({ kind }) => kind === 'displaced')).toMatchObject({ job: 0, kept: 30 * S });
  expect([...run.end]).toEqual([(58 + 70) * S, 58 * S]);
});

it('a write that is broken off leaves its room in the store', () => {
  // The store holds one. The first is under way from 10 on when the node fails at 15; from 16 on all is done again: 10 s,
  // the checkpoint, for which there is room, until 36, and 5 s.
  const run = runOf({
    jobs: [{ name: 'a', run: 15 }],
    nodes: 1,
    checkpoints: ownCheckpoints({
      interval: () => 10 * S,
      levels: [level('machine', 1, 10, 10)],
      state: () => 100,
      store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 100 },
    }),
    faults: [outage(0, 15, 16)],
  });
  expect(run.end[0]).toBe(41 * S);
  const { written, failed } = run.centre!.faults!.checkpoints;
  expect([written[0], failed[0]]).toEqual([1, 0]);
});

it('the watchdog ends a job that hangs once it has come no further for as long as said', () => {
  // Hangs at 35, is ended at 65, and does all of its 100 s again.
  const run = runOf({
    jobs: [{ name: 'a', run: 100 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => Number.POSITIVE_INFINITY, levels: [level('machine', 1)] }),
    first: { kind: 'hang', at: 0.35 },
    more: { watchdog: 30 * S, limited: false },
  });
  expect(run.centre!.faults!.incidents).toMatchObject([{ cause: 'hang', struck: 35 * S, known: 65 * S }]);
  expect(run.end[0]).toBe(165 * S);
});

it.each([
  [true, { useful: 20, lost: 4, checkpoint: 2 }],
  [false, { lost: 24, checkpoint: 2 }],
])('what the last checkpoint of a job holds that is given up is of use where that is said: %s', (keep, spent) => {
  // Checkpoints after 10 and 20 s of computing, of 1 s each; after 24 s, at 26, it crashes.
  const run = runOf({
    jobs: [{ name: 'a', run: 30 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1, 1)] }),
    first: { kind: 'crash', at: 0.8 },
    more: {
      coordinator: () => ({
        name: 'off',
        afterFault: () => ({ then: 'fail', keep, why: 'once is enough' }),
        afterRepair: () => ({ then: 'return', why: '' }),
        onWarning: () => ({ then: 'ignore', why: '' }),
      }),
    },
  });
  expect(spentOf(run)).toEqual(spent);
  expect(run.centre!.faults!.incidents).toMatchObject([{ known: 26 * S, lost: (keep ? 4 : 24) * S }]);
});

it('each decision is told with its reason', () => {
  // A false alarm at 5 has a moved from n-0 to n-1, which fails at 15.
  const run = runOf({
    jobs: [{ name: 'a', run: 30 }],
    nodes: 2,
    checkpoints: ownCheckpoints({ interval: () => 100 * S, levels: [level('machine', 1, 1)] }),
    faults: [alarm(5), outage(1, 15, 40, { known: 18 * S })],
    more: {
      coordinator: () => ({
        name: 'on',
        afterFault: () => ({ then: 'requeue', from: 'checkpoint', place: 'order', after: 0, why: 'once more' }),
        afterRepair: () => ({ then: 'return', why: 'mended' }),
        onWarning: () => ({ then: 'migrate', why: 'said to fail' }),
      }),
    },
  });
  expect(run.centre!.faults!.incidents).toMatchObject([{ why: 'once more' }]);
  expect(run.told.filter(({ kind }) => kind === 'fault')).toMatchObject([
    { cause: 'warning', undetected: 0, why: 'said to fail' },
    { cause: 'node', undetected: 3 * S, why: 'once more' },
  ]);
  expect(run.told.find(({ kind }) => kind === 'return')).toMatchObject({ node: 1, why: 'mended' });
});

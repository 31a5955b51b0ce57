import { expect, it } from 'vitest';
import { level, outage, runOf, S, spentOf } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const corrupted = (which: (number: number) => boolean, shared = {}) =>
  runOf({
    jobs: [{ name: 'a', run: 10_000 }],
    nodes: 1,
    checkpoints: ownCheckpoints({
      interval: () => 1000 * S,
      levels: [level('machine', 1, 100, 50)],
      retain: 2,
      corrupted: (_, number) => which(number),
      ...shared,
    }),
    faults: [outage(0, 5000, 5000.001)],
  });

// Four are written by 4400, and 600 s more are computed when the node fails.
it.each([
  ['in closed form', {}],
  ['event by event', { store: { bandwidth: 1000, capacity: Number.POSITIVE_INFINITY }, state: () => 1000 }],
])('checkpoints that cannot be read take their time though none can be read, %s', (_, shared) => {
  // 4 and 3 are tried, 100 s; then all of 10,000 s with nine checkpoints.
  const run = corrupted(() => true, shared);
  expect(run.end[0]).toBe(5000 * S + 1 + 100 * S + 10_900 * S);
  expect(run.told.filter(({ kind }) => kind === 'restore')).toEqual([
    { kind: 'restore', time: 5000 * S + 1, job: 0, checkpoint: 0, unreadable: [4, 3] },
  ]);
  const { incidents, checkpoints } = run.centre!.faults!;
  expect(incidents).toMatchObject([{ checkpoint: 0, unreadable: [4, 3], lost: 4600 * S }]);
  expect([checkpoints.unreadable[0], checkpoints.restored[0]]).toEqual([2, 0]);
  expect(spentOf(run)).toEqual({ useful: 10_000, lost: 4600, checkpoint: 400 + 900, restore: 100 });
});

it('as they do where one of them can', () => {
  // 4 is tried and 3 is read, 100 s; 7000 s are left, with six checkpoints.
  const run = corrupted((number) => number === 4);
  expect(run.end[0]).toBe(5000 * S + 1 + 100 * S + 7600 * S);
  expect(spentOf(run)).toEqual({ useful: 10_000, lost: 1600, checkpoint: 400 + 600, restore: 100 });
});

it('a job that is told to begin anew tries none', () => {
  const run = runOf({
    jobs: [{ name: 'a', run: 100 }],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 10 * S, levels: [level('machine', 1, 0, 5)], corrupted: () => true }),
    faults: [outage(0, 35, 36)],
    more: {
      coordinator: () => ({
        name: 'anew',
        afterFault: () => ({ then: 'requeue', from: 'start', place: 'order', after: 0, why: '' }),
        afterRepair: () => ({ then: 'return', why: '' }),
        onWarning: () => ({ then: 'ignore', why: '' }),
      }),
    },
  });
  expect(run.end[0]).toBe(136 * S);
  expect(run.centre!.faults!.incidents).toMatchObject([{ unreadable: [], checkpoint: 0 }]);
});

it('increments are read with all that they build upon, whether they can be or not', () => {
  // 1 is full, 2 and 3 are increments of half the size, 4 is full. At 36 s 3 is the newest; 2 cannot be read, so 3 cannot:
  // 5 + 2 x 2.5 s are spent on 3, 7.5 s on 2 and 5 s on 1, of which 10 s of work are left, 22.5 s; so 90 s are left.
  const run = runOf({
    jobs: [{ name: 'a', run: 100 }],
    nodes: 1,
    checkpoints: ownCheckpoints({
      interval: () => 10 * S,
      levels: [level('machine', 1, 0, 5)],
      fullEvery: 3,
      increment: 0.5,
      retain: 1,
      corrupted: (_, number) => number === 2,
    }),
    faults: [outage(0, 35, 36)],
  });
  expect(run.centre!.faults!.incidents).toMatchObject([{ unreadable: [3, 2], checkpoint: 1, lost: 25 * S }]);
  expect(run.end[0]).toBe((36 + 22.5 + 90) * S);
});

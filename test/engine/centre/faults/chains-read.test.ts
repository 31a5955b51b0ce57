import { expect, it } from 'vitest';
import type { Checkpointing } from '../../../../src/model/checkpoints.ts';
import type { Fault } from '../../../../src/model/faults.ts';
import type { PencilJob } from '../pencil.ts';
import { type HandRun, level, runOf, S, spentOf } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

/**
 * A of 100 s crashes after 35 s of computing, and goes on from its third checkpoint: an increment on its nodes, which is
 * half of the 20 s of a full one there, upon the second, of 100 MiB on the store, 10 s alone.
 */
const crashed = (write: number, more: Partial<Checkpointing>, faults: readonly Fault[], other?: PencilJob): HandRun =>
  runOf({
    jobs: [{ name: 'a', run: 100 }, ...(other === undefined ? [] : [other])],
    nodes: 2,
    checkpoints: ownCheckpoints({
      interval: () => 10 * S,
      levels: [level('job', 1, 0, 20), level('machine', 2, write, 10)],
      fullEvery: 9,
      increment: 0.5,
      state: () => 100,
      retain: 3,
      ...more,
    }),
    first: { kind: 'crash', at: 0.35 },
    faults,
  });

it('a slow store makes what is read from nodes no slower', () => {
  // From 35 on 100 MiB are read: 1 s at full speed, and what takes 9 s at half of it, until 54. The increment takes 10 s;
  // then 70 s are left.
  const slow: Fault = { kind: 'storage', from: 36 * S, until: 1000 * S, what: 'slow', speed: 0.5 };
  const run = crashed(0, {}, [slow]);
  expect(run.end[0]).toBe((54 + 10 + 70) * S);
  expect(spentOf(run)).toEqual({ useful: 100, lost: 5, restore: 29 });
});

it('what is read from the store has its own bandwidth, and leaves it when it is through', () => {
  // The store moves 10 MiB/s. A writes from 20 to 30, crashes at 45 and reads. B writes its second from 47 on: both have
  // 5 MiB/s, so that A has the 80 MiB that are left at 63, and B, 20 MiB later, is through at 65, and ends at 70. A reads
  // its increment until 73, and has 70 s left, with three more checkpoints of 10 s on the store.
  const run = crashed(10, { store: { bandwidth: 10, capacity: Number.POSITIVE_INFINITY } }, [], {
    ...{ name: 'b', submit: 27, run: 25 },
  });
  expect([...run.end]).toEqual([(73 + 70 + 30) * S, 70 * S]);
  expect(spentOf(run)).toEqual({ useful: 100, lost: 5, checkpoint: 40, restore: 28 });
});

it('takes the same where nobody is in the way', () => {
  // In closed form: 35 s, 20 s of reading, and 70 s.
  expect(crashed(0, {}, []).end[0]).toBe(125 * S);
  expect(crashed(0, { store: { bandwidth: 10, capacity: Number.POSITIVE_INFINITY } }, []).end[0]).toBe(125 * S);
});

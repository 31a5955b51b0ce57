import { describe, expect, it } from 'vitest';
import type { Checkpointing } from '../../../../src/model/checkpoints.ts';
import type { Fault } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import { NORMAL } from '../plain.ts';
import { type HandRun, level, outage, runOf, S, spentOf } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const LOW = { ...NORMAL, name: 'low' };
const HIGH = { ...NORMAL, name: 'high', preempts: [0], preempted: 'never' as const };

/** A of 100 s, which B of 10 s preempts at 35; a checkpoint takes 5 s to be written and 3 s to be read. */
const preempted = (
  mode: string,
  more: Partial<Checkpointing> = {},
  faults: readonly Fault[] = [],
  resilience: Partial<Resilience> = {},
): HandRun =>
  runOf({
    jobs: [
      { name: 'a', run: 100, qos: 0 },
      { name: 'b', submit: 35, run: 10, qos: 1 },
    ],
    nodes: 1,
    checkpoints: ownCheckpoints({ interval: () => 1000 * S, levels: [level('machine', 1, 5, 3)], ...more }),
    faults,
    more: resilience,
    policy: `backfill(preempt=qos,mode=${mode})`,
    centre: { qos: [LOW, HIGH] },
  });
const ends = ({ end }: HandRun): number[] => [...end].map((at) => at / S);

describe('a job that is preempted with a checkpoint', () => {
  it('writes it before it leaves, and reads it when it goes on', () => {
    // Writes from 35 to 40; B until 50; reads until 53, and has 65 s left.
    const run = preempted('checkpoint');
    expect(ends(run)).toEqual([118, 50]);
    expect(spentOf(run)).toEqual({ useful: 100, checkpoint: 5, restore: 3 });
    expect(run.centre!.faults!.checkpoints.written[0]).toBe(1);
  });

  it('takes the room in the store that it needs, and the bandwidth', () => {
    const store = { bandwidth: 10, capacity: 100 };
    // 100 MiB in 5 s and in 3 s alone; the store moves 10 MiB/s, which takes 10 s.
    const run = preempted('checkpoint', { state: () => 100, store });
    expect(ends(run)).toEqual([55 + 10 + 65, 55]);
    expect(spentOf(run)).toEqual({ useful: 100, checkpoint: 10, restore: 10 });
  });

  it('goes on from the last that it has if there is no room', () => {
    const store = { bandwidth: Number.POSITIVE_INFINITY, capacity: 99 };
    const run = preempted('checkpoint', { state: () => 100, store });
    expect(ends(run)).toEqual([145, 45]);
    expect([...run.centre!.faults!.checkpoints.failed]).toEqual([1, 0]);
    expect(spentOf(run)).toEqual({ useful: 100, lost: 35 });
  });

  it('goes on from none that cannot be read', () => {
    expect(ends(preempted('checkpoint', { corrupted: () => true }))).toEqual([50 + 3 + 100, 50]);
  });

  it('loses it if its node fails before it is written', () => {
    // At 38, until 40: B goes first.
    const run = preempted('checkpoint', {}, [outage(0, 38, 40)]);
    expect(ends(run)).toEqual([150, 50]);
    expect(spentOf(run)).toEqual({ useful: 100, lost: 35, checkpoint: 3 });
  });

  it('leaves at once where that takes no time', () => {
    expect(ends(preempted('checkpoint', { levels: [level('machine', 1)] }))).toEqual([110, 45]);
  });
});

it('a job that is suspended for another writes nothing', () => {
  expect(ends(preempted('suspend'))).toEqual([110, 45]);
});

it('a suspended job goes on where it was when the warning about its node is over', () => {
  // A has 35 s behind it when B takes its place. The node takes no new jobs from 40 until 50, and B goes on to 45.
  const alarm: Fault = {
    ...{ kind: 'alarm', node: 0 as NodeId, from: 40 * S, expected: 45 * S, until: 50 * S, justified: false },
  };
  const run = preempted('suspend', {}, [alarm], {
    coordinator: () => ({
      name: 'drains',
      afterFault: () => ({ then: 'fail', keep: false, why: '' }),
      afterRepair: () => ({ then: 'return', why: '' }),
      onWarning: () => ({ then: 'drain', why: '' }),
    }),
  });
  expect(ends(run)).toEqual([50 + 65, 45]);
  expect(spentOf(run)).toEqual({ useful: 100 });
});

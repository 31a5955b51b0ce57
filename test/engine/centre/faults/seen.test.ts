import { expect, it } from 'vitest';
import type { SeenFailures } from '../../../../src/model/checkpoints.ts';
import { level, outage, runOf, S } from './hand.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

it('intervals go by the failures that are known, and by the time in which nodes have worked as far as is known', () => {
  // Runs on n-0, which fails at 10, is known at 12 and back at 20: two nodes for 12 s. Then on n-1, which fails at 30: one
  // node for 8 s more, and two for 10 s.
  const seen: SeenFailures[] = [];
  const run = runOf({
    jobs: [{ name: 'a', run: 40 }],
    nodes: 2,
    checkpoints: ownCheckpoints({
      // Fifty seconds, ten once a node has failed, and five from then on.
      interval: (_, __, one) => {
        if (seen.every(({ failures }) => failures < one.failures)) seen.push(one);
        return [50, 10, 5][one.failures]! * S;
      },
      levels: [level('machine', 1, 1)],
    }),
    faults: [outage(0, 10, 20, { known: 12 * S }), outage(1, 30, 60)],
  });
  expect(seen).toEqual([
    { failures: 0, exposure: 0 },
    { failures: 1, exposure: 24 * S },
    { failures: 2, exposure: (24 + 8 + 20) * S },
  ]);
  // None in the first 10 s; one of 1 s after 10 of the 17 s on n-1; then 30 s on n-0, with five and none at the end.
  expect(run.centre!.faults!.checkpoints.written[0]).toBe(6);
  expect(run.end[0]).toBe((30 + 35) * S);
});

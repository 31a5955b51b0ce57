import type { Checkpointing } from '../../../../src/model/checkpoints.ts';

/** Full checkpoints of no size on a store that is never in the way. */
export const ownCheckpoints = (
  given: Pick<Checkpointing, 'interval' | 'levels'> & Partial<Checkpointing>,
): Checkpointing => ({
  name: 'fixed',
  state: () => 0,
  fullEvery: 1,
  increment: 1,
  retain: 1,
  verify: false,
  store: { bandwidth: Number.POSITIVE_INFINITY, capacity: Number.POSITIVE_INFINITY },
  ...given,
});

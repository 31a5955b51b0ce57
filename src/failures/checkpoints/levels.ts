import type { Checkpointing, CheckpointLevel, CheckpointStore, Outlives } from '../../model/checkpoints.ts';
import { type Duration, fromSeconds } from '../../model/time.ts';

/** Where checkpoints may be written, from what is fastest and outlives least to what is slowest and outlives most. */
export const LEVELS = ['local', 'partner', 'shared'] as const;
export type LevelName = (typeof LEVELS)[number];

/** A node's own disk dies with it; a copy on the next node outlives it; the parallel file system is apart from all. */
const OUTLIVES: Readonly<Record<LevelName, Outlives>> = { local: 'job', partner: 'node', shared: 'machine' };

/** How long transfers take when nobody else is in their way. */
export type Transfer = Pick<CheckpointLevel, 'write' | 'read'>;

/** @param every every how many checkpoints one is of this level, or of one after it */
export const level = (name: LevelName, every: number, { write, read }: Transfer): CheckpointLevel => ({
  name,
  every,
  outlives: OUTLIVES[name],
  write,
  read,
  shared: name === 'shared',
});

/** Transfers that take as long as somebody says, whatever the job. */
export const statedTransfer = (write: Duration, read: Duration): Transfer => ({ write: () => write, read: () => read });

type StateOf = Checkpointing['state'];

/** Transfers by each node by itself, at so many MiB per second. */
export const nodeTransfer = (state: StateOf, perNode: number): Transfer => at((_, nodes) => nodes * perNode, state);

/** Transfers to a store, which no node reaches faster than at so many MiB per second. */
export const storeTransfer = (state: StateOf, { bandwidth }: CheckpointStore, perNode: number): Transfer =>
  at((_, nodes) => Math.min(bandwidth, nodes * perNode), state);

function at(bandwidth: StateOf, state: StateOf): Transfer {
  const transfer: Transfer['write'] = (job, nodes) => fromSeconds(state(job, nodes) / bandwidth(job, nodes));
  return { write: transfer, read: transfer };
}

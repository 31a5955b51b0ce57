import type { Shape } from '../../model/asks.ts';
import type { CheckpointCosts, Checkpointing } from '../../model/checkpoints.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { Machine } from '../../model/machine.ts';
import { suits } from '../../model/suits.ts';

/**
 * How many jobs end before their first checkpoint is due, for the interval is longer than they run, as far as can be
 * told beforehand: on nodes of speed 1, and before any failure has been seen.
 *
 * @param costs what the interval of a job depends on
 */
export function uncheckpointed(
  { interval }: Pick<Checkpointing, 'interval'>,
  jobs: JobTable,
  costs: (job: JobId) => CheckpointCosts,
): number {
  const nothing = { failures: 0, exposure: 0 };
  let count = 0;
  for (let row = 0; row < jobs.length; row += 1) {
    const job = row as JobId;
    if (interval(job, costs(job), nothing) >= jobs.runtime[row]!) count += 1;
  }
  return count;
}

/** On how few nodes a job of this shape can run: as many tasks on each as fit on the largest that suit it, at least 1. */
export function fewestNodes(shape: Shape, { groups }: Machine): number {
  const { tasks, perTask, wholeNodes, layout } = shape;
  if (wholeNodes || layout === 'spread') return tasks;
  const fitting = groups
    .filter((group) => suits(group, shape))
    .map(({ each }) => Math.min(...perTask.map((amount, r) => (amount === 0 ? tasks : Math.floor(each[r]! / amount)))));
  return Math.ceil(tasks / Math.max(1, ...fitting));
}

import { Writes } from '../../engine/centre/faults/writes.ts';
import { fewestNodes, uncheckpointed } from '../../failures/checkpoints/uncheckpointed.ts';
import type { Checkpointing } from '../../model/checkpoints.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Machine } from '../../model/machine.ts';

/** Notes how many jobs never take a checkpoint, for they run no longer than their interval: that is right, and rarely meant of all. */
export function uncheckpointedNote(rules: Checkpointing | undefined, jobs: JobTable, machine: Machine): Ledger {
  if (rules === undefined) return [];
  const { shapes, shape } = jobs.asks!;
  const nodes = shapes.map((one) => fewestNodes(one, machine));
  const count = uncheckpointed(rules, jobs, (job) => new Writes(rules, job, nodes[shape[job]!]!).costs);
  if (count === 0) return [];
  const meaning = 'The job runs for no longer than its checkpoint interval, so it never takes a checkpoint.';
  return [{ rule: 'no-checkpoint-due', effect: 'noted', meaning, count, lines: [] }];
}

import type { Checkpointing } from '../../model/checkpoints.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import { MEMORY } from '../../model/resources.ts';

/** What the size of a job's state goes by: `memory` is what it asks for. */
export const STATE_BY = ['per_core', 'per_node', 'per_job', 'memory'] as const;
export type StateBy = (typeof STATE_BY)[number];

/** How large the state of a job is: MiB for each of what it goes by; a part, 0 to 1, of the memory. */
export interface StateRule {
  readonly by: StateBy;
  readonly amount: number;
}

/** MiB of a job's state by a rule. */
export function stateBy({ by, amount }: StateRule, jobs: JobTable): Checkpointing['state'] {
  switch (by) {
    case 'per_core':
      return (job) => amount * jobs.procs[job]!;
    case 'per_node':
      return (_, nodes) => amount * nodes;
    case 'per_job':
      return () => amount;
    case 'memory':
      return (job) => amount * memoryOf(jobs, job);
  }
}

/** MiB of memory that a job asks for, all its tasks together. */
export function memoryOf({ asks }: JobTable, job: JobId): number {
  const { tasks, perTask } = asks!.shapes[asks!.shape[job]!]!;
  return tasks * perTask[MEMORY]!;
}

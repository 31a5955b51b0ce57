import type { CentreRun } from '../../model/centre-run.ts';
import type { JobId } from '../../model/jobs.ts';
import { CORES } from '../../model/resources.ts';
import type { CentreWorld } from './centre-world.ts';

/** What a run leaves behind, beside starts and ends. */
export function leftBehind({ jobs, rules, lives, occupancy, deadline, faults }: CentreWorld): CentreRun {
  const { stretches, lost, suspended, preemptions } = occupancy.progress;
  const { fate, why, eligible } = lives;
  const cores = Float64Array.from({ length: jobs.length }, (_, job) => occupancy.suited(job as JobId).demand[CORES]!);
  const own = { fate, why, eligible, deadline, stretches, cores, lost, suspended, preemptions };
  return { centre: rules, ...own, ...(faults && { faults: faults.run() }) };
}

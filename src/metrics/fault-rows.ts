import { CHECKPOINT_FATES, type CheckpointCounts, type FaultRun, SPENDING, type Spending } from '../model/fault-run.ts';
import type { JobId } from '../model/jobs.ts';

/**
 * What faults have done to some of the jobs; what they have done to the machine stays whole.
 * @param place where each of the rows is among them
 */
export function rowsOfFaults(faults: FaultRun, rows: readonly number[], place: ReadonlyMap<JobId, JobId>): FaultRun {
  const { spent, incidents, moves, alarms, checkpoints } = faults;
  return {
    ...faults,
    spent: Object.fromEntries(
      SPENDING.map((kind) => [kind, Float64Array.from(rows, (row) => spent[kind][row]!)]),
    ) as Record<Spending, Float64Array>,
    incidents: ofThese(incidents, place),
    moves: ofThese(moves, place),
    alarms: alarms.map((one) => ({ ...one, jobs: one.jobs.flatMap((job) => place.get(job) ?? []) })),
    checkpoints: Object.fromEntries(
      CHECKPOINT_FATES.map((fate) => [fate, Int32Array.from(rows, (row) => checkpoints[fate][row]!)]),
    ) as CheckpointCounts,
  };
}

const ofThese = <T extends { readonly job: JobId }>(records: readonly T[], place: ReadonlyMap<JobId, JobId>): T[] =>
  records.flatMap((one) => {
    const job = place.get(one.job);
    return job === undefined ? [] : [{ ...one, job }];
  });

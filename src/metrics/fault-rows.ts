import type { FaultRun, Spending } from '../model/fault-run.ts';
import { SPENDING } from '../model/fault-run.ts';
import type { JobId } from '../model/jobs.ts';

/**
 * What faults have done to some of the jobs; what they have done to the machine and its store stays whole.
 * @param place where each of the rows is among them
 */
export function rowsOfFaults(faults: FaultRun, rows: readonly number[], place: ReadonlyMap<JobId, JobId>): FaultRun {
  const { spent, incidents, moves, alarms, checkpoints } = faults;
  const counts = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row]!);
  return {
    ...faults,
    spent: Object.fromEntries(
      SPENDING.map((kind) => [kind, Float64Array.from(rows, (row) => spent[kind][row]!)]),
    ) as Record<Spending, Float64Array>,
    incidents: ofThese(incidents, place),
    moves: ofThese(moves, place),
    alarms: alarms.map((one) => ({ ...one, jobs: one.jobs.flatMap((job) => place.get(job) ?? []) })),
    checkpoints: { ...checkpoints, written: counts(checkpoints.written), restored: counts(checkpoints.restored) },
  };
}

const ofThese = <T extends { readonly job: JobId }>(records: readonly T[], place: ReadonlyMap<JobId, JobId>): T[] =>
  records.flatMap((one) => {
    const job = place.get(one.job);
    return job === undefined ? [] : [{ ...one, job }];
  });

import type { CentreRun } from '../model/centre-run.ts';
import { type FaultRun, SPENDING, type Spending } from '../model/fault-run.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { heldBy } from './held.ts';

/** A run under faults. */
export type FaultyCentre = CentreRun & { readonly faults: FaultRun };

export const isFaulty = (centre: CentreRun | undefined): centre is FaultyCentre => centre?.faults !== undefined;

/** By row: time in which the job held nodes, ms, and cores x that time. */
export function heldTimes({ jobs }: FinishedRun, centre: CentreRun): { time: Float64Array; coreTime: Float64Array } {
  const time = new Float64Array(jobs.length);
  const coreTime = new Float64Array(jobs.length);
  for (const one of centre.stretches) {
    const lasts = one.end - one.start;
    time[one.job]! += lasts;
    coreTime[one.job]! += heldBy(jobs, centre, one, CORES) * lasts;
  }
  return { time, coreTime };
}

/**
 * Cores x ms that jobs held, and what they went into. What is useful is known of a job as a whole, not of its stretches,
 * so its time counts with the cores that it held on average.
 */
export function coreTimeSpent(run: FinishedRun, centre: FaultyCentre): Readonly<Record<Spending | 'held', number>> {
  const held = heldTimes(run, centre);
  const sums = Object.fromEntries(['held', ...SPENDING].map((kind) => [kind, 0])) as Record<Spending | 'held', number>;
  for (const [job, time] of held.time.entries()) {
    if (time === 0) continue;
    const cores = held.coreTime[job]! / time;
    sums.held += held.coreTime[job]!;
    for (const kind of SPENDING) sums[kind] += cores * centre.faults.spent[kind][job]!;
  }
  return sums;
}

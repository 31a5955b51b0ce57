import type { CentreRun } from '../model/centre-run.ts';
import { type FaultRun, SPENDING, type Spending } from '../model/fault-run.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { heldByStretch } from './held.ts';
import { oncePerRun } from './once.ts';

/** A run under faults. */
export type FaultyCentre = CentreRun & { readonly faults: FaultRun };

interface HeldTimes {
  readonly time: Float64Array;
  readonly coreTime: Float64Array;
}

export type CoreTimeSpent = Readonly<Record<Spending | 'held', number>>;

export const isFaulty = (centre: CentreRun | undefined): centre is FaultyCentre => centre?.faults !== undefined;

/** By row: time in which the job held nodes, ms, and cores x that time; of a run on a machine of nodes. */
export const heldTimes: (run: FinishedRun) => HeldTimes = oncePerRun((run) => {
  const { jobs, centre } = run;
  const held = heldByStretch(run, CORES);
  const time = new Float64Array(jobs.length);
  const coreTime = new Float64Array(jobs.length);
  for (const [at, one] of centre!.stretches.entries()) {
    const lasts = one.end - one.start;
    time[one.job]! += lasts;
    coreTime[one.job]! += held[at]! * lasts;
  }
  return { time, coreTime };
});

/**
 * Cores x ms that jobs held, and what they went into. What is useful is known of a job as a whole, not of its stretches,
 * so its time counts with the cores that it held on average. Of a run under faults.
 */
export const coreTimeSpent: (run: FinishedRun) => CoreTimeSpent = oncePerRun((run) => {
  const held = heldTimes(run);
  const spent = run.centre!.faults!.spent;
  const sums = Object.fromEntries(['held', ...SPENDING].map((kind) => [kind, 0])) as Record<Spending | 'held', number>;
  for (const [job, time] of held.time.entries()) {
    if (time === 0) continue;
    const cores = held.coreTime[job]! / time;
    sums.held += held.coreTime[job]!;
    for (const kind of SPENDING) sums[kind] += cores * spent[kind][job]!;
  }
  return sums;
});

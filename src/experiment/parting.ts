import type { JobId } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';

/** The first moment at which two runs of the same jobs do not do the same. */
export interface Parting {
  readonly time: Time;
  /** Jobs that the first run starts or stops then and the second does not, or does otherwise; the other way round `b`. */
  readonly a: readonly JobId[];
  readonly b: readonly JobId[];
}

/** A start or a stop of a job. */
export interface Act {
  readonly time: Time;
  readonly job: JobId;
  /** A start on these nodes with so many tasks on each, or how the stretch ended of the job that was stopped. */
  readonly what: string;
}

/**
 * Where two runs part: starts and preemptions are compared, on nodes with the nodes of each start. Ends follow from them.
 * @returns undefined if every job starts and is preempted alike in both
 */
export const firstParting = (a: FinishedRun, b: FinishedRun): Parting | undefined =>
  partingOfActs(actsOf(a), actsOf(b));

/** The same of runs of which no more is known than what they did. */
export function partingOfActs(a: readonly Act[], b: readonly Act[]): Parting | undefined {
  const [inA, inB] = [byKey(a), byKey(b)];
  const onlyA = [...inA].filter(([key]) => !inB.has(key)).map(([, act]) => act);
  const onlyB = [...inB].filter(([key]) => !inA.has(key)).map(([, act]) => act);
  if (onlyA.length + onlyB.length === 0) return undefined;
  const time = [...onlyA, ...onlyB].reduce((least, act) => Math.min(least, act.time), Number.POSITIVE_INFINITY);
  const then = (acts: readonly Act[]): JobId[] => {
    const jobs = acts.filter((act) => act.time === time).map(({ job }) => job);
    return [...new Set(jobs)].sort((one, other) => one - other);
  };
  return { time, a: then(onlyA), b: then(onlyB) };
}

const byKey = (acts: readonly Act[]): Map<string, Act> =>
  new Map(acts.map((act) => [`${act.job} ${act.time} ${act.what}`, act]));

/** Every start and preemption of a run; ends follow from them. */
export function actsOf({ start, centre }: FinishedRun): Act[] {
  if (centre === undefined) return Array.from(start, (time, job) => ({ time, job: job as JobId, what: 'start' }));
  return centre.stretches.flatMap(({ job, start: from, end, allocation, ending }): Act[] => {
    const began = { time: from, job, what: `on ${allocation.nodes} (${allocation.tasks})` };
    return ending === 'end' ? [began] : [began, { time: end, job, what: ending }];
  });
}

/** By how much the starts of jobs differ between two runs. */
export interface Shifts {
  /** How many jobs start in both, earlier in the second run than in the first, and later. */
  readonly earlier: number;
  readonly later: number;
  /** How many start only in the first run, and only in the second; neither can be without nodes. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** The mean over all jobs that start in both of how much later each starts in the second, ms; NaN if there are none. */
  readonly mean: Duration;
  /** The same of the sizes of the shifts, over those that start at another time. */
  readonly meanSize: Duration;
  /** The job whose start differs most, the first of equals, and how much later it is in the second run. */
  readonly greatest: { readonly job: JobId; readonly by: Duration } | undefined;
}

/** Compares the (first) start of each job in two runs of the same jobs. */
export function shiftsBetween(a: FinishedRun, b: FinishedRun): Shifts {
  let [earlier, later, onlyA, onlyB, both, sum, size] = [0, 0, 0, 0, 0, 0, 0];
  let greatest: Shifts['greatest'];
  for (let job = 0; job < a.start.length; job += 1) {
    const by = b.start[job]! - a.start[job]!;
    if (Number.isNaN(by)) {
      if (!Number.isNaN(a.start[job]!)) onlyA += 1;
      else if (!Number.isNaN(b.start[job]!)) onlyB += 1;
      continue;
    }
    both += 1;
    sum += by;
    size += Math.abs(by);
    if (by < 0) earlier += 1;
    if (by > 0) later += 1;
    if (by !== 0 && Math.abs(by) > Math.abs(greatest?.by ?? 0)) greatest = { job: job as JobId, by };
  }
  return { earlier, later, onlyA, onlyB, mean: sum / both, meanSize: size / (earlier + later), greatest };
}

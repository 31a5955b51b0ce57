import { type CentreRun, FATES, type Fate } from '../model/centre-run.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import type { FinishedRun } from '../model/run.ts';
import { rowsOfFaults } from './fault-rows.ts';

/** Keyed weakly, so that both leave memory together and what is shared among metrics is computed once. */
const cache = new WeakMap<FinishedRun, FinishedRun>();

/**
 * The run as far as it can be measured: the jobs that have both a start and an end. All are, but on a machine of nodes,
 * where jobs may be rejected, cancelled or held; a run without such jobs is itself. Jobs that were left out are counted
 * by `fates` and by the metric `never_ran`.
 */
export function thoseThatRan(run: FinishedRun): FinishedRun {
  if (run.centre === undefined) return run;
  let found = cache.get(run);
  if (found === undefined) {
    const rows = [...run.start.keys()].filter((job) => !Number.isNaN(run.start[job]!) && !Number.isNaN(run.end[job]!));
    found = rows.length === run.jobs.length ? run : onlyRows(run, rows);
    cache.set(run, found);
    cache.set(found, found);
  }
  return found;
}

const floatsOf =
  (rows: readonly number[]) =>
  (column: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => column[row]!);

/** A run as if it had been of some of its jobs alone; rows ascending. */
export function onlyRows(run: FinishedRun, rows: readonly number[]): FinishedRun {
  const { fairStart, centre } = run;
  const float = floatsOf(rows);
  return {
    ...run,
    jobs: rowsOf(run.jobs, rows),
    start: float(run.start),
    end: float(run.end),
    ...(fairStart && { fairStart: float(fairStart) }),
    ...(centre && { centre: rowsOfCentre(centre, rows) }),
  };
}

function rowsOfCentre(centre: CentreRun, rows: readonly number[]): CentreRun {
  const place = new Map(rows.map((row, i) => [row as JobId, i as JobId]));
  const float = floatsOf(rows);
  return {
    centre: centre.centre,
    fate: Uint8Array.from(rows, (row) => centre.fate[row]!),
    why: new Map([...centre.why].flatMap(([job, why]) => (place.has(job) ? [[place.get(job)!, why]] : []))),
    eligible: float(centre.eligible),
    deadline: float(centre.deadline),
    stretches: centre.stretches.flatMap((one) => {
      const job = place.get(one.job);
      if (job === undefined) return [];
      // Whoever it had to make room for need not be among these jobs.
      const stopped = one.stopped && { ...one.stopped, for: place.get(one.stopped.for) ?? NO_JOB };
      return [{ ...one, job, ...(stopped && { stopped }) }];
    }),
    cores: float(centre.cores),
    lost: float(centre.lost),
    suspended: float(centre.suspended),
    preemptions: Int32Array.from(rows, (row) => centre.preemptions[row]!),
    ...(centre.faults && { faults: rowsOfFaults(centre.faults, rows, place) }),
  };
}

/** How many jobs left in one way, for one reason. */
export interface FateCount {
  readonly fate: Fate;
  /** Whether they had run before. */
  readonly ran: boolean;
  /** Empty where no more is known than the fate. */
  readonly why: string;
  readonly jobs: number;
  /** The first of them by name, or by number where they have none, in order of arrival. */
  readonly first: readonly string[];
}

/** So many of the jobs that did not complete are named for each reason. */
const NAMED = 5;

/**
 * Jobs that did not complete, by fate in the order of `FATES`, those that never ran first, and by reason, the most
 * frequent first, ties in order of arrival. None for a run that knows no fates.
 */
export function fates({ centre, start, jobs }: FinishedRun): FateCount[] {
  if (centre === undefined) return [];
  const counts = new Map<string, { fate: number; ran: boolean; why: string; jobs: number; first: string[] }>();
  for (const [job, fate] of centre.fate.entries()) {
    if (FATES[fate] === 'completed') continue;
    const [ran, why] = [!Number.isNaN(start[job]!), centre.why.get(job as JobId) ?? ''];
    const key = `${fate} ${ran} ${why}`;
    const count = counts.get(key) ?? { fate, ran, why, jobs: 0, first: [] };
    count.jobs += 1;
    if (count.first.length < NAMED) count.first.push(jobs.asks?.names?.[job] ?? String(jobs.id[job]));
    counts.set(key, count);
  }
  return [...counts.values()]
    .sort((a, b) => a.fate - b.fate || Number(a.ran) - Number(b.ran) || b.jobs - a.jobs)
    .map((count) => ({ ...count, fate: FATES[count.fate]! }));
}

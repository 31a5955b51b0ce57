import { FATES } from '../model/centre-run.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import type { MomentStop } from '../observers/moment.ts';
import { actsOfSide, type DiffSide, type DiffStart, isCancelledUnrun, jobsOf, type LeftJob } from './diff-side.ts';
import type { Parting } from './parting.ts';

/**
 * What a run did at the moment at which it parts from another, told from what is stored of it: without reasons, and
 * without how things stood then.
 *
 * @param own jobs with which the run does something that the other does not
 * @param noReasons why it cannot be simulated again
 */
export function sideAsStored(run: FinishedRun, parting: Parting, own: readonly JobId[], noReasons: string): DiffSide {
  const { time } = parting;
  const jobs = jobsOf(parting);
  const acts = { starts: startsAt(run, time, jobs), stops: stopsAt(run, time, jobs) };
  const left = (job: JobId): LeftJob => {
    return { job, state: stateAfter(run, job, time), why: undefined, next: nextStart(run, job, time) };
  };
  return { decision: undefined, ...actsOfSide(acts, own, jobs, left), noReasons };
}

/** Of jobs that start together the order is not stored: they come by row. */
function startsAt({ start, centre }: FinishedRun, time: Time, jobs: readonly JobId[]): DiffStart[] {
  const then = jobs.flatMap((job): Pick<DiffStart, 'job' | 'allocation'>[] => {
    if (centre === undefined) return start[job] === time ? [{ job, allocation: undefined }] : [];
    return centre.stretches.filter((one) => one.job === job && one.start === time);
  });
  return then.map(({ job, allocation }) => ({ job, reason: undefined, allocation }));
}

const stopsAt = ({ centre }: FinishedRun, time: Time, jobs: readonly JobId[]): MomentStop[] =>
  jobs.flatMap((job) =>
    (centre?.stretches ?? [])
      .filter((one) => one.job === job && one.end === time && one.ending !== 'end')
      .map(({ ending, stopped }) => ({
        job,
        mode: ending as MomentStop['mode'],
        for: stopped?.for ?? NO_JOB,
        why: stopped?.why ?? '',
      })),
  );

function stateAfter(run: FinishedRun, job: JobId, time: Time): LeftJob['state'] {
  const { centre } = run;
  // Where processors are counted, who has not started by then waits, and who has did so in both runs.
  if (centre === undefined) return 'waiting';
  const own = centre.stretches.filter((one) => one.job === job);
  if (own.some(({ start, end }) => start <= time && time < end)) return 'running';
  if (isCancelledUnrun(run, job)) return 'cancelled';
  const leaves = run.end[job]! <= time || FATES[centre.fate[job]!] === 'rejected';
  return leaves ? 'gone' : 'waiting';
}

/** When a job starts next after a moment; NaN if never. */
export function nextStart({ start, centre }: FinishedRun, job: JobId, after: Time): Time {
  if (centre === undefined) return start[job]!;
  const later = centre.stretches.filter((one) => one.job === job && one.start > after).map((one) => one.start);
  return later.length === 0 ? Number.NaN : Math.min(...later);
}

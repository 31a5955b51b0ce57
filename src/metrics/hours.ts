import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import type { WallClock } from '../model/wall-clock.ts';
import { type GroupFigures, groupFigures, groupRows } from './groups.ts';
import { measuredJobs } from './window.ts';

const HOURS = 24;
const DAYS = 7;

/**
 * Figures of the jobs by the hour of the week in which they were submitted: 7 days of 24 hours, Monday first where the
 * clock is known, else the days since time 0 modulo 7. NaN where no job was submitted.
 */
export function byHourOfWeek(whole: FinishedRun, clock: WallClock): GroupFigures[][] {
  const run = measuredJobs(whole);
  const groups = groupRows(run, (job) => {
    const time = toSeconds(run.jobs.submit[job]!);
    return clock.weekday(time) * HOURS + clock.hour(time);
  });
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: HOURS }, (__, hour) => groupFigures(run, groups.get(day * HOURS + hour) ?? [])),
  );
}

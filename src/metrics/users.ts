import type { FinishedRun } from '../model/run.ts';
import { userOf } from './centre-names.ts';
import { type GroupFigures, groupFigures, groupRows } from './groups.ts';
import { measuredJobs } from './window.ts';

/** The figures of one user's jobs. */
export interface UserFigures extends GroupFigures {
  /** Trace field 12; -1 gathers the jobs of which the trace does not say. On a machine of nodes the user's name. */
  readonly user: number | string;
}

/** Every user, those with most jobs first, ties by user number, names last and in the order in which they first come. */
export function byUser(whole: FinishedRun): UserFigures[] {
  const run = measuredJobs(whole);
  return [...groupRows(run, (job) => userOf(run.jobs, run.centre?.centre, job))]
    .sort(([a, aRows], [b, bRows]) => bRows.length - aRows.length || numberOf(a) - numberOf(b) || 0)
    .map(([user, rows]) => ({ user, ...groupFigures(run, rows) }));
}

const numberOf = (user: number | string): number => {
  const number = Number(user);
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number;
};

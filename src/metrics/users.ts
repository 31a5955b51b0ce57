import type { FinishedRun } from '../model/run.ts';
import { type GroupFigures, groupFigures, groupRows } from './groups.ts';
import { thoseThatRan } from './ran.ts';

/** The figures of one user's jobs. */
export interface UserFigures extends GroupFigures {
  /** Trace field 12; -1 gathers the jobs of which the trace does not say. */
  readonly user: number;
}

/** Every user, those with most jobs first, ties by user number. */
export function byUser(whole: FinishedRun): UserFigures[] {
  const run = thoseThatRan(whole);
  return [...groupRows(run, (job) => run.jobs.user[job]!)]
    .sort(([a, aRows], [b, bRows]) => bRows.length - aRows.length || a - b)
    .map(([user, rows]) => ({ user, ...groupFigures(run, rows) }));
}

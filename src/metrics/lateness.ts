import { FATES } from '../model/centre-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';

/** Whether a job has a deadline. */
export const hasDeadline = ({ centre }: FinishedRun, job: number): boolean =>
  centre !== undefined && !Number.isNaN(centre.deadline[job]!);

const completed = FATES.indexOf('completed');

/** Whether a job with a deadline missed it: it ended later, or it never completed, whenever it left. */
export const isLate = (run: FinishedRun, job: number): boolean =>
  hasDeadline(run, job) && (run.centre!.fate[job] !== completed || run.end[job]! > run.centre!.deadline[job]!);

/** max(0, end - deadline) in seconds; NaN without a deadline, and for a job that never completed: it has no end to count from. */
export const tardinessOf = (run: FinishedRun, job: number): number =>
  hasDeadline(run, job) && run.centre!.fate[job] === completed
    ? Math.max(0, toSeconds(run.end[job]! - run.centre!.deadline[job]!))
    : Number.NaN;

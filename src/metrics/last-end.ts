import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';

/** When the last job of a run left: all that fails until then has befallen it. */
export const lastEnd = ({ end }: Pick<FinishedRun, 'end'>): Time =>
  end.reduce((last, time) => (Number.isNaN(time) ? last : Math.max(last, time)), 0);

import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import { lastEnd } from './last-end.ts';

/**
 * Whether what begins at a moment has befallen a run: by the time its last job left, for what fails or is decided about
 * nodes when nobody needs them any more has done nothing; and within its window, if it has one.
 */
export function befell({ window, end }: Pick<FinishedRun, 'window' | 'end'>): (record: { from: Time }) => boolean {
  const over = lastEnd({ end });
  const [first, after] = window === undefined ? [0, Number.POSITIVE_INFINITY] : [window.from, window.to];
  return ({ from }) => from <= over && first <= from && from < after;
}

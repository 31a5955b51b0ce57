import type { FinishedRun } from '../../model/run.ts';
import type { Bars } from './density.ts';
import type { Stretches } from './machine.ts';

/** Bars that belong to jobs. */
export interface JobBars extends Bars {
  /** The row of the job in the run that was drawn. */
  job(bar: number): number;
}

/**
 * The jobs of a run that hold processors at some time in a window, in the given order: what a chart of the window shows,
 * one line each. Jobs that only wait throughout are counted apart: on a crowded machine they are thousands.
 */
export function jobsInWindow(
  { jobs, start, end }: FinishedRun,
  order: readonly number[],
  from: number,
  to: number,
): { readonly running: readonly number[]; readonly waiting: number } {
  let waiting = 0;
  const running = order.filter((row) => {
    if (start[row]! >= to) {
      if (jobs.submit[row]! <= from) waiting += 1;
      return false;
    }
    return end[row]! > from || start[row]! >= from;
  });
  return { running, waiting };
}

/** One line per job, from its submission to its start. */
export const waitBars = ({ jobs, start }: FinishedRun, rows: readonly number[]): JobBars => ({
  count: rows.length,
  from: (bar) => jobs.submit[rows[bar]!]!,
  to: (bar) => start[rows[bar]!]!,
  low: (bar) => bar,
  high: (bar) => bar + 1,
  job: (bar) => rows[bar]!,
});

/** One line per job, from its start to its end. */
export const runBars = ({ start, end }: FinishedRun, rows: readonly number[]): JobBars => ({
  count: rows.length,
  from: (bar) => start[rows[bar]!]!,
  to: (bar) => end[rows[bar]!]!,
  low: (bar) => bar,
  high: (bar) => bar + 1,
  job: (bar) => rows[bar]!,
});

/** The stretches of processors that jobs hold; those of the given ones only. */
export const machineBars = (
  { start, end }: FinishedRun,
  { job, from, to }: Stretches,
  chosen: ArrayLike<number>,
): JobBars => ({
  count: chosen.length,
  from: (bar) => start[job[chosen[bar]!]!]!,
  to: (bar) => end[job[chosen[bar]!]!]!,
  low: (bar) => from[chosen[bar]!]!,
  high: (bar) => to[chosen[bar]!]!,
  job: (bar) => job[chosen[bar]!]!,
});

/** The stretches that touch a window of time and processors, apart by whether their job belongs to the chosen ones. */
export function stretchesInWindow(
  { start, end }: FinishedRun,
  stretches: Stretches,
  window: { readonly from: number; readonly to: number; readonly low: number; readonly high: number },
  chosen: Uint8Array | undefined,
): { readonly chosen: readonly number[]; readonly others: readonly number[] } {
  const found: { chosen: number[]; others: number[] } = { chosen: [], others: [] };
  for (let i = 0; i < stretches.count; i++) {
    const row = stretches.job[i]!;
    if (start[row]! >= window.to || end[row]! <= window.from) continue;
    if (stretches.from[i]! >= window.high || stretches.to[i]! <= window.low) continue;
    (chosen === undefined || chosen[row] === 1 ? found.chosen : found.others).push(i);
  }
  return found;
}

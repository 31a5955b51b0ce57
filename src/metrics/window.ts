import type { FinishedRun, ObservationWindow } from '../model/run.ts';
import type { Metric } from './metric.ts';
import { oncePerRun } from './once.ts';
import { onlyRows, thoseThatRan } from './ran.ts';

/**
 * The run as it is to be measured within a window, such as without warm-up and cool-down: figures of jobs are over those
 * submitted in [from, to), even if they start or end later, and figures over time are over exactly that time, whenever
 * the jobs came that ran or waited in it. `Metric.over` tells which are which.
 */
export const windowed = (run: FinishedRun, window: ObservationWindow): FinishedRun => ({ ...run, window });

/** The jobs submitted in the window of a run, as if it had been of them alone; a run without a window is itself. */
export const submittedInWindow: (run: FinishedRun) => FinishedRun = oncePerRun((run) => {
  const { window } = run;
  if (window === undefined) return run;
  const rows = [...run.jobs.submit.keys()].filter((job) => {
    const submit = run.jobs.submit[job]!;
    return window.from <= submit && submit < window.to;
  });
  return { ...onlyRows(run, rows), window: undefined };
});

/** The jobs that figures of jobs are over: submitted in the window, if there is one, and with a start and an end. */
export const measuredJobs = (run: FinishedRun): FinishedRun => submittedInWindow(thoseThatRan(run));

/** Counts and sums over jobs, whether they ran or not: in a window, over those submitted in it. */
export const overJobs = (metric: Omit<Metric, 'over'>): Metric => ({
  ...metric,
  over: 'jobs',
  of: (run) => metric.of(submittedInWindow(run)),
});

import { rowOrder } from '../model/row-order.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';

/** First submission, last end and the time between, ms, or the run's window; all 0 for a run of no jobs without one. */
export interface Span {
  readonly from: Time;
  readonly to: Time;
  readonly length: Duration;
}

/** Makespan runs from the first submission, not from the first start: waiting for the first start counts. */
export function span(run: FinishedRun): Span {
  if (run.window !== undefined) return { ...run.window, length: run.window.to - run.window.from };
  const from = run.jobs.length > 0 ? run.jobs.submit[0]! : 0;
  let to = from;
  for (let job = 0; job < run.jobs.length; job++) to = Math.max(to, run.end[job]!);
  return { from, to, length: to - from };
}

/** Time integrals over the span of a run; times in ms. */
export interface Integrals {
  /** Waiting jobs x ms. */
  readonly waitingJobs: number;
  /** The most jobs that waited at once for any length of time; those that start when they arrive do not wait. */
  readonly mostWaiting: number;
  /** Processors x ms that stood idle although waiting jobs asked for them: min(idle, asked for by all that wait). */
  readonly lostCapacity: number;
}

/** Sweeps once over submissions, starts and ends; between two instants nothing changes. */
export function integrate(run: FinishedRun): Integrals {
  const { jobs, start, end } = run;
  const rows = jobs.length;
  const { from, to } = span(run);
  const byStart = rowOrder(start);
  const byEnd = rowOrder(end);
  let [submitted, started, ended] = [0, 0, 0];
  let [waiting, demand, idle] = [0, 0, run.procs];
  let [waitingJobs, mostWaiting, lostCapacity] = [0, 0, 0];
  let now = from;
  while (ended < rows && now < to) {
    for (; submitted < rows && jobs.submit[submitted]! <= now; submitted++) {
      waiting += 1;
      demand += jobs.procs[submitted]!;
    }
    for (; started < rows && start[byStart[started]!]! <= now; started++) {
      const width = jobs.procs[byStart[started]!]!;
      waiting -= 1;
      demand -= width;
      idle -= width;
    }
    for (; ended < rows && end[byEnd[ended]!]! <= now; ended++) idle += jobs.procs[byEnd[ended]!]!;
    let next = ended < rows ? end[byEnd[ended]!]! : now;
    if (started < rows) next = Math.min(next, start[byStart[started]!]!);
    if (submitted < rows) next = Math.min(next, jobs.submit[submitted]!);
    next = Math.min(next, to);
    mostWaiting = Math.max(mostWaiting, waiting);
    waitingJobs += waiting * (next - now);
    lostCapacity += Math.min(idle, demand) * (next - now);
    now = next;
  }
  return { waitingJobs, mostWaiting, lostCapacity };
}

import type { FinishedRun } from '../model/run.ts';
import { BOUNDED_SLOWDOWN } from './bounded-slowdown.ts';
import { MAKESPAN } from './makespan.ts';
import { measures } from './measures.ts';
import { thoseThatRan } from './ran.ts';
import { mean } from './statistics.ts';
import { UTILIZATION } from './utilization.ts';
import { WAIT } from './wait.ts';

/** The few figures by which schedules are first compared; seconds, null where no job gives a value; of a whole run. */
export interface Headline {
  readonly jobs: number;
  readonly killed: number;
  readonly makespan: number;
  readonly mean_wait: number | null;
  readonly max_wait: number | null;
  readonly mean_bounded_slowdown: number | null;
  readonly utilization: number | null;
}

/** JSON has no NaN: a figure that its definition leaves without a value is null. */
export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Bounded slowdown with tau = 10 s; makespan from the first submission; nothing is sorted for these. */
export function headline(whole: FinishedRun): Headline {
  const run = thoseThatRan(whole);
  const wait = measures(run).column(WAIT);
  return {
    jobs: whole.jobs.length,
    killed: run.jobs.killed.reduce((count, killed) => count + killed, 0),
    makespan: MAKESPAN.of(run),
    mean_wait: orNull(mean(wait)),
    max_wait: orNull(wait.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)),
    mean_bounded_slowdown: orNull(mean(measures(run).column(BOUNDED_SLOWDOWN))),
    utilization: orNull(UTILIZATION.of(whole)),
  };
}

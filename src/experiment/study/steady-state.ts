import { queueSeries } from '../../metrics/index.ts';
import { measures } from '../../metrics/measures.ts';
import { thoseThatRan } from '../../metrics/ran.ts';
import { WAIT } from '../../metrics/wait.ts';
import { windowed } from '../../metrics/window.ts';
import type { FinishedRun } from '../../model/run.ts';
import type { Duration, Time } from '../../model/time.ts';
import { mser5 } from '../statistics/mser.ts';
import { saturation } from '../statistics/saturation.ts';

/** How a run began and ended, and whether there is a level in between that figures can be about. */
export interface SteadyState {
  /** From the first submission to the end of the warm-up by MSER-5 over the waits of jobs, ms. */
  readonly warmup: Duration;
  /** From the beginning of the cool-down by the same to the last submission, ms. */
  readonly cooldown: Duration;
  /** Whether MSER-5 found either of them to be less than half of the run. */
  readonly settled: boolean;
  /** Whether the queue grew to the end: the machine could not keep up. */
  readonly saturated: boolean;
}

/** Slices in which the queue is looked at, of the time in which jobs are submitted. */
const SLICES = 100;

export function steadyState(whole: FinishedRun): SteadyState {
  const run = thoseThatRan(whole);
  const { submit, length } = run.jobs;
  if (length === 0) return { warmup: 0, cooldown: 0, settled: false, saturated: false };
  const waits = measures(run).column(WAIT);
  const [begin, end] = [mser5(waits), mser5(waits.slice().reverse())];
  const [first, last] = [submit[0]!, submit[length - 1]!];
  const warmup = submit[begin.discard]! - first;
  return {
    warmup,
    cooldown: last - submit[length - 1 - end.discard]!,
    settled: begin.settled && end.settled,
    saturated: last > first + warmup && saturation(queueBetween(run, first + warmup, last)).saturated,
  };
}

/** Jobs waiting, averaged over equal slices. */
const queueBetween = (run: FinishedRun, from: Time, to: Time): readonly number[] =>
  queueSeries(windowed(run, { from, to }), SLICES).values;

import type { FinishedRun } from '../model/run.ts';
import { type Duration, toSeconds } from '../model/time.ts';
import { SIZES, sizeOf } from './classes.ts';
import { undetectedIn } from './fault-causes.ts';
import { orNull } from './headline.ts';
import { submittedInWindow } from './window.ts';

/** For how long something has been watched, and whether it ended then or was only watched no longer. */
export interface Lasted {
  readonly lasts: Duration;
  readonly ended: boolean;
}

/** A share that holds from a length of time on, until the next one. */
export interface SurvivalStep {
  readonly lasts: Duration;
  readonly share: number;
  /** Its interval at this length of time, of confidence 95 %; NaN from where nobody is left. */
  readonly low: number;
  readonly high: number;
}

/**
 * The share of those that last longer than a length of time, by the product-limit estimate of Kaplan and Meier
 * (Nonparametric estimation from incomplete observations, JASA 53, 1958): at each time at which some end it falls by the
 * part that these are of those still watched; who is watched no longer just then still counts among them.
 *
 * The interval is that of log(-log S), so that it stays within 0 and 1, with the variance by Greenwood's formula (M.
 * Greenwood, The natural duration of cancer, Reports on Public Health and Medical Subjects 33, 1926; J. D. Kalbfleisch
 * and R. L. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. 2002, 1.4): S to the power of exp(±z s),
 * where s² is the sum of d / (n (n - d)) so far / (log S)², with d of n that end at a time. It holds at one length of
 * time, not for a whole curve, and takes all for independent of each other.
 * @returns a step for each length of time at which some end, ascending
 */
export function kaplanMeier(all: readonly Lasted[]): SurvivalStep[] {
  const sorted = [...all].sort((a, b) => a.lasts - b.lasts);
  const steps: SurvivalStep[] = [];
  let share = 1;
  let variance = 0;
  for (let at = 0; at < sorted.length; ) {
    const { lasts } = sorted[at]!;
    let next = at;
    let ended = 0;
    for (; next < sorted.length && sorted[next]!.lasts === lasts; next++) if (sorted[next]!.ended) ended += 1;
    if (ended > 0) {
      const watched = sorted.length - at;
      share *= 1 - ended / watched;
      variance += ended / (watched * (watched - ended));
      steps.push({ lasts, share, ...interval(share, variance) });
    }
    at = next;
  }
  return steps;
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** @param variance of log S */
function interval(share: number, variance: number): { readonly low: number; readonly high: number } {
  if (share <= 0) return { low: Number.NaN, high: Number.NaN };
  const deviation = Math.sqrt(variance) / -Math.log(share);
  return { low: share ** Math.exp(Z * deviation), high: share ** Math.exp(-Z * deviation) };
}

/** How long the runs of jobs of one width go on before a fault strikes them. */
export interface Survival {
  /** `all`, or the name of a size of jobs. */
  readonly size: string;
  /** Runs of jobs without a break, and how many of them a fault struck, whether or not it was what stopped them. */
  readonly runs: number;
  readonly struck: number;
  /** From `time[i]` seconds on, until the next, the part `share[i]` of the runs has not been struck; the last one is how long the longest lasted. */
  readonly time: readonly number[];
  readonly share: readonly number[];
  /** Its interval there, of confidence 95 %; null before the first is struck, and where none is left. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Steps that a curve has at most besides its two ends; more could not be told apart. */
const STEPS = 100;

/**
 * The curve of all jobs and of each width that ran, of the jobs submitted in the window if there is one; none for a run
 * without faults.
 */
export function survival(whole: FinishedRun): Survival[] {
  const run = submittedInWindow(whole);
  const all = lengthsOf(run);
  if (all.length === 0) return [];
  const sizes = SIZES.map(({ name }, size) => ({
    size: name,
    of: all.filter(({ job }) => sizeOf(run.jobs, job) === size),
  }));
  return [{ size: 'all', of: all }, ...sizes.filter(({ of }) => of.length > 0)].map(({ size, of }) => curve(size, of));
}

/**
 * Each run of a job until a fault struck it, or for as long as it lasted where it ended, was preempted or moved before one
 * did. What is watched no longer (right-censored) is known to last longer than it was watched, so a run that was struck
 * and then preempted, before anybody knew, is none of these: it ended when it was struck, which is known exactly.
 */
function lengthsOf({ centre }: FinishedRun): (Lasted & { readonly job: number })[] {
  if (centre?.faults === undefined) return [];
  const { incidents, moves } = centre.faults;
  return [
    ...incidents.map(({ job, since, struck }) => ({ job, lasts: struck - since, ended: true })),
    ...moves.map(({ job, since, moved }) => ({ job, lasts: moved - since, ended: false })),
    ...centre.stretches
      .filter(({ ending }) => ending !== 'fault')
      .map((one) => {
        const undetected = undetectedIn(one);
        return { job: one.job, lasts: one.end - one.start - undetected, ended: undetected > 0 };
      }),
  ];
}

function curve(size: string, of: readonly Lasted[]): Survival {
  const steps = kaplanMeier(of);
  const every = Math.max(1, steps.length / STEPS);
  // The last step is always kept, and with it where the curve ends.
  const kept = steps.filter((_, i) => i === steps.length - 1 || Math.floor((i + 1) / every) > Math.floor(i / every));
  const longest = of.reduce((most, { lasts }) => Math.max(most, lasts), 0);
  const begin = { lasts: 0, share: 1, low: Number.NaN, high: Number.NaN };
  const points = [begin, ...kept, { ...(steps.at(-1) ?? begin), lasts: longest }];
  return {
    size,
    runs: of.length,
    struck: of.filter(({ ended }) => ended).length,
    time: points.map(({ lasts }) => toSeconds(lasts)),
    share: points.map(({ share }) => share),
    low: points.map(({ low }) => orNull(low)),
    high: points.map(({ high }) => orNull(high)),
  };
}

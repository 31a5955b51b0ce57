import { mean } from '../../metrics/statistics.ts';

export interface Saturation {
  /** Whether the queue grows to the end, so that no steady state is there to be measured. */
  readonly saturated: boolean;
  /** Statistic of the KPSS test, and what it has to exceed at the 1 % level. */
  readonly statistic: number;
  readonly critical: number;
}

/** 1 % point of the test of level stationarity (Kwiatkowski and others, table 1). */
const CRITICAL = 0.739;

/**
 * Tells a run that the machine could not keep up with, by the test of D. Kwiatkowski, P. C. B. Phillips, P. Schmidt &
 * Y. Shin (J. Econometrics 54, 1992): partial sums of the distances from the mean grow far larger in a series with a
 * trend, or without a level to return to, than in one around a level, however its neighbours are correlated. The run is
 * saturated if stationarity is rejected at 1 % and the second half of the series lies above the first: a queue that
 * shrinks is no sign of too much work. docs/statistics.md has the measured error rates.
 *
 * @param queue jobs waiting, averaged over equal slices of the time from the end of the warm-up to the last submission;
 *   about 100 slices, each longer than the cycles of arrivals, such as a day
 */
export function saturation(queue: readonly number[]): Saturation {
  const n = queue.length;
  const centre = mean(queue);
  const away = queue.map((value) => value - centre);
  let [sum, partial] = [0, 0];
  for (const distance of away) {
    sum += distance;
    partial += sum * sum;
  }
  const variance = longRunVariance(away);
  const statistic = variance > 0 ? partial / (n * n * variance) : 0;
  const half = n >> 1;
  const grows = mean(queue.slice(n - half)) > mean(queue.slice(0, half));
  return { saturated: statistic > CRITICAL && grows, statistic, critical: CRITICAL };
}

/** By Newey and West: autocovariances up to a lag of 4 (n / 100)^(1/4), the paper's l4, with falling weights. */
function longRunVariance(away: readonly number[]): number {
  const n = away.length;
  const lags = Math.floor(4 * (n / 100) ** 0.25);
  let variance = covariance(away, 0);
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * covariance(away, lag);
  return variance;
}

function covariance(away: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < away.length; i++) sum += away[i]! * away[i - lag]!;
  return sum / away.length;
}

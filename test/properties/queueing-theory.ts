/** Mean wait and the share of arrivals that have to wait at all, in the long run. */
export interface Steady {
  /** In units of the mean run time. */
  readonly wait: number;
  readonly delayed: number;
}

/**
 * M/M/c by Erlang's C formula (L. Kleinrock, Queueing Systems I, 1975, section 3.5), through the recursion of Erlang's
 * B, which never overflows. M/M/1 is c = 1: wait = load / (1 - load), delayed = load.
 * @param load arrival rate x mean run time / servers, below 1
 */
export function erlangC(servers: number, load: number): Steady {
  const offered = servers * load;
  let blocked = 1;
  for (let k = 1; k <= servers; k += 1) blocked = (offered * blocked) / (k + offered * blocked);
  const delayed = blocked / (1 - load * (1 - blocked));
  return { delayed, wait: delayed / (servers - offered) };
}

/** M/D/1 by the formula of Pollaczek and Khinchine (Kleinrock, section 5.6). */
export const deterministic = (load: number): Steady => ({ wait: load / (2 * (1 - load)), delayed: load });

/** Student's t for 29 degrees of freedom: |t| stays below it with probability 0.999. */
const T_29 = 3.659;
export const BATCHES = 30;

export interface Band {
  readonly mean: number;
  /** The true mean is within mean -+ half with probability 0.999, if batches are long enough to be independent. */
  readonly half: number;
}

/** Confidence band of a mean from consecutive, correlated values, by batch means (Law, Simulation Modeling, ch. 9). */
export function batchMeans(values: Float64Array): Band {
  const size = Math.floor(values.length / BATCHES);
  const means = Array.from({ length: BATCHES }, (_, batch) => {
    return values.subarray(batch * size, (batch + 1) * size).reduce((sum, value) => sum + value, 0) / size;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, half: T_29 * Math.sqrt(variance / BATCHES) };
}

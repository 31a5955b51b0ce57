/** Observations in a batch. */
const BATCH = 5;
/** Means of fewer batches than these say too little to be compared with those of many. */
const LEAST_KEPT = 5;

export interface WarmUp {
  /** How many observations to discard at the beginning, a multiple of 5; 0 for fewer than 50 observations. */
  readonly discard: number;
  /**
   * Whether no place in the second half would do better. Where one does, the cut is doubtful: the run is short for its
   * warm-up, its end happens to be calm, or it never settles, which `saturation` tells.
   */
  readonly settled: boolean;
}

/**
 * Where the warm-up of a run ends, by MSER-5 (K. P. White, Simulation 69, 1997; K. P. White, M. J. Cobb & S. C. Spratt,
 * Winter Simulation Conference 2000): of k means of five observations each, those after the first d* are kept, with
 * d* = argmin over d of sum over j > d of (Y_j - mean)^2 / (k - d)^2, which trades the bias of the beginning for the
 * width of the interval. As S. Robinson and others advise (K. Hoad, S. Robinson & R. Davies, J. Operational Research
 * Society 61, 2010), fewer than five batches are never all that is kept, and d is looked for in the first half.
 * For a cool-down, give the observations in reverse. It takes time in proportion to them.
 *
 * @param observations such as the waits of jobs by submission
 */
export function mser5(observations: ArrayLike<number>): WarmUp {
  const batches = Math.floor(observations.length / BATCH);
  if (batches < 2 * LEAST_KEPT) return { discard: 0, settled: false };
  // From the end backwards, each batch joins mean and sum of squares by Welford's recurrence.
  let [mean, squares] = [0, 0];
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  let [anywhere, lowest] = [0, Number.POSITIVE_INFINITY];
  for (let d = batches - 1; d >= 0; d--) {
    const kept = batches - d;
    const distance = batchMean(observations, d) - mean;
    mean += distance / kept;
    squares += distance * distance * ((kept - 1) / kept);
    const error = squares / (kept * kept);
    // Of equally good places the first one keeps the most.
    if (kept < LEAST_KEPT) continue;
    if (error <= lowest) [anywhere, lowest] = [d, error];
    if (d <= batches / 2 && error <= least) [best, least] = [d, error];
  }
  return { discard: best * BATCH, settled: anywhere <= batches / 2 };
}

function batchMean(observations: ArrayLike<number>, batch: number): number {
  let sum = 0;
  for (let i = batch * BATCH; i < (batch + 1) * BATCH; i++) sum += observations[i]!;
  return sum / BATCH;
}

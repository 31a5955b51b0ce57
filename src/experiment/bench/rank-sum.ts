/**
 * Interval of the factor between two samples of positive quantities, by the ranks of their quotients. It supposes no
 * distribution, only that the two differ by a factor: of every pair of samples the quotient is taken, and the bounds are
 * those of its ordered values between which the Wilcoxon-Mann-Whitney test keeps the factor (the interval of L. E. Moses;
 * M. Hollander & D. A. Wolfe, Nonparametric Statistical Methods, section 4.3, on logarithms). A few samples that
 * something else on the machine has disturbed hardly move it.
 */
export interface FactorInterval {
  /** The median quotient, the estimate of Hodges and Lehmann. */
  readonly factor: number;
  /** 0 and infinity where there are too few samples for any bound. */
  readonly low: number;
  readonly high: number;
}

/**
 * @param now of which the factor over `before` is asked; both hold at least one number above 0
 * @param confidence the probability, at least, that the interval holds the true factor, such as 0.95
 */
export function factorInterval(now: readonly number[], before: readonly number[], confidence: number): FactorInterval {
  const quotients = new Float64Array(now.length * before.length);
  for (const [i, a] of now.entries()) for (const [j, b] of before.entries()) quotients[i * before.length + j] = a / b;
  quotients.sort();
  const pairs = quotients.length;
  const factor = (quotients[(pairs - 1) >> 1]! + quotients[pairs >> 1]!) / 2;
  const rank = rankOfBound(now.length, before.length, (1 - confidence) / 2);
  if (rank === 0) return { factor, low: 0, high: Number.POSITIVE_INFINITY };
  return { factor, low: quotients[rank - 1]!, high: quotients[pairs - rank]! };
}

/** The largest k with P(U < k) <= tail, U being the statistic of Mann and Whitney for samples that do not differ. */
function rankOfBound(m: number, n: number, tail: number): number {
  const probabilities = rankSumDistribution(m, n);
  let [below, k] = [0, 0];
  while (below + probabilities[k]! <= tail) {
    below += probabilities[k]!;
    k += 1;
  }
  return k;
}

/**
 * Exact distribution of the Mann-Whitney statistic: the probability of each value from 0 to m n, for samples of m and n
 * that do not differ (H. B. Mann & D. R. Whitney, Annals of Mathematical Statistics 18, 1947, equation 3). The largest of
 * all values is one of the first sample, above n others, with probability m / (m + n).
 */
export function rankSumDistribution(m: number, n: number): Float64Array {
  // Of i and j values, by j; one i after the other.
  let rows = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i++) {
    const next = [Float64Array.of(1)];
    for (let j = 1; j <= n; j++) {
      const [fewer, before] = [rows[j]!, next[j - 1]!];
      const row = new Float64Array(i * j + 1);
      for (let u = 0; u < fewer.length; u++) row[u + j] = (fewer[u]! * i) / (i + j);
      for (let u = 0; u < before.length; u++) row[u] = row[u]! + (before[u]! * j) / (i + j);
      next.push(row);
    }
    rows = next;
  }
  return rows[n]!;
}

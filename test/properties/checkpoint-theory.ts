/** A job that fails by chance and takes checkpoints; times in one unit. */
export interface Checkpointed {
  /** Time of computing that it needs. */
  readonly work: number;
  /** Mean time between failures, of an exponential law. */
  readonly mtbf: number;
  /** How long it waits after a failure for its node. */
  readonly repair: number;
  readonly write: number;
  readonly read: number;
}

/**
 * How long a job takes on average that computes and writes a checkpoint by turns, an `interval` of computing each time,
 * and writes none after the last of its work. It is the exact solution for exponential failures of J. T. Daly, "A higher
 * order estimate of the optimum checkpoint interval for restart dumps", FGCS 22(3), 2006, with a wait for repair.
 *
 * A segment needs a time L without a failure, and R more, for reading, in every attempt after the first. With X
 * the time to the next failure, exponential with mean M, and D the wait for repair, let F be what it takes when R + L is
 * needed from the beginning:
 *
 *     F = P(X > R + L) (R + L) + P(X < R + L) (E[X | X < R + L] + D + F), and so F = (M + D) (e^((R+L)/M) - 1),
 *     E = P(X > L) L + P(X < L) (E[X | X < L] + D + F) = (M + D) e^(R/M) (e^(L/M) - 1)
 *
 * for E[X; X < L] = M (1 - e^(-L/M)) - L e^(-L/M). A first segment has nothing to read, and R is 0. What is
 * memoryless may begin anew at every segment, so the segments add up. Daly has D = 0.
 */
export function expectedTime({ work, mtbf, repair, write, read }: Checkpointed, interval: number): number {
  const segment = (length: number, reads: number): number =>
    (mtbf + repair) * Math.exp(reads / mtbf) * Math.expm1(length / mtbf);
  const writes = Math.max(0, Math.ceil(work / interval) - 1);
  if (writes === 0) return segment(work, 0);
  const whole = interval + write;
  return segment(whole, 0) + (writes - 1) * segment(whole, read) + segment(work - writes * interval, read);
}

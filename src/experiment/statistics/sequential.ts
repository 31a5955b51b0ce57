import type { Judgement } from './verdict.ts';

/** One look at the verdicts while replications are added. */
export interface Look {
  /** From 1. */
  readonly number: number;
  /** Replications there are at this look. */
  readonly replications: number;
  /** What the look spends of 1 - confidence. */
  readonly alpha: number;
  /** 1 - alpha: the confidence with which verdicts and intervals of this look are to be made. */
  readonly confidence: number;
}

export interface Looks {
  /** Replications at the first look, at least 2. */
  readonly first: number;
  /** The last look is at these, decided or not; `first` or more. */
  readonly most: number;
  /** Of the whole procedure, such as 0.95. */
  readonly confidence: number;
}

/** Each look has half as many replications again as the one before. */
const GROWTH = 1.5;

/**
 * When to look at the verdicts, and how much to spend at each look. Who looks again and again, each time at 95 %, and
 * stops at the first verdict is wrong far more often than in 5 %. So each look spends a part of 1 - confidence in
 * proportion to the replications it adds, the linear spending function of K. K. G. Lan & D. L. DeMets (Biometrika 70,
 * 1983), and is judged at that level alone. By the union bound, and so whatever the figures depend on and whichever look
 * is the last, the error rates of `verdicts` hold for the whole. The interval of the last look holds as well, as a
 * repeated confidence interval (C. Jennison & B. W. Turnbull, J. Royal Statistical Society B 51, 1989).
 */
export function looks({ first, most, confidence }: Looks): Look[] {
  if (!(Number.isInteger(first) && Number.isInteger(most) && 2 <= first && first <= most)) {
    throw new RangeError(`expected whole numbers, 2 <= first <= most, found ${first} and ${most}`);
  }
  const plan: Look[] = [];
  let before = 0;
  for (let next = first; before < most; next = Math.min(most, Math.ceil(before * GROWTH))) {
    const alpha = ((1 - confidence) * (next - before)) / most;
    plan.push({ number: plan.length + 1, replications: next, alpha, confidence: 1 - alpha });
    before = next;
  }
  return plan;
}

/** Whether there is a verdict on every comparison, so that no more replications are needed. */
export const decided = (judgements: readonly Judgement[]): boolean =>
  judgements.every(({ verdict }) => verdict !== 'not enough evidence');

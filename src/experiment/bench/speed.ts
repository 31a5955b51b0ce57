import type { Clock, TimedPolicy } from './baseline.ts';
import { type FactorInterval, factorInterval } from './rank-sum.ts';

/** How the time of a policy compares with that of a baseline. */
export const SPEED_VERDICTS = [
  'slower',
  'faster',
  'same within margin',
  'not enough evidence',
  'not enough evidence: machine too busy',
] as const;
export type SpeedVerdict = (typeof SPEED_VERDICTS)[number];

export interface SpeedJudgement extends FactorInterval {
  readonly verdict: SpeedVerdict;
}

/** What a benchmark is judged by. */
export interface SpeedLimits {
  /** A policy is slower if it takes more than 1 + margin times as long, and faster if less than 1 / (1 + margin). */
  readonly margin: number;
  /** That of all verdicts together, such as 0.95. */
  readonly confidence: number;
}

/**
 * Times of samples in units of the calibration around them, so that what slows the whole machine down cancels.
 * @param samples ms of each sample
 * @param calibrations ms; one before each sample and one after the last
 * @param runs how many runs each sample holds
 */
export function calibrated(samples: readonly number[], calibrations: readonly number[], runs: number): number[] {
  if (calibrations.length !== samples.length + 1) {
    throw new RangeError(`expected ${samples.length + 1} calibrations, found ${calibrations.length}`);
  }
  return samples.map((sample, i) => {
    const ratio = (2 * sample) / (calibrations[i]! + calibrations[i + 1]!) / runs;
    if (!(ratio > 0 && Number.isFinite(ratio))) throw new RangeError('the clock stood still during a sample');
    return ratio;
  });
}

/** A policy's ratios, those of now and those of the baseline. */
export interface SpeedPair {
  readonly now: readonly number[];
  readonly before: readonly number[];
  /** Whether the machine had so much else to do, now or then, that the ratios may differ for that alone. */
  readonly busy: boolean;
}

/**
 * The part of its time for which a calibration must have been let run, by the clock that counts. The time for which others
 * have the processor is in that of a wall clock, never in that of the processor, whose ratios have been measured to hold
 * down to a tenth of it (docs/how-to-ci.md), and not below.
 */
const LEAST_SHARE: Readonly<Record<Clock, number>> = { processor: 0.1, wall: 0.9 };

/** Whether a policy was timed on a machine that had too much else to do. */
export const wasBusy = ({ clock, share }: Pick<TimedPolicy, 'clock' | 'share'>): boolean => share < LEAST_SHARE[clock];

/**
 * Judges all policies together. Each interval is at 1 - (1 - confidence) / policies (Bonferroni), so that the probability
 * that any policy is called slower or faster that is not, by more than the margin, is at most 1 - confidence.
 */
export function judgeSpeed(family: readonly SpeedPair[], { margin, confidence }: SpeedLimits): SpeedJudgement[] {
  const each = 1 - (1 - confidence) / family.length;
  return family.map(({ now, before, busy }) => {
    const interval = factorInterval(now, before, each);
    const verdict = verdictOf(interval, 1 + margin);
    // That all is as it was a busy machine would hardly feign.
    const isSure = verdict === 'same within margin' || !busy;
    return { ...interval, verdict: isSure ? verdict : 'not enough evidence: machine too busy' };
  });
}

function verdictOf({ low, high }: FactorInterval, most: number): SpeedVerdict {
  if (low > most) return 'slower';
  if (high < 1 / most) return 'faster';
  return low >= 1 / most && high <= most ? 'same within margin' : 'not enough evidence';
}

import type { AmountText } from '../study/amount.ts';
import type { TargetFigures } from './target.ts';

/** One size that was tried under one policy. */
export interface Probe {
  readonly size: AmountText;
  /** Whether all targets are met. */
  readonly meets: boolean;
  /** Jobs that are left out in some replication, since they are too wide for it; where there are any, it fails. */
  readonly too_wide: number;
  /** Whether a target is surely not met, or jobs do not fit; what neither meets nor fails is not decided. */
  readonly fails: boolean;
  /** How many replications it takes, where it does not meet only since there are too few; else null. */
  readonly needs: number | null;
  readonly targets: readonly TargetFigures[];
}

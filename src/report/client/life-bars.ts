import type { Stretch } from '../../model/centre-run.ts';
import type { JobBars } from '../views/gantt.ts';
import type { Layer } from './gantt-levels.ts';

/** A bar of a stretch, or of a pause after it. */
export interface LifeBar {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly job: number;
  readonly words: (place: number) => string;
}

const barsOf = (list: readonly LifeBar[]): JobBars => ({
  count: list.length,
  from: (bar) => list[bar]!.from,
  to: (bar) => list[bar]!.to,
  low: (bar) => list[bar]!.low,
  high: (bar) => list[bar]!.high,
  job: (bar) => list[bar]!.job,
});

export const layerOf = (list: readonly LifeBar[], look: Omit<Layer, 'bars' | 'words'>): Layer => ({
  bars: barsOf(list),
  words: (bar, place) => list[bar]!.words(place),
  ...look,
});

/** Work of which nothing is left: the job begins anew, or not at all. */
export const isInVain = ({ ending }: Stretch): boolean => ending === 'requeue' || ending === 'cancel';

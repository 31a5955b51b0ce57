import type { IncidentRecord, MoveRecord } from '../../model/fault-run.ts';
import type { Window } from '../views/density.ts';

/** A fault that stopped a job, or a move that kept one from it, on the bar of the job. */
export interface Point {
  readonly kind: 'fault' | 'move';
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly job: number;
  /** Of two that cannot both be drawn the weightier is. */
  readonly weight: number;
  words(): string;
}

/** So many are drawn at most. */
const MOST = 300;

/** The point of what stopped a stretch, where its bar is. */
export const pointOf = (
  what: IncidentRecord | MoveRecord,
  { low, high, words }: Pick<Point, 'low' | 'high' | 'words'>,
): Point => ({
  ...{ low, high, words, job: what.job },
  ...('moved' in what
    ? { kind: 'move' as const, at: what.moved, weight: 0 }
    : { kind: 'fault' as const, at: what.struck, weight: what.on.length * (what.lost + what.known - what.struck) }),
});

/** Those in a window that are drawn, the ones that cost the most node-hours, and how many are not. */
export function pointsIn(
  all: readonly Point[],
  window: Window,
): { readonly shown: readonly Point[]; readonly left: number } {
  const inside = all.filter(
    ({ at, low, high }) => at >= window.from && at <= window.to && low < window.high && high > window.low,
  );
  if (inside.length <= MOST) return { shown: inside, left: 0 };
  const shown = inside.sort((a, b) => b.weight - a.weight).slice(0, MOST);
  return { shown, left: inside.length - MOST };
}

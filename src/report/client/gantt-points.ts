import type { IncidentRecord, MoveRecord } from '../../model/fault-run.ts';
import type { Window } from '../views/density.ts';
import { type Plot, placeOf, rowHeight, TOP } from './gantt-paint.ts';

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

/** Half the size of a point, in pixels. */
const SIZE = 3.5;

function middleOf(plot: Plot, { at, low, high }: Point): { readonly x: number; readonly y: number } {
  const row = rowHeight(plot);
  const top = TOP + (Math.max(low, plot.window.low) - plot.window.low) * row;
  return { x: placeOf(plot, at), y: top + Math.max(Math.min(((high - low) * row) / 2, 9), 2) };
}

/** A cross for a fault, an arrow for a move, each with an edge that keeps it apart from bars of any colour. */
export function paintPoints(plot: Plot, points: readonly Point[]): void {
  const { context, colors } = plot;
  context.lineCap = 'round';
  for (const [width, color] of [
    [4.5, colors.page],
    [1.8, colors.ink],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = color;
    for (const one of points) {
      const { x, y } = middleOf(plot, one);
      if (y > TOP + plot.height) continue;
      context.beginPath();
      if (one.kind === 'fault') {
        context.moveTo(x - SIZE, y - SIZE);
        context.lineTo(x + SIZE, y + SIZE);
        context.moveTo(x - SIZE, y + SIZE);
        context.lineTo(x + SIZE, y - SIZE);
      } else {
        context.moveTo(x - SIZE, y - SIZE);
        context.lineTo(x + SIZE, y);
        context.lineTo(x - SIZE, y + SIZE);
      }
      context.stroke();
    }
  }
  context.lineCap = 'butt';
}

/** The one that is pointed at. */
export const pointAt = (plot: Plot, points: readonly Point[], x: number, y: number): Point | undefined =>
  points.find((one) => {
    const middle = middleOf(plot, one);
    return Math.abs(middle.x - x) <= SIZE + 2 && Math.abs(middle.y - y) <= SIZE + 2;
  });

import { type Plot, placeOf, rowHeight, TOP } from './gantt-paint.ts';
import type { Point } from './life-points.ts';

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

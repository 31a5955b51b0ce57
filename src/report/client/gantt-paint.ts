import type { WallClock } from '../../model/wall-clock.ts';
import { density, type Window } from '../views/density.ts';
import type { JobBars } from '../views/gantt.ts';
import { timeTicks } from '../views/time-axis.ts';
import { type Colors, rgb } from './canvas.ts';
import type { Layer } from './gantt-levels.ts';

/** Room for the time axis on top, in CSS pixels. */
export const TOP = 24;
/** Rows lower than this cannot be told apart, so they are drawn as shades. */
export const LEAST_ROW = 2;
/** Rows high enough for a name. */
const NAMED_ROW = 11;

/** Where the plot is on the canvas. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  /** Room for names on the left. */
  readonly left: number;
  /** The highest that a line is drawn. */
  readonly mostRow: number;
  readonly width: number;
  readonly height: number;
  readonly window: Window;
  readonly colors: Colors;
}

export const rowHeight = ({ window, height, mostRow }: Pick<Plot, 'window' | 'height' | 'mostRow'>): number =>
  Math.min(height / Math.max(window.high - window.low, 1), mostRow);

/** Where on the canvas a time is. */
export const placeOf = ({ window, width, left }: Pick<Plot, 'window' | 'width' | 'left'>, time: number): number =>
  left + ((time - window.from) / (window.to - window.from)) * width;

/** Vertical lines at round times, with their names. */
export function paintAxis(plot: Plot, clock: WallClock): void {
  const { context, left, width, height, window, colors } = plot;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { time, label } of timeTicks(window.from / 1000, window.to / 1000, clock, Math.max(width / 110, 2))) {
    const x = Math.round(placeOf(plot, time * 1000)) + 0.5;
    context.strokeStyle = colors.grid;
    context.beginPath();
    context.moveTo(x, TOP - 6);
    context.lineTo(x, TOP + height);
    context.stroke();
    context.fillStyle = colors.muted;
    if (x + context.measureText(label).width < left + width) context.fillText(label, x + 3, TOP - 12);
  }
}

/** Shades: how much of each pixel's time and rows is taken. `relative` makes the fullest pixel the darkest one. */
export function paintShades(plot: Plot, layers: readonly Layer[], relative: boolean): void {
  const { context, width, height, window } = plot;
  const rows = Math.max(Math.min(height, Math.ceil(window.high - window.low)), 1);
  const picture = new ImageData(width, rows);
  const pixels = picture.data;
  for (const { bars, color, strength } of layers) {
    const cells = density(bars, window, width, rows);
    const share = relative ? 1 / cells.reduce((most, cell) => Math.max(most, cell), 1e-9) : 1;
    const [red, green, blue] = rgb(color);
    for (let cell = 0; cell < cells.length; cell++) {
      if (cells[cell]! <= 1e-6) continue;
      // What is nearly empty must still be seen, so shades rise fast at first.
      const alpha = strength * (0.12 + 0.88 * Math.sqrt(Math.min(cells[cell]! * share, 1)));
      const under = pixels[cell * 4 + 3]! / 255;
      const over = alpha + under * (1 - alpha);
      for (const [channel, value] of [red, green, blue].entries()) {
        const below = pixels[cell * 4 + channel]!;
        pixels[cell * 4 + channel] = (value * alpha + below * under * (1 - alpha)) / over;
      }
      pixels[cell * 4 + 3] = over * 255;
    }
  }
  const shades = new OffscreenCanvas(width, rows);
  shades.getContext('2d')!.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(shades, plot.left, TOP, width, (window.high - window.low) * rowHeight(plot));
}

/** Every bar by itself, with the names of jobs where there is room. */
export function paintBars(plot: Plot, layers: readonly Layer[], name: (job: number) => string): void {
  const { context, width, height, window, colors } = plot;
  const row = rowHeight(plot);
  context.save();
  context.beginPath();
  context.rect(plot.left, TOP, width, height);
  context.clip();
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { bars, color, strength, hatched } of layers) {
    const fill = hatched === undefined ? color : hatching(context, color);
    for (let bar = 0; bar < bars.count; bar++) {
      const left = Math.max(placeOf(plot, bars.from(bar)), plot.left - 2);
      const right = Math.min(placeOf(plot, bars.to(bar)), plot.left + width + 2);
      const top = TOP + (bars.low(bar) - window.low) * row;
      const high = Math.max((bars.high(bar) - bars.low(bar)) * row, 1);
      const gap = Math.min(high / 5, 1);
      context.globalAlpha = strength;
      context.fillStyle = fill;
      context.fillRect(left, top + gap / 2, Math.max(right - left - 1, strength === 1 ? 1 : 0), high - gap);
      context.globalAlpha = 1;
      const text = name(bars.job(bar));
      if (strength === 1 && high >= NAMED_ROW && right - left > context.measureText(text).width + 8) {
        context.fillStyle = colors.page;
        context.fillText(text, left + 4, top + Math.min(high / 2, 9));
      }
    }
  }
  context.restore();
}

const TILE = 6;

/** Slanted lines, by which what stands still is told from what runs without colours too. */
function hatching(context: CanvasRenderingContext2D, color: string): CanvasPattern {
  const tile = new OffscreenCanvas(TILE, TILE);
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = color;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-TILE, 0, TILE]) {
    pen.moveTo(shift - 1, TILE + 1);
    pen.lineTo(shift + TILE + 1, -1);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat')!;
}

/** A frame around bars of one job. */
export function paintFrame(plot: Plot, bars: JobBars, job: number): void {
  const { context, width, height, window, colors } = plot;
  const row = rowHeight(plot);
  context.save();
  context.beginPath();
  context.rect(plot.left, TOP, width, height);
  context.clip();
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  for (let bar = 0; bar < bars.count; bar++) {
    if (bars.job(bar) !== job) continue;
    const left = placeOf(plot, bars.from(bar));
    const wide = Math.max(placeOf(plot, bars.to(bar)) - left, 3);
    context.strokeRect(
      left,
      TOP + (bars.low(bar) - window.low) * row,
      wide,
      Math.max((bars.high(bar) - bars.low(bar)) * row, 3),
    );
  }
  context.restore();
}

/** Names of rows: jobs where each has its line, else how many there are; or the numbers of processors. */
export function paintNames(plot: Plot, names: readonly { readonly place: number; readonly text: string }[]): void {
  const { context, window, colors } = plot;
  const row = rowHeight(plot);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillStyle = colors.muted;
  let last = Number.NEGATIVE_INFINITY;
  for (const { place, text } of names) {
    const y = TOP + (place + 0.5 - window.low) * row;
    if (y - last < NAMED_ROW) continue;
    context.fillText(elided(context, text, plot.left - 8), plot.left - 6, y);
    last = y;
  }
}

/** A name as far as there is room for it: what comes last of one that is too long is left out. */
function elided(pen: Pick<CanvasRenderingContext2D, 'measureText'>, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let kept = text.length - 1;
  while (kept > 1 && pen.measureText(`${text.slice(0, kept)}…`).width > room) kept -= 1;
  return `${text.slice(0, kept)}…`;
}

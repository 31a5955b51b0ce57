import type { Shade } from '../views/shading.ts';
import type { Colors } from './canvas.ts';
import type { ShadeBar } from './gantt-levels.ts';
import { type Plot, placeOf, rowHeight, TOP } from './gantt-paint.ts';

/** Something that happened at a moment, on the axis of time. */
export interface Mark {
  /** ms */
  readonly at: number;
  readonly text: string;
}

/** The hue of each kind of shade, and how dark it is. */
const TINTS: Readonly<Record<Shade['kind'], readonly [hue: number, alpha: number]>> = {
  maintenance: [4, 0.3],
  reservation: [2, 0.22],
  drained: [5, 0.2],
  offline: [5, 0.4],
  error: [1, 0.25],
  unnoticed: [1, 0.8],
  down: [1, 0.3],
  quarantine: [3, 0.25],
};

const shadeColor = ({ kind }: Pick<Shade, 'kind'>, { hues }: Colors): string => hues[TINTS[kind][0]]!;

/** What a shade is called: by its name if it has one. */
export function shadeName({ kind, name, cause }: Shade): string {
  if (name !== undefined) return `${kind} ${name}`;
  if (kind === 'unnoticed') return `failed (${cause}), not known yet`;
  if (kind === 'down') return `down (${cause})`;
  if (kind === 'quarantine') return 'in quarantine';
  return kind === 'error' ? 'in error' : kind;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly wide: number;
  readonly high: number;
}

/** Where a shade is in the plot. */
function boxOf(plot: Plot, { shade, low, high }: ShadeBar): Box {
  const { window, width, height } = plot;
  const row = rowHeight(plot);
  const left = Math.max(placeOf(plot, Math.max(shade.from, window.from)), plot.left);
  const right = Math.min(placeOf(plot, Math.min(shade.until, window.to)), plot.left + width);
  const top = TOP + Math.max(low - window.low, 0) * row;
  const bottom = Math.min(TOP + (high - window.low) * row, TOP + height);
  return { left, top, wide: Math.max(right - left, 1), high: Math.max(bottom - top, 1) };
}

/** Whether a shade lies over the bars: what runs on a node that has failed is dead. */
export const liesOver = ({ shade }: ShadeBar): boolean => shade.kind === 'unnoticed';

/** Shades lie under the bars, or over them. */
export function paintTints(plot: Plot, shades: readonly ShadeBar[]): void {
  const { context, colors } = plot;
  for (const one of shades) {
    const { left, top, wide, high } = boxOf(plot, one);
    context.globalAlpha = TINTS[one.shade.kind][1];
    context.fillStyle = shadeColor(one.shade, colors);
    context.fillRect(left, top, wide, high);
  }
  context.globalAlpha = 1;
}

/** Room around a name. */
const MARGIN = 4;

/** Their edges lie above the bars, which may cover them from side to side, and their names where there is room. */
export function paintEdges(plot: Plot, shades: readonly ShadeBar[]): void {
  const { context, colors } = plot;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineWidth = 1;
  for (const one of shades) {
    const { left, top, wide, high } = boxOf(plot, one);
    context.strokeStyle = shadeColor(one.shade, colors);
    if (wide > 3 && high > 3) context.strokeRect(left + 0.5, top + 0.5, wide - 1, high - 1);
    if (high < 14 || wide < 8 * MARGIN) continue;
    const name = shadeName(one.shade);
    const size = context.measureText(name).width;
    if (wide < size + 4 * MARGIN) continue;
    context.fillStyle = colors.page;
    context.globalAlpha = 0.8;
    context.fillRect(left + 2, top + 2, size + 2 * MARGIN, Math.min(14, high - 4));
    context.globalAlpha = 1;
    context.fillStyle = colors.ink;
    context.fillText(name, left + 2 + MARGIN, top + 2 + Math.min(14, high - 4) / 2);
  }
}

/** Lines of this height are apart by a line, so that a node is seen as one. */
const APART = 12;

/** Lines between nodes, and stronger ones between their groups. */
export function paintBorders(plot: Plot, borders: readonly number[]): void {
  if (borders.length === 0) return;
  const { context, window, colors } = plot;
  context.lineWidth = 1;
  context.globalAlpha = 0.6;
  context.strokeStyle = colors.muted;
  const nodes = rowHeight(plot) < APART ? 0 : Math.ceil(window.high) - Math.floor(window.low);
  for (let i = 0; i < nodes; i++) paintBorder(plot, Math.floor(window.low) + i, 0);
  context.globalAlpha = 1;
  context.strokeStyle = colors.ink;
  for (const place of borders) paintBorder(plot, place, 10);
}

function paintBorder(plot: Plot, place: number, more: number): void {
  const { context, window, left, width, height } = plot;
  const y = Math.round(TOP + (place - window.low) * rowHeight(plot)) + 0.5;
  if (place <= window.low || place >= window.high || y > TOP + height) return;
  context.beginPath();
  context.moveTo(left - more, y);
  context.lineTo(left + width, y);
  context.stroke();
}

/** How high and how wide at least what is known of shades on the axis is: a maintenance of hours in a chart of years. */
const BAND = { high: 4, wide: 2 } as const;

/** Windows on the axis, where no bar hides them and however short they are. */
export function paintBands(plot: Plot, shades: readonly Shade[]): void {
  const { context, colors } = plot;
  for (const shade of bandsIn(plot.window, shades)) {
    const { left, wide } = boxOf(plot, { shade, low: 0, high: 1 });
    context.fillStyle = shadeColor(shade, colors);
    context.fillRect(left, TOP - BAND.high, Math.max(wide, BAND.wide), BAND.high);
  }
}

const windowsOf = (shades: readonly Shade[]): Shade[] => shades.filter(({ name }) => name !== undefined);

/** The windows that are marked on the axis. */
export const bandsIn = ({ from, to }: Plot['window'], shades: readonly Shade[]): Shade[] =>
  windowsOf(shades).filter((shade) => shade.until >= from && shade.from <= to);

/** The windows that are pointed at on the axis. */
export const bandsAt = (plot: Plot, shades: readonly Shade[], x: number): Shade[] =>
  windowsOf(shades).filter(
    ({ from, until }) => x >= placeOf(plot, from) - BAND.wide && x <= placeOf(plot, until) + BAND.wide,
  );

const MARK = 5;

/** Moments on the axis: a point, and a line through the plot. */
export function paintMarks(plot: Plot, marks: readonly Mark[]): void {
  const { context, window, height, colors } = plot;
  context.fillStyle = colors.ink;
  context.strokeStyle = colors.ink;
  context.lineWidth = 1;
  for (const { at } of marks) {
    if (at < window.from || at > window.to) continue;
    const x = placeOf(plot, at);
    context.beginPath();
    context.moveTo(x - MARK, TOP - 7);
    context.lineTo(x + MARK, TOP - 7);
    context.lineTo(x, TOP);
    context.fill();
    context.globalAlpha = 0.45;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, TOP);
    context.lineTo(x, TOP + height);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

/** The marks that are pointed at. */
export const marksAt = (plot: Plot, marks: readonly Mark[], x: number): readonly Mark[] =>
  marks.filter(
    ({ at }) => at >= plot.window.from && at <= plot.window.to && Math.abs(placeOf(plot, at) - x) <= MARK + 1,
  );

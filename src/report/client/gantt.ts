import { toSeconds } from '../../model/time.ts';
import { eventsOf } from '../machine-lines.ts';
import type { Window } from '../views/density.ts';
import { faultLives } from '../views/fault-lives.ts';
import { type Shade, shadesOf } from '../views/shading.ts';
import { jobName } from '../views/stretch-words.ts';
import { momentText } from '../views/time-axis.ts';
import { canvasOf, colors, onLook } from './canvas.ts';
import { byId } from './dom.ts';
import { listEvents, shadeTip } from './gantt-events.ts';
import { listenToGantt } from './gantt-input.ts';
import { showLegend } from './gantt-legend.ts';
import { jobLevel, type Level, type Parts, processorLevel } from './gantt-levels.ts';
import { lifeLevel } from './gantt-lives.ts';
import {
  bandsAt,
  liesOver,
  type Mark,
  marksAt,
  paintBands,
  paintBorders,
  paintEdges,
  paintMarks,
  paintTints,
} from './gantt-marks.ts';
import { nodeLevel, shadeBars } from './gantt-nodes.ts';
import {
  LEAST_ROW,
  type Plot,
  paintAxis,
  paintBars,
  paintFrame,
  paintNames,
  paintShades,
  rowHeight,
  TOP,
} from './gantt-paint.ts';
import { paintPoints, pointAt } from './gantt-points.ts';
import { jobTip, listJobs, statusText } from './gantt-tell.ts';
import type { Store } from './store.ts';

const HEIGHT = 460;
/** Room for names on the left: at least, which is enough for numbers, and at most. */
const LEFT = { least: 58, most: 150 } as const;
/** Bars beyond this are drawn as shades: there would be hardly a pixel for each. */
const MOST_BARS = 1500;
/** Jobs from which on the chart begins with the machine. */
const MANY_JOBS = 2000;
/** The closest look, ms. */
const SHORTEST = 1000;
/** Text is told this long after the last change: a screen reader cannot follow a turning wheel. */
const QUIET = 350;
/** Marks that a tip has room for. */
const MOST_MARKS = 6;

/** The schedule of one policy: a line per job, or a line per processor or node. */
export class Gantt {
  readonly levels: readonly Level[];
  readonly left: number;
  /** What is drawn besides bars while the reader draws a box. */
  box: { x: number; y: number; toX: number; toY: number } | undefined;
  readonly #store: Store;
  readonly #canvas: ReturnType<typeof canvasOf>;
  readonly #shades: readonly Shade[];
  readonly #marks: readonly Mark[];
  #level: Level;
  #window: Window = { from: 0, to: 1, low: 0, high: 1 };
  #drawn: { plot: Plot; parts: Parts; single: boolean } | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    const { centre, jobs } = store.data;
    this.#store = store;
    this.#shades = centre === undefined ? [] : shadesOf(centre);
    this.#marks = centre === undefined ? [] : marksOf(store);
    this.levels =
      centre === undefined
        ? [jobLevel(), processorLevel(store)]
        : [
            lifeLevel(store, centre.machine.nodes.length, this.#shades),
            nodeLevel(store, centre, shadeBars(this.#shades)),
          ];
    // A line per job says little where a thousand of them share a pixel; a machine is always as wide as it is.
    this.#level = this.levels[jobs.length > MANY_JOBS ? 1 : 0]!;
    this.#canvas = canvasOf(byId('gantt'), HEIGHT);
    this.left = this.#roomForNames();
    listenToGantt(this, this.#canvas.canvas);
    store.watch((shown, before) => {
      const same = shown.runs === before?.runs && shown.policy === before.policy;
      if (shown.runs !== before?.runs) this.reset();
      if (shown.state.job !== before?.state.job && !this.#isInView(shown.state.job)) this.#goTo(shown.state.job);
      else if (!same || shown.state.job !== before?.state.job) this.draw();
    });
    onLook(() => this.draw());
  }

  get window(): Window {
    return this.#window;
  }

  get level(): Level {
    return this.#level;
  }

  show(name: Level['name']): void {
    this.#level = this.levels.find((level) => level.name === name)!;
    this.look({ ...this.#window, low: 0, high: this.#height() });
  }

  /** Shows all of the chosen jobs. */
  reset(): void {
    this.look(this.#all());
  }

  /** Shows another part, within what there is. */
  look(wanted: Window): void {
    const all = this.#all();
    const length = Math.min(Math.max(wanted.to - wanted.from, SHORTEST), all.to - all.from);
    const from = Math.min(Math.max(wanted.from, all.from), all.to - length);
    const high = Math.min(Math.max(wanted.high - wanted.low, 1), all.high);
    const low = Math.min(Math.max(wanted.low, 0), all.high - high);
    this.#window = { from, to: from + length, low, high: low + high };
    this.draw();
  }

  /** Makes what is seen the window of time of all views. */
  choose(): void {
    const { clock } = this.#store.data;
    const minute = (time: number): number => Math.floor((time + clock.offset) / 60) * 60 - clock.offset;
    const from = Math.max(minute(toSeconds(this.#window.from)), 0);
    this.#store.choose({ from, to: minute(toSeconds(this.#window.to)) + 60 });
  }

  /** What is at a place of the canvas, in words, and the job there by its row in the drawn run. */
  at(x: number, y: number): { readonly job?: number; readonly text: string } | undefined {
    if (this.#drawn === undefined) return undefined;
    const { plot, parts } = this.#drawn;
    if (y < TOP) return this.#markAt(plot, x);
    const time = this.timeAt(x);
    const place = plot.window.low + (y - TOP) / rowHeight(plot);
    const shade = parts.shades.find(
      (one) => place >= one.low && place < one.high && time >= one.shade.from && time < one.shade.until,
    );
    const point = pointAt(plot, parts.points.shown, x, y);
    if (point !== undefined) return { job: point.job, text: point.words() };
    return this.#barAt(time, place) ?? (shade && { text: shadeTip(shade.shade, this.#store.data) });
  }

  #markAt(plot: Plot, x: number): { readonly text: string } | undefined {
    const marks = marksAt(plot, this.#marks, x);
    const { data } = this.#store;
    const { clock } = data;
    const lines = [
      ...marks.map(({ at, text }) => `${momentText(toSeconds(at), clock)}: ${text}`),
      ...bandsAt(plot, this.#shades, x).map((shade) => shadeTip(shade, data).replaceAll('\n', ' ')),
    ];
    if (lines.length === 0) return undefined;
    return { text: [...lines.slice(0, MOST_MARKS), ...(lines.length > MOST_MARKS ? ['…'] : [])].join('\n') };
  }

  /** The uppermost bar at a place; undefined where bars are shades or there is none. */
  #barAt(time: number, place: number): { readonly job: number; readonly text: string } | undefined {
    const { plot, parts, single } = this.#drawn!;
    if (!single) return undefined;
    const { clock } = this.#store.data;
    const slack = ((plot.window.to - plot.window.from) / plot.width) * 2;
    for (const { bars, words } of parts.layers.toReversed()) {
      for (let bar = 0; bar < bars.count; bar++) {
        if (place < bars.low(bar) || place >= bars.high(bar)) continue;
        if (time < bars.from(bar) - slack || time >= bars.to(bar) + slack) continue;
        const job = bars.job(bar);
        return { job, text: words?.(bar, place) ?? jobTip(parts.run, job, clock) };
      }
    }
    // All of its line belongs to a job.
    const job = this.#level.name === 'jobs' ? parts.rows[Math.floor(place)] : undefined;
    return job === undefined ? undefined : { job, text: jobTip(parts.run, job, clock) };
  }

  timeAt(x: number): number {
    const { from, to } = this.#window;
    return from + ((x - this.left) / this.#width()) * (to - from);
  }

  /** The processor, or the row, at a height of the canvas. */
  placeAt(y: number): number {
    const { low, high } = this.#window;
    return low + ((y - TOP) / (HEIGHT - TOP)) * (high - low);
  }

  /** Picks a job by its row in the drawn run. */
  pick(job: number): void {
    this.#store.choose({ job: this.#drawn?.parts.whole?.[job] ?? job });
  }

  draw(): void {
    const width = Math.max(this.#canvas.widen() - this.left, 1);
    const { context } = this.#canvas;
    const look = colors();
    const { shown, data } = this.#store;
    const parts = this.#level.parts(shown, this.#window, look);
    const { mostRow, height } = this.#level;
    const plot: Plot = {
      ...{ context, left: this.left, mostRow, width, height: HEIGHT - TOP, window: parts.window, colors: look },
    };
    const row = rowHeight(plot);
    // A job on many processors is high enough to be seen where a single one would not be.
    const single = (height !== undefined || row >= LEAST_ROW) && parts.count <= MOST_BARS;
    paintAxis(plot, data.clock);
    const [over, under] = [parts.shades.filter(liesOver), parts.shades.filter((one) => !liesOver(one))];
    paintTints(plot, under);
    if (single) paintBars(plot, parts.layers, (job) => jobName(parts.run.jobs, job));
    else paintShades(plot, parts.layers.filter(isWhole), height === undefined);
    paintTints(plot, over);
    paintEdges(plot, parts.shades);
    paintBorders(plot, parts.borders);
    paintPoints(plot, parts.points.shown);
    if (height !== undefined || single) paintNames(plot, parts.names(row));
    const picked = this.#drawnRow(shown.state.job, parts);
    if (picked !== undefined) for (const { bars } of framed(parts)) paintFrame(plot, bars, picked);
    paintBands(plot, this.#shades);
    paintMarks(plot, this.#marks);
    this.#paintBox(context, look.accent);
    this.#drawn = { plot, parts, single };
    this.#canvas.canvas.dataset['single'] = String(single);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#tell(), QUIET);
  }

  #paintBox(context: CanvasRenderingContext2D, accent: string): void {
    if (this.box === undefined) return;
    const { x, y, toX, toY } = this.box;
    const [top, height] = this.#level.height === undefined ? [TOP, HEIGHT - TOP] : [y, toY - y];
    context.fillStyle = accent;
    context.globalAlpha = 0.15;
    context.fillRect(x, top, toX - x, height);
    context.globalAlpha = 1;
    context.strokeStyle = accent;
    context.lineWidth = 1;
    context.strokeRect(x, top, toX - x, height);
  }

  /** What the picture shows, in words, and its jobs as a table. */
  #tell(): void {
    const { data, shown } = this.#store;
    const { parts, single } = this.#drawn!;
    const { label } = data.report.policies[shown.policy]!;
    byId('gantt-status').textContent = statusText(label, { ...parts, window: this.#window }, single, data.clock);
    listJobs(parts, data.clock, (job) => this.pick(job));
    if (data.centre === undefined) return;
    showLegend(parts, this.#shades);
    listEvents(this.#window, [...this.#shades, ...faultLives(parts.run).shades], this.#marks, data);
  }

  #all(): Window {
    const { runs, policy } = this.#store.shown;
    const run = runs.run(policy);
    const from = run.jobs.length === 0 ? 0 : run.jobs.submit[0]!;
    const to = run.end.reduce((last, end) => Math.max(last, Number.isNaN(end) ? last : end), from + SHORTEST);
    return { from, to, low: 0, high: this.#height() };
  }

  /** How many lines there are at the most. */
  #height(): number {
    return this.#level.height ?? this.#store.data.report.workload.procs;
  }

  #width(): number {
    return this.#canvas.canvas.clientWidth - this.left;
  }

  /** Names of nodes and of jobs are as long as they are. */
  #roomForNames(): number {
    const { context } = this.#canvas;
    context.font = '11px system-ui, sans-serif';
    const { centre, jobs } = this.#store.data;
    const nodes = centre?.machine.nodes.map(({ name }) => name) ?? [];
    const widest = Math.max(
      ...[nodes, jobs.asks?.names ?? []].map((names) => context.measureText(longest(names)).width),
    );
    return Math.min(Math.max(Math.ceil(widest) + 16, LEFT.least), LEFT.most);
  }

  /** The row in the drawn run of a row in the whole. */
  #drawnRow(job: number | undefined, { whole }: Parts): number | undefined {
    if (job === undefined || whole === undefined) return job;
    const found = whole.indexOf(job);
    return found === -1 ? undefined : found;
  }

  #isInView(job: number | undefined): boolean {
    if (job === undefined) return true;
    const { start, end } = this.#store.data.run(this.#store.shown.policy);
    // Whoever never ran is nowhere to be seen.
    if (Number.isNaN(end[job]! - start[job]!)) return true;
    const { from, to } = this.#window;
    return this.#drawn?.single === true && end[job]! > from && start[job]! < to;
  }

  /** A look at a job with some of what was before and after it. */
  #goTo(job: number | undefined): void {
    if (job === undefined) return;
    const { jobs, start, end } = this.#store.data.run(this.#store.shown.policy);
    const around = Math.max((end[job]! - start[job]!) * 1.5, 1_800_000);
    const from = Math.max(start[job]! - around, Math.min(jobs.submit[job]!, start[job]!) - around);
    this.look({ ...this.#window, from, to: end[job]! + around });
  }
}

const longest = (names: readonly string[]): string =>
  names.reduce((most, name) => (name.length > most.length ? name : most), '');

/** What of a picked job is framed: where it ran, and where it was stopped, but not how it waited. */
const framed = ({ layers, run }: Parts): readonly Parts['layers'][number][] =>
  run.centre === undefined ? layers.slice(-1) : layers.filter((layer) => layer.strength > 0.5 && isWhole(layer));

/** Not a part of a bar, which as a shade would hide what the bar is. */
const isWhole = ({ key }: Parts['layers'][number]): boolean => key !== 'reads' && key !== 'dead';

const marksOf = ({ data }: Store): Mark[] =>
  eventsOf(data.centre!, data.jobs, (time) => momentText(toSeconds(time), data.clock));

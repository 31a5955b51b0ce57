import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import { formatCount, NO_VALUE } from '../format.ts';
import type { Window } from '../views/density.ts';
import { type JobBars, jobsInWindow, machineBars, runBars, stretchesInWindow, waitBars } from '../views/gantt.ts';
import { placeOnMachine, type Stretches, startOrder } from '../views/machine.ts';
import { durationText, momentText } from '../views/time-axis.ts';
import { canvasOf, colors, onLook } from './canvas.ts';
import { byId, el } from './dom.ts';
import { type Level, listenToGantt } from './gantt-input.ts';
import {
  type Layer,
  LEAST_ROW,
  LEFT,
  type Plot,
  paintAxis,
  paintBars,
  paintFrame,
  paintNames,
  paintShades,
  processorNames,
  rowHeight,
  TOP,
} from './gantt-paint.ts';
import type { Shown, Store } from './store.ts';

const HEIGHT = 460;
/** Bars beyond this are drawn as shades: there would be hardly a pixel for each. */
const MOST_BARS = 1500;
/** Jobs that the table of what is drawn holds. */
const LISTED = 50;
/** Jobs from which on the chart begins with the machine. */
const MANY_JOBS = 2000;
/** The closest look, ms. */
const SHORTEST = 1000;
/** Text is told this long after the last change: a screen reader cannot follow a turning wheel. */
const QUIET = 350;

/** The schedule of one policy: a line per job, or a line per processor. */
export class Gantt {
  readonly #store: Store;
  readonly #canvas: ReturnType<typeof canvasOf>;
  readonly #status: HTMLElement = byId('gantt-status');
  readonly #list: HTMLElement = byId('gantt-list');
  /** What is drawn besides bars while the reader draws a box. */
  box: { x: number; y: number; toX: number; toY: number } | undefined;
  #level: Level;
  #window: Window = { from: 0, to: 1, low: 0, high: 1 };
  #drawn: { plot: Plot; bars: JobBars; rows: readonly number[]; run: FinishedRun; single: boolean } | undefined;
  #order: { run: FinishedRun; rows: readonly number[] } | undefined;
  #stretches: { run: FinishedRun; stretches: Stretches } | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    this.#store = store;
    // A line per job says little where a thousand of them share a pixel; a machine is always as wide as it is.
    this.#level = store.data.jobs.length > MANY_JOBS ? 'processors' : 'jobs';
    this.#canvas = canvasOf(byId('gantt'), HEIGHT);
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

  show(level: Level): void {
    this.#level = level;
    this.look({ ...this.#window, low: 0, high: this.#store.data.report.workload.procs });
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

  /** The job at a place of the canvas, by its row in the drawn run; undefined where jobs are shades or there is none. */
  jobAt(x: number, y: number): number | undefined {
    if (this.#drawn === undefined || !this.#drawn.single) return undefined;
    const { plot, bars } = this.#drawn;
    const time = this.timeAt(x);
    const place = plot.window.low + (y - TOP) / rowHeight(plot);
    const slack = ((plot.window.to - plot.window.from) / plot.width) * 2;
    for (let bar = 0; bar < bars.count; bar++) {
      if (place < bars.low(bar) || place >= bars.high(bar)) continue;
      if (this.#level === 'jobs' || (time >= bars.from(bar) - slack && time < bars.to(bar) + slack))
        return bars.job(bar);
    }
    return undefined;
  }

  timeAt(x: number): number {
    const { from, to } = this.#window;
    return from + ((x - LEFT) / this.#width()) * (to - from);
  }

  /** The processor, or the row, at a height of the canvas. */
  placeAt(y: number): number {
    const { low, high } = this.#window;
    return low + ((y - TOP) / (HEIGHT - TOP)) * (high - low);
  }

  /** Picks a job by its row in the drawn run. */
  pick(job: number): void {
    this.#store.choose({ job: this.#wholeRow(job) });
  }

  /** The facts of a job in a line, for the pointer. */
  tip(job: number): string {
    const { run } = this.#drawn!;
    const { jobs } = run;
    const { clock } = this.#store.data;
    const moment = (time: number): string => momentText(toSeconds(time), clock);
    const length = (time: number): string => durationText(toSeconds(time));
    const user = jobs.user[job] === -1 ? '' : `, user ${jobs.user[job]}`;
    return [
      `Job ${jobs.id[job]}${user}, ${formatCount(jobs.procs[job]!)} processors`,
      `submitted ${moment(jobs.submit[job]!)}`,
      `started ${moment(run.start[job]!)} after ${length(run.start[job]! - jobs.submit[job]!)}`,
      `ran ${length(jobs.runtime[job]!)} of ${length(jobs.estimate[job]!)} asked for${jobs.killed[job] ? ', killed' : ''}`,
    ].join('\n');
  }

  draw(): void {
    const width = Math.max(this.#canvas.widen() - LEFT, 1);
    const { context } = this.#canvas;
    const look = colors();
    const shown = this.#store.shown;
    const parts = this.#level === 'jobs' ? this.#jobLayers(shown) : this.#machineLayers(shown);
    const plot: Plot = { context, width, height: HEIGHT - TOP, window: parts.window, colors: look };
    // A job on many processors is high enough to be seen where a single one would not be.
    const high = this.#level === 'processors' || rowHeight(plot) >= LEAST_ROW;
    const single = high && parts.count <= MOST_BARS;
    paintAxis(plot, this.#store.data.clock);
    const name = (job: number): string => String(parts.run.jobs.id[job]);
    if (single) paintBars(plot, parts.layers, name);
    else paintShades(plot, parts.layers, this.#level === 'jobs');
    if (this.#level === 'processors') paintNames(plot, processorNames(parts.window.low, parts.window.high));
    else if (single)
      paintNames(
        plot,
        parts.rows.map((job, place) => ({ place, text: name(job) })),
      );
    const picked = this.#drawnRow(shown.state.job, parts.run);
    if (picked !== undefined) paintFrame(plot, parts.bars, picked);
    this.#paintBox(context, look.accent);
    this.#drawn = { plot, bars: parts.bars, rows: parts.rows, run: parts.run, single };
    this.#canvas.canvas.dataset['single'] = String(single);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#tell(shown, parts.rows, parts.waiting, single), QUIET);
  }

  #jobLayers(shown: Shown): Parts {
    const run = shown.runs.run(shown.policy);
    if (this.#order?.run !== run) this.#order = { run, rows: startOrder(run) };
    const { running, waiting } = jobsInWindow(run, this.#order.rows, this.#window.from, this.#window.to);
    const bars = runBars(run, running);
    const { hues, muted } = colors();
    return {
      run,
      rows: running,
      waiting,
      bars,
      count: running.length,
      window: { ...this.#window, low: 0, high: Math.max(running.length, 1) },
      layers: [
        { bars: waitBars(run, running), color: muted, strength: 0.35 },
        { bars, color: hues[0]!, strength: 1 },
      ],
    };
  }

  #machineLayers(shown: Shown): Parts {
    const run = this.#store.data.run(shown.policy);
    if (this.#stretches?.run !== run) this.#stretches = { run, stretches: placeOnMachine(run) };
    const { stretches } = this.#stretches;
    const mask = shown.runs.rows === undefined ? undefined : maskOf(shown.runs.rows, run.jobs.length);
    const found = stretchesInWindow(run, stretches, this.#window, mask);
    const bars = machineBars(run, stretches, found.chosen);
    const { hues, muted } = colors();
    return {
      run,
      rows: [...new Set(found.chosen.map((stretch) => stretches.job[stretch]!))],
      waiting: 0,
      bars,
      count: found.chosen.length + found.others.length,
      window: this.#window,
      layers: [
        { bars: machineBars(run, stretches, found.others), color: muted, strength: 0.3 },
        { bars, color: hues[0]!, strength: 1 },
      ],
    };
  }

  #paintBox(context: CanvasRenderingContext2D, accent: string): void {
    if (this.box === undefined) return;
    const { x, y, toX, toY } = this.box;
    const [top, height] = this.#level === 'jobs' ? [TOP, HEIGHT - TOP] : [y, toY - y];
    context.fillStyle = accent;
    context.globalAlpha = 0.15;
    context.fillRect(x, top, toX - x, height);
    context.globalAlpha = 1;
    context.strokeStyle = accent;
    context.lineWidth = 1;
    context.strokeRect(x, top, toX - x, height);
  }

  /** What the picture shows, in words, and its jobs as a table. */
  #tell(shown: Shown, rows: readonly number[], waiting: number, single: boolean): void {
    const { data } = this.#store;
    const { label } = data.report.policies[shown.policy]!;
    const [from, to] = [toSeconds(this.#window.from), toSeconds(this.#window.to)];
    const waits = waiting > 0 ? ` ${formatCount(waiting)} more wait throughout.` : '';
    const how = single ? '' : ' They are drawn as shades; zoom in to see single jobs.';
    this.#status.textContent =
      `${label}: ${formatCount(rows.length)} jobs hold processors between ${momentText(Math.floor(from), data.clock)} and ` +
      `${momentText(Math.ceil(to), data.clock)} (${durationText(to - from)}).${waits}${how}`;
    this.#list.replaceChildren(...rows.slice(0, LISTED).map((job) => this.#listRow(job)));
  }

  #listRow(job: number): HTMLElement {
    const { run } = this.#drawn!;
    const { jobs } = run;
    const { clock } = this.#store.data;
    const button = el('button', { type: 'button', class: 'link' }, String(jobs.id[job]));
    button.addEventListener('click', () => this.pick(job));
    const cells = [
      jobs.user[job] === -1 ? NO_VALUE : String(jobs.user[job]),
      formatCount(jobs.procs[job]!),
      momentText(toSeconds(jobs.submit[job]!), clock),
      durationText(toSeconds(run.start[job]! - jobs.submit[job]!)),
      momentText(toSeconds(run.start[job]!), clock),
      durationText(toSeconds(jobs.runtime[job]!)),
    ];
    return el('tr', {}, el('th', { scope: 'row' }, button), ...cells.map((text) => el('td', {}, text)));
  }

  #all(): Window {
    const { runs, policy } = this.#store.shown;
    const run = runs.run(policy);
    const from = run.jobs.length === 0 ? 0 : run.jobs.submit[0]!;
    const to = run.end.reduce((last, end) => Math.max(last, Number.isNaN(end) ? last : end), from + SHORTEST);
    return { from, to, low: 0, high: this.#store.data.report.workload.procs };
  }

  #width(): number {
    return this.#canvas.canvas.clientWidth - LEFT;
  }

  /** The row in the whole of a row of the drawn run. */
  #wholeRow(job: number): number {
    const { rows } = this.#store.shown.runs;
    return rows === undefined || this.#level === 'processors' ? job : rows[job]!;
  }

  /** The other way round. */
  #drawnRow(job: number | undefined, run: FinishedRun): number | undefined {
    const { rows } = this.#store.shown.runs;
    if (job === undefined || rows === undefined || run.jobs === this.#store.data.jobs) return job;
    const found = rows.indexOf(job);
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

interface Parts {
  readonly run: FinishedRun;
  readonly rows: readonly number[];
  readonly waiting: number;
  readonly bars: JobBars;
  readonly count: number;
  readonly window: Window;
  readonly layers: readonly Layer[];
}

function maskOf(rows: Uint32Array, jobs: number): Uint8Array {
  const mask = new Uint8Array(jobs);
  for (const row of rows) mask[row] = 1;
  return mask;
}

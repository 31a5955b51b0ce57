import { type CentreGrouping, namesOf, placeIn, userOf } from '../../metrics/index.ts';
import type { Centre } from '../../model/centre.ts';
import type { Stretch } from '../../model/centre-run.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { WallClock } from '../../model/wall-clock.ts';
import { nodeNames } from '../machine-lines.ts';
import { rangesOf } from '../node-ranges.ts';
import type { Window } from '../views/density.ts';
import { type JobBars, jobsInWindow } from '../views/gantt.ts';
import { livesOf, type Pause } from '../views/lives.ts';
import { startOrder } from '../views/machine.ts';
import { type NodeBars, placeOnNodes } from '../views/node-bars.ts';
import type { Shade } from '../views/shading.ts';
import { afterWords, endingWords, jobName, shareWords } from '../views/stretch-words.ts';
import { durationText, momentText } from '../views/time-axis.ts';
import type { Colors } from './canvas.ts';
import { type Layer, type Level, maskOf, type ShadeBar } from './gantt-levels.ts';
import type { Shown, Store } from './store.ts';

/** A bar of a stretch, or of a pause after it. */
interface LifeBar {
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

const layer = (list: readonly LifeBar[], look: Omit<Layer, 'bars' | 'words'>): Layer => ({
  bars: barsOf(list),
  words: (bar, place) => list[bar]!.words(place),
  ...look,
});

/** Work of which nothing is left: the job begins anew, or not at all. */
const isInVain = ({ ending }: Stretch): boolean => ending === 'requeue' || ending === 'cancel';

/** Texts about stretches, with times on the clock of the page. */
class Words {
  readonly #clock: WallClock;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  span(from: number, until: number): string {
    const [first, last] = [from, until].map((time) => momentText(toSeconds(time), this.#clock));
    return `from ${first} until ${last} (${durationText(toSeconds(until - from))})`;
  }

  job(run: FinishedRun, job: number): string {
    const { jobs } = run;
    const { centre } = run.centre!;
    const user = userOf(jobs, centre, job);
    const name = (grouping: CentreGrouping): string => namesOf(grouping, centre)[placeIn(grouping, run, job)]!;
    const more = [
      ...(user === -1 ? [] : [`user ${user}`]),
      ...(namesOf('account', centre).length > 1 ? [`account ${name('account')}`] : []),
      ...(centre.qos.length > 1 ? [`QOS ${name('qos')}`] : []),
    ];
    return [`Job ${jobName(jobs, job)}`, ...more].join(', ');
  }

  /** @param node the one that is pointed at */
  stretch(run: FinishedRun, place: number, node?: number): string {
    const { stretches, centre } = run.centre!;
    const one = stretches[place]!;
    const own = livesOf(run).stretches(one.job);
    const { allocation } = one;
    const where =
      node === undefined
        ? `on ${nodeNames(allocation.nodes as Parameters<typeof nodeNames>[0], centre.machine)}`
        : `${shareWords(run, one, node)} of ${centre.machine.nodes[node]!.name}` +
          (allocation.nodes.length > 1 ? `, one of ${allocation.nodes.length} nodes` : '');
    const which = own.length === 1 ? 'ran' : `stretch ${own.indexOf(place) + 1} of ${own.length}:`;
    return [
      this.job(run, one.job),
      where,
      `${which} ${this.span(one.start, one.end)}`,
      `ended: ${endingWords(run, one)}`,
    ].join('\n');
  }

  pause(run: FinishedRun, pause: Pause): string {
    const one = run.centre!.stretches[pause.stretch]!;
    return [
      this.job(run, one.job),
      `suspended ${this.span(pause.from, pause.until)}, ${afterWords(pause)}`,
      'meanwhile it holds its memory and no cores',
    ].join('\n');
  }
}

/** A line per job on a machine of nodes: it waits, runs, is perhaps stopped, and runs again. */
export function lifeLevel(store: Store, nodes: number, all: readonly Shade[]): Level {
  const words = new Words(store.data.clock);
  let order: { readonly run: FinishedRun; readonly rows: readonly number[] } | undefined;
  return {
    name: 'jobs',
    title: 'a line per job',
    height: undefined,
    mostRow: 18,
    parts(shown, window, { hues, muted }) {
      const run = store.data.run(shown.policy);
      if (order?.run !== run) order = { run, rows: startOrder(run) };
      const mask = maskOf(shown, run);
      const chosen = mask === undefined ? order.rows : order.rows.filter((row) => mask[row] === 1);
      const { running, waiting } = jobsInWindow(run, chosen, window.from, window.to);
      const { waits, kept, vain, pauses } = linesOf(run, running, words);
      const high = Math.max(running.length, 1);
      return {
        run,
        whole: undefined,
        rows: running,
        waiting,
        count: running.length,
        window: { ...window, low: 0, high },
        layers: [
          layer(waits, { color: muted, strength: 0.35 }),
          layer(pauses, { color: hues[3]!, strength: 0.9, hatched: true }),
          layer(vain, { color: hues[1]!, strength: 1 }),
          layer(kept, { color: hues[0]!, strength: 1 }),
        ],
        // What holds the whole machine holds every job.
        shades: all
          .filter((shade) => shade.nodes.length === nodes && shade.from < window.to && shade.until > window.from)
          .map((shade) => ({ shade, low: 0, high })),
        borders: [],
        names: () => running.map((job, place) => ({ place, text: jobName(run.jobs, job) })),
      };
    },
  };
}

interface Lines {
  readonly waits: LifeBar[];
  readonly kept: LifeBar[];
  readonly vain: LifeBar[];
  readonly pauses: LifeBar[];
}

function linesOf(run: FinishedRun, rows: readonly number[], words: Words): Lines {
  const { stretches } = run.centre!;
  const lives = livesOf(run);
  const pauseAfter = new Map(lives.pauses.map((pause) => [pause.stretch, pause]));
  const lines: Lines = { waits: [], kept: [], vain: [], pauses: [] };
  for (const [low, job] of rows.entries()) {
    const line = { low, high: low + 1, job };
    let since = run.jobs.submit[job]!;
    const waits = (until: number): void => {
      const from = since;
      if (until <= from) return;
      const text = (): string => `${words.job(run, job)}\nwaited ${words.span(from, until)}`;
      lines.waits.push({ ...line, from, to: until, words: text });
    };
    for (const place of lives.stretches(job)) {
      const one = stretches[place]!;
      waits(one.start);
      const bar = { ...line, from: one.start, to: one.end, words: () => words.stretch(run, place) };
      (isInVain(one) ? lines.vain : lines.kept).push(bar);
      since = one.end;
      const pause = pauseAfter.get(place);
      if (pause === undefined) continue;
      lines.pauses.push({ ...line, from: pause.from, to: pause.until, words: () => words.pause(run, pause) });
      since = pause.until;
    }
    waits(run.end[job]!);
  }
  return lines;
}

/** A line per node, with the jobs that really ran there. */
export function nodeLevel(store: Store, { machine }: Centre, shades: readonly ShadeBar[]): Level {
  const words = new Words(store.data.clock);
  const borders = machine.nodes.flatMap(({ group }, node) => (machine.nodes[node - 1]?.group === group ? [] : [node]));
  let placed: Placed | undefined;
  return {
    name: 'nodes',
    title: 'a line per node',
    height: machine.nodes.length,
    mostRow: 64,
    parts(shown, window, colors) {
      const run = store.data.run(shown.policy);
      if (placed?.run !== run) placed = placedOf(run);
      const { layers, rows, count } = nodeLayers(placed, shown, window, colors, words);
      return {
        run,
        whole: undefined,
        rows,
        waiting: 0,
        count,
        window,
        layers,
        shades: shades.filter(
          ({ shade, low, high }) =>
            shade.from < window.to && shade.until > window.from && low < window.high && high > window.low,
        ),
        borders,
        names: (row) => groupedNames(machine, window, row),
      };
    },
  };
}

/** The bars of a run, and those of its pauses on the places of the stretches before them. */
interface Placed {
  readonly run: FinishedRun;
  readonly bars: NodeBars;
  readonly pauses: readonly { readonly bar: number; readonly pause: Pause }[];
}

function placedOf(run: FinishedRun): Placed {
  const bars = placeOnNodes(run);
  const pauses = new Map(livesOf(run).pauses.map((pause) => [pause.stretch, pause]));
  const paused: { bar: number; pause: Pause }[] = [];
  if (pauses.size > 0) {
    for (let bar = 0; bar < bars.count; bar++) {
      const pause = pauses.get(bars.stretch[bar]!);
      if (pause !== undefined) paused.push({ bar, pause });
    }
  }
  return { run, bars, pauses: paused };
}

/** Part of its lane that a suspended job covers even where another runs: what it holds there is memory. */
const STRIP = 0.3;

function nodeLayers(
  { run, bars, pauses }: Placed,
  shown: Shown,
  window: Window,
  { hues, muted }: Colors,
  words: Words,
): { layers: Layer[]; rows: readonly number[]; count: number } {
  const { stretches } = run.centre!;
  const mask = maskOf(shown, run);
  const isChosen = (job: number): boolean => mask === undefined || mask[job] === 1;
  const inWindow = (bar: number, from: number, to: number): boolean =>
    from < window.to && to > window.from && bars.low[bar]! < window.high && bars.high[bar]! > window.low;
  const found: { kept: number[]; vain: number[]; others: number[] } = { kept: [], vain: [], others: [] };
  for (let bar = 0; bar < bars.count; bar++) {
    const one = stretches[bars.stretch[bar]!]!;
    if (!inWindow(bar, one.start, one.end)) continue;
    if (!isChosen(one.job)) found.others.push(bar);
    else (isInVain(one) ? found.vain : found.kept).push(bar);
  }
  const nodeBars = (list: readonly number[]): JobBars => ({
    count: list.length,
    from: (i) => stretches[bars.stretch[list[i]!]!]!.start,
    to: (i) => stretches[bars.stretch[list[i]!]!]!.end,
    low: (i) => bars.low[list[i]!]!,
    high: (i) => bars.high[list[i]!]!,
    job: (i) => stretches[bars.stretch[list[i]!]!]!.job,
  });
  const ran = (list: readonly number[], color: string, strength = 1): Layer => ({
    bars: nodeBars(list),
    color,
    strength,
    words: (i, place) => words.stretch(run, bars.stretch[list[i]!]!, Math.floor(place)),
  });
  const paused = pauses
    .filter(({ bar, pause }) => isChosen(stretches[pause.stretch]!.job) && inWindow(bar, pause.from, pause.until))
    .map(({ bar, pause }): LifeBar => {
      const [low, high] = [bars.low[bar]!, bars.high[bar]!];
      const { job } = stretches[pause.stretch]!;
      return { from: pause.from, to: pause.until, low, high, job, words: () => words.pause(run, pause) };
    });
  const strips = paused.flatMap((one) => stripsOf(one));
  const look = { color: hues[3]!, strength: 0.9, hatched: true } as const;
  return {
    layers: [
      layer(paused, look),
      ran(found.others, muted, 0.3),
      ran(found.vain, hues[1]!),
      ran(found.kept, hues[0]!),
      layer(strips, look),
    ],
    rows: [...new Set([...found.kept, ...found.vain].map((bar) => stretches[bars.stretch[bar]!]!.job))],
    count: found.kept.length + found.vain.length + found.others.length + paused.length,
  };
}

/** The lower edge of a pause on each of its nodes. */
function stripsOf(one: LifeBar): LifeBar[] {
  const last = Math.ceil(one.high) - 1;
  const first = Math.floor(one.low);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const [low, high] = [Math.max(one.low, first + i), Math.min(one.high, first + i + 1)];
    return { ...one, low: high - (high - low) * STRIP, high };
  });
}

/** Lines this far apart, in pixels, can have a name each. */
const NAMED = 11;

/** Nodes by name, beginning with the first of each group where there is no room for all. */
function groupedNames({ groups, nodes }: Centre['machine'], { low, high }: Window, row: number) {
  const step = Math.max(Math.ceil(NAMED / row), 1);
  let first = 0;
  return groups.flatMap(({ count }) => {
    const begin = first;
    first += count;
    const many = Math.ceil(count / step);
    return Array.from({ length: many }, (_, i) => begin + i * step)
      .filter((place) => place >= low && place < high)
      .map((place) => ({ place, text: nodes[place]!.name }));
  });
}

/** Shades on the places of their nodes. */
export const shadeBars = (shades: readonly Shade[]): ShadeBar[] =>
  shades.flatMap((shade) => rangesOf(shade.nodes).map(([first, last]) => ({ shade, low: first, high: last + 1 })));

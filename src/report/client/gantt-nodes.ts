import type { Centre } from '../../model/centre.ts';
import type { FinishedRun } from '../../model/run.ts';
import { rangesOf } from '../node-ranges.ts';
import type { Window } from '../views/density.ts';
import { faultLives } from '../views/fault-lives.ts';
import type { JobBars } from '../views/gantt.ts';
import { livesOf, type Pause } from '../views/lives.ts';
import { type NodeBars, placeOnNodes } from '../views/node-bars.ts';
import type { Shade } from '../views/shading.ts';
import type { Colors } from './canvas.ts';
import { type Layer, type Level, maskOf, type ShadeBar } from './gantt-levels.ts';
import { isInVain, type LifeBar, layerOf } from './life-bars.ts';
import { addParts, type FaultParts, partLayers } from './life-faults.ts';
import { type Point, pointOf, pointsIn } from './life-points.ts';
import { LifeWords } from './life-words.ts';
import type { Shown, Store } from './store.ts';

/** A line per node, with the jobs that really ran there. */
export function nodeLevel(store: Store, { machine }: Centre, shades: readonly ShadeBar[]): Level {
  const words = new LifeWords(store.data.clock);
  const borders = machine.nodes.flatMap(({ group }, node) => (machine.nodes[node - 1]?.group === group ? [] : [node]));
  let placed: Placed | undefined;
  return {
    name: 'nodes',
    title: 'a line per node',
    height: machine.nodes.length,
    mostRow: 64,
    parts(shown, window, colors) {
      const run = store.data.run(shown.policy);
      if (placed?.run !== run) placed = placedOf(run, words);
      const inView = [...shades, ...placed.shades].filter(
        ({ shade, low, high }) =>
          shade.from < window.to && shade.until > window.from && low < window.high && high > window.low,
      );
      const { layers, rows, count } = nodeLayers(placed, shown, window, colors, words);
      return {
        run,
        whole: undefined,
        rows,
        waiting: 0,
        count,
        window,
        layers,
        shades: longest(inView),
        shadesLeft: Math.max(inView.length - MOST_SHADES, 0),
        points: pointsIn(placed.points, window),
        borders,
        names: (row) => groupedNames(machine, window, row),
      };
    },
  };
}

/** Shades that are drawn at most. */
const MOST_SHADES = 3000;

/** As many as are drawn, the longest of them. */
function longest(shades: readonly ShadeBar[]): readonly ShadeBar[] {
  if (shades.length <= MOST_SHADES) return shades;
  const lasts = ({ shade }: ShadeBar): number => shade.until - shade.from;
  return [...shades].sort((a, b) => lasts(b) - lasts(a)).slice(0, MOST_SHADES);
}

/** The bars of a run, and those of its pauses on the places of the stretches before them. */
interface Placed {
  readonly run: FinishedRun;
  readonly bars: NodeBars;
  readonly pauses: readonly { readonly bar: number; readonly pause: Pause }[];
  /** Of what faults have done. */
  readonly shades: readonly ShadeBar[];
  readonly points: readonly Point[];
}

function placedOf(run: FinishedRun, words: LifeWords): Placed {
  const bars = placeOnNodes(run);
  const pauses = new Map(livesOf(run).pauses.map((pause) => [pause.stretch, pause]));
  const paused: { bar: number; pause: Pause }[] = [];
  if (pauses.size > 0) {
    for (let bar = 0; bar < bars.count; bar++) {
      const pause = pauses.get(bars.stretch[bar]!);
      if (pause !== undefined) paused.push({ bar, pause });
    }
  }
  const points = pointsOf(run, bars, words);
  return { run, bars, pauses: paused, shades: shadeBars(faultLives(run).shades), points };
}

/** Each fault on the bar of a node of the job that failed, else on its first one. */
function pointsOf(run: FinishedRun, bars: NodeBars, words: LifeWords): Point[] {
  const { stopped } = faultLives(run);
  const { stretches } = run.centre!;
  const found = new Map<number, number>();
  for (let bar = 0; bar < bars.count; bar++) {
    const place = bars.stretch[bar]!;
    const by = stopped.get(stretches[place]!);
    if (by === undefined) continue;
    const failed =
      'nodes' in by && by.nodes.some((node) => node >= Math.floor(bars.low[bar]!) && node < bars.high[bar]!);
    if (failed || !found.has(place)) found.set(place, bar);
  }
  return [...found].map(([place, bar]) =>
    pointOf(stopped.get(stretches[place]!)!, {
      ...{ low: bars.low[bar]!, high: bars.high[bar]! },
      words: () => words.stretch(run, place),
    }),
  );
}

/** Part of its lane that a suspended job covers even where another runs: what it holds there is memory. */
const STRIP = 0.3;

function nodeLayers(
  { run, bars, pauses }: Placed,
  shown: Shown,
  window: Window,
  colors: Colors,
  words: LifeWords,
): { layers: Layer[]; rows: readonly number[]; count: number } {
  const { hues, muted } = colors;
  const { stretches } = run.centre!;
  const { stopped } = faultLives(run);
  const parts: FaultParts = { reads: [], dead: [] };
  const mask = maskOf(shown, run);
  const isChosen = (job: number): boolean => mask === undefined || mask[job] === 1;
  const inWindow = (bar: number, from: number, to: number): boolean =>
    from < window.to && to > window.from && bars.low[bar]! < window.high && bars.high[bar]! > window.low;
  const found: { kept: number[]; vain: number[]; others: number[] } = { kept: [], vain: [], others: [] };
  for (let bar = 0; bar < bars.count; bar++) {
    const one = stretches[bars.stretch[bar]!]!;
    if (!inWindow(bar, one.start, one.end)) continue;
    if (!isChosen(one.job)) found.others.push(bar);
    else {
      (isInVain(one) ? found.vain : found.kept).push(bar);
      const place = bars.stretch[bar]!;
      const tell = (node: number): string => words.stretch(run, place, Math.floor(node));
      addParts(parts, one, stopped.get(one), { low: bars.low[bar]!, high: bars.high[bar]!, job: one.job, words: tell });
    }
  }
  const nodeBars = (list: readonly number[]): JobBars => ({
    count: list.length,
    from: (i) => stretches[bars.stretch[list[i]!]!]!.start,
    to: (i) => stretches[bars.stretch[list[i]!]!]!.end,
    low: (i) => bars.low[list[i]!]!,
    high: (i) => bars.high[list[i]!]!,
    job: (i) => stretches[bars.stretch[list[i]!]!]!.job,
  });
  const ran = (list: readonly number[], look: Omit<Layer, 'bars' | 'words'>): Layer => ({
    bars: nodeBars(list),
    ...look,
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
  const look = { key: 'suspended', color: hues[3]!, strength: 0.9, hatched: true } as const;
  return {
    layers: [
      layerOf(paused, look),
      ran(found.others, { color: muted, strength: 0.3 }),
      ran(found.vain, { key: 'vain', color: hues[1]!, strength: 1 }),
      ran(found.kept, { key: 'runs', color: hues[0]!, strength: 1 }),
      ...partLayers(parts, colors),
      layerOf(strips, look),
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

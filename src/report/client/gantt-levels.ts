import type { FinishedRun } from '../../model/run.ts';
import { formatCount } from '../format.ts';
import type { Window } from '../views/density.ts';
import { type JobBars, jobsInWindow, machineBars, runBars, stretchesInWindow, waitBars } from '../views/gantt.ts';
import { placeOnMachine, type Stretches, startOrder } from '../views/machine.ts';
import type { Shade } from '../views/shading.ts';
import type { Colors } from './canvas.ts';
import type { Point } from './life-points.ts';
import type { Shown, Store } from './store.ts';

/** One kind of bars and its colour. */
export interface Layer {
  readonly bars: JobBars;
  readonly color: string;
  /** How dark it is at most; only bars of full strength have names. */
  readonly strength: number;
  readonly hatched?: true;
  /** What the legend calls it. */
  readonly key?: 'waits' | 'runs' | 'vain' | 'suspended' | 'reads' | 'dead';
  /** What a bar is, where it is more than its job. @param place where on the plane it is pointed at */
  words?(bar: number, place: number): string;
}

/** A shade and the places that it covers. */
export interface ShadeBar {
  readonly shade: Shade;
  readonly low: number;
  readonly high: number;
}

/** What is drawn of a window. */
export interface Parts {
  readonly run: FinishedRun;
  /** The rows in the whole of the rows of the run; undefined where they are the same. */
  readonly whole: Uint32Array | undefined;
  /** The jobs that hold something in it. */
  readonly rows: readonly number[];
  /** How many more wait throughout. */
  readonly waiting: number;
  /** From below to above. */
  readonly layers: readonly Layer[];
  /** How many bars and names it would take to draw each by itself. */
  readonly count: number;
  readonly window: Window;
  readonly shades: readonly ShadeBar[];
  /** Shades beyond those, for which there was no room. */
  readonly shadesLeft: number;
  /** Faults on bars, and how many more there are than are drawn. */
  readonly points: { readonly shown: readonly Point[]; readonly left: number };
  /** Places between which a line is drawn. */
  readonly borders: readonly number[];
  /** Names of places; `row` is how high one is, in pixels. */
  names(row: number): readonly { readonly place: number; readonly text: string }[];
}

/** One meaning of a line of the chart. */
export interface Level {
  readonly name: 'jobs' | 'processors' | 'nodes';
  readonly title: string;
  /** How many lines there are; undefined where it depends on what is looked at. */
  readonly height: number | undefined;
  /** The highest that a line is drawn, in pixels. */
  readonly mostRow: number;
  parts(shown: Shown, window: Window, colors: Colors): Parts;
}

/** What is drawn of faults where only processors are counted. */
const NO_FAULTS = { shadesLeft: 0, points: { shown: [], left: 0 } } as const;

/** Lines of this height have room for names. */
const ROW = 18;

/** A line per job: it waits, then it runs. */
export function jobLevel(): Level {
  let order: { readonly run: FinishedRun; readonly rows: readonly number[] } | undefined;
  return {
    name: 'jobs',
    title: 'a line per job',
    height: undefined,
    mostRow: ROW,
    parts(shown, window, { hues, muted }) {
      const run = shown.runs.run(shown.policy);
      if (order?.run !== run) order = { run, rows: startOrder(run) };
      const { running, waiting } = jobsInWindow(run, order.rows, window.from, window.to);
      return {
        run,
        whole: shown.runs.rows,
        rows: running,
        waiting,
        count: running.length,
        window: { ...window, low: 0, high: Math.max(running.length, 1) },
        layers: [
          { bars: waitBars(run, running), color: muted, strength: 0.35 },
          { bars: runBars(run, running), color: hues[0]!, strength: 1 },
        ],
        shades: [],
        ...NO_FAULTS,
        borders: [],
        names: () => running.map((job, place) => ({ place, text: String(run.jobs.id[job]) })),
      };
    },
  };
}

/** A line per processor, one possible placement of the jobs. */
export function processorLevel(store: Store): Level {
  let placed: { readonly run: FinishedRun; readonly stretches: Stretches } | undefined;
  return {
    name: 'processors',
    title: 'a line per processor',
    height: store.data.report.workload.procs,
    mostRow: ROW,
    parts(shown, window, { hues, muted }) {
      const run = store.data.run(shown.policy);
      if (placed?.run !== run) placed = { run, stretches: placeOnMachine(run) };
      const { stretches } = placed;
      const found = stretchesInWindow(run, stretches, window, maskOf(shown, run));
      return {
        run,
        whole: undefined,
        rows: [...new Set(found.chosen.map((stretch) => stretches.job[stretch]!))],
        waiting: 0,
        count: found.chosen.length + found.others.length,
        window,
        layers: [
          { bars: machineBars(run, stretches, found.others), color: muted, strength: 0.3 },
          { bars: machineBars(run, stretches, found.chosen), color: hues[0]!, strength: 1 },
        ],
        shades: [],
        ...NO_FAULTS,
        borders: [],
        names: () => processorNames(window.low, window.high),
      };
    },
  };
}

function processorNames(low: number, high: number): { place: number; text: string }[] {
  const step = Math.max(2 ** Math.ceil(Math.log2((high - low) / 16)), 1);
  const names: { place: number; text: string }[] = [];
  for (let place = Math.ceil(low / step) * step; place < high; place += step) {
    names.push({ place, text: formatCount(place) });
  }
  return names;
}

/** Which jobs of the whole run are chosen; undefined if all are. */
export function maskOf({ runs }: Shown, { jobs }: FinishedRun): Uint8Array | undefined {
  if (runs.rows === undefined) return undefined;
  const mask = new Uint8Array(jobs.length);
  for (const row of runs.rows) mask[row] = 1;
  return mask;
}

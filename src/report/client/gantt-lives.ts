import type { FinishedRun } from '../../model/run.ts';
import { faultLives } from '../views/fault-lives.ts';
import { jobsInWindow } from '../views/gantt.ts';
import { livesOf } from '../views/lives.ts';
import { startOrder } from '../views/machine.ts';
import type { Shade } from '../views/shading.ts';
import { jobName } from '../views/stretch-words.ts';
import { type Level, maskOf } from './gantt-levels.ts';
import { isInVain, type LifeBar, layerOf } from './life-bars.ts';
import { addParts, type FaultParts, partLayers } from './life-faults.ts';
import { type Point, pointOf, pointsIn } from './life-points.ts';
import { LifeWords } from './life-words.ts';
import type { Store } from './store.ts';

/** A line per job on a machine of nodes: it waits, runs, is perhaps stopped, and runs again. */
export function lifeLevel(store: Store, nodes: number, all: readonly Shade[]): Level {
  const words = new LifeWords(store.data.clock);
  let order: { readonly run: FinishedRun; readonly rows: readonly number[] } | undefined;
  return {
    name: 'jobs',
    title: 'a line per job',
    height: undefined,
    mostRow: 18,
    parts(shown, window, colors) {
      const { hues, muted } = colors;
      const run = store.data.run(shown.policy);
      if (order?.run !== run) order = { run, rows: startOrder(run) };
      const mask = maskOf(shown, run);
      const chosen = mask === undefined ? order.rows : order.rows.filter((row) => mask[row] === 1);
      const { running, waiting } = jobsInWindow(run, chosen, window.from, window.to);
      const { waits, kept, vain, pauses, points, ...parts } = linesOf(run, running, words);
      const high = Math.max(running.length, 1);
      return {
        run,
        whole: undefined,
        rows: running,
        waiting,
        count: running.length,
        window: { ...window, low: 0, high },
        layers: [
          layerOf(waits, { key: 'waits', color: muted, strength: 0.35 }),
          layerOf(pauses, { key: 'suspended', color: hues[3]!, strength: 0.9, hatched: true }),
          layerOf(vain, { key: 'vain', color: hues[1]!, strength: 1 }),
          layerOf(kept, { key: 'runs', color: hues[0]!, strength: 1 }),
          ...partLayers(parts, colors),
        ],
        // What holds the whole machine holds every job.
        shadesLeft: 0,
        points: pointsIn(points, { ...window, low: 0, high }),
        shades: [...all, ...faultLives(run).shades]
          .filter((shade) => shade.nodes.length === nodes && shade.from < window.to && shade.until > window.from)
          .map((shade) => ({ shade, low: 0, high })),
        borders: [],
        names: () => running.map((job, place) => ({ place, text: jobName(run.jobs, job) })),
      };
    },
  };
}

interface Lines extends FaultParts {
  readonly points: Point[];
  readonly waits: LifeBar[];
  readonly kept: LifeBar[];
  readonly vain: LifeBar[];
  readonly pauses: LifeBar[];
}

function linesOf(run: FinishedRun, rows: readonly number[], words: LifeWords): Lines {
  const { stretches } = run.centre!;
  const lives = livesOf(run);
  const { stopped } = faultLives(run);
  const pauseAfter = new Map(lives.pauses.map((pause) => [pause.stretch, pause]));
  const lines: Lines = { waits: [], kept: [], vain: [], pauses: [], reads: [], dead: [], points: [] };
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
      const by = stopped.get(one);
      addParts(lines, one, by, bar);
      if (by !== undefined) lines.points.push(pointOf(by, bar));
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

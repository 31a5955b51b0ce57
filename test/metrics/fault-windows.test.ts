import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { FAULT_METRICS } from '../../src/metrics/fault-metrics.ts';
import { faultFigures, survival, windowed } from '../../src/metrics/index.ts';
import { lastEnd } from '../../src/metrics/last-end.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { level, runOf } from '../engine/centre/faults/hand.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { ownCheckpoints } from '../engine/centre/faults/own-checkpoints.ts';
import { check } from '../properties/workloads.ts';
import { run as pencil } from './fault-fixtures.ts';

/** A figure by where it is found, such as `causes.crash.interrupts`. */
type Leaves = Map<string, number | null>;

/** Every number in what is told of a run; what is listed by name is found by its name, and lists of numbers by their sum. */
function leavesOf(value: unknown, path: string, into: Leaves): void {
  if (typeof value === 'number' || value === null) into.set(path, Number.isNaN(value) ? null : value);
  else if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object' || one === null)) return;
    for (const one of value) leavesOf(one, `${path}.[${one.cause ?? one.name ?? one.size}]`, into);
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value!)) leavesOf(inner, path === '' ? key : `${path}.${key}`, into);
  }
}

/** All figures that only a run under faults has. */
function figuresOf(run: FinishedRun): Leaves {
  const leaves: Leaves = new Map();
  const metrics = Object.fromEntries(FAULT_METRICS.map(({ name, of }) => [name, of(run)]));
  const { checkpointing: _, ...figures } = faultFigures(run)!;
  leavesOf({ ...figures, survival: survival(run), metrics }, '', leaves);
  return leaves;
}

/** The figure, whatever the cause or the class. */
const general = (path: string): string => path.replace(/\[.*\]/, '*');

/** Of these a window has its own, but no sum of two. */
const NO_SUM = /^(metrics\..*|.*\.(mean|p95|max|mtti|mean_time_to_recover))$/;
/** Nodes that are quarantined in both count once in both together. */
const DIFFERENT = 'done.quarantined';
/** While nothing is down all nodes are available. */
const ALL = 'metrics.availability';

const faulty = anyCentre.chain(({ centre, jobs }) =>
  anyResilience(centre.machine.nodes.length, centre.entities.length).map((resilience) =>
    simulateCentre(jobs, centre, [createScheduler('backfill(preempt=qos)')], { resilience, random: () => 0.5 }),
  ),
);

/** A job that is slow from the middle on, and of whose checkpoints the store holds two. */
const slow = runOf({
  jobs: [{ name: 'A', run: 60 }],
  nodes: 1,
  first: { kind: 'slow', at: 0.5, speed: 0.5 },
  checkpoints: ownCheckpoints({
    interval: () => 10_000,
    levels: [level('machine', 1, 1, 1)],
    state: () => 100,
    retain: 9,
    store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 200 },
  }),
});

/** Counts and sums add up over two parts of all time, and a window in which nothing happens has no figures. */
function isOfItsWindow(run: FinishedRun, share: number): void {
  const end = lastEnd(run) + 1;
  const middle = Math.round(share * end);
  const within = (from: number, to: number): Leaves => figuresOf(windowed(run, { from, to }));
  const [none, whole, left, right] = [within(-2, -1), within(-1, end), within(-1, middle), within(middle, end)];
  for (const [path, value] of none) expect(value ?? 0, path).toBe(path === ALL ? 1 : 0);
  for (const [path, value] of whole) {
    if (NO_SUM.test(path)) continue;
    const sum = (left.get(path) ?? 0) + (right.get(path) ?? 0);
    if (path === DIFFERENT) expect(sum, path).toBeGreaterThanOrEqual(value!);
    else expect(sum, path).toBeCloseTo(value!, 9);
  }
}

test('every figure of faults is of its window, and counts and sums add up over adjacent ones', () => {
  const seen = new Map<string, boolean>();
  const holds = (run: FinishedRun, share: number): void => {
    isOfItsWindow(run, share);
    for (const [path, value] of figuresOf(run)) {
      const kind = general(path);
      seen.set(kind, (seen.get(kind) ?? false) || (value ?? 0) !== 0);
    }
  };
  for (const run of [pencil, moved, slow]) holds(run, 0.5);
  check(fc.property(faulty, fc.double({ min: 0, max: 1, noNaN: true }), holds), 100);
  // Nothing is equal in all windows only because it was nothing in all runs.
  expect([...seen].filter(([, some]) => !some).map(([path]) => path)).toEqual([]);
});

test('what befell jobs is of those submitted in the window, and what befell nodes of its time', () => {
  // B is submitted at 1 and crashes at 11 and 22; A comes at 0. n-0 is down from 6 to 12, n-1 from 21.5 on.
  const [record] = moved.centre!.faults!.alarms;
  const alarm = (from: number) => ({ ...record!, from });
  const faults = { ...pencil.centre!.faults!, alarms: [alarm(500), alarm(9000), alarm(30_000)] };
  const run = { ...pencil, centre: { ...pencil.centre!, faults } };
  const figures = faultFigures(windowed(run, { from: 1000, to: 11_000 }))!;
  expect(figures).toMatchObject({
    causes: [{ cause: 'crash', interrupts: 2 }],
    core_hours: { held: expect.closeTo((2 * 20) / 3600, 9), lost: expect.closeTo((2 * 20) / 3600, 9), useful: 0 },
    recover: { count: 1, max: 1 },
    outages: [{ cause: 'node', outages: 2, events: 2, node_hours: 5 / 3600 }],
    done: { from_checkpoint: 0, from_start: 1, given_up: 1 },
    checkpoints: { written: 0, restored: 0 },
    // The last is raised when the last job has left.
    predictor: { alarms: 1, justified: 1, drained: 1 },
  });
  expect(faultFigures(run)!.predictor!.alarms).toBe(2);
  // Down since before the window: nothing failed in it.
  const later = faultFigures(windowed(run, { from: 10_000, to: 11_000 }))!;
  expect(later.outages).toEqual([{ cause: 'node', outages: 0, events: 0, node_hours: 1 / 3600 }]);
  expect(survival(windowed(run, { from: 1000, to: 11_000 }))[0]).toMatchObject({ runs: 2, struck: 2 });
});

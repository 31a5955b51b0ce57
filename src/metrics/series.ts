import type { CentreRun } from '../model/centre-run.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { heldByStretch } from './held.ts';
import { lendingOf } from './lending.ts';
import { onlineTimes } from './online.ts';
import { thoseThatRan } from './ran.ts';
import { span } from './timeline.ts';

/** Averages over equal slices of a run's span, or of its window; of a run with no span there are none. */
export interface Series {
  /** Start of the first slice, seconds since the trace's origin. */
  readonly from: number;
  /** Length of each slice, seconds. */
  readonly step: number;
  readonly values: readonly number[];
}

/**
 * Share of the processors in use in each of `buckets` equal slices: exact averages over time, not samples. On a machine
 * of nodes, of the cores online in the slice; 0 where none was.
 */
export function utilizationSeries(whole: FinishedRun, buckets: number): Series {
  const run = thoseThatRan(whole);
  if (whole.centre !== undefined) return coreSeries(whole, whole.centre, buckets);
  const { start, end, jobs, procs } = run;
  return series(run, buckets, 1 / procs, (add) => {
    for (let job = 0; job < jobs.length; job++) add(start[job]!, end[job]!, jobs.procs[job]!);
  });
}

function coreSeries(whole: FinishedRun, centre: CentreRun, buckets: number): Series {
  const run = thoseThatRan(whole);
  const { from, to } = span(run);
  const held = heldByStretch(whole, CORES);
  const used = series(run, buckets, 1, (add) => {
    for (const [at, one] of centre.stretches.entries()) {
      const [begin, end] = [Math.max(one.start, from), Math.min(one.end, to)];
      if (begin < end) add(begin, end, held[at]!);
    }
  });
  const online = series(run, buckets, 1, (add) => onlineTimes(centre, CORES, from, to, add));
  const values = used.values.map((cores, slice) => (online.values[slice]! > 0 ? cores / online.values[slice]! : 0));
  return { ...used, values };
}

/**
 * Share of the machine's cores in each of `buckets` equal slices that are on nodes in no outage and no quarantine: exact
 * averages; undefined where nothing can fail.
 */
export function availableSeries(run: FinishedRun, buckets: number): Series | undefined {
  const { centre } = run;
  const faults = centre?.faults;
  if (centre === undefined || faults === undefined) return undefined;
  const { groups, nodes } = centre.centre.machine;
  const cores = nodes.map(({ group }) => groups[group]!.each[CORES]!);
  const all = cores.reduce((sum, one) => sum + one, 0);
  const away = [...faults.outages, ...faults.quarantines].sort((a, b) => a.from - b.from);
  const gone = series(thoseThatRan(run), buckets, 1 / all, (add) => {
    /** Until when each node is counted already. */
    const counted = new Map<number, Time>();
    for (const { node, from, until } of away) {
      add(Math.max(from, counted.get(node) ?? from), until, cores[node]!);
      counted.set(node, Math.max(until, counted.get(node) ?? until));
    }
  });
  return { ...gone, values: gone.values.map((share) => 1 - share) };
}

/** Jobs waiting in each of `buckets` equal slices: exact averages over time, not samples. */
export function queueSeries(whole: FinishedRun, buckets: number): Series {
  const run = thoseThatRan(whole);
  const { start, jobs } = run;
  return series(run, buckets, 1, (add) => {
    for (let job = 0; job < jobs.length; job++) add(jobs.submit[job]!, start[job]!, 1);
  });
}

/** Cores owed to their lenders in each of `buckets` equal slices: exact averages; undefined where nobody has a guarantee. */
export function lendingSeries(run: FinishedRun, buckets: number): Series | undefined {
  const lending = lendingOf(run);
  return (
    lending &&
    series(thoseThatRan(run), buckets, 1, (add) => {
      for (const { cores, since, until } of lending.loans) add(since, until, cores);
    })
  );
}

type Add = (from: Time, to: Time, weight: number) => void;

/** Spreads weighted intervals over the slices and divides by the length of a slice. */
function series(run: FinishedRun, buckets: number, scale: number, fill: (add: Add) => void): Series {
  const { from, to, length } = span(run);
  const step = length / buckets;
  if (length === 0) return { from: toSeconds(from), step: 0, values: [] };
  // The part of an interval in its first and last slice is added there; the slices it covers whole only change a
  // running level, so that a job that waits for months costs no more than one that waits for a minute.
  const parts = new Float64Array(buckets);
  const levels = new Float64Array(buckets + 1);
  fill((since, until, weight) => {
    const [begin, finish] = [Math.max(since, from), Math.min(until, to)];
    if (begin >= finish) return;
    const [a, b] = [(begin - from) / step, (finish - from) / step];
    const first = Math.min(Math.floor(a), buckets - 1);
    const last = Math.min(Math.floor(b), buckets - 1);
    if (first === last) {
      parts[first]! += weight * (b - a);
      return;
    }
    parts[first]! += weight * (first + 1 - a);
    parts[last]! += weight * (b - last);
    levels[first + 1]! += weight;
    levels[last]! -= weight;
  });
  let level = 0;
  const values = Array.from(parts, (part, bucket) => {
    level += levels[bucket]!;
    return (part + level) * scale;
  });
  return { from: toSeconds(from), step: toSeconds(step), values };
}

import type { Time } from '../model/time.ts';
import type { RunOnNodes } from './holdings.ts';

/**
 * Core-milliseconds that an entity and its descendants had used at any time of a run, each counting half after the
 * centre's half-life h: a stretch [a, b) of p cores before t counts p h / ln 2 x (2^(-(t - b) / h) - 2^(-(t - a) / h)),
 * or p (b - a) if usage never fades. What `CentreView.usage` said then.
 * @param entity index into `Centre.entities`
 */
export function usageAt(run: RunOnNodes, entity: number, at: Time): number {
  const { centre, stretches, cores } = run.centre;
  const { entities, halfLife } = centre;
  const belongs = entities.map((_, i) => i === entity);
  for (const [i, { parent }] of entities.entries()) if (parent >= 0 && belongs[parent]) belongs[i] = true;
  const weight = (time: Time): number => 2 ** (-(at - time) / halfLife);
  return stretches.reduce((sum, { job, start, end }) => {
    if (!belongs[run.jobs.asks!.entity[job]!] || start >= at) return sum;
    const until = Math.min(end, at);
    const counted =
      halfLife === Number.POSITIVE_INFINITY ? until - start : ((weight(until) - weight(start)) * halfLife) / Math.LN2;
    return sum + cores[job]! * counted;
  }, 0);
}

/**
 * The same of every entity at many times, in one pass over the run.
 * @param times ascending, ms
 * @returns by time, then by entity: core-milliseconds
 */
export function usageHistory(run: RunOnNodes, times: readonly Time[]): Float64Array[] {
  const { entities, halfLife } = run.centre.centre;
  const usages = times.map(() => new Float64Array(entities.length));
  addSlices(run, times, usages);
  for (const [i, usage] of usages.entries()) {
    // 2^-0 where usage never fades.
    const left = i === 0 ? 0 : 2 ** (-(times[i]! - times[i - 1]!) / halfLife);
    for (let entity = entities.length - 1; entity >= 0; entity--) {
      const { parent } = entities[entity]!;
      if (parent >= 0) usage[parent]! += usage[entity]!;
      if (i > 0) usage[entity]! += usages[i - 1]![entity]! * left;
    }
  }
  return usages;
}

/** Adds to each leaf what it used between a time and the one before, as much of it as still counts at the time. */
function addSlices(run: RunOnNodes, times: readonly Time[], usages: readonly Float64Array[]): void {
  const { centre, stretches, cores } = run.centre;
  const { halfLife } = centre;
  const counted = (from: Time, until: Time, at: Time): number =>
    halfLife === Number.POSITIVE_INFINITY
      ? until - from
      : ((2 ** ((until - at) / halfLife) - 2 ** ((from - at) / halfLife)) * halfLife) / Math.LN2;
  for (const { job, start, end } of stretches) {
    const leaf = run.jobs.asks!.entity[job]!;
    for (let i = firstAfter(times, start); i < times.length && (times[i - 1] ?? start) < end; i++) {
      const [from, until] = [Math.max(start, times[i - 1] ?? start), Math.min(end, times[i]!)];
      usages[i]![leaf]! += cores[job]! * counted(from, until, times[i]!);
    }
  }
}

/** The place of the first of the times that is later than one. */
function firstAfter(times: readonly Time[], time: Time): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

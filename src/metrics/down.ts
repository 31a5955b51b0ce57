import type { OutageRecord } from '../model/fault-run.ts';
import type { Duration, Time } from '../model/time.ts';

/** Nodes x ms within [from, to) in which they did not work; a node that is in two outages at once counts once. */
export function downTime(outages: readonly OutageRecord[], from: Time, to: Time): Duration {
  /** Until when each node is counted already. */
  const counted = new Map<number, Time>();
  let down = 0;
  for (const { node, from: failed, until } of outages) {
    const begin = Math.max(failed, counted.get(node) ?? from);
    const end = Math.min(until, to);
    if (end <= begin) continue;
    down += end - begin;
    counted.set(node, end);
  }
  return down;
}

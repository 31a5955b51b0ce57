import type { RandomStreams } from '../kernel/random.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Duration, Time } from '../model/time.ts';

/** How an outage becomes known. */
export type Detection = (node: NodeId, from: Time, until: Time) => Time;

/** At once. */
export const perfect: Detection = (_, from) => from;

/**
 * Each node says every `interval` that it is there, from a phase of its own on (`detection/heartbeat-NODE`); nothing
 * heard for `timeout` means that it has failed. A node that is back before says so itself.
 * @param timeout ms, at least the interval
 */
export function heartbeat(
  machine: Machine,
  { interval, timeout }: { readonly interval: Duration; readonly timeout: Duration },
  streams: RandomStreams,
): Detection {
  const phases = machine.nodes.map(({ name }) =>
    Math.floor(streams.stream(`detection/heartbeat-${name}`)() * interval),
  );
  return (node, from, until) => {
    const phase = phases[node]!;
    const beat = phase + Math.floor((from - phase) / interval) * interval;
    return Math.min(until, Math.max(from, beat + timeout));
  };
}

import type { Centre } from '../model/centre.ts';
import type { MachineNode } from '../model/machine.ts';
import type { Time } from '../model/time.ts';

/** For how long, [from, to), so many nodes' worth of a resource were online without a change. */
type Add = (from: Time, to: Time, amount: number) => void;

/**
 * Tells for each node when it was online within [from, to), by its status at the beginning and the interventions; a
 * maintenance window leaves the status alone, so that what it costs is seen as idle.
 */
export function onlineTimes(centre: Centre, resource: number, from: Time, to: Time, add: Add): void {
  const { groups, nodes } = centre.machine;
  const since = nodes.map(({ status }) => (status === 'online' ? from : Number.NaN));
  const close = (node: number, at: Time): void => {
    const [begin, end] = [Math.max(since[node]!, from), Math.min(at, to)];
    if (end > begin) add(begin, end, amountOf(nodes[node]!));
    since[node] = Number.NaN;
  };
  const amountOf = ({ group }: MachineNode): number => groups[group]!.each[resource]!;
  for (const one of centre.interventions) {
    if (one.kind !== 'nodes') continue;
    for (const node of one.nodes) {
      if (one.status !== 'online') close(node, one.at);
      else if (Number.isNaN(since[node]!)) since[node] = one.at;
    }
  }
  for (const node of nodes.keys()) close(node, to);
}

/** Amount of a resource x ms that was online within [from, to). */
export function onlineArea(centre: Centre, resource: number, from: Time, to: Time): number {
  let area = 0;
  onlineTimes(centre, resource, from, to, (begin, end, amount) => {
    area += amount * (end - begin);
  });
  return area;
}

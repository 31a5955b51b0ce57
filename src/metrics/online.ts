import type { CentreRun } from '../model/centre-run.ts';
import type { NodeId } from '../model/machine.ts';
import type { Time } from '../model/time.ts';

/** For how long, [from, to), so many nodes' worth of a resource were online without a change. */
type Add = (from: Time, to: Time, amount: number) => void;

/**
 * Tells for each node when it was online within [from, to), by its status at the beginning and the interventions. One
 * that takes no more jobs counts for as long as those go on that it has; a maintenance window leaves the status alone,
 * so that what it costs is seen as idle.
 */
export function onlineTimes(run: CentreRun, resource: number, from: Time, to: Time, add: Add): void {
  const { groups, nodes } = run.centre.machine;
  const since = nodes.map(({ status }) => (status === 'online' ? from : Number.NaN));
  /** Until when each node is counted already. */
  const counted = nodes.map(() => from);
  const close = (node: number, at: Time): void => {
    if (Number.isNaN(since[node]!)) return;
    const [begin, end] = [since[node]!, Math.min(at, to)];
    if (end > begin) add(begin, end, groups[nodes[node]!.group]!.each[resource]!);
    counted[node] = Math.max(at, from);
    since[node] = Number.NaN;
  };
  for (const one of run.centre.interventions) {
    if (one.kind !== 'nodes') continue;
    if (one.status !== 'online') {
      const ends = lastEnds(run, one.at);
      for (const node of one.nodes) close(node, ends.get(node) ?? one.at);
    } else {
      for (const node of one.nodes) if (Number.isNaN(since[node]!)) since[node] = Math.max(one.at, counted[node]!);
    }
  }
  for (const node of nodes.keys()) close(node, to);
}

/** For the nodes that are busy at a moment: when the last of those jobs stops there. */
function lastEnds({ stretches }: CentreRun, at: Time): ReadonlyMap<NodeId, Time> {
  const ends = new Map<NodeId, Time>();
  for (const { start, end, allocation } of stretches) {
    if (start > at || end <= at) continue;
    for (const node of allocation.nodes as readonly NodeId[]) ends.set(node, Math.max(end, ends.get(node) ?? end));
  }
  return ends;
}

/** Amount of a resource x ms that was online within [from, to). */
export function onlineArea(run: CentreRun, resource: number, from: Time, to: Time): number {
  let area = 0;
  onlineTimes(run, resource, from, to, (begin, end, amount) => {
    area += amount * (end - begin);
  });
  return area;
}

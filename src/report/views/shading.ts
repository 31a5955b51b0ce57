import type { Centre } from '../../model/centre.ts';
import type { NodeId, NodeStatus } from '../../model/machine.ts';

/** A time in which nodes are not, or not all, there for everybody. */
export interface Shade {
  readonly kind: 'maintenance' | 'reservation' | 'drained' | 'offline' | 'error' | 'unnoticed' | 'down' | 'quarantine';
  /** Of a window. */
  readonly name?: string;
  /** Of nodes that have failed. */
  readonly cause?: string;
  /** ms; from and until without end where nodes stand so from the beginning or in the end. */
  readonly from: number;
  readonly until: number;
  readonly nodes: readonly NodeId[];
}

const KINDS: Readonly<Record<Exclude<NodeStatus, 'online'>, Shade['kind']>> = {
  offline: 'offline',
  maintenance: 'drained',
  error: 'error',
};

/** Windows, and the times in which nodes are not online, in order of their beginning. */
export function shadesOf({ windows, machine, interventions }: Centre): Shade[] {
  const found: Shade[] = windows.map(({ kind, name, from, until, nodes }) => ({ kind, name, from, until, nodes }));
  const status = machine.nodes.map((node) => node.status);
  const since = machine.nodes.map(() => Number.NEGATIVE_INFINITY);
  /** Nodes that stood alike until now are one shade. */
  const close = (nodes: readonly NodeId[], until: number): void => {
    const alike = new Map<string, NodeId[]>();
    for (const node of nodes) {
      const key = `${status[node]} ${since[node]}`;
      alike.set(key, [...(alike.get(key) ?? []), node]);
    }
    for (const same of alike.values()) {
      const [first] = same;
      const before = status[first!]!;
      if (before === 'online' || since[first!] === until) continue;
      found.push({ kind: KINDS[before], from: since[first!]!, until, nodes: same });
    }
  };
  for (const one of interventions) {
    if (one.kind !== 'nodes') continue;
    const changed = one.nodes.filter((node) => status[node] !== one.status);
    close(changed, one.at);
    for (const node of changed) {
      status[node] = one.status;
      since[node] = one.at;
    }
  }
  close(
    machine.nodes.map((_, node) => node as NodeId),
    Number.POSITIVE_INFINITY,
  );
  return found.sort((a, b) => a.from - b.from);
}

import type { Centre } from '../../model/centre.ts';
import type { NodeId, NodeStatus } from '../../model/machine.ts';
import { CORES, RESOURCES, type ResourceVector } from '../../model/resources.ts';
import type { Cells } from './cells.ts';
import type { Future } from './future.ts';

/** How each node stands, and what that means for the cells. */
export class Statuses {
  readonly #status: NodeStatus[];
  /** How nodes are seen that faults keep from jobs. */
  readonly #closed = new Map<NodeId, NodeStatus>();
  readonly #cells: Cells;
  readonly #future: Future;
  readonly #centre: Centre;
  #capacity: ResourceVector = [];

  constructor(centre: Centre, cells: Cells, future: Future) {
    this.#centre = centre;
    this.#cells = cells;
    this.#future = future;
    this.#status = centre.machine.nodes.map(({ status }) => status);
    for (let cell = 0; cell < cells.count; cell += 1) this.#refresh(cell);
    this.#measure();
  }

  of(node: NodeId): NodeStatus {
    return this.#closed.get(node) ?? this.#status[node]!;
  }

  /** How the node stands by the scenario and its interventions, whatever faults have done to it. */
  intended(node: NodeId): NodeStatus {
    return this.#status[node]!;
  }

  /** Whatever else is said of it, the node is seen like this from now on; says whether that is new. */
  see(node: NodeId, status: NodeStatus | undefined): boolean {
    const before = this.of(node);
    if (status === undefined) this.#closed.delete(node);
    else this.#closed.set(node, status);
    const after = this.of(node);
    if (after === before) return false;
    if (before === 'online') this.#count(node, -1);
    else if (after === 'online') this.#count(node, 1);
    return true;
  }

  /** What all nodes have that are online. */
  get capacity(): ResourceVector {
    return this.#capacity;
  }

  get cores(): number {
    return this.#capacity[CORES]!;
  }

  /** Those of the nodes that did not stand so already. */
  set(nodes: readonly NodeId[], status: NodeStatus): NodeId[] {
    const changed = nodes.filter((node) => this.#status[node] !== status);
    for (const node of changed) this.#status[node] = status;
    for (const cell of new Set(changed.map((node) => this.#cells.cellOf[node]!))) this.#refresh(cell);
    this.#measure();
    return changed;
  }

  /** All nodes of a cell are named together in whatever changes them, so they always stand alike. */
  #refresh(cell: number): void {
    this.#future.use(cell, this.#status[this.#cells.nodes[cell]![0]!] === 'online');
  }

  /** The node is online no more (-1), or again (1). */
  #count(node: NodeId, sign: 1 | -1): void {
    const { groups, nodes } = this.#centre.machine;
    const { each } = groups[nodes[node]!.group]!;
    this.#capacity = this.#capacity.map((sum, r) => sum + sign * each[r]!);
  }

  #measure(): void {
    const { groups, nodes } = this.#centre.machine;
    this.#capacity = RESOURCES.map((_, r) =>
      nodes.reduce(
        (sum, { group }, node) => sum + (this.of(node as NodeId) === 'online' ? groups[group]!.each[r]! : 0),
        0,
      ),
    );
  }
}

import type { Allocation } from '../../model/asks.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Cells } from './cells.ts';
import type { Piece } from './future.ts';

/** Which nodes of a cell a job gets: the first that have units free. Where a cell is a node there is no choice. */
export class Assignment {
  readonly #cells: Cells;
  /** By node: units that nobody has, where units are counted. */
  readonly #free: Int32Array;

  constructor(cells: Cells) {
    this.#cells = cells;
    this.#free = cells.units.slice();
  }

  /** Units that nobody has on a node, where units are counted. */
  freeUnits(node: NodeId): number {
    return this.#free[node]!;
  }

  assign(pieces: readonly Piece[]): Allocation {
    const nodes: number[] = [];
    const tasks: number[] = [];
    for (const { cell, tasks: wanted } of pieces) {
      let left = wanted;
      for (const node of this.#cells.nodes[cell]!) {
        if (left === 0) break;
        const here = this.#cells.counted ? Math.min(left, this.#free[node]!) : left;
        if (here === 0) continue;
        if (this.#cells.counted) this.#free[node]! -= here;
        nodes.push(node);
        tasks.push(here);
        left -= here;
      }
      if (left > 0) throw new Error(`cell ${cell} has ${left} units less than were planned with`);
    }
    return { nodes, tasks };
  }

  /** Takes all free units of a node, so that nobody else gets them; says how many. */
  seal(node: NodeId): number {
    const units = this.#free[node]!;
    this.#free[node] = 0;
    return units;
  }

  unseal(node: NodeId, units: number): void {
    this.#free[node]! += units;
  }

  release({ nodes, tasks }: Allocation): void {
    if (!this.#cells.counted) return;
    for (const [i, node] of nodes.entries()) this.#free[node]! += tasks[i]!;
  }
}

import type { Candidate } from '../../model/placement.ts';
import type { ResourceVector } from '../../model/resources.ts';
import type { Future } from './future.ts';

/** The cells as placements see them: what is free is copied when it has changed, for every start looks at all cells. */
export class Candidates {
  readonly #future: Future;
  readonly #capacity: readonly ResourceVector[];
  readonly #free: ResourceVector[];
  /** By cell: the version of it that was copied. */
  readonly #copied: Int32Array;

  constructor(future: Future) {
    const { cells } = future;
    this.#future = future;
    this.#capacity = Array.from({ length: cells.count }, (_, cell) => this.#numbers(cells.capacity, cell));
    this.#free = [...this.#capacity];
    this.#copied = new Int32Array(cells.count).fill(-1);
  }

  of(cell: number, room: number): Candidate {
    const { cells, free, versions } = this.#future;
    if (this.#copied[cell] !== versions[cell]) {
      this.#free[cell] = this.#numbers(free, cell);
      this.#copied[cell] = versions[cell]!;
    }
    return { node: cells.nodes[cell]![0]!, free: this.#free[cell]!, capacity: this.#capacity[cell]!, room };
  }

  #numbers(amounts: Float64Array, cell: number): ResourceVector {
    const { width } = this.#future.cells;
    return Array.from(amounts.subarray(cell * width, (cell + 1) * width));
  }
}

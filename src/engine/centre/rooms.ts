import type { Cells } from './cells.ts';
import { roomIn, type Suitable } from './suitable.ts';

/** How many tasks of one shape fit now, whatever is held or will be blocked. */
export interface RoomsNow {
  /** By cell; 0 for those that do not suit. */
  readonly in: Int32Array;
  /** By tier: on all of its cells together. */
  readonly sums: Float64Array;
}

interface Known extends RoomsNow {
  /** How much of the log has been regarded. */
  seen: number;
  round: number;
}

/** Keeps the rooms of every shape that is asked about, by going over those cells only that have changed since. */
export class Rooms {
  readonly #cells: Cells;
  readonly #free: Float64Array;
  readonly #usable: Uint8Array;
  readonly #known: (Known | undefined)[] = [];
  /** The cells that have changed, in order. */
  readonly #log: number[] = [];
  /** Grows when the log is begun anew, after which everything has to be looked at. */
  #round = 0;

  constructor(cells: Cells, free: Float64Array, usable: Uint8Array) {
    this.#cells = cells;
    this.#free = free;
    this.#usable = usable;
  }

  /** What is free in the cell, or whether it is usable, has changed. */
  changed(cell: number): void {
    // Whoever has not asked for so long is better off with all cells anew.
    if (this.#log.length >= 8 * this.#cells.count + 64) {
      this.#log.length = 0;
      this.#round += 1;
    }
    this.#log.push(cell);
  }

  /** The answer is good until something changes. */
  of(suited: Suitable): RoomsNow {
    let known = this.#known[suited.index];
    if (known === undefined) {
      const rooms = { in: new Int32Array(this.#cells.count), sums: new Float64Array(suited.tiers.length) };
      known = { ...rooms, seen: 0, round: -1 };
      this.#known[suited.index] = known;
    }
    if (known.round !== this.#round) this.#measureAll(suited, known);
    else for (; known.seen < this.#log.length; known.seen += 1) this.#measure(suited, known, this.#log[known.seen]!);
    return known;
  }

  #measureAll(suited: Suitable, known: Known): void {
    for (const cell of suited.cells) this.#measure(suited, known, cell);
    known.round = this.#round;
    known.seen = this.#log.length;
  }

  #measure(suited: Suitable, known: Known, cell: number): void {
    if (suited.member[cell] === 0) return;
    const cells = this.#cells;
    const room = this.#usable[cell] === 0 ? 0 : roomIn(cells, suited, this.#free, cell * cells.width, cell);
    const more = room - known.in[cell]!;
    if (more === 0) return;
    known.in[cell] = room;
    // Each tier holds the cells of those before it.
    for (let tier = suited.tierOf[cell]!; tier < known.sums.length; tier += 1) known.sums[tier]! += more;
  }
}

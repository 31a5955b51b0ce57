import type { JobId } from '../../model/jobs.ts';
import type { Time } from '../../model/time.ts';
import type { Cells } from './cells.ts';
import { type Block, roomIn, type Suitable } from './suitable.ts';

/** A part of a job in one cell. */
export interface Piece {
  readonly cell: number;
  readonly tasks: number;
  /** What it takes there in all, `Cells.width` numbers. */
  readonly amount: Float64Array;
}

/** A job that runs, with the end that is planned for it. */
export interface Occupant {
  readonly job: JobId;
  readonly until: Time;
  readonly pieces: readonly Piece[];
}

/** [from, until) that is held for a job. */
export interface Hold {
  readonly job: JobId;
  readonly from: Time;
  readonly until: Time;
  readonly pieces: readonly Piece[];
}

/** What is free in every cell now, and what will be, by the planned ends of those that run and by what is held. */
export class Future {
  now: Time = 0;
  readonly cells: Cells;
  readonly blocks: readonly (readonly Block[])[];
  /** What is free now. */
  readonly free: Float64Array;
  /** By cell: 1 if it takes new jobs. */
  readonly usable: Uint8Array;
  /** By planned end, ties by row. */
  readonly occupants: Occupant[] = [];
  readonly #inCell: Occupant[][];
  readonly #holdsIn: Hold[][];
  readonly holds: Set<Hold> = new Set<Hold>();
  /** When windows begin and end, in order. */
  readonly #edges: readonly Time[];
  readonly #level: Float64Array;

  constructor(cells: Cells, blocks: readonly (readonly Block[])[]) {
    this.cells = cells;
    this.blocks = blocks;
    this.free = cells.capacity.slice();
    this.usable = new Uint8Array(cells.count).fill(1);
    this.#inCell = Array.from({ length: cells.count }, () => []);
    this.#holdsIn = Array.from({ length: cells.count }, () => []);
    this.#edges = inOrder(blocks.flatMap((own) => own.flatMap(({ from, until }) => [from, until])));
    this.#level = new Float64Array(cells.width);
  }

  occupy(occupant: Occupant): void {
    const { occupants } = this;
    occupants.splice(this.#placeOf(occupant), 0, occupant);
    for (const { cell } of occupant.pieces) this.#inCell[cell]!.push(occupant);
  }

  vacate(occupant: Occupant): void {
    const { occupants } = this;
    occupants.splice(this.#placeOf(occupant), 1);
    for (const { cell } of occupant.pieces) drop(this.#inCell[cell]!, occupant);
  }

  hold(hold: Hold): void {
    this.holds.add(hold);
    for (const { cell } of hold.pieces) this.#holdsIn[cell]!.push(hold);
  }

  letGo(hold: Hold): void {
    this.holds.delete(hold);
    for (const { cell } of hold.pieces) drop(this.#holdsIn[cell]!, hold);
  }

  /** What is found out as if nothing were held. */
  unheld<T>(find: () => T): T {
    const holds = [...this.holds];
    for (const hold of holds) this.letGo(hold);
    const found = find();
    for (const hold of holds) this.hold(hold);
    return found;
  }

  /** Takes from what is free now (-1), or gives back (1). */
  change(pieces: readonly Piece[], sign: 1 | -1): void {
    const { width } = this.cells;
    for (const { cell, amount } of pieces) {
      for (let r = 0; r < width; r += 1) this.free[cell * width + r]! += sign * amount[r]!;
    }
  }

  /** How many tasks fit in a cell during all of [from, until). */
  room(suited: Suitable, cell: number, from: Time, until: Time): number {
    if (this.usable[cell] === 0 || this.#blocked(suited.shape.reservation, cell, from, until)) return 0;
    const holds = this.#holdsIn[cell]!;
    let room = this.#roomAt(suited, cell, from);
    // What is free only grows but for holds, so it is least at the beginning of one.
    for (const hold of holds) {
      if (room === 0) return 0;
      if (hold.from > from && hold.from < until) room = Math.min(room, this.#roomAt(suited, cell, hold.from));
    }
    return room;
  }

  /** Whether a part of a job fits in its own cell during all of [from, until). */
  fits({ cell, amount }: Piece, from: Time, until: Time): boolean {
    if (this.usable[cell] === 0 || this.#blocked(-1, cell, from, until)) return false;
    const moments = [from, ...this.#holdsIn[cell]!.map((hold) => hold.from).filter((at) => at > from && at < until)];
    return moments.every((at) => {
      this.#measure(cell, at);
      return amount.every((wanted, r) => this.#level[r]! >= wanted);
    });
  }

  /** The moments from `after` on, in order, at which something but a planned end may make room. */
  turns(after: Time): Time[] {
    const times = this.#edges.filter((time) => time > after);
    for (const { until } of this.holds) if (until > after) times.push(until);
    return inOrder(times);
  }

  #roomAt({ shape, take }: Suitable, cell: number, at: Time): number {
    if (at <= this.now && this.#holdsIn[cell]!.length === 0)
      return roomIn(this.cells, shape, take.get(cell)!, this.free, cell * this.cells.width, cell);
    this.#measure(cell, at);
    return roomIn(this.cells, shape, take.get(cell)!, this.#level, 0, cell);
  }

  /** Writes what is free in a cell at a time into `#level`. */
  #measure(cell: number, at: Time): void {
    const { width } = this.cells;
    const level = this.#level;
    for (let r = 0; r < width; r += 1) level[r] = this.free[cell * width + r]!;
    if (at > this.now) {
      for (const { until, pieces } of this.#inCell[cell]!) if (until <= at) shift(level, pieces, cell, 1);
    }
    for (const { from, until, pieces } of this.#holdsIn[cell]!) {
      if (from <= at && at < until) shift(level, pieces, cell, -1);
    }
  }

  #blocked(reservation: number, cell: number, from: Time, until: Time): boolean {
    let inside = reservation < 0;
    for (const block of this.blocks[cell]!) {
      if (block.window === reservation) inside ||= from >= block.from && until <= block.until;
      else if (block.from < until && from < block.until) return true;
    }
    return !inside;
  }

  #placeOf({ until, job }: Occupant): number {
    const { occupants } = this;
    let low = 0;
    let high = occupants.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = occupants[middle]!;
      if (one.until < until || (one.until === until && one.job < job)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const inOrder = (times: readonly Time[]): Time[] => [...new Set(times)].sort((a, b) => a - b);

function shift(level: Float64Array, pieces: readonly Piece[], cell: number, sign: 1 | -1): void {
  for (const piece of pieces) {
    if (piece.cell !== cell) continue;
    for (let r = 0; r < level.length; r += 1) level[r]! += sign * piece.amount[r]!;
  }
}

function drop<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  list[at] = list.at(-1)!;
  list.pop();
}

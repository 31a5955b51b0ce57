import type { JobId } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Time } from '../../model/time.ts';
import type { Cells } from './cells.ts';
import { Rooms } from './rooms.ts';
import { type Block, roomIn, type Suitable } from './suitable.ts';
import { Timeline } from './timeline.ts';

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
  /** What each cell has in all but for its closed nodes, as `Cells.capacity`. */
  readonly present: Float64Array;
  /** By cell: 1 if it takes new jobs. */
  readonly usable: Uint8Array;
  /** How many tasks of a shape fit now, whatever is held or will be blocked. */
  readonly rooms: Rooms;
  /** By planned end, ties by row. */
  readonly occupants: Occupant[] = [];
  readonly holds: Set<Hold> = new Set<Hold>();
  /** The cells in which something is held. */
  readonly heldCells: Set<number> = new Set<number>();
  /** The cells that some window blocks at some time. */
  readonly blockedCells: readonly number[];
  /** By cell: grows whenever what is free in it changes. */
  readonly versions: Int32Array;
  /** Grows with whatever may change where and when a job has a place. */
  version = 0;
  readonly #timelines: readonly Timeline[];
  readonly #holdsIn: Hold[][];
  /** When windows begin and end, in order. */
  readonly #edges: readonly Time[];
  readonly #level: Float64Array;

  constructor(cells: Cells, blocks: readonly (readonly Block[])[]) {
    this.cells = cells;
    this.blocks = blocks;
    this.blockedCells = blocks.flatMap((own, cell) => (own.length === 0 ? [] : [cell]));
    this.free = cells.capacity.slice();
    this.present = cells.capacity.slice();
    this.usable = new Uint8Array(cells.count).fill(1);
    this.versions = new Int32Array(cells.count);
    this.rooms = new Rooms(cells, this.free, this.usable);
    this.#timelines = Array.from({ length: cells.count }, () => new Timeline(cells.width));
    this.#holdsIn = Array.from({ length: cells.count }, () => []);
    this.#edges = inOrder(blocks.flatMap((own) => own.flatMap(({ from, until }) => [from, until])));
    this.#level = new Float64Array(cells.width);
  }

  /** Whether a cell takes new jobs from now on. */
  use(cell: number, usable: boolean): void {
    this.usable[cell] = usable ? 1 : 0;
    this.rooms.changed(cell);
    this.version += 1;
  }

  /** A node is there no more (-1), or again (1). */
  lose(node: NodeId, sign: 1 | -1): void {
    const { cellOf, counted, units, capacity, width } = this.cells;
    const at = cellOf[node]! * width;
    for (let r = 0; r < width; r += 1) this.present[at + r]! += sign * (counted ? units[node]! : capacity[at + r]!);
    this.version += 1;
  }

  occupy(occupant: Occupant): void {
    const { occupants } = this;
    occupants.splice(this.#placeOf(occupant), 0, occupant);
    for (const { cell, amount } of occupant.pieces) this.#timelines[cell]!.add(occupant.until, amount, 1);
    this.version += 1;
  }

  vacate(occupant: Occupant): void {
    const { occupants } = this;
    occupants.splice(this.#placeOf(occupant), 1);
    for (const { cell, amount } of occupant.pieces) this.#timelines[cell]!.remove(occupant.until, amount, 1);
    this.version += 1;
  }

  hold(hold: Hold): void {
    this.holds.add(hold);
    for (const { cell, amount } of hold.pieces) {
      const timeline = this.#timelines[cell]!;
      timeline.add(hold.from, amount, -1);
      timeline.add(hold.until, amount, 1);
      if (this.#holdsIn[cell]!.push(hold) === 1) this.heldCells.add(cell);
    }
  }

  letGo(hold: Hold): void {
    this.holds.delete(hold);
    for (const { cell, amount } of hold.pieces) {
      const timeline = this.#timelines[cell]!;
      timeline.remove(hold.from, amount, -1);
      timeline.remove(hold.until, amount, 1);
      drop(this.#holdsIn[cell]!, hold);
      if (this.#holdsIn[cell]!.length === 0) this.heldCells.delete(cell);
    }
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
      this.rooms.changed(cell);
      this.versions[cell]! += 1;
    }
    this.version += 1;
  }

  /** Whether less may be free in a cell for some time than at its beginning. */
  isRestricted(cell: number): boolean {
    return this.#holdsIn[cell]!.length > 0 || this.blocks[cell]!.length > 0;
  }

  /** How many tasks fit in a cell during all of [from, until). */
  room(suited: Suitable, cell: number, from: Time, until: Time): number {
    if (this.usable[cell] === 0 || this.#blocked(suited.shape.reservation, cell, from, until)) return 0;
    const { times, length } = this.#timelines[cell]!;
    let step = this.#measure(cell, from);
    let room = roomIn(this.cells, suited, this.#level, 0, cell);
    // What is free only grows but for holds.
    if (this.#holdsIn[cell]!.length === 0) return room;
    for (step += 1; step < length && times[step]! < until && room > 0; step += 1) {
      this.#read(cell, step);
      room = Math.min(room, roomIn(this.cells, suited, this.#level, 0, cell));
    }
    return room;
  }

  /**
   * Whether a part of a job fits in its own cell during all of [from, until).
   * @param reservation the one in which the job must run; -1 for none
   */
  fits({ cell, amount }: Piece, reservation: number, from: Time, until: Time): boolean {
    if (this.usable[cell] === 0 || this.#blocked(reservation, cell, from, until)) return false;
    const { times, length } = this.#timelines[cell]!;
    const fits = (): boolean => amount.every((wanted, r) => this.#level[r]! >= wanted);
    let step = this.#measure(cell, from);
    if (!fits()) return false;
    for (step += 1; step < length && times[step]! < until; step += 1) {
      this.#read(cell, step);
      if (!fits()) return false;
    }
    return true;
  }

  /** The moments from `after` on, in order, at which something but a planned end may make room. */
  turns(after: Time): Time[] {
    const times = this.#edges.filter((time) => time > after);
    for (const { until } of this.holds) if (until > after) times.push(until);
    return inOrder(times);
  }

  /** Writes what is free in a cell at a time into `#level`, and says which step of its timeline that is. */
  #measure(cell: number, at: Time): number {
    const step = this.#timelines[cell]!.stepAt(at);
    this.#read(cell, step);
    return step;
  }

  #read(cell: number, step: number): void {
    const { width } = this.cells;
    const { added } = this.#timelines[cell]!;
    for (let r = 0; r < width; r += 1) {
      this.#level[r] = this.free[cell * width + r]! + (step < 0 ? 0 : added[step * width + r]!);
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

function drop<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  list[at] = list.at(-1)!;
  list.pop();
}

import type { Placement } from '../../model/placement.ts';
import type { Duration, Time } from '../../model/time.ts';
import { Candidates } from './candidates.ts';
import type { Future, Piece } from './future.ts';
import { roomIn, type Suitable, type Tier } from './suitable.ts';

/** A hole for a job: when, and among which cells. */
export interface Hole {
  readonly at: Time;
  readonly tier: Tier;
  /** By cell: how many tasks would fit then if nothing were held and no window came. */
  readonly rooms: Int32Array;
}

/** How long work of this length takes at a speed, ms. */
export const lasts = (work: Duration, speed: number): Duration => (speed === 1 ? work : Math.ceil(work / speed));

/** Finds room for jobs in the future. */
export class Search {
  readonly #future: Future;
  readonly #random: () => number;
  /** For placements. */
  readonly #seen: Candidates;
  readonly #levels: Float64Array;
  readonly #rooms: Int32Array;

  constructor(future: Future, random: () => number) {
    this.#future = future;
    this.#random = random;
    this.#seen = new Candidates(future);
    this.#levels = new Float64Array(future.free.length);
    this.#rooms = new Int32Array(future.cells.count);
  }

  /** The fastest cells on which the job fits at this time for as long as it takes there; undefined if none do. */
  tierAt(suited: Suitable, work: Duration, at: Time): Tier | undefined {
    return suited.tiers.find((tier, rank) => this.#fitsAt(suited, rank, at, at + lasts(work, tier.speed)));
  }

  /** Whether there is room now on all suitable cells together, whatever is held or will be blocked. */
  roomNow(suited: Suitable): boolean {
    return (this.#future.rooms.of(suited).sums.at(-1) ?? 0) >= suited.shape.tasks;
  }

  /** Whether there would be room on the cells that take jobs if nothing ran there. */
  roomIfEmpty(suited: Suitable): boolean {
    const { cells, usable, present } = this.#future;
    const roomOf = (cell: number): number => roomIn(cells, suited, present, cell * cells.width, cell);
    let sum = 0;
    for (const cell of suited.cells) if (usable[cell] === 1) sum += roomOf(cell);
    return sum >= suited.shape.tasks;
  }

  /** The earliest hole from `from` on, on the fastest cells among equally early ones; undefined if there never is one. */
  earliest(suited: Suitable, work: Duration, from: Time): Hole | undefined {
    let best: Hole | undefined;
    for (const [rank, tier] of suited.tiers.entries()) {
      const found = this.#earliestOn(suited, rank, lasts(work, tier.speed), from, best?.at ?? Number.POSITIVE_INFINITY);
      if (found !== undefined) best = { ...found, tier };
    }
    return best;
  }

  /** The earliest time from `from` on at which all the pieces fit just where they are. */
  earliestThere(pieces: readonly Piece[], reservation: number, duration: Duration, from: Time): Time | undefined {
    const fits = (at: Time): boolean =>
      pieces.every((piece) => this.#future.fits(piece, reservation, at, at + duration));
    const ends = this.#future.occupants.map(({ until }) => until).filter((until) => until > from);
    const times = [from, ...[...ends, ...this.#future.turns(from)].sort((a, b) => a - b)];
    return times.find(fits);
  }

  /** On which cells of a tier a job starts now, by a placement; it must fit. */
  place(suited: Suitable, tier: Tier, work: Duration, placement: Placement | undefined): Piece[] {
    const hole = { at: this.#future.now, tier, rooms: this.#future.rooms.of(suited).in };
    const until = hole.at + lasts(work, tier.speed);
    if (placement === undefined && suited.shape.layout !== 'pack') return this.#first(suited, hole, until);
    const scored = this.#candidates(suited, hole, until).map(([cell, room]) => ({
      cell,
      room,
      score: placement?.score(this.#seen.of(cell, room), suited.shape, this.#random) ?? 0,
    }));
    // Packing wants few nodes, whatever the placement prefers among equally roomy ones.
    const packs = suited.shape.layout === 'pack';
    scored.sort((a, b) => (packs ? b.room - a.room : 0) || a.score - b.score || a.cell - b.cell);
    return this.#fill(suited, scored);
  }

  /** Where a job is held a place: first where there is least room now, so that much is left for those who start now. */
  reserve(suited: Suitable, hole: Hole, work: Duration): Piece[] {
    const until = hole.at + lasts(work, hole.tier.speed);
    const now = this.#future.rooms.of(suited).in;
    const rooms = this.#candidates(suited, hole, until).map(([cell, room]) => ({ cell, room, now: now[cell]! }));
    rooms.sort((a, b) => a.now - b.now || b.room - a.room || a.cell - b.cell);
    return this.#fill(suited, rooms);
  }

  #candidates(suited: Suitable, hole: Hole, until: Time): [cell: number, room: number][] {
    const found: [number, number][] = [];
    for (const cell of hole.tier.cells) {
      const room = this.#room(suited, hole, cell, until);
      if (room > 0) found.push([cell, room]);
    }
    return found;
  }

  #room(suited: Suitable, { at, rooms }: Hole, cell: number, until: Time): number {
    const room = rooms[cell]!;
    return room > 0 && this.#future.isRestricted(cell) ? this.#future.room(suited, cell, at, until) : room;
  }

  /** The first cells that have room, without a look at the others. */
  #first(suited: Suitable, hole: Hole, until: Time): Piece[] {
    const rooms: { cell: number; room: number }[] = [];
    let left = suited.shape.tasks;
    for (const cell of hole.tier.cells) {
      if (left <= 0) break;
      const room = this.#room(suited, hole, cell, until);
      if (room === 0) continue;
      rooms.push({ cell, room });
      left -= room;
    }
    return this.#fill(suited, rooms);
  }

  #fill({ shape, take }: Suitable, rooms: readonly { readonly cell: number; readonly room: number }[]): Piece[] {
    const pieces: Piece[] = [];
    let left = shape.tasks;
    for (const { cell, room } of rooms) {
      if (left === 0) break;
      const tasks = Math.min(room, left);
      left -= tasks;
      const each = take[this.#future.cells.group[cell]!]!;
      pieces.push({ cell, tasks, amount: each.map((amount) => amount * tasks) });
    }
    if (left > 0) throw new Error(`a job was placed where ${left} of its tasks have no room`);
    return pieces;
  }

  #fitsAt(suited: Suitable, rank: number, from: Time, until: Time): boolean {
    const { now, rooms } = this.#future;
    if (from > now) return this.#fitsLater(suited, rank, from, until);
    const known = rooms.of(suited);
    return this.#fitsIn(suited, rank, known.in, known.sums[rank]!, now, until);
  }

  /**
   * Whether it fits where so much would be free at `from` if nothing were held and no window came: less is free only
   * in the cells that those concern.
   */
  #fitsIn(suited: Suitable, rank: number, rooms: Int32Array, sum: number, from: Time, until: Time): boolean {
    const { blockedCells, heldCells } = this.#future;
    let spare = sum - suited.shape.tasks;
    const missing = (cell: number): number => {
      if (suited.member[cell] === 0 || suited.tierOf[cell]! > rank || rooms[cell] === 0) return 0;
      return rooms[cell]! - this.#future.room(suited, cell, from, until);
    };
    for (const cell of heldCells) {
      if (spare < 0) return false;
      spare -= missing(cell);
    }
    for (const cell of blockedCells) {
      if (spare < 0) return false;
      if (!heldCells.has(cell)) spare -= missing(cell);
    }
    return spare >= 0;
  }

  #fitsLater(suited: Suitable, rank: number, from: Time, until: Time): boolean {
    const { tasks } = suited.shape;
    let sum = 0;
    for (const cell of suited.tiers[rank]!.cells) {
      sum += this.#future.room(suited, cell, from, until);
      if (sum >= tasks) return true;
    }
    return false;
  }

  /**
   * Walks through the moments at which something ends, and keeps count of what would be free if nothing were held and
   * no window came.
   */
  #earliestOn(
    suited: Suitable,
    rank: number,
    duration: Duration,
    from: Time,
    before: Time,
  ): Pick<Hole, 'at' | 'rooms'> | undefined {
    if (from >= before) return undefined;
    if (this.#fitsAt(suited, rank, from, from + duration)) return { at: from, rooms: this.#roomsAt(suited, from) };
    let bound = this.#beginBound(suited, rank);
    const turns = this.#future.turns(from);
    const { occupants } = this.#future;
    let next = 0;
    let turn = 0;
    for (;;) {
      const time = Math.min(
        occupants[next]?.until ?? Number.POSITIVE_INFINITY,
        turns[turn] ?? Number.POSITIVE_INFINITY,
      );
      if (time >= before || time === Number.POSITIVE_INFINITY) return undefined;
      while (turns[turn] === time) turn += 1;
      for (; occupants[next]?.until === time; next += 1) {
        bound += this.#release(suited, rank, occupants[next]!.pieces);
      }
      if (time > from && this.#fitsIn(suited, rank, this.#rooms, bound, time, time + duration))
        return { at: time, rooms: this.#rooms.slice() };
    }
  }

  #roomsAt(suited: Suitable, time: Time): Int32Array {
    if (time <= this.#future.now) return this.#future.rooms.of(suited).in;
    const rooms = new Int32Array(this.#future.cells.count);
    for (const cell of suited.cells) rooms[cell] = this.#future.room(suited, cell, time, time);
    return rooms;
  }

  #beginBound(suited: Suitable, rank: number): number {
    const { rooms, free } = this.#future;
    const now = rooms.of(suited);
    this.#levels.set(free);
    this.#rooms.set(now.in);
    return now.sums[rank]!;
  }

  /** By how much the room grows when these pieces end. */
  #release(suited: Suitable, rank: number, pieces: readonly Piece[]): number {
    const { cells, usable } = this.#future;
    const { member, tierOf } = suited;
    let more = 0;
    for (const { cell, amount } of pieces) {
      if (member[cell] === 0 || tierOf[cell]! > rank || usable[cell] === 0) continue;
      const at = cell * cells.width;
      for (let r = 0; r < cells.width; r += 1) this.#levels[at + r]! += amount[r]!;
      const room = roomIn(cells, suited, this.#levels, at, cell);
      more += room - this.#rooms[cell]!;
      this.#rooms[cell] = room;
    }
    return more;
  }
}

import type { Duration } from '../model/time.ts';
import type { Room } from './room.ts';

/**
 * Who waits, by rank, as plain columns in order of rank. For the few dozen jobs that wait on most machines at most
 * times, reading all of them costs less than finding one's way in a tree.
 */
export class ShortList {
  readonly #capacity: number;
  readonly #ranks: Int32Array;
  readonly #widths: Int32Array;
  readonly #durations: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#ranks = new Int32Array(capacity);
    this.#widths = new Int32Array(capacity);
    this.#durations = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.#capacity;
  }

  insert(rank: number, width: number, duration: Duration): void {
    let at = this.#count;
    for (; at > 0 && this.#ranks[at - 1]! > rank; at -= 1) this.#copy(at - 1, at);
    this.#ranks[at] = rank;
    this.#widths[at] = width;
    this.#durations[at] = duration;
    this.#count += 1;
  }

  remove(rank: number): void {
    this.#count -= 1;
    for (let at = this.#behind(rank - 1); at < this.#count; at += 1) this.#copy(at + 1, at);
  }

  /** The first waiting rank after `rank`, -1 if there is none. */
  after(rank: number): number {
    const at = this.#behind(rank);
    return at < this.#count ? this.#ranks[at]! : -1;
  }

  /** The first rank after `rank` at which a job waits that fits into the room, -1 if there is none. */
  fittingAfter(rank: number, room: Room): number {
    const widest = room.width[0]!;
    for (let at = this.#behind(rank); at < this.#count; at += 1) {
      const width = this.#widths[at]!;
      if (width <= widest && width <= room.limit(this.#durations[at]!)) return this.#ranks[at]!;
    }
    return -1;
  }

  /** Hands every job over, in order of rank, and is empty. */
  drain(into: (rank: number, width: number, duration: Duration) => void): void {
    for (let at = 0; at < this.#count; at += 1) into(this.#ranks[at]!, this.#widths[at]!, this.#durations[at]!);
    this.#count = 0;
  }

  /** The place of the first rank after `rank`. */
  #behind(rank: number): number {
    let low = 0;
    for (let high = this.#count; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#ranks[middle]! <= rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #copy(from: number, to: number): void {
    this.#ranks[to] = this.#ranks[from]!;
    this.#widths[to] = this.#widths[from]!;
    this.#durations[to] = this.#durations[from]!;
  }
}

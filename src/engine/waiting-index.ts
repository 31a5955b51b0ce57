import type { Duration } from '../model/time.ts';
import type { Room } from './room.ts';

const FANOUT_BITS = 4;
const FANOUT = 1 << FANOUT_BITS;

/** The width of a place where nobody waits: wider than any room. */
const ABSENT = 0x7fffffff;

/**
 * Who waits, by rank in some fixed order, as a tree of 16-fold minima (least width, least duration). It jumps to the
 * next job that could start in O(log n) where scanning the queue would cost O(n). A node whose least width fits
 * its least duration may still hold no job that fits (the two minima may come from different jobs); then the walk
 * goes on behind it.
 */
export class WaitingIndex {
  /** All levels in one column each, leaves first. */
  readonly #widths: Int32Array;
  readonly #durations: Float64Array;
  /** Where each level begins; the last has at most 16 nodes. */
  readonly #offsets: number[] = [];
  #count = 0;

  /** @param capacity how many ranks there are */
  constructor(capacity: number) {
    let size = 0;
    let level = Math.max(capacity, 1);
    for (;;) {
      this.#offsets.push(size);
      // Whole groups, and one where nobody ever waits, so that no walk needs a bound check.
      size += (Math.ceil(level / FANOUT) + 1) * FANOUT;
      if (level <= FANOUT) break;
      level = Math.ceil(level / FANOUT);
    }
    this.#widths = new Int32Array(size).fill(ABSENT);
    this.#durations = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  }

  get count(): number {
    return this.#count;
  }

  insert(rank: number, width: number, duration: Duration): void {
    const widths = this.#widths;
    const durations = this.#durations;
    this.#count += 1;
    let at = rank;
    for (const offset of this.#offsets) {
      const node = offset + at;
      // Above a node that is already as small on both counts nothing changes.
      if (widths[node]! <= width && durations[node]! <= duration) return;
      if (width < widths[node]!) widths[node] = width;
      if (duration < durations[node]!) durations[node] = duration;
      at >>= FANOUT_BITS;
    }
  }

  remove(rank: number): void {
    this.#count -= 1;
    let width = ABSENT;
    let duration = Number.POSITIVE_INFINITY;
    let at = rank;
    for (const offset of this.#offsets) {
      const node = offset + at;
      if (this.#widths[node] === width && this.#durations[node] === duration) return;
      this.#widths[node] = width;
      this.#durations[node] = duration;
      const group = node & ~(FANOUT - 1);
      width = ABSENT;
      duration = Number.POSITIVE_INFINITY;
      for (let i = group; i < group + FANOUT; i += 1) {
        if (this.#widths[i]! < width) width = this.#widths[i]!;
        if (this.#durations[i]! < duration) duration = this.#durations[i]!;
      }
      at >>= FANOUT_BITS;
    }
  }

  /** The first waiting rank after `rank`, -1 if there is none. */
  after(rank: number): number {
    const widths = this.#widths;
    const offsets = this.#offsets;
    let at = rank + 1;
    let level = 0;
    for (;;) {
      const offset = offsets[level]!;
      const end = (at + FANOUT) & ~(FANOUT - 1);
      while (at < end && widths[offset + at] === ABSENT) at += 1;
      if (at < end) {
        if (level === 0) return at;
        level -= 1;
        at <<= FANOUT_BITS;
      } else {
        level += 1;
        if (level === offsets.length) return -1;
        at >>= FANOUT_BITS;
      }
    }
  }

  /** The first rank after `rank` at which a job waits that fits into the room, -1 if there is none. */
  fittingAfter(rank: number, room: Room): number {
    const widths = this.#widths;
    const durations = this.#durations;
    const offsets = this.#offsets;
    const widest = room.width[0]!;
    let at = rank + 1;
    let level = 0;
    for (;;) {
      const offset = offsets[level]!;
      const end = (at + FANOUT) & ~(FANOUT - 1);
      for (; at < end; at += 1) {
        const width = widths[offset + at]!;
        if (width <= widest && width <= room.limit(durations[offset + at]!)) break;
      }
      if (at < end) {
        if (level === 0) return at;
        level -= 1;
        at <<= FANOUT_BITS;
      } else {
        level += 1;
        if (level === offsets.length) return -1;
        at >>= FANOUT_BITS;
      }
    }
  }
}

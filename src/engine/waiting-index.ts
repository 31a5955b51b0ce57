import type { Duration } from '../model/time.ts';
import { Room } from './room.ts';
import { BLOCK_BITS, WidthClasses } from './width-classes.ts';

const FANOUT_BITS = 4;
const FANOUT = 1 << FANOUT_BITS;

/** The width of a place where nobody waits: wider than any room. */
const ABSENT = 0x7fffffff;

/** A room into which every job fits that waits. */
const ANYBODY = new Room();
ANYBODY.setFree(ABSENT - 1);

/**
 * Who waits, by rank in some fixed order, as a tree of 16-fold minima (least width, least duration). It jumps to the
 * next job that could start in O(log n) where scanning the queue would cost O(n). A node whose least width fits its
 * least duration may still hold no job that fits (the minima may come from different jobs, or from one that has
 * left); then the walk goes on behind it. A leaver only marks the node above it, which is tightened when a walk next
 * wants to go down there.
 */
export class WaitingIndex {
  /** All levels in one column each, leaves first. */
  readonly #widths: Int32Array;
  readonly #durations: Float64Array;
  /** 1 where the minima may be too low. */
  readonly #stale: Uint8Array;
  /** Where each level begins; the last has at most 16 nodes. */
  readonly #offsets: number[] = [];
  readonly #classes: WidthClasses;
  #count = 0;
  /** Nobody waits outside these ranks; most queues are a narrow window that moves along a long workload. */
  #low = 0;
  #high = -1;

  /** @param capacity how many ranks there are */
  constructor(capacity: number) {
    let size = 0;
    let level = Math.max(capacity, 1);
    for (;;) {
      this.#offsets.push(size);
      // Whole groups, so that no walk within one needs a bound check.
      size += Math.ceil(level / FANOUT) * FANOUT;
      if (level <= FANOUT) break;
      level = Math.ceil(level / FANOUT);
    }
    this.#widths = new Int32Array(size).fill(ABSENT);
    this.#durations = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.#stale = new Uint8Array(size);
    const leaves = this.#offsets[1] ?? size;
    this.#classes = new WidthClasses(leaves, this.#widths.subarray(0, leaves), this.#durations.subarray(0, leaves));
  }

  get count(): number {
    return this.#count;
  }

  widthOf(rank: number): number {
    return this.#widths[rank]!;
  }

  durationOf(rank: number): Duration {
    return this.#durations[rank]!;
  }

  insert(rank: number, width: number, duration: Duration): void {
    const widths = this.#widths;
    const durations = this.#durations;
    if (this.#count === 0) {
      this.#low = rank;
      this.#high = rank;
    } else if (rank < this.#low) this.#low = rank;
    else if (rank > this.#high) this.#high = rank;
    this.#count += 1;
    this.#classes.insert(rank, width, duration);
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
    this.#widths[rank] = ABSENT;
    this.#durations[rank] = Number.POSITIVE_INFINITY;
    this.#classes.remove(rank);
    this.#loosen(1, rank >> FANOUT_BITS);
  }

  /** The first waiting rank after `rank`, -1 if there is none. */
  after(rank: number): number {
    const found = this.fittingAfter(rank, ANYBODY);
    // Nobody before the first waits, so the next search need not look there.
    if (rank < this.#low && found >= 0) this.#low = found;
    return found;
  }

  /** The first rank after `rank` at which a job waits that fits into the room, -1 if there is none. */
  fittingAfter(rank: number, room: Room): number {
    const offsets = this.#offsets;
    if (room.width[0] === 0 || this.#count === 0) return -1;
    const high = this.#high;
    let at = Math.max(rank + 1, this.#low);
    let level = 0;
    let shift = 0;
    while (at <= high >> shift) {
      const offset = offsets[level]!;
      const end = Math.min((at + FANOUT) & ~(FANOUT - 1), (high >> shift) + 1);
      at = this.#firstFitting(offset + at, offset + end, room) - offset;
      if (at > high >> shift) return -1;
      if (at === end) {
        level += 1;
        shift += FANOUT_BITS;
        at >>= FANOUT_BITS;
      } else if (level === 0) return at;
      else if (this.#stale[offset + at] === 1) this.#tighten(level, at);
      else if (shift === BLOCK_BITS && !this.#classes.mayFit(at, room)) at += 1;
      else {
        level -= 1;
        shift -= FANOUT_BITS;
        at <<= FANOUT_BITS;
      }
    }
    return -1;
  }

  /** The first node in [from, end) whose minima fit, `end` if there is none. */
  #firstFitting(from: number, end: number, room: Room): number {
    const widths = this.#widths;
    const durations = this.#durations;
    const widest = room.width[0]!;
    for (let node = from; node < end; node += 1) {
      const width = widths[node]!;
      if (width <= widest && width <= room.limit(durations[node]!)) return node;
    }
    return end;
  }

  #loosen(level: number, at: number): void {
    if (level < this.#offsets.length) this.#stale[this.#offsets[level]! + at] = 1;
  }

  /** Sets a node to the minima of its children; where they have risen, those of the node above may be too low. */
  #tighten(level: number, at: number): void {
    const node = this.#offsets[level]! + at;
    const group = this.#offsets[level - 1]! + (at << FANOUT_BITS);
    let width = ABSENT;
    let duration = Number.POSITIVE_INFINITY;
    for (let i = group; i < group + FANOUT; i += 1) {
      if (this.#widths[i]! < width) width = this.#widths[i]!;
      if (this.#durations[i]! < duration) duration = this.#durations[i]!;
    }
    this.#stale[node] = 0;
    if (width === this.#widths[node] && duration === this.#durations[node]) return;
    this.#widths[node] = width;
    this.#durations[node] = duration;
    this.#loosen(level + 1, at >> FANOUT_BITS);
  }
}

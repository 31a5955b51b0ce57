import type { Duration } from '../model/time.ts';
import type { Room } from './room.ts';

/** Ranks per block: large enough that two minima over it say little, small enough to be read anew in a moment. */
export const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;

/** With fewer jobs in a block than this, looking at them costs less than looking at their classes. */
const CROWD = 32;

/** Two classes per doubling of the width: 1, 2, 3, 4-5, 6-7, 8-11, 12-15 ... */
const CLASSES = 64;

const classOf = (width: number): number => {
  const octave = 31 - Math.clz32(width);
  return octave === 0 ? 0 : 2 * octave + ((width >> (octave - 1)) & 1);
};

/** The narrowest width of a class. */
const narrowest = (aClass: number): number => {
  const octave = aClass >> 1;
  return octave === 0 ? 1 : (2 + (aClass & 1)) << (octave - 1);
};

/**
 * The least duration in each class of widths, block by block. In a deep queue whose narrow and short jobs have been
 * backfilled long ago, what is left in a block is narrow but long or short but wide: its least width and its least
 * duration, taken apart, would promise a fit in nearly every block.
 */
export class WidthClasses {
  readonly #widths: Int32Array;
  readonly #durations: Float64Array;
  readonly #least: Float64Array;
  /** 1 where somebody has left the block since its row was read, so that it may be too low. */
  readonly #stale: Uint8Array;
  /** How many wait in each block. */
  readonly #counts: Uint16Array;

  /** @param widths, durations by rank, kept by the caller; infinite durations where nobody waits */
  constructor(capacity: number, widths: Int32Array, durations: Float64Array) {
    const blocks = Math.ceil(capacity / BLOCK);
    this.#widths = widths;
    this.#durations = durations;
    this.#least = new Float64Array(blocks * CLASSES).fill(Number.POSITIVE_INFINITY);
    this.#stale = new Uint8Array(blocks);
    this.#counts = new Uint16Array(blocks);
  }

  insert(rank: number, width: number, duration: Duration): void {
    this.#counts[rank >> BLOCK_BITS]! += 1;
    this.#lower(rank, width, duration);
  }

  remove(rank: number): void {
    this.#stale[rank >> BLOCK_BITS] = 1;
    this.#counts[rank >> BLOCK_BITS]! -= 1;
  }

  /** Whether a job of the block may fit; never false if one does. */
  mayFit(block: number, room: Room): boolean {
    if (this.#counts[block]! < CROWD) return true;
    if (this.#stale[block] === 1) this.#read(block);
    const least = this.#least;
    const row = block * CLASSES;
    const widest = classOf(Math.max(room.width[0]!, 1));
    for (let aClass = 0; aClass <= widest; aClass += 1) {
      const duration = least[row + aClass]!;
      if (duration !== Number.POSITIVE_INFINITY && narrowest(aClass) <= room.limit(duration)) return true;
    }
    return false;
  }

  #lower(rank: number, width: number, duration: Duration): void {
    const at = (rank >> BLOCK_BITS) * CLASSES + classOf(width);
    if (duration < this.#least[at]!) this.#least[at] = duration;
  }

  #read(block: number): void {
    const row = block * CLASSES;
    this.#least.fill(Number.POSITIVE_INFINITY, row, row + CLASSES);
    this.#stale[block] = 0;
    const first = block << BLOCK_BITS;
    const end = Math.min(first + BLOCK, this.#durations.length);
    for (let rank = first; rank < end; rank += 1) {
      if (this.#durations[rank] !== Number.POSITIVE_INFINITY) {
        this.#lower(rank, this.#widths[rank]!, this.#durations[rank]!);
      }
    }
  }
}

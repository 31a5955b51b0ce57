import type { Time } from '../model/time.ts';

/** Long enough to make skipping worthwhile, short enough to shift and to walk in a few dozen nanoseconds. */
export const CHUNK_CAPACITY = 64;

/** A run of neighbouring changes of a step function, with the sum and the extremes of their running total. */
export class TimelineChunk {
  readonly times: Float64Array = new Float64Array(CHUNK_CAPACITY);
  readonly deltas: Int32Array = new Int32Array(CHUNK_CAPACITY);
  size = 0;
  #stale = true;
  #sum = 0;
  #low = 0;
  #high = 0;

  /** Adds `delta` to the change at `time`; a change that comes to nothing is forgotten. Needs room for one more. */
  add(time: Time, delta: number): void {
    const { times, deltas } = this;
    const at = this.indexOf(time);
    this.#stale = true;
    if (at === this.size || times[at] !== time) {
      this.#open(at);
      times[at] = time;
      deltas[at] = delta;
    } else if (deltas[at] === -delta) {
      this.#close(at);
    } else {
      deltas[at]! += delta;
    }
  }

  /** The first index whose time is not before `time`. Linear from the back, where most changes are made. */
  indexOf(time: Time): number {
    let at = this.size;
    while (at > 0 && this.times[at - 1]! >= time) at -= 1;
    return at;
  }

  /** Moves the later half of the changes to a new chunk. */
  split(): TimelineChunk {
    const later = new TimelineChunk();
    const half = this.size >> 1;
    later.times.set(this.times.subarray(half, this.size));
    later.deltas.set(this.deltas.subarray(half, this.size));
    later.size = this.size - half;
    this.size = half;
    this.#stale = true;
    return later;
  }

  copyFrom(other: TimelineChunk): void {
    this.times.set(other.times);
    this.deltas.set(other.deltas);
    this.size = other.size;
    this.#stale = true;
  }

  /** Total of the changes. */
  get sum(): number {
    if (this.#stale) this.#summarise();
    return this.#sum;
  }

  /** Least and greatest running total after any of the changes, from 0 before the first. */
  get low(): number {
    if (this.#stale) this.#summarise();
    return this.#low;
  }

  get high(): number {
    if (this.#stale) this.#summarise();
    return this.#high;
  }

  /** Opens a gap of one at `at`. By hand, because for a few dozen entries `copyWithin` costs more than it moves. */
  #open(at: number): void {
    const { times, deltas } = this;
    for (let i = this.size; i > at; i -= 1) {
      times[i] = times[i - 1]!;
      deltas[i] = deltas[i - 1]!;
    }
    this.size += 1;
  }

  #close(at: number): void {
    const { times, deltas } = this;
    this.size -= 1;
    for (let i = at; i < this.size; i += 1) {
      times[i] = times[i + 1]!;
      deltas[i] = deltas[i + 1]!;
    }
  }

  #summarise(): void {
    let total = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.size; i += 1) {
      total += this.deltas[i]!;
      if (total < low) low = total;
      if (total > high) high = total;
    }
    this.#sum = total;
    this.#low = low;
    this.#high = high;
    this.#stale = false;
  }
}

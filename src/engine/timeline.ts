import type { Duration, Time } from '../model/time.ts';
import type { Room } from './room.ts';
import { CHUNK_CAPACITY, TimelineChunk } from './timeline-chunk.ts';

/**
 * Free processors as a step function of time: the level now, and a sorted list of later changes, in chunks that
 * know their extremes so that a search skips whole chunks. A running job is one change (+procs at its planned
 * end); a reservation is two. Changes at or before `now` count as made.
 */
export class Timeline {
  /** Processors that are free at this moment. */
  free: number;
  /** Filled by `reaches`: the level at the time that was found. */
  found = 0;
  readonly #chunks: TimelineChunk[] = [new TimelineChunk()];

  constructor(free: number) {
    this.free = free;
  }

  /** Adds `delta` processors from `time` on. */
  add(time: Time, delta: number): void {
    const chunks = this.#chunks;
    const at = this.#chunkOf(time);
    const chunk = chunks[at]!;
    chunk.add(time, delta);
    if (chunk.size === CHUNK_CAPACITY) chunks.splice(at + 1, 0, chunk.split());
    else if (chunk.size === 0 && chunks.length > 1) chunks.splice(at, 1);
  }

  /** Takes `procs` away during [from, until). */
  hold(procs: number, from: Time, until: Time): void {
    this.add(from, -procs);
    this.add(until, procs);
  }

  /**
   * The earliest time from `now` on at which `procs` processors are free for `duration`.
   * Infinite if there is none.
   */
  earliest(procs: number, duration: Duration, now: Time): Time {
    let level = this.free;
    let since = level >= procs ? now : Number.POSITIVE_INFINITY;
    for (const chunk of this.#chunks) {
      const waiting = since === Number.POSITIVE_INFINITY;
      if (waiting && level + chunk.high < procs) {
        level += chunk.sum;
        continue;
      }
      const { size, times, deltas } = chunk;
      if (!waiting && level + chunk.low >= procs && times[size - 1]! < since + duration && times[0]! > now) {
        level += chunk.sum;
        continue;
      }
      for (let i = 0; i < size; i += 1) {
        const time = times[i]!;
        if (time >= since + duration) return since;
        level += deltas[i]!;
        if (level < procs) since = Number.POSITIVE_INFINITY;
        else if (since === Number.POSITIVE_INFINITY) since = Math.max(time, now);
      }
    }
    return since;
  }

  /**
   * When the level first reaches `procs`: the shadow time of a job where nothing is reserved, so that the level
   * only rises. Leaves the level of that moment, every change of the same time included, in `found`.
   */
  reaches(procs: number, now: Time): Time {
    let level = this.free;
    for (const { size, times, deltas } of this.#chunks) {
      for (let i = 0; i < size; i += 1) {
        level += deltas[i]!;
        if (level < procs) continue;
        this.found = level;
        return Math.max(times[i]!, now);
      }
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The level at `time`, every change up to then included. */
  levelAt(time: Time): number {
    let level = this.free;
    for (const { size, times, deltas } of this.#chunks) {
      for (let i = 0; i < size && times[i]! <= time; i += 1) level += deltas[i]!;
    }
    return level;
  }

  /** Writes into `room` how wide a job of each duration may be to fit under everything held after `now`. */
  measure(now: Time, room: Room): void {
    let steps = 0;
    let level = this.free;
    let least = level;
    for (const chunk of this.#chunks) {
      const { size, times, deltas } = chunk;
      for (let i = 0; i < size; i += 1) {
        level += deltas[i]!;
        if (times[i]! <= now) least = Math.min(level, this.free);
        else if (level < least) {
          room.setStep(steps++, times[i]! - now, least);
          least = level;
        }
      }
    }
    room.setStep(steps, Number.POSITIVE_INFINITY, least);
  }

  copyFrom(other: Timeline): void {
    this.free = other.free;
    const chunks = this.#chunks;
    for (const [i, chunk] of other.#chunks.entries()) {
      chunks[i] ??= new TimelineChunk();
      chunks[i].copyFrom(chunk);
    }
    chunks.length = other.#chunks.length;
  }

  /** The last chunk that begins at or before `time`, else the first. */
  #chunkOf(time: Time): number {
    const chunks = this.#chunks;
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (chunks[middle]!.times[0]! <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

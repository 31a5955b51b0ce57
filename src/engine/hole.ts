import type { Time } from '../model/time.ts';
import type { Calendar, Node } from './calendar.ts';

/** The stretch of a calendar around one node within which the level never falls below a height. */
export class Hole {
  /** The node at which it begins. */
  left: Node = -1;
  begin: Time = 0;
  end: Time = 0;
  #right: Node = -1;
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Begins with the stretch from a node to the next, cut off at `now`. */
  open(node: Node, now: Time): void {
    const { time, next } = this.#calendar;
    this.left = node;
    this.begin = Math.max(time[node]!, now);
    this.#right = next[node]!;
    this.end = time[this.#right]!;
  }

  /** Widens it as far as the level keeps to `height`; returns the highest level that bars its way, 0 if none does. */
  widen(height: number, now: Time): number {
    return Math.max(this.#widenLeft(height, now), this.#widenRight(height));
  }

  #widenLeft(height: number, now: Time): number {
    const { time, level, prev } = this.#calendar;
    while (this.begin > now) {
      const before = prev[this.left]!;
      if (time[before]! < time[this.left]!) {
        if (level[before]! < height) return level[before]!;
        this.begin = Math.max(time[before]!, now);
      }
      this.left = before;
    }
    return 0;
  }

  #widenRight(height: number): number {
    const { time, level, next, tail } = this.#calendar;
    while (this.#right !== tail) {
      const after = next[this.#right]!;
      if (time[after]! > time[this.#right]!) {
        if (level[this.#right]! < height) return level[this.#right]!;
        this.end = time[after]!;
      }
      this.#right = after;
    }
    return 0;
  }
}

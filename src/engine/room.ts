import type { Duration } from '../model/time.ts';

/**
 * How wide a job may be to start now, by how long it is planned to last: a falling staircase. Step i holds for
 * durations up to `until[i]`; the last one holds for ever. Under one reservation it has two steps, the free
 * processors up to the shadow time and the spare ones after it; with no reservation it has one.
 */
export class Room {
  readonly until: Duration[] = [Number.POSITIVE_INFINITY];
  readonly width: number[] = [0];

  /** The widest job of this duration that may start, processors. */
  limit(duration: Duration): number {
    const { until } = this;
    let step = 0;
    while (duration > until[step]!) step += 1;
    return this.width[step]!;
  }

  /** One step: whatever fits may start. */
  setFree(free: number): void {
    this.clear();
    this.push(Number.POSITIVE_INFINITY, free);
  }

  /** Two steps: `free` for what ends by the shadow time, else no more than `spare` of them. */
  setShadow(free: number, horizon: Duration, spare: number): void {
    this.clear();
    if (spare < free) this.push(horizon, free);
    this.push(Number.POSITIVE_INFINITY, Math.min(free, spare));
  }

  clear(): void {
    this.until.length = 0;
    this.width.length = 0;
  }

  /** Adds a step to the right of the others; the widths must fall and the last `until` be infinite. */
  push(until: Duration, width: number): void {
    this.until.push(until);
    this.width.push(width);
  }
}

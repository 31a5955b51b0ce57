import type { Duration } from '../model/time.ts';

/**
 * How wide a job may be to start now, by how long it is planned to last: a falling staircase. Step i holds for
 * durations up to `until[i]`; the last one holds for ever. Under one reservation it has two steps, the free
 * processors up to the shadow time and the spare ones after it; with no reservation it has one.
 */
export class Room {
  /** Ascending; entries after the first infinite one are left over from earlier measurements. */
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
    this.setStep(0, Number.POSITIVE_INFINITY, free);
  }

  /** Two steps: `free` for what ends by the shadow time, else no more than `spare` of them. */
  setShadow(free: number, horizon: Duration, spare: number): void {
    this.setStep(0, horizon, free);
    this.setStep(1, Number.POSITIVE_INFINITY, Math.min(free, spare));
  }

  /** Steps are set from 0 on; their widths must not rise, and the `until` of the last must be infinite. */
  setStep(step: number, until: Duration, width: number): void {
    this.until[step] = until;
    this.width[step] = width;
  }
}

import type { JobId } from '../../../model/jobs.ts';
import type { Duration, Time } from '../../../model/time.ts';

interface Transfer {
  readonly job: JobId;
  /** What it would move if it were alone, MiB per ms. */
  readonly rate: number;
  /** How long it would still take alone, ms. */
  left: number;
  /** Which part of its own rate it has now. */
  share: number;
}

/**
 * Checkpoints on their way to or from a store whose bandwidth they share: max-min fair, so that nobody gets less than
 * another who wants as much, and what slow ones leave goes to the others ("Data Networks", Bertsekas and Gallager, 6.5.2).
 */
export class Transfers {
  /** MiB per ms. */
  readonly #bandwidth: number;
  readonly #active = new Map<JobId, Transfer>();
  readonly #due: (job: JobId, at: Time) => void;
  #speed = 1;
  #since: Time = 0;

  /**
   * @param bandwidth MiB per second
   * @param due is told anew when a transfer will be over whenever that changes
   */
  constructor(bandwidth: number, due: (job: JobId, at: Time) => void) {
    this.#bandwidth = bandwidth / 1000;
    this.#due = due;
  }

  /** @param alone how long it takes when nobody else is there, ms; 0 is over at once */
  begin(job: JobId, alone: Duration, size: number, now: Time): void {
    this.#pass(now);
    this.#active.set(job, { job, rate: alone > 0 ? size / alone : 0, left: alone, share: 1 });
    this.#allot(now);
  }

  /** It is over, or broken off; nothing happens if there is none. */
  end(job: JobId, now: Time): void {
    if (!this.#active.has(job)) return;
    this.#pass(now);
    this.#active.delete(job);
    this.#allot(now);
  }

  /** How fast the store is from now on, as a part of what it should be. */
  set(speed: number, now: Time): void {
    this.#pass(now);
    this.#speed = speed;
    this.#allot(now);
  }

  #pass(now: Time): void {
    for (const one of this.#active.values()) one.left -= (now - this.#since) * one.share;
    this.#since = now;
  }

  #allot(now: Time): void {
    let bandwidth = this.#bandwidth * this.#speed;
    const inOrder = [...this.#active.values()].sort((a, b) => a.rate - b.rate || a.job - b.job);
    for (const [i, one] of inOrder.entries()) {
      const wanted = one.rate * this.#speed;
      const given = Math.min(wanted, bandwidth / (inOrder.length - i));
      one.share = wanted > 0 ? (given / wanted) * this.#speed : this.#speed;
      bandwidth -= given;
      this.#due(one.job, now + Math.max(0, Math.ceil(one.left / one.share)));
    }
  }
}

import type { Duration } from '../../../model/time.ts';

/** How far a job has come that computes and writes by turns. */
export interface Beat {
  /** Checkpoints that are complete. */
  readonly written: number;
  /** Time of computing, ms. */
  readonly computed: Duration;
  /** Time of writing, that of a checkpoint under way included, ms. */
  readonly writing: Duration;
}

/**
 * Computing with a pause to write after every interval of it, and none after the last work. Writes take times that
 * repeat in a fixed order, so that where a job stands after any time has a closed form, however many it has written.
 */
export class Rhythm {
  readonly interval: Duration;
  /** What the first of a round take together, ms: 0 for none, up to all of them. */
  readonly #sums: readonly Duration[];

  /** @param round how long the writes of a round take, ms; none where the interval is infinite */
  constructor(interval: Duration, round: readonly Duration[]) {
    this.interval = interval;
    const sums = [0];
    for (const write of round) sums.push(sums.at(-1)! + write);
    this.#sums = sums;
  }

  /** How long the first `count` writes take together, ms. */
  writes(count: number): Duration {
    if (count === 0) return 0;
    const size = this.#sums.length - 1;
    return Math.floor(count / size) * this.#sums[size]! + this.#sums[count % size]!;
  }

  /** How many are written before this much has been computed. */
  before(computed: Duration): number {
    return computed === 0 || this.interval === Number.POSITIVE_INFINITY ? 0 : Math.ceil(computed / this.interval) - 1;
  }

  /** How long it takes to compute this much, writes included, ms. */
  lasts(computed: Duration): Duration {
    return computed + this.writes(this.before(computed));
  }

  at(elapsed: Duration): Beat {
    const { interval } = this;
    if (interval === Number.POSITIVE_INFINITY) return { written: 0, computed: elapsed, writing: 0 };
    const sums = this.#sums;
    const size = sums.length - 1;
    const rounds = Math.floor(elapsed / (size * interval + sums[size]!));
    const rest = elapsed - rounds * (size * interval + sums[size]!);
    let more = 0;
    while (more < size && (more + 1) * interval + sums[more + 1]! <= rest) more += 1;
    const written = rounds * size + more;
    const since = rest - more * interval - sums[more]!;
    const writing = Math.max(0, since - interval);
    return {
      written,
      computed: written * interval + Math.min(since, interval),
      writing: this.writes(written) + writing,
    };
  }
}

import { SPENDING, type Spending, type Spent } from '../../../model/fault-run.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { Duration } from '../../../model/time.ts';

const OVERHEADS = ['restore', 'slow', 'checkpoint', 'stuck', 'dead'] as const;

/**
 * How the time was spent in which jobs held nodes. What they compute is in the balance until they leave, or lose it: in
 * whole milliseconds, so that nothing is ever missing.
 */
export class TimeAccount {
  readonly spent: Readonly<Record<Spending, Float64Array>>;
  /** By row: time of computing that is neither useful nor lost yet, ms. */
  readonly #computed: Float64Array;

  constructor(jobs: number) {
    this.spent = Object.fromEntries(SPENDING.map((kind) => [kind, new Float64Array(jobs)])) as Record<
      Spending,
      Float64Array
    >;
    this.#computed = new Float64Array(jobs);
  }

  /** Time of computing that has gone into what the job has reached before its present stretch, ms. */
  computed(job: JobId): Duration {
    return this.#computed[job]!;
  }

  /** A stretch is over. */
  add(job: JobId, spent: Spent): void {
    for (const kind of OVERHEADS) this.spent[kind][job]! += spent[kind];
    this.#computed[job]! += spent.compute;
  }

  /** The job goes on from a point into which only so much of its computing has gone; returns what is lost. */
  fallBack(job: JobId, computed: Duration): Duration {
    const lost = this.#computed[job]! - computed;
    this.spent.lost[job]! += lost;
    this.#computed[job] = computed;
    return lost;
  }

  /** The job has left, and what it has was of use. */
  close(job: JobId): void {
    this.spent.useful[job]! += this.#computed[job]!;
    this.#computed[job] = 0;
  }
}

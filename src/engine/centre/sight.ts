import type { JobId } from '../../model/jobs.ts';
import type { Occupancy } from './occupancy.ts';
import type { Search } from './search.ts';
import type { Suitable } from './suitable.ts';

/**
 * Which waiting jobs policies do not see: those that a limit keeps from starting whatever is free, and those for which
 * too few of their nodes take jobs, however empty these are. Nobody waits behind them, and they hold no reservations.
 */
export class Sight {
  readonly #occupancy: Occupancy;
  readonly #search: Search;
  readonly #shapes: readonly Suitable[];
  /** By shape: 1 if there are too few nodes for it. */
  readonly #nowhere: Uint8Array;
  /** Jobs that were not seen when it was last looked. */
  readonly #hidden = new Set<JobId>();

  constructor(occupancy: Occupancy, search: Search, shapes: readonly Suitable[]) {
    this.#occupancy = occupancy;
    this.#search = search;
    this.#shapes = shapes;
    this.#nowhere = new Uint8Array(shapes.length);
    this.nodesChanged();
  }

  nodesChanged(): void {
    for (const suited of this.#shapes) this.#nowhere[suited.index] = this.#search.roomIfEmpty(suited) ? 0 : 1;
  }

  hides(job: JobId): boolean {
    const { book } = this.#occupancy;
    return this.#nowhere[this.#occupancy.suited(job).index] === 1 || book.overLimit(job) !== undefined;
  }

  /** Regards a job that waits from now on; false if it is hidden. */
  admit(job: JobId): boolean {
    const hides = this.hides(job);
    if (hides) this.#hidden.add(job);
    return !hides;
  }

  /** Of jobs that wait, those that are hidden from now on and were not. */
  lost(waiting: readonly JobId[]): JobId[] {
    return waiting.filter((job) => !this.#hidden.has(job) && !this.admit(job));
  }

  /** Those that were hidden and wait in sight again. */
  found(waits: (job: JobId) => boolean): JobId[] {
    const found: JobId[] = [];
    for (const job of this.#hidden) {
      const stays = waits(job);
      if (stays && this.hides(job)) continue;
      this.#hidden.delete(job);
      if (stays) found.push(job);
    }
    return found;
  }
}

import type { JobId } from '../../model/jobs.ts';
import type { LimitScope } from '../../model/why-not.ts';
import type { Occupancy } from './occupancy.ts';
import type { Search } from './search.ts';
import type { Suitable } from './suitable.ts';

/** There are too few nodes for a job. */
const NOWHERE = 'nowhere';
type Cause = typeof NOWHERE | LimitScope;

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
  /** Jobs that were not seen when it was last looked: whose limit hides them, or that too few nodes are there. */
  readonly #hidden = new Map<JobId, Cause>();
  #nodesChanged = false;

  constructor(occupancy: Occupancy, search: Search, shapes: readonly Suitable[]) {
    this.#occupancy = occupancy;
    this.#search = search;
    this.#shapes = shapes;
    this.#nowhere = new Uint8Array(shapes.length);
    this.nodesChanged();
  }

  nodesChanged(): void {
    this.#nodesChanged = true;
    for (const suited of this.#shapes) this.#nowhere[suited.index] = this.#search.roomIfEmpty(suited) ? 0 : 1;
  }

  hides(job: JobId): boolean {
    const cause = this.#hidden.get(job);
    return (cause !== undefined && this.#lasts(cause)) || this.#causeOf(job) !== undefined;
  }

  /** Regards a job that waits from now on; false if it is hidden. */
  admit(job: JobId): boolean {
    const cause = this.#causeOf(job);
    if (cause === undefined) this.#hidden.delete(job);
    else this.#hidden.set(job, cause);
    return cause === undefined;
  }

  /** Of jobs that wait, those that are hidden from now on and were not. */
  lost(waiting: readonly JobId[]): JobId[] {
    return waiting.filter((job) => !this.#hidden.has(job) && !this.admit(job));
  }

  /** Those that were hidden and wait in sight again. */
  found(waits: (job: JobId) => boolean): JobId[] {
    const found: JobId[] = [];
    for (const [job, cause] of this.#hidden) {
      if (!waits(job)) this.#hidden.delete(job);
      else if (!this.#lasts(cause) && this.admit(job)) found.push(job);
    }
    this.#nodesChanged = false;
    this.#occupancy.book.forgetEased();
    return found;
  }

  /** Whether what hid a job does so still, as nothing has been given back; who is asked anew may be hidden still. */
  #lasts(cause: Cause): boolean {
    return cause === NOWHERE ? !this.#nodesChanged : !this.#occupancy.book.eased(cause);
  }

  #causeOf(job: JobId): Cause | undefined {
    const { book } = this.#occupancy;
    return this.#nowhere[this.#occupancy.suited(job).index] === 1 ? NOWHERE : book.overLimit(job)?.scope;
  }
}

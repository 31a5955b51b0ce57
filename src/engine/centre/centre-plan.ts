import type { StartReason, StartRule } from '../../model/facts.ts';
import { type JobId, NO_JOB } from '../../model/jobs.ts';
import type { Placement } from '../../model/placement.ts';
import type { Plan, Preemption } from '../../model/scheduler.ts';
import type { Duration, Time } from '../../model/time.ts';
import type { Future, Hold, Piece } from './future.ts';
import type { Occupancy } from './occupancy.ts';
import { type Hole, lasts, type Search } from './search.ts';
import type { Suitable } from './suitable.ts';

/** What a plan needs of the run: what it plans with, and the ways to change the world. */
export interface CentrePlanHost {
  readonly now: Time;
  readonly future: Future;
  readonly search: Search;
  readonly placement: Placement | undefined;
  readonly reasons: boolean;
  readonly freeCores: number;
  readonly occupancy: Occupancy;
  first(): JobId;
  /** Whether the job is none that policies decide about: see `Sight`. */
  hides(job: JobId): boolean;
  /** @throws Error if the job does not wait */
  mustWait(job: JobId): void;
  start(job: JobId, pieces: readonly Piece[], speed: number, reason: StartReason | undefined): void;
  preempt(job: JobId, how: Preemption): void;
  wake(at: Time): void;
  /** Whether jobs may end later than they are planned to. */
  readonly underFaults: boolean;
  reserved(job: JobId, at: Time, until: Time, kept: boolean): void;
  moved(job: JobId, at: Time, until: Time): void;
}

/** A place that is kept for a job beyond the decision; without a hold while there is none in sight. */
interface Kept {
  readonly at: Time;
  readonly hold: Hold | undefined;
  readonly speed: number;
}

/** Where and when a job can be. */
interface Spot {
  readonly at: Time;
  readonly pieces: readonly Piece[];
  readonly speed: number;
}

/** A spot that was looked for when nothing was held. */
interface Found {
  readonly job: JobId;
  readonly version: number;
  readonly spot: Spot | undefined;
}

/** The future of a machine of nodes as one decision sees it. */
export class CentrePlan implements Plan {
  readonly #host: CentrePlanHost;
  readonly #kept = new Map<JobId, Kept>();
  #holds: Hold[] = [];
  #head: JobId = NO_JOB;
  #shadow: Time = Number.NaN;
  /** Who was to start in this decision and did not fit. */
  readonly #refused: JobId[] = [];
  #scanned = false;
  /** By shape: the shortest work that has been refused since something was last freed, holds regarded. */
  readonly #barred: Float64Array;
  /** What was refused whatever is held, since something last ended: those are refused in later decisions too. */
  readonly #full: Float64Array;
  /** Where the first job that was reserved a place last has one, for as long as nothing changes. */
  #found: Found | undefined;

  /** @param shapes of how many the jobs are */
  constructor(host: CentrePlanHost, shapes: number) {
    this.#host = host;
    this.#barred = new Float64Array(shapes).fill(Number.POSITIVE_INFINITY);
    this.#full = this.#barred.slice();
  }

  begin(): void {
    for (const hold of this.#holds) this.#host.future.letGo(hold);
    this.#holds = [];
    this.#head = NO_JOB;
    this.#shadow = Number.NaN;
    this.#refused.length = 0;
    this.#scanned = false;
    this.#barred.fill(Number.POSITIVE_INFINITY);
  }

  /** Something is free that was not. */
  freed(): void {
    this.#barred.fill(Number.POSITIVE_INFINITY);
    this.#full.fill(Number.POSITIVE_INFINITY);
    this.#found = undefined;
  }

  /** Another policy decides from now on, and knows of no places that were kept. */
  forget(): void {
    for (const job of [...this.#kept.keys()]) this.#letGo(job);
    this.begin();
  }

  /** The job is out of sight, without having started. */
  left(job: JobId): void {
    this.#letGo(job);
  }

  get head(): JobId {
    return this.#head;
  }

  get shadow(): Time {
    return this.#shadow;
  }

  isStrict(first: JobId): boolean {
    return this.blockedInOrder.length === 1 && this.#refused[0] === first;
  }

  /** Who did not fit, where nothing is held for anybody and the others were not looked at: they kept these back. */
  get blockedInOrder(): readonly JobId[] {
    const nothingHeld = this.#holds.length === 0 && this.#kept.size === 0;
    return nothingHeld && !this.#scanned ? this.#refused : [];
  }

  /** When a waiting job is planned to have a place; NaN for no job. */
  expected(job: JobId): Time {
    if (job === NO_JOB) return Number.NaN;
    if (job === this.#head) return this.#shadow;
    return this.#kept.get(job)?.at ?? this.earliest(job);
  }

  /** Whether a waiting job would start now; asked by the scans of the queues. */
  startable(job: JobId): boolean {
    this.#scanned = true;
    return this.#kept.has(job) ? this.#spotNow(job) !== undefined : !this.#isBarred(job);
  }

  start(job: JobId, why?: string): boolean {
    this.#host.mustWait(job);
    const spot = this.#host.hides(job) ? undefined : this.#spotNow(job);
    if (spot === undefined) {
      this.#refused.push(job);
      return false;
    }
    const rule = this.#ruleFor(job, spot);
    this.#letGo(job);
    this.#begin(job, spot, rule, why);
    return true;
  }

  earliest(job: JobId): Time {
    return this.#spot(job, this.#host.now)?.at ?? Number.POSITIVE_INFINITY;
  }

  reserve(job: JobId, from: Time = this.#host.now): Time {
    if (this.#kept.size > 0) throw new Error('a policy that keeps reservations cannot reserve for one decision');
    // What has started in this decision may have used up the limit of those that were in sight when it began.
    if (this.#host.hides(job)) return Number.POSITIVE_INFINITY;
    const spot = from > this.#host.now ? this.#spot(job, from) : this.#spotFromNow(job);
    const at = spot?.at ?? Number.POSITIVE_INFINITY;
    if (this.#head === NO_JOB) [this.#head, this.#shadow] = [job, at];
    if (spot === undefined) return at;
    const hold = this.#hold(job, spot);
    this.#holds.push(hold);
    this.#host.reserved(job, at, hold.until, false);
    return at;
  }

  keep(job: JobId, from: Time = this.#host.now): Time {
    this.#host.mustWait(job);
    if (this.#holds.length > 0) throw new Error('a policy that reserves cannot keep in the same decision');
    if (this.#kept.has(job)) throw new Error(`row ${job} is kept a place for already`);
    if (this.#host.hides(job)) return Number.POSITIVE_INFINITY;
    const kept = this.#keepAt(job, this.#spot(job, Math.max(from, this.#host.now)));
    if (kept.hold !== undefined) this.#host.reserved(job, kept.at, kept.hold.until, true);
    return kept.at;
  }

  compress(): void {
    const { now } = this.#host;
    for (const job of [...this.#kept.keys()].sort((a, b) => a - b)) {
      const { at } = this.#kept.get(job)!;
      this.#letGo(job);
      const kept = this.#keepAt(job, this.#spot(job, now));
      if (kept.at < at && kept.hold !== undefined) this.#host.moved(job, kept.at, kept.hold.until);
    }
    this.#barred.fill(Number.POSITIVE_INFINITY);
  }

  startKept(): void {
    const { now } = this.#host;
    let next = Number.POSITIVE_INFINITY;
    for (const job of [...this.#kept.keys()].sort((a, b) => a - b)) {
      const { at, hold, speed } = this.#kept.get(job)!;
      if (at > now) next = Math.min(next, at);
      if (at > now || this.#host.hides(job)) continue;
      // Nodes may have been lost since; then the place is looked for anew in the next sweep.
      if (hold === undefined || !this.#isFree(hold.pieces)) continue;
      this.#letGo(job);
      this.#begin(job, { at: now, pieces: hold.pieces, speed }, 'reservation-due', undefined);
    }
    // A place begins where somebody is planned to end, which is a moment anyway unless faults or a shared store have moved it.
    if (this.#host.underFaults && next < Number.POSITIVE_INFINITY) this.#host.wake(next);
  }

  preempt(job: JobId, how: Preemption): void {
    this.#host.preempt(job, how);
    this.freed();
  }

  wake(at: Time): void {
    if (!(at > this.#host.now)) throw new Error('a policy can only be woken later than now');
    this.#host.wake(at);
  }

  /** When a job would start and end, from a moment on, in what the running jobs and the windows leave, whoever waits. */
  alone(job: JobId, from: Time = this.#host.now): { readonly at: Time; readonly end: Time } | undefined {
    const spot = this.#host.future.unheld(() => this.#spot(job, from));
    return spot && { at: spot.at, end: spot.at + lasts(this.#work(job), spot.speed) };
  }

  /** Whether the job would fit now if these running jobs were gone, nothing that is held regarded. */
  fitsWithout(job: JobId, gone: readonly (readonly Piece[])[]): boolean {
    const { future } = this.#host;
    return future.unheld(() => {
      for (const pieces of gone) future.change(pieces, 1);
      const fits = this.#spotAtNow(job) !== undefined;
      for (const pieces of gone) future.change(pieces, -1);
      return fits;
    });
  }

  /** What the job is planned to need still, ms at speed 1. */
  #work(job: JobId): Duration {
    return this.#host.occupancy.progress.planned(job);
  }

  #spotNow(job: JobId): Spot | undefined {
    const kept = this.#kept.get(job)?.hold;
    if (kept === undefined && this.#isBarred(job)) return undefined;
    // Its own place is in nobody's way.
    if (kept !== undefined) this.#host.future.letGo(kept);
    const spot = this.#spotAtNow(job);
    if (kept !== undefined) this.#host.future.hold(kept);
    return spot;
  }

  #spotAtNow(job: JobId): Spot | undefined {
    const { now, search, placement } = this.#host;
    const work = this.#work(job);
    const pinned = this.#host.occupancy.pinned(job);
    if (pinned !== undefined) {
      const speed = this.#host.occupancy.progress.speed(job);
      const { reservation } = this.#host.occupancy.suited(job).shape;
      const fits = pinned.every((piece) => this.#host.future.fits(piece, reservation, now, now + lasts(work, speed)));
      return fits ? { at: now, pieces: pinned, speed } : undefined;
    }
    const suited = this.#host.occupancy.suited(job);
    const tier = search.tierAt(suited, work, now);
    if (tier === undefined) return undefined;
    const pieces = search.place(suited, tier, work, placement);
    return { at: now, pieces, speed: slowest(suited, pieces) };
  }

  /** Whether the job cannot start now, by what is known of its shape or found out now. */
  #isBarred(job: JobId): boolean {
    const { now, search } = this.#host;
    if (this.#host.hides(job)) return true;
    if (this.#host.occupancy.pinned(job) !== undefined) return this.#spotAtNow(job) === undefined;
    const suited = this.#host.occupancy.suited(job);
    const work = this.#work(job);
    const { index } = suited;
    if (work >= this.#full[index]! || work >= this.#barred[index]!) return true;
    if (search.tierAt(suited, work, now) !== undefined) return false;
    if (!search.roomNow(suited)) this.#full[index] = 0;
    else (this.#host.future.holds.size === 0 ? this.#full : this.#barred)[index] = work;
    return true;
  }

  /**
   * The first spot of a job, which is where it was found before while nothing is held and nothing has changed: time
   * alone makes no room before it.
   */
  #spotFromNow(job: JobId): Spot | undefined {
    const { now, future } = this.#host;
    if (future.holds.size > 0) return this.#spot(job, now);
    const { version } = future;
    if (this.#found?.job !== job || this.#found.version !== version || !((this.#found.spot?.at ?? now) > now))
      this.#found = { job, version, spot: this.#spot(job, now) };
    return this.#found.spot;
  }

  #spot(job: JobId, from: Time): Spot | undefined {
    const { search } = this.#host;
    const work = this.#work(job);
    const pinned = this.#host.occupancy.pinned(job);
    if (pinned !== undefined) {
      const speed = this.#host.occupancy.progress.speed(job);
      const { reservation } = this.#host.occupancy.suited(job).shape;
      const at = search.earliestThere(pinned, reservation, lasts(work, speed), from);
      return at === undefined ? undefined : { at, pieces: pinned, speed };
    }
    const suited = this.#host.occupancy.suited(job);
    const hole: Hole | undefined = search.earliest(suited, work, from);
    if (hole === undefined) return undefined;
    const pieces = search.reserve(suited, hole, work);
    return { at: hole.at, pieces, speed: slowest(suited, pieces) };
  }

  #begin(job: JobId, { pieces, speed, at }: Spot, rule: StartRule, why: string | undefined): void {
    this.#host.start(job, pieces, speed, this.#host.reasons ? this.#reason(job, at, speed, rule, why) : undefined);
  }

  #reason(job: JobId, at: Time, speed: number, rule: StartRule, why: string | undefined): StartReason {
    const until = at + lasts(this.#work(job), speed);
    const { head, shadow } = this;
    return { rule, free: this.#host.freeCores, until, head, shadow, spare: Number.NaN, why };
  }

  #ruleFor(job: JobId, { at, speed }: Spot): StartRule {
    if (this.#kept.size > 0 || this.#holds.length > 1) return 'in-hole';
    if (this.#head === NO_JOB) return job === this.#host.first() ? 'in-turn' : 'passing';
    return at + lasts(this.#work(job), speed) > this.#shadow ? 'in-spare' : 'before-shadow';
  }

  #keepAt(job: JobId, spot: Spot | undefined): Kept {
    const at = spot?.at ?? Number.POSITIVE_INFINITY;
    const kept = { at, hold: spot && this.#hold(job, spot), speed: spot?.speed ?? 1 };
    this.#kept.set(job, kept);
    return kept;
  }

  #hold(job: JobId, { at, pieces, speed }: Spot): Hold {
    const hold = { job, from: at, until: at + lasts(this.#work(job), speed), pieces };
    this.#host.future.hold(hold);
    return hold;
  }

  #letGo(job: JobId): void {
    const kept = this.#kept.get(job);
    if (kept === undefined) return;
    this.#kept.delete(job);
    if (kept.hold === undefined) return;
    this.#host.future.letGo(kept.hold);
    this.freed();
  }

  #isFree(pieces: readonly Piece[]): boolean {
    const { future } = this.#host;
    const { width } = future.cells;
    return pieces.every(
      ({ cell, amount }) =>
        future.usable[cell] === 1 && amount.every((wanted, r) => future.free[cell * width + r]! >= wanted),
    );
  }
}

/** A job is as fast as the slowest of its nodes. */
function slowest({ speed }: Suitable, pieces: readonly Piece[]): number {
  return pieces.reduce((least, { cell }) => Math.min(least, speed[cell]!), Number.POSITIVE_INFINITY);
}

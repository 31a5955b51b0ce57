import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import { Calendar, type Node } from './calendar.ts';
import { Hole } from './hole.ts';
import { Leaps } from './leaps.ts';
import { RowSet } from './row-set.ts';
import { ShapeIndex } from './shape-index.ts';

/** Up to so many kept jobs, asking all of them costs less than finding out who may profit. */
const FEW = 512;

const NO_JOBS: readonly JobId[] = [];

export interface ReservationOptions {
  /** Up to so many kept jobs are all asked. */
  readonly few?: number;
  /** Called whenever a job gets an earlier start. */
  readonly moved?: ((job: JobId, start: Time) => void) | undefined;
}

/**
 * The reservations that outlive a decision. A sweep moves each job to its earliest place, but a job can have got an
 * earlier place since its last turn only where capacity was gained since then: it slides if the gain ends where the
 * job starts, or it leaps if the gain completes a hole long enough for all of it. So each gain names the jobs that
 * may profit, and a sweep asks only those; everybody else stands where another look would leave them.
 */
export class Reservations {
  readonly calendar: Calendar;
  readonly #few: number;
  readonly #kept: ShapeIndex;
  readonly #hole: Hole;
  /** All kept jobs. */
  readonly #rows: RowSet;
  /** Jobs that may profit from a gain since their last turn. */
  readonly #hopeful: RowSet;
  /** Whether the policy ever sweeps; one that does not need not have its gains remembered. */
  #sweeps = false;
  /** Whether all may, because there were too few to tell them apart; if so, where and how high the gains are. */
  #allHopeful = false;
  readonly #gains = new Extent();
  /** The gains of the sweep that goes on, which those who had their turn see in the next. */
  readonly #carried = new Extent();
  /** The holes into which a hopeful job may leap; without any it may only slide. */
  readonly #leaps: Leaps;

  readonly #moved: ReservationOptions['moved'];

  /** @param planned how long each job is planned to last, ms */
  constructor(jobs: JobFacts, planned: Float64Array, free: number, { few = FEW, moved }: ReservationOptions = {}) {
    this.#few = few;
    this.#moved = moved;
    this.calendar = new Calendar(jobs, planned, free);
    this.#kept = new ShapeIndex(jobs, planned);
    this.#hole = new Hole(this.calendar);
    this.#rows = new RowSet(jobs.length);
    this.#hopeful = new RowSet(jobs.length);
    this.#leaps = new Leaps(jobs.length);
  }

  has(job: JobId): boolean {
    return !Number.isNaN(this.#kept.start[job]!);
  }

  /** How many places are kept. */
  get count(): number {
    return this.#kept.count;
  }

  /** Where the job's place begins; NaN if it has none. */
  startOf(job: JobId): Time {
    return this.#kept.start[job]!;
  }

  /** Where the job is held, else where its earliest hole from `from` on begins. */
  earliest(job: JobId, from: Time): Time {
    if (this.has(job)) return this.#kept.start[job]!;
    const { calendar } = this;
    const never = Number.POSITIVE_INFINITY;
    return calendar.earliest(this.#kept.width[job]!, this.#kept.duration[job]!, from, calendar.head, never, never);
  }

  /** Holds the job's earliest hole from `from` on. */
  keep(job: JobId, from: Time): Time {
    const start = this.calendar.hold(job, from);
    this.#kept.add(job, start);
    this.#rows.add(job);
    return start;
  }

  /** A kept job runs from now on. */
  begin(job: JobId): void {
    this.#forget(job);
    this.calendar.begin(job);
  }

  /** Lets a kept job run from now on, if it fits beside what is held for the others; says whether it does. */
  runAhead(job: JobId, now: Time): boolean {
    const old = this.#kept.start[job]!;
    if (!this.calendar.fitsAt(job, now)) return false;
    if (old > now) this.#move(job, old, now, now);
    this.begin(job);
    return true;
  }

  /** A job runs from now on for which nothing was kept. */
  run(job: JobId, end: Time): void {
    this.calendar.run(job, end);
  }

  /** A running job ended at `now` that was planned to hold its processors until `until`. */
  end(job: JobId, now: Time, until: Time): void {
    this.calendar.end(job);
    if (until > now) this.#gained(this.calendar.head, now, until, now);
  }

  /** One sweep in order of arrival; see `Plan.compress`. */
  compress(now: Time): void {
    if (!this.#sweeps) {
      // Until now nobody noted what was gained, so that the first sweep asks everybody about everything.
      this.#sweeps = true;
      this.#allHopeful = true;
      this.#gains.include(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    }
    // Among few, whoever moves names nobody, so that all whose turn is still to come have to be asked.
    if (this.#allHopeful || this.#kept.count <= this.#few) this.#sweepAll(now);
    else this.#sweepHopeful(now);
  }

  /** The kept jobs whose time has come, in order of arrival. */
  due(now: Time): readonly JobId[] {
    const { time, next, head } = this.calendar;
    if (time[next[head]!]! > now) return NO_JOBS;
    const jobs: JobId[] = [];
    for (let node = next[head]!; time[node]! <= now; node = next[node]!) {
      if (isStart(node)) jobs.push((node >> 1) as JobId);
    }
    return jobs.sort((a, b) => a - b);
  }

  #forget(job: JobId): void {
    this.#kept.remove(job);
    this.#rows.delete(job);
    this.#hopeful.delete(job);
    this.#leaps.clear(job);
  }

  #sweepAll(now: Time): void {
    const { calendar } = this;
    const { width, duration, start } = this.#kept;
    this.#allHopeful = false;
    this.#carried.clear();
    for (let row = this.#rows.after(-1); row >= 0; row = this.#rows.after(row)) {
      // Gains from before there were few are not among these.
      const named = this.#hopeful.delete(row);
      this.#leaps.clear(row as JobId);
      // Whoever is wider than the gains are high finds nothing new in them.
      if (width[row]! > this.#gains.height && !named) continue;
      const old = start[row]!;
      const end = named ? Number.POSITIVE_INFINITY : this.#gains.end;
      const leap = calendar.earliest(width[row]!, duration[row]!, now, calendar.head, old, end);
      const earlier = leap < old ? leap : calendar.slide(row as JobId, now, old);
      if (earlier < old) this.#move(row as JobId, old, earlier, now);
    }
    this.#gains.clear();
    this.#gains.include(this.#carried.height, this.#carried.end);
  }

  #sweepHopeful(now: Time): void {
    for (let row = this.#hopeful.after(-1); row >= 0; row = this.#hopeful.after(row)) {
      this.#hopeful.delete(row);
      const old = this.#kept.start[row]!;
      const start = this.#earlier(row as JobId, old, now);
      if (start < old) this.#move(row as JobId, old, start, now);
    }
  }

  #earlier(job: JobId, old: Time, now: Time): Time {
    const { calendar } = this;
    // A slide ends in the job's own place, and may begin before a hole that was too short to leap into without that.
    const slide = calendar.slide(job, now, old);
    if (!this.#leaps.has(job)) return slide;
    const [width, duration] = [this.#kept.width[job]!, this.#kept.duration[job]!];
    const leap = this.#leaps.take(job, (from, latest) => {
      // Nodes only move to earlier times, which does no harm; one that has been unlinked marks nothing any more.
      const begin = calendar.next[from]! < 0 ? calendar.head : from;
      return calendar.earliest(width, duration, now, begin, old, latest);
    });
    return Math.min(leap, slide);
  }

  #move(job: JobId, old: Time, start: Time, now: Time): void {
    const { calendar } = this;
    const duration = this.#kept.duration[job]!;
    calendar.advance(job, start);
    this.#kept.start[job] = start;
    this.#moved?.(job, start);
    // What is gained is the old place less the new one.
    const left = 2 * job + 1;
    if (start + duration >= old) this.#gained(left, start + duration, old + duration, now);
    else this.#gained(this.#lastUpTo(left, old), old, old + duration, now);
  }

  /** The last node at or before `time`, looked for from `node` on. */
  #lastUpTo(node: Node, time: Time): Node {
    let at = node;
    while (this.calendar.time[this.calendar.next[at]!]! <= time) at = this.calendar.next[at]!;
    return at;
  }

  /** Capacity was gained during [a, b): makes those hopeful who may profit. `from` is the last node at or before a. */
  #gained(from: Node, a: Time, b: Time, now: Time): void {
    if (!this.#sweeps) return;
    if (this.#kept.count <= this.#few) this.#gainedByAll(from, a, b);
    else {
      this.#inviteSliders(from, a, b);
      this.#inviteLeapers(from, a, b, now);
    }
  }

  /** Notes how high the gain is and where it ends. */
  #gainedByAll(from: Node, a: Time, b: Time): void {
    const { time, level, next } = this.calendar;
    let height = 0;
    for (let node = from; time[node]! < b; node = next[node]!) {
      if (level[node]! > height && time[next[node]!]! > a) height = level[node]!;
    }
    this.#allHopeful = true;
    this.#kept.rest();
    this.#gains.include(height, b);
    this.#carried.include(height, b);
  }

  /** Makes those hopeful whose place begins where the gain ends, or within it, and who fit just before. */
  #inviteSliders(from: Node, a: Time, b: Time): void {
    const { time, level, next, prev } = this.calendar;
    const { width } = this.#kept;
    let instant = time[from]!;
    let before = level[from]!;
    for (let node = next[from]!; time[node]! <= b; node = next[node]!) {
      if (time[node]! > instant) {
        instant = time[node]!;
        before = level[prev[node]!]!;
      }
      if (instant > a && isStart(node) && width[node >> 1]! <= before) this.#hopeful.add(node >> 1);
    }
  }

  /**
   * Offers the holes around the peaks of the gain; the hole around a lower stretch of it is part of that around its
   * higher neighbour.
   */
  #inviteLeapers(from: Node, a: Time, b: Time, now: Time): void {
    const { time, level, next } = this.calendar;
    let peak = -1;
    let height = 0;
    for (let node = from; time[node]! < b; node = next[node]!) {
      const until = time[next[node]!]!;
      if (until <= a || until === time[node]) continue;
      if (level[node]! > height) peak = node;
      else if (level[node]! < height && peak >= 0) {
        this.#offer(peak, a, now);
        peak = -1;
      }
      height = level[node]!;
    }
    if (peak >= 0) this.#offer(peak, a, now);
  }

  /**
   * Offers the hole around a node to whoever is held after `a` and could leap into it: at each height from the node's
   * own downwards, the hole is as long as the level keeps to it.
   */
  #offer(node: Node, a: Time, now: Time): void {
    const hole = this.#hole;
    hole.open(node, now);
    for (let height = this.calendar.level[node]!; height > 0; ) {
      if (this.#kept.latestOfWidth(height) <= a) return;
      const lower = hole.widen(height, now);
      if (this.#kept.latest(height, hole.end - hole.begin) > a) this.#invite(height, hole, a);
      height = lower;
    }
  }

  /** Makes hopeful who fits into a hole of this height and is held after `a`. */
  #invite(height: number, { left, begin, end }: Hole, a: Time): void {
    this.#kept.each(height, end - begin, a, (job) => {
      this.#hopeful.add(job);
      this.#leaps.add(job, left, end - this.#kept.duration[job]!);
    });
  }
}

/** How high and until when something reaches that may consist of many pieces. */
class Extent {
  height = 0;
  end = Number.NEGATIVE_INFINITY;

  clear(): void {
    this.height = 0;
    this.end = Number.NEGATIVE_INFINITY;
  }

  include(height: number, end: Time): void {
    this.height = Math.max(this.height, height);
    this.end = Math.max(this.end, end);
  }
}

/** Starts have even numbers; the two ends of the calendar are even and odd too, but are never asked about. */
const isStart = (node: Node): boolean => (node & 1) === 0;

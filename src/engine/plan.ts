import type { StartReason, StartRule } from '../model/facts.ts';
import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { Plan } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import type { RoomSource } from './kept-queue.ts';
import { Reservations } from './reservations.ts';
import { Room } from './room.ts';
import { Timeline } from './timeline.ts';

/** What a plan needs of the engine: the real timeline to read, and the two ways to change the world. */
export interface PlanHost {
  readonly jobs: JobFacts;
  readonly procs: number;
  /** How long each job is planned to last, ms. */
  readonly planned: Float64Array;
  readonly timeline: Timeline;
  /** Whether an observer wants to know why; if not, no reasons are made. */
  readonly reasons: boolean;
  /** The first of the queue. */
  first(): JobId;
  /** Whether planned durations are predictions, which jobs may outlive. */
  readonly predicts: boolean;
  /** Makes the start true. @throws Error if the job does not wait */
  start(job: JobId, reason: StartReason | undefined): void;
  /** @throws Error if the job does not wait */
  mustWait(job: JobId): void;
  /** Tells the observers that [at, at + planned) is held, and whether beyond this decision. */
  reserved(job: JobId, at: Time, kept: boolean): void;
  /** Tells those who want reasons that a kept reservation begins at `at` from now on. */
  moved(job: JobId, at: Time): void;
  /** When a running job is planned to end; NaN for one that does not run. */
  plannedEnd(job: JobId): Time;
}

/**
 * The future as one decision sees it. With nothing reserved, free processors are all that counts; under one
 * reservation, the shadow time and the spare processors (two numbers); from the second on, or while reservations
 * are kept, a timeline. The three agree, which the tests prove; the first two are there because they are fast.
 */
export class DecisionPlan implements Plan, RoomSource {
  readonly #host: PlanHost;
  readonly #room = new Room();
  readonly #scratch: Timeline;
  /** Made when a policy first keeps a reservation. */
  #kept: Reservations | undefined;
  #now: Time = 0;
  /** The only reservation so far, while it is the only one. */
  #head: JobId = NO_JOB;
  #shadow: Time = 0;
  #spare = 0;
  /** Whether `#scratch` holds this decision's future, because two numbers no longer do. */
  #drawn = false;
  #roomIsStale = true;
  /** The last job that was refused a start in this decision, how many were, and whether a scan asked who may start. */
  #refused: JobId = NO_JOB;
  #refusals = 0;
  #scanned = false;

  constructor(host: PlanHost) {
    this.#host = host;
    this.#scratch = new Timeline(host.timeline.free);
  }

  begin(now: Time): void {
    this.#now = now;
    this.#head = NO_JOB;
    this.#drawn = false;
    this.#roomIsStale = true;
    this.#refused = NO_JOB;
    this.#refusals = 0;
    this.#scanned = false;
  }

  /** A running job has ended at `now`, which was planned to end at `until`. */
  ended(job: JobId, now: Time, until: Time): void {
    this.#kept?.end(job, now, until);
  }

  /** Asked by the scans of the queues. */
  room(): Room {
    this.#scanned = true;
    return this.#measured();
  }

  /** Whether `first` alone was tried, in vain, and nobody looked behind it. */
  isStrict(first: JobId): boolean {
    const nothingHeld = this.#head === NO_JOB && !this.#drawn && this.#kept === undefined;
    return nothingHeld && !this.#scanned && this.#refusals === 1 && this.#refused === first;
  }

  /** The first reservation that this decision made for itself alone, `NO_JOB` if it made none. */
  get head(): JobId {
    return this.#head;
  }

  get shadow(): Time {
    return this.#head === NO_JOB ? Number.NaN : this.#shadow;
  }

  /** Processors left beside the only reservation; NaN where there are none or several. */
  get spare(): number {
    return this.#head === NO_JOB || this.#drawn ? Number.NaN : this.#spare;
  }

  /** When a waiting job is planned to have enough processors; NaN for no job. */
  expected(job: JobId): Time {
    if (job === NO_JOB) return Number.NaN;
    if (this.#kept?.has(job)) return this.#kept.startOf(job);
    if (job === this.#head) return this.#shadow;
    const { jobs, timeline } = this.#host;
    const procs = jobs.procs[job]!;
    return procs <= timeline.free ? this.#now : timeline.reaches(procs, this.#now);
  }

  start(job: JobId, why?: string): boolean {
    const { jobs, planned, timeline } = this.#host;
    const procs = jobs.procs[job]!;
    if (procs > timeline.free) return this.#refuse(job);
    if (this.#kept?.has(job)) return this.#startAhead(job, why);
    const duration = planned[job]!;
    if (procs > this.#measured().limit(duration)) return this.#refuse(job);
    const end = this.#now + duration;
    const reason = this.#host.reasons ? this.#reason(this.#ruleFor(job, end), end, why) : undefined;
    if (this.#drawn) {
      this.#scratch.free -= procs;
      this.#scratch.add(end, procs);
    } else if (this.#head !== NO_JOB && end > this.#shadow) {
      this.#spare -= procs;
    }
    this.#host.start(job, reason);
    this.#kept?.run(job, end);
    this.#roomIsStale = true;
    return true;
  }

  earliest(job: JobId): Time {
    const { jobs, planned, timeline } = this.#host;
    const procs = jobs.procs[job]!;
    if (this.#kept !== undefined) return this.#kept.earliest(job, this.#now);
    if (this.#head === NO_JOB && !this.#drawn) {
      return procs <= timeline.free ? this.#now : timeline.reaches(procs, this.#now);
    }
    this.#draw();
    return this.#scratch.earliest(procs, planned[job]!, this.#now);
  }

  reserve(job: JobId, from: Time = this.#now): Time {
    if (this.#kept !== undefined) throw new Error('a policy that keeps reservations cannot reserve for one decision');
    const at = this.#head === NO_JOB && !this.#drawn ? this.#reserveHead(job, from) : this.#reserveNext(job, from);
    this.#roomIsStale = true;
    this.#host.reserved(job, at, false);
    return at;
  }

  keep(job: JobId, from: Time = this.#now): Time {
    this.#host.mustWait(job);
    this.#kept ??= this.#startKeeping();
    if (this.#kept.has(job)) throw new Error(`row ${job} is kept a place for already`);
    const at = this.#kept.keep(job, Math.max(from, this.#now));
    this.#roomIsStale = true;
    this.#host.reserved(job, at, true);
    return at;
  }

  compress(): void {
    this.#kept?.compress(this.#now);
    this.#roomIsStale = true;
  }

  startKept(): void {
    if (this.#kept === undefined) return;
    for (const job of this.#kept.due(this.#now)) {
      // Deciding per event, processors may be planned to be free now that are given back only by a later event.
      if (this.#host.jobs.procs[job]! > this.#host.timeline.free) continue;
      this.#kept.begin(job);
      const end = this.#now + this.#host.planned[job]!;
      this.#host.start(job, this.#host.reasons ? this.#reason('reservation-due', end, undefined) : undefined);
    }
    this.#roomIsStale = true;
  }

  preempt(): never {
    throw new Error('nobody can be preempted where only processors are counted: it takes a machine of nodes');
  }

  wake(): never {
    throw new Error('policies are woken only on a machine of nodes');
  }

  #refuse(job: JobId): false {
    this.#refused = job;
    this.#refusals += 1;
    return false;
  }

  #ruleFor(job: JobId, end: Time): StartRule {
    if (this.#drawn || (this.#kept !== undefined && this.#kept.count > 0)) return 'in-hole';
    if (this.#head !== NO_JOB) return end > this.#shadow ? 'in-spare' : 'before-shadow';
    return job === this.#host.first() ? 'in-turn' : 'passing';
  }

  #reason(rule: StartRule, until: Time, why: string | undefined): StartReason {
    const { free } = this.#host.timeline;
    const { head, shadow, spare } = this;
    return { rule, free, until, head, shadow, spare, why };
  }

  /** Starts a kept job before its time, if that is in nobody's way: its own place is not. */
  #startAhead(job: JobId, why: string | undefined): boolean {
    if (!this.#kept!.runAhead(job, this.#now)) return this.#refuse(job);
    const end = this.#now + this.#host.planned[job]!;
    this.#host.start(job, this.#host.reasons ? this.#reason(this.#ruleFor(job, end), end, why) : undefined);
    this.#roomIsStale = true;
    return true;
  }

  #startKeeping(): Reservations {
    const { jobs, planned } = this.#host;
    if (this.#host.predicts) throw new Error('a policy that predicts cannot keep reservations: they may be outlived');
    if (this.#head !== NO_JOB || this.#drawn)
      throw new Error('a policy that reserves cannot keep in the same decision');
    const moved = (job: JobId, at: Time): void => this.#host.moved(job, at);
    const kept = new Reservations(jobs, planned, this.#host.procs, this.#host.reasons ? { moved } : {});
    for (let row = 0; row < jobs.length; row += 1) {
      const end = this.#host.plannedEnd(row as JobId);
      if (!Number.isNaN(end)) kept.run(row as JobId, end);
    }
    return kept;
  }

  #reserveHead(job: JobId, from: Time): Time {
    const { jobs, timeline } = this.#host;
    this.#head = job;
    const procs = jobs.procs[job]!;
    if (procs > timeline.free) {
      this.#shadow = timeline.reaches(procs, this.#now);
      this.#spare = timeline.found - procs;
    } else {
      this.#shadow = this.#now;
      this.#spare = timeline.free - procs;
    }
    if (from > this.#shadow) {
      // Where nothing else is held, whatever is free at a moment stays free.
      this.#shadow = from;
      this.#spare = timeline.levelAt(from) - procs;
    }
    return this.#shadow;
  }

  #reserveNext(job: JobId, from: Time): Time {
    const { jobs, planned } = this.#host;
    this.#draw();
    const duration = planned[job]!;
    const at = this.#scratch.earliest(jobs.procs[job]!, duration, Math.max(from, this.#now));
    this.#scratch.hold(jobs.procs[job]!, at, at + duration);
    return at;
  }

  /** Copies the real timeline, in which this decision's starts already are, and adds the reservation it lacks. */
  #draw(): void {
    if (this.#drawn) return;
    const { jobs, planned, timeline } = this.#host;
    this.#drawn = true;
    this.#scratch.copyFrom(timeline);
    if (this.#head === NO_JOB) return;
    this.#scratch.hold(jobs.procs[this.#head]!, this.#shadow, this.#shadow + planned[this.#head]!);
  }

  #measured(): Room {
    if (this.#roomIsStale) this.#measure();
    return this.#room;
  }

  #measure(): void {
    const { timeline } = this.#host;
    if (this.#drawn) this.#scratch.measure(this.#now, this.#room);
    else if (this.#kept !== undefined) this.#kept.calendar.measure(this.#now, this.#room);
    else if (this.#head === NO_JOB) this.#room.setFree(timeline.free);
    else this.#room.setShadow(timeline.free, this.#shadow - this.#now, this.#spare);
    this.#roomIsStale = false;
  }
}

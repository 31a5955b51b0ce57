import type { Allocation } from '../../../model/asks.ts';
import type { PreemptMode } from '../../../model/centre.ts';
import type { Coordinator } from '../../../model/coordinator.ts';
import type { CheckpointCounts, IncidentRecord, MoveRecord, OutageRecord, Spent } from '../../../model/fault-run.ts';
import type { JobId, JobTable } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Resilience } from '../../../model/resilience.ts';
import { type Duration, PLAN_TICK, type Time } from '../../../model/time.ts';
import { lasts } from '../search.ts';
import { NOTHING_READ, readingOf } from './chains.ts';
import { Course } from './course.ts';
import type { FaultRules } from './fault-rules.ts';
import type { JobsHost } from './jobs-host.ts';
import type { NodeFaults } from './node-faults.ts';
import { type Ahead, Pace } from './pace.ts';
import { Phases } from './phases.ts';
import { Restarts } from './restarts.ts';
import type { Running, Stop, Struck } from './running.ts';
import { Shelf } from './shelf.ts';
import { TimeAccount } from './time-account.ts';
import { NO_WRITES, type Whole, Writes } from './writes.ts';

/** What happens to the jobs of a run under faults: their courses, their checkpoints, and what is made of their time. */
export class JobFaults {
  readonly account: TimeAccount;
  readonly incidents: IncidentRecord[] = [];
  readonly moves: MoveRecord[] = [];
  readonly #jobs: JobTable;
  readonly #rules: Resilience;
  readonly #host: JobsHost;
  readonly #nodes: NodeFaults;
  readonly #coordinator: Coordinator;
  readonly #shelf: Shelf;
  readonly #phases: Phases;
  readonly #running = new Map<JobId, Running>();
  readonly #times: Int32Array;
  /** By row: what a waiting job is planned to need beside its work, ms; NaN while that has not been asked. */
  readonly #extra: Float64Array;
  /** Until when jobs wait before they are queued again. */
  readonly #backOff = new Map<JobId, Time>();
  readonly #restarts: Restarts;

  constructor(jobs: JobTable, given: FaultRules, nodes: NodeFaults, host: JobsHost) {
    const { rules, coordinator } = given;
    this.#jobs = jobs;
    this.#rules = rules;
    this.#host = host;
    this.#nodes = nodes;
    this.#coordinator = coordinator;
    this.account = new TimeAccount(jobs.length);
    this.#shelf = new Shelf(jobs.length, rules.checkpoints, this.account, host);
    this.#restarts = new Restarts(this.#shelf, host);
    this.#phases = new Phases(jobs.length, rules, this.#shelf, host, {
      running: (job) => this.#running.get(job)!,
      meets: (job, fault) => this.#meets(job, fault),
    });
    this.#times = new Int32Array(jobs.length);
    this.#extra = new Float64Array(jobs.length).fill(Number.NaN);
  }

  get counts(): CheckpointCounts {
    return { ...this.#shelf.counts, failed: this.#phases.failed };
  }

  /** What a job is planned to need beside its work, as if nobody else wrote, ms; found out once for each wait. */
  extra(job: JobId, work: Duration): Duration {
    let extra = this.#extra[job]!;
    if (Number.isNaN(extra)) {
      const writes = this.#writesOf(job, this.#host.likelyNodes(job));
      const rhythm = writes?.rhythm(this.#nodes.seen()) ?? NO_WRITES;
      extra = this.#shelf.reading(job) + rhythm.lasts(work) - work;
      this.#extra[job] = extra;
    }
    return extra;
  }

  /** The job runs from now on; says when it ends if nothing happens. */
  begin(job: JobId, { nodes }: Allocation, speed: number): Time {
    const { now } = this.#host;
    this.#restarts.runsAgain(job);
    const failed = this.#outageOf(nodes);
    const reads = failed === undefined ? this.#restarts.begins(job) : NOTHING_READ;
    const base = this.#host.done(job);
    const pace = new Pace(this.#jobs.runtime[job]! - base, speed, this.#ahead(job, base));
    const writes = this.#writesOf(job, nodes.length);
    const rhythm = writes?.rhythm(this.#nodes.seen()) ?? NO_WRITES;
    const byPhase = this.#phases.apply;
    const restore = byPhase ? 0 : readingOf(reads);
    const phase = byPhase ? 'restore' : 'rhythm';
    const course = new Course({ since: now, pace, rhythm, restore, phase });
    const untouched = { struck: undefined, room: 0, toRead: [], moving: undefined };
    this.#running.set(job, { course, writes, base, on: nodes, reads, ...untouched });
    if (failed !== undefined) {
      this.#freeze(job, 'dead', { at: now, cause: failed.cause });
      return Number.POSITIVE_INFINITY;
    }
    if (byPhase) return this.#phases.begin(job);
    if (pace.fault === undefined || pace.fault.kind === 'slow') return course.until;
    this.#host.turnAt(job, course.until);
    return Number.POSITIVE_INFINITY;
  }

  /** What the job does by itself happens now. */
  turn(job: JobId): void {
    const running = this.#running.get(job)!;
    const { phase, pace } = running.course;
    if (phase === 'stuck') this.#incident(job, running.struck!.cause, []);
    else if (phase === 'save') this.#saved(job);
    else if (phase === 'rhythm') this.#meets(job, pace.fault!);
    else if (phase === 'compute') this.#phases.computed(job);
    else this.#phases.through(job);
  }

  /** A node of the job has failed: what it does is of no use, and nobody knows. */
  strike(job: JobId, cause: string): void {
    const running = this.#running.get(job)!;
    if (running.course.phase !== 'dead') this.#freeze(job, 'dead', { at: this.#host.now, cause });
  }

  /** The job waits for others for ever. */
  hang(job: JobId, cause: string): void {
    if (this.#running.get(job)!.course.isLost) return;
    this.#host.tell({ kind: 'hang', job, cause });
    this.#freeze(job, 'stuck', { at: this.#host.now, cause });
    this.#host.turnAt(job, this.#host.now + this.#rules.watchdog);
  }

  /** It has been found out that nodes of the job have failed. */
  found(job: JobId): void {
    const { on, struck } = this.#running.get(job)!;
    this.#incident(job, struck!.cause, this.#failedOf(on));
  }

  /** The node has failed, and with it what lay on it. */
  nodeFails(node: NodeId): void {
    this.#shelf.nodeFails(node);
  }

  /** It is known that a node has failed: jobs that wait, and were to go on from what it had, go on from what is left. */
  lost(): void {
    for (const job of this.#shelf.waiting()) {
      if (!this.#running.has(job) && this.#restarts.setBack(job)) this.#extra[job] = Number.NaN;
    }
  }

  /**
   * The job is still there at the time to which it was planned. If faults have made it late, its limit is when it has
   * computed, slowly or in vain, for as long as it asked for; what its checkpoints take is no time of its own.
   *
   * @returns when to ask again, now if it has been ended; infinite if it may go on
   */
  limit(job: JobId): Time {
    const running = this.#running.get(job)!;
    const { course, base } = running;
    const { now } = this.#host;
    const { phase, pace } = course;
    if (!this.#rules.limited || phase === 'dead') return Number.POSITIVE_INFINITY;
    if (phase !== 'stuck' && pace.fault?.kind !== 'slow') return Number.POSITIVE_INFINITY;
    const { compute, slow, stuck } = course.spentAt(now);
    const left = lasts(Math.max(this.#jobs.estimate[job]! - base, PLAN_TICK), pace.speed) - compute - slow - stuck;
    if (left > 0) return now + Math.max(left, course.isTransferring ? PLAN_TICK : 0);
    this.#incident(job, 'limit', []);
    return now;
  }

  /** Saves the job so that it can go on elsewhere, by an alarm; not one that has no checkpoints. */
  save(job: JobId, alarm: number, why: string): void {
    const running = this.#running.get(job)!;
    const { course, writes } = running;
    if (writes === undefined || course.isLost || course.phase === 'save') return;
    const { now } = this.#host;
    const moving = { alarm, since: now, why };
    if (course.isRestoring(now)) {
      // What it has not read yet is saved already.
      running.moving = moving;
      this.#move(job);
      return;
    }
    if (this.#write(job, running, writes.whole())) running.moving = moving;
  }

  /**
   * The job is to make room and to go on from where it is, and begins to write that down; says how long it takes if
   * nobody else writes. It takes no time if there is nothing to write, or no room for it.
   */
  saves(job: JobId): Duration {
    const running = this.#running.get(job)!;
    const { course, writes } = running;
    if (writes === undefined || course.isLost || course.isRestoring(this.#host.now)) return 0;
    const whole = writes.whole();
    return course.phase === 'save' || this.#write(job, running, whole) ? whole.alone : 0;
  }

  /** Whether the job writes down where it is before it leaves. */
  isSaving(job: JobId): boolean {
    return this.#running.get(job)!.course.phase === 'save';
  }

  /** The job has come to its end. */
  ended(job: JobId): Spent {
    const spent = this.#over(job);
    this.account.close(job);
    this.#shelf.drop(job);
    return spent;
  }

  /** A policy or an intervention has stopped the job; says what work it keeps, ms of run time. */
  preempted(job: JobId, mode: PreemptMode): Stop {
    const running = this.#running.get(job)!;
    const { now } = this.#host;
    const reached = running.base + running.course.workAt(now);
    const alive = running.course.phase !== 'dead';
    const reading = running.course.isRestoring(now);
    const saved = running.course.phase === 'save';
    const { room } = running;
    if (mode === 'checkpoint' && saved) running.room = 0;
    this.#shelf.keepRhythm(job, running);
    const spent = this.#over(job);
    if (mode === 'suspend' && alive) {
      // What it had not read to the end it reads again.
      if (reading) this.#shelf.awaits(job, running.reads);
      return { reached, kept: reached, spent };
    }
    if (mode === 'checkpoint' && alive && running.writes === undefined) return { reached, kept: reached, spent };
    if (mode === 'checkpoint' && saved) this.#shelf.keepWhole(job, running, reached, room);
    // What is to go on, and cannot from where it was, goes on from what it has kept elsewhere.
    const goesOn = mode === 'suspend' || mode === 'checkpoint';
    if (!goesOn) this.#shelf.drop(job);
    return { reached, kept: this.#shelf.fallBack(job, this.#shelf.look(job)).kept, spent };
  }

  /** A suspended job has lost its place, and goes on from its last checkpoint; says what work it keeps. */
  displaced(job: JobId): Duration {
    return this.#shelf.fallBack(job, this.#shelf.look(job)).kept;
  }

  /** It leaves without having come to its end. */
  gone(job: JobId): void {
    this.account.fallBack(job, 0);
    this.#shelf.drop(job);
  }

  /** Until when it waits before it is queued again; undefined if it does not. */
  backOff(job: JobId): Time | undefined {
    return this.#backOff.get(job);
  }

  /** It waits again. */
  queued(job: JobId): void {
    this.#extra[job] = Number.NaN;
    this.#backOff.delete(job);
    this.#restarts.queued(job);
  }

  /** The store is slow, full or spoils what is written, or is not any more. */
  store(speed: number, full: boolean, spoils: boolean): void {
    this.#phases.full = full;
    this.#shelf.spoils = spoils;
    this.#phases.set(speed);
  }

  #failedOf(on: readonly number[]): NodeId[] {
    return on.filter((node) => this.#nodes.isDown(node)) as NodeId[];
  }

  /** The first outage that any of the nodes is in. */
  #outageOf(on: readonly number[]): OutageRecord | undefined {
    if (!on.some((node) => this.#nodes.isDown(node))) return undefined;
    return this.#nodes.outages.find(({ node, until }) => until === Number.POSITIVE_INFINITY && on.includes(node));
  }

  #writesOf(job: JobId, nodes: number): Writes | undefined {
    const { checkpoints } = this.#rules;
    return checkpoints && new Writes(checkpoints, job, nodes);
  }

  /** What is still ahead of the job of the fault that it meets in this attempt, if it meets any. */
  #ahead(job: JobId, base: Duration): Ahead | undefined {
    const fault = this.#rules.faults.jobFault?.(job, this.#times[job]!);
    if (fault === undefined) return undefined;
    const at = Math.floor(fault.at * this.#jobs.runtime[job]!);
    // Where it has passed already nothing happens, but that it is slow from there on.
    if (at < base && fault.kind !== 'slow') return undefined;
    return { kind: fault.kind, speed: fault.speed, cause: fault.cause, after: Math.max(0, at - base) };
  }

  #meets(job: JobId, fault: Ahead): void {
    if (fault.kind === 'hang') this.hang(job, fault.cause);
    else this.#incident(job, fault.cause, []);
  }

  #freeze(job: JobId, phase: 'stuck' | 'dead', struck: Struck): void {
    const running = this.#running.get(job)!;
    this.#phases.abort(job, running);
    this.#shelf.keepRhythm(job, running);
    running.course.become(phase, this.#host.now);
    running.struck ??= struck;
    if (phase === 'dead') running.struck = { at: running.struck.at, cause: struck.cause };
    this.#host.turnAt(job, Number.POSITIVE_INFINITY);
    this.#host.expectEnd(job, Number.POSITIVE_INFINITY);
  }

  /** A fault stops the job now, and the coordinator says what becomes of it. */
  #incident(job: JobId, cause: string, nodes: readonly NodeId[]): void {
    const { now } = this.#host;
    const running = this.#running.get(job)!;
    const { since } = running.course;
    const reached = running.base + running.course.workAt(now);
    this.#shelf.keepRhythm(job, running);
    const spent = this.#over(job);
    this.#times[job]! += 1;
    const restored = this.#shelf.look(job);
    const verdict = this.#coordinator.afterFault({
      time: now,
      job,
      cause,
      nodes,
      times: this.#times[job]!,
      checkpointed: restored.from !== undefined,
      unreadable: restored.unreadable.length,
    });
    const goesOn = verdict.then === 'requeue' ? verdict.from === 'checkpoint' : verdict.keep;
    if (!goesOn) this.#shelf.drop(job);
    const { from, unreadable } = goesOn ? restored : NOTHING_READ;
    const { kept, lost } = this.#shelf.fallBack(job, { from, unreadable });
    if (verdict.then === 'fail') this.account.close(job);
    const record: IncidentRecord = {
      job,
      cause,
      struck: running.struck?.at ?? now,
      known: now,
      since,
      on: running.on,
      nodes,
      lost,
      checkpoint: from?.number ?? 0,
      unreadable: unreadable.map(({ number }) => number),
      then: verdict.then,
      why: verdict.why,
      queued: Number.NaN,
      again: Number.NaN,
    };
    this.incidents.push(record);
    if (verdict.then === 'requeue') {
      this.#restarts.stopped(job, record);
      this.#backOff.set(job, now + verdict.after);
    }
    this.#host.stopped(record, verdict, { reached, kept, spent });
  }

  /** Writes a full checkpoint beside the rhythm, if there is room for it, and does nothing else until then. */
  #write(job: JobId, running: Running, whole: Whole): boolean {
    if (!this.#phases.breakOffFor(job, running, whole)) return false;
    this.#shelf.keepRhythm(job, running);
    running.course.become('save', this.#host.now);
    this.#host.expectEnd(job, Number.POSITIVE_INFINITY);
    this.#phases.transfer(job, whole);
    return true;
  }

  #saved(job: JobId): void {
    if (this.#running.get(job)!.moving === undefined) this.#host.saved(job);
    else this.#move(job);
  }

  #move(job: JobId): void {
    const running = this.#running.get(job)!;
    const { now } = this.#host;
    const { course, base, moving, room, on } = running;
    const reached = base + course.workAt(now);
    const left = course.pace.until - course.computedAt(now);
    running.room = 0;
    const spent = this.#over(job);
    if (course.phase === 'save') this.#shelf.keepWhole(job, running, reached, room);
    const { kept } = this.#shelf.fallBack(job, this.#shelf.look(job));
    const { alarm, since, why } = moving!;
    const times = { since: course.since, warned: since, moved: now };
    const record: MoveRecord = { job, alarm, ...times, on, left, again: Number.NaN };
    this.moves.push(record);
    this.#restarts.stopped(job, record);
    this.#host.moved(job, { reached, kept, spent }, why);
  }

  /** Puts the time of the stretch that is over into the books. */
  #over(job: JobId): Spent {
    const running = this.#running.get(job)!;
    const { course } = running;
    this.#shelf.count(job, running);
    const spent = course.spentAt(this.#host.now);
    this.account.add(job, spent);
    this.#phases.abort(job, running);
    this.#running.delete(job);
    return spent;
  }
}

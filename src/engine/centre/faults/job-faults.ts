import type { Allocation } from '../../../model/asks.ts';
import type { PreemptMode } from '../../../model/centre.ts';
import type { Coordinator } from '../../../model/coordinator.ts';
import type { CheckpointCounts, IncidentRecord, MoveRecord, Spent } from '../../../model/fault-run.ts';
import type { JobId, JobTable } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Resilience } from '../../../model/resilience.ts';
import type { Duration, Time } from '../../../model/time.ts';
import { Course } from './course.ts';
import type { FaultRules } from './fault-rules.ts';
import type { JobsHost } from './jobs-host.ts';
import type { NodeFaults } from './node-faults.ts';
import { type Ahead, Pace } from './pace.ts';
import { Phases } from './phases.ts';
import type { Running, Stop, Struck } from './running.ts';
import { Shelf } from './shelf.ts';
import { TimeAccount } from './time-account.ts';
import { NO_WRITES, Writes } from './writes.ts';

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
  /** What has stopped the jobs that are to run again. */
  readonly #pending = new Map<JobId, IncidentRecord | MoveRecord>();

  constructor(jobs: JobTable, given: FaultRules, nodes: NodeFaults, host: JobsHost) {
    const { rules, coordinator } = given;
    this.#jobs = jobs;
    this.#rules = rules;
    this.#host = host;
    this.#nodes = nodes;
    this.#coordinator = coordinator;
    this.account = new TimeAccount(jobs.length);
    this.#shelf = new Shelf(jobs.length, rules.checkpoints, this.account, host);
    this.#phases = new Phases(rules, this.#shelf, host, {
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
    const base = this.#host.done(job);
    const pace = new Pace(this.#jobs.runtime[job]! - base, speed, this.#ahead(job, base));
    const writes = this.#writesOf(job, nodes.length);
    const rhythm = writes?.rhythm(this.#nodes.seen()) ?? NO_WRITES;
    const byPhase = this.#phases.apply;
    const restore = byPhase ? 0 : this.#shelf.reading(job);
    const phase = byPhase ? 'restore' : 'rhythm';
    const course = new Course({ since: now, pace, rhythm, restore, phase });
    this.#running.set(job, { course, writes, base, on: nodes, struck: undefined, room: 0, moving: undefined });
    this.#tellRestored(job, now);
    if (nodes.some((node) => this.#nodes.isDown(node))) {
      this.#freeze(job, 'dead', { at: now, cause: 'node' });
      return Number.POSITIVE_INFINITY;
    }
    if (byPhase) return this.#phases.begin(job);
    this.#shelf.hasRead(job);
    if (pace.fault === undefined || pace.fault.kind === 'slow') return course.until;
    this.#host.turnAt(job, course.until);
    return Number.POSITIVE_INFINITY;
  }

  /** What the job does by itself happens now. */
  turn(job: JobId): void {
    const running = this.#running.get(job)!;
    const { phase, pace } = running.course;
    if (phase === 'stuck') this.#incident(job, running.struck!.cause, []);
    else if (phase === 'save') this.#move(job);
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

  /** The job is still there at its time limit; whether it is ended for that. */
  limit(job: JobId): boolean {
    const running = this.#running.get(job)!;
    const { phase, pace } = running.course;
    if (!this.#rules.limited || phase === 'dead' || (phase !== 'stuck' && pace.fault?.kind !== 'slow')) return false;
    this.#incident(job, 'limit', []);
    return true;
  }

  /** Saves the job so that it can go on elsewhere, by an alarm; not one that has no checkpoints. */
  save(job: JobId, alarm: number, why: string): void {
    const running = this.#running.get(job)!;
    const { course, writes } = running;
    if (writes === undefined || course.isLost || course.phase === 'save') return;
    const { now } = this.#host;
    const whole = writes.whole();
    this.#phases.abort(job, running);
    if (!this.#phases.takeRoom(running, whole.level, whole.size)) return;
    this.#shelf.keepRhythm(job, running);
    running.moving = { alarm, since: now, why };
    course.become('save', now);
    this.#host.expectEnd(job, Number.POSITIVE_INFINITY);
    this.#phases.transfer(job, whole);
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
    if (mode === 'suspend' && alive) return { reached, kept: reached, spent: this.#over(job) };
    this.#shelf.keepRhythm(job, running);
    const spent = this.#over(job);
    if (mode === 'checkpoint' && alive) {
      this.#shelf.keepWhole(job, running, reached, 0);
      return { reached, kept: reached, spent };
    }
    // What is to go on, and cannot from where it was, goes on from what it has kept elsewhere.
    const goesOn = mode === 'suspend' || mode === 'checkpoint';
    if (!goesOn) this.#shelf.drop(job);
    return {
      reached,
      kept: this.#shelf.fallBack(job, this.#shelf.restore(job, this.#failedOf(running.on))).kept,
      spent,
    };
  }

  /** A suspended job has lost its place, and goes on from its last checkpoint; says what work it keeps. */
  displaced(job: JobId, on: readonly number[]): Duration {
    return this.#shelf.fallBack(job, this.#shelf.restore(job, this.#failedOf(on))).kept;
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
    const record = this.#pending.get(job);
    if (record !== undefined && 'queued' in record) record.queued = this.#host.now;
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

  #tellRestored(job: JobId, now: Time): void {
    const record = this.#pending.get(job);
    if (record !== undefined) record.again = now;
    this.#pending.delete(job);
    const read = this.#shelf.toRead(job);
    const from = read.at(-1);
    if (from === undefined) return;
    this.#shelf.begins(job);
    const unreadable = read.slice(0, -1).map(({ number }) => number);
    const { number: checkpoint, level, at: taken } = from;
    this.#host.tell({ kind: 'restore', job, checkpoint, level: level.name, taken, unreadable });
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
    const restored = this.#shelf.restore(job, nodes);
    const checkpointed = restored?.from !== undefined;
    const verdict = this.#coordinator.afterFault({
      time: now,
      job,
      cause,
      nodes,
      times: this.#times[job]!,
      checkpointed,
    });
    const goesOn = verdict.then === 'requeue' ? verdict.from === 'checkpoint' : verdict.keep;
    if (!goesOn) this.#shelf.drop(job);
    const { kept, lost } = this.#shelf.fallBack(job, goesOn ? restored : undefined);
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
      checkpoint: goesOn ? (restored?.from?.number ?? 0) : 0,
      unreadable: (restored?.unreadable ?? []).map(({ number }) => number),
      then: verdict.then,
      why: verdict.why,
      queued: Number.NaN,
      again: Number.NaN,
    };
    this.incidents.push(record);
    if (verdict.then === 'requeue') {
      this.#pending.set(job, record);
      this.#backOff.set(job, now + verdict.after);
    }
    this.#host.stopped(record, verdict, { reached, kept, spent });
  }

  #move(job: JobId): void {
    const running = this.#running.get(job)!;
    const { now } = this.#host;
    const { course, base, moving, room, on } = running;
    const reached = base + course.workAt(now);
    const left = course.pace.until - course.computedAt(now);
    running.room = 0;
    const spent = this.#over(job);
    this.#shelf.keepWhole(job, running, reached, room);
    const { kept } = this.#shelf.fallBack(job, this.#shelf.restore(job, []));
    const { alarm, since, why } = moving!;
    const times = { since: course.since, warned: since, moved: now };
    const record: MoveRecord = { job, alarm, ...times, on, left, again: Number.NaN };
    this.moves.push(record);
    this.#pending.set(job, record);
    this.#host.moved(job, { reached, kept, spent }, why);
  }

  /** Puts the time of the stretch that is over into the books. */
  #over(job: JobId): Spent {
    const running = this.#running.get(job)!;
    const { course } = running;
    this.#shelf.count(job, course);
    const spent = course.spentAt(this.#host.now);
    this.account.add(job, spent);
    this.#phases.abort(job, running);
    this.#running.delete(job);
    return spent;
  }
}

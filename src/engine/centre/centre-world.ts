import type { Clock, World } from '../../kernel/clock.ts';
import type { EventQueue } from '../../kernel/event-queue.ts';
import { RunHash } from '../../kernel/run-hash.ts';
import type { Allocation } from '../../model/asks.ts';
import type { Centre, Entity, PreemptMode, Window } from '../../model/centre.ts';
import type { Fate } from '../../model/centre-run.ts';
import type { CentreFact, Fact, FaultFact, Observer, StartReason } from '../../model/facts.ts';
import type { Spent } from '../../model/fault-run.ts';
import { type JobId, type JobTable, NO_JOB } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Resilience } from '../../model/resilience.ts';
import type { Preemption } from '../../model/scheduler.ts';
import type { Duration, Time } from '../../model/time.ts';
import { EventKind } from '../events.ts';
import { CentreEvent } from './centre-events.ts';
import type { Deciding } from './deciding.ts';
import { Dependencies } from './dependencies.ts';
import { type Befallen, FaultSide } from './faults/fault-side.ts';
import { FaultWorld } from './faults/fault-world.ts';
import type { Stop } from './faults/running.ts';
import type { Piece } from './future.ts';
import { beginWindow, endWindow, type Intervened, intervene, reservationOver } from './interventions.ts';
import { JobEvents } from './job-events.ts';
import { Lives, Status } from './lives.ts';
import type { Notice } from './notice.ts';
import { Occupancy } from './occupancy.ts';
import { rejection } from './rejection.ts';
import type { Setup } from './setup.ts';
import { Statuses } from './statuses.ts';

/** What the hash sees beside starts and ends. */
const HASH = { preempt: 16, gone: 17, node: 18, place: 19, fault: 20 } as const;

/** In what a run takes place. */
export interface WorldRules {
  readonly rules: Centre;
  readonly setup: Setup;
  /** What befalls it, and what is done about it. */
  readonly resilience?: Resilience | undefined;
}

/** Everything that is true at a moment on a machine of nodes, and everything that can happen to it. */
export class CentreWorld implements World, Intervened, Befallen {
  readonly jobs: JobTable;
  readonly rules: Centre;
  readonly occupancy: Occupancy;
  readonly statuses: Statuses;
  readonly dependencies: Dependencies;
  readonly lives: Lives;
  readonly deadline: Float64Array;
  readonly ranOn: Map<JobId, Allocation> = new Map<JobId, Allocation>();
  readonly hash: RunHash = new RunHash();
  entities: readonly Entity[];
  /** See `CentreView.version`. */
  version = 0;
  now: Time = 0;
  readonly #counted: boolean;
  readonly #observers: readonly Observer[];
  readonly #deciding: Deciding;
  #events!: EventQueue;
  #own!: JobEvents;
  readonly #leaving = new Map<JobId, Notice>();
  readonly #woken = new Set<Time>();
  readonly faults: FaultWorld | undefined;
  readonly places: Map<JobId, 'head' | 'tail'> = new Map<JobId, 'head' | 'tail'>();
  #submitted = 0;

  constructor(jobs: JobTable, given: WorldRules, deciding: Deciding, observers: readonly Observer[]) {
    const { rules, setup, resilience } = given;
    const asks = jobs.asks!;
    this.jobs = jobs;
    this.rules = rules;
    this.entities = rules.entities;
    this.#counted = setup.cells.counted;
    this.#deciding = deciding;
    this.#observers = observers;
    this.occupancy = new Occupancy(jobs, rules, setup);
    this.statuses = new Statuses(rules, setup.cells, setup.future);
    this.dependencies = new Dependencies(asks, jobs.length);
    this.lives = new Lives(jobs.length);
    this.deadline = asks.deadline.slice();
    if (resilience === undefined) return;
    const faults = new FaultWorld(jobs, resilience, new FaultSide(this));
    this.faults = faults;
    this.occupancy.progress.extra = (job, work) => faults.jobs.extra(job, work);
  }

  /** Puts what is known to happen on the clock that fires it here. */
  live({ queue }: Clock): void {
    this.#events = queue;
    this.#own = new JobEvents(queue, this.occupancy);
    for (const [i, { from, until }] of this.rules.windows.entries()) {
      queue.schedule(from, CentreEvent.Window, i);
      queue.schedule(until, CentreEvent.Window, i);
    }
    for (const [i, { at }] of this.rules.interventions.entries()) queue.schedule(at, CentreEvent.Intervention, i);
    this.faults?.open();
  }

  fire(rank: number, subject: number, now: Time): boolean {
    this.now = now;
    const job = subject as JobId;
    if (rank === CentreEvent.JobSubmit) this.#submit(job, now);
    else if (rank === CentreEvent.JobEnd) this.#ends(job, now);
    else if (rank === CentreEvent.JobLimit) return this.#limit(job, now);
    else if (rank === CentreEvent.Leave) this.#makeRoom(job, now);
    else if (rank === CentreEvent.Window) this.#turn(subject, now);
    else if (rank === CentreEvent.Intervention) this.#intervene(subject, now);
    else if (rank === CentreEvent.Wake) this.#wakeFor(subject);
    else {
      if (rank === CentreEvent.Turn) this.#own.turned(job);
      this.faults!.fire(rank, subject);
    }
    return true;
  }

  /** Whether the job is ended for being late, by a fault; others are planned to end in a second from now on. */
  #limit(job: JobId, now: Time): boolean {
    this.#own.atLimit(job);
    const until = this.faults?.jobs.limit(job) ?? Number.POSITIVE_INFINITY;
    if (until === now) return true;
    this.#own.limits(job, until);
    this.occupancy.outlived(job, now);
    return false;
  }

  leavingAt(job: JobId): Time {
    return this.#leaving.get(job)?.until ?? Number.NaN;
  }

  start(job: JobId, pieces: readonly Piece[], speed: number, reason: StartReason | undefined): void {
    const { now } = this;
    this.#deciding.departed(job);
    const allocation = this.occupancy.begin(job, pieces, speed, now);
    this.lives.run(job, now);
    this.version += 1;
    this.places.delete(job);
    this.hash.add(EventKind.JobStart, now, job);
    if (!this.#counted) for (const node of allocation.nodes) this.hash.add(HASH.place, now, node);
    if (this.#observers.length > 0) this.tell({ kind: 'start', time: now, job, reason, allocation });
    const remaining = this.occupancy.progress.remaining(job, speed);
    this.#own.ends(job, this.faults?.jobs.begin(job, allocation, speed) ?? now + remaining);
  }

  preempt(job: JobId, how: Preemption): void {
    // Where checkpoints have a cost, a job that goes on from one leaves when it is written.
    const saving = how.mode === 'checkpoint' ? (this.faults?.jobs.saves(job) ?? 0) : 0;
    const grace = Math.max(how.grace ?? 0, saving);
    if (grace === 0) {
      this.#stop(job, how.mode, how.for, how.why);
      return;
    }
    const until = this.now + grace;
    this.#leaving.set(job, { until, how });
    if (this.occupancy.plannedEnd(job) > until) this.occupancy.replan(job, until);
    this.#events.schedule(until, CentreEvent.Leave, job);
    this.#tellCentre({ kind: 'notice', time: this.now, job, until, for: how.for });
  }

  wake(at: Time): void {
    if (this.#woken.has(at)) return;
    this.#woken.add(at);
    this.#events.schedule(at, CentreEvent.Wake, NO_JOB);
  }

  nodesChanged(nodes: readonly NodeId[]): void {
    this.#deciding.shaken();
    for (const node of nodes) {
      this.hash.add(HASH.node, this.now, node);
      this.#tellCentre({ kind: 'node', time: this.now, node, status: this.statuses.of(node) });
    }
  }

  evict(job: JobId, what: 'requeue' | 'cancel', why: string): void {
    this.#stop(job, what, NO_JOB, why);
  }

  displace(job: JobId): void {
    const kept = this.faults?.jobs.displaced(job) ?? 0;
    this.occupancy.abandon(job, this.now, kept);
    if (this.faults !== undefined) this.#tellCentre({ kind: 'displaced', time: this.now, job, kept });
    this.#deciding.displaced(job);
    this.#deciding.freed();
  }

  swapPolicy(index: number): void {
    this.#deciding.swapPolicy(index);
  }

  // What faults ask and do.

  get ownEvents(): JobEvents {
    return this.#own;
  }

  /** Whether nothing but faults can happen any more. */
  get stalled(): boolean {
    const { left } = this.lives;
    return left === this.jobs.length || (this.#submitted === this.jobs.length && this.#events.peek() === undefined);
  }

  schedule(at: Time, rank: number, subject: number): void {
    this.#events.schedule(at, rank, subject);
  }

  /** What is seen of nodes has changed otherwise than by an intervention. */
  seen(node: NodeId): void {
    this.version += 1;
    this.nodesChanged([node]);
    this.#deciding.freed();
  }

  /** A job has lost what it was to go on from, which makes it longer. */
  setBack(job: JobId, kept: Duration): void {
    this.occupancy.progress.setBack(job, kept);
    if (this.lives.is(job, Status.running)) return;
    this.version += 1;
    // What place it has been given is too short.
    this.#deciding.shaken();
    this.#deciding.freed();
  }

  /** A fault stops the job, or makes it move; what becomes of it then is told by `requeue` or `fails`. */
  stopsForFault(job: JobId, stop: Stop, fact: Extract<FaultFact, { kind: 'fault' }>): void {
    this.tellSpent(job, stop.spent);
    this.occupancy.fault(job, this.now, fact.why, stop);
    this.hash.add(HASH.fault, this.now, job);
    this.#deciding.shaken();
    this.#tellCentre(fact);
    this.lives.suspend(job);
    this.#stopped(job);
  }

  requeue(job: JobId, at: Time): void {
    this.#events.schedule(at, CentreEvent.Wake, job);
  }

  fails(job: JobId, why: string): void {
    this.faults!.jobs.gone(job);
    this.lives.end[job] = this.now;
    this.#left(job, 'failed', why);
  }

  tellFault(fact: FaultFact): void {
    this.#tellCentre(fact);
  }

  /** How the stretch was spent that is about to be over. */
  tellSpent(job: JobId, spent: Spent): void {
    if (this.#observers.length > 0) this.#tellCentre({ kind: 'spent', time: this.now, job, ...spent });
  }

  #submit(job: JobId, now: Time): void {
    this.#submitted += 1;
    if (this.#observers.length > 0) this.tell({ kind: 'submit', time: now, job });
    const { book } = this.occupancy;
    const why = rejection(this.rules, this.jobs, job, this.occupancy.suited(job)) ?? book.refuses(job);
    if (why !== undefined) {
      this.#gone(job, 'rejected', why);
      return;
    }
    book.submitted(job);
    this.#admit(job);
  }

  /** Queues a submitted job if what it depends on has happened. */
  #admit(job: JobId): void {
    const standing = this.dependencies.standing(job);
    if (standing === 'met') {
      this.lives.eligible[job] = this.now;
      if (this.lives.is(job, Status.held)) this.#tellCentre({ kind: 'eligible', time: this.now, job });
      this.#enqueue(job);
    } else if (standing === 'impossible' && this.rules.afterFailure === 'cancel') {
      this.#gone(job, 'cancelled', 'what it depends on has ended otherwise than it needs');
    } else if (this.lives.is(job, Status.pending)) this.lives.hold(job);
  }

  #enqueue(job: JobId): void {
    const window = this.rules.windows[this.#reservationOf(job)];
    if (window !== undefined && window.until <= this.now) {
      this.#gone(job, 'cancelled', reservationOver(window));
      return;
    }
    this.lives.queue(job);
    this.version += 1;
    this.faults?.jobs.queued(job);
    this.#deciding.arrived(job);
  }

  #ends(job: JobId, now: Time): void {
    this.#own.ended(job);
    const spent = this.faults?.jobs.ended(job);
    if (spent !== undefined) this.tellSpent(job, spent);
    this.ranOn.set(job, this.occupancy.end(job, now, spent));
    this.#deciding.finished(job);
    this.hash.add(EventKind.JobEnd, now, job);
    this.lives.end[job] = now;
    const killed = this.jobs.killed[job] === 1;
    if (this.#observers.length > 0) this.tell({ kind: 'end', time: now, job, killed });
    this.#stopped(job);
    this.#left(job, killed || this.jobs.fails?.[job] === 1 ? 'failed' : 'completed');
  }

  /** The job runs no longer, and what it held is free. */
  #stopped(job: JobId): void {
    this.#own.stopped(job);
    this.#leaving.delete(job);
    this.version += 1;
    this.#deciding.freed();
  }

  /** A running job stops before its end. What waits again is queued by an event of this instant, for the next decision. */
  #stop(job: JobId, mode: PreemptMode, cause: JobId, why: string): void {
    const { now } = this;
    const under = this.faults?.jobs.preempted(job, mode);
    if (under !== undefined) this.tellSpent(job, under.spent);
    this.occupancy.preempt(job, mode, now, { for: cause, why }, under);
    this.hash.add(HASH.preempt, now, job);
    this.#deciding.shaken();
    this.#tellCentre({ kind: 'preempt', time: now, job, mode, for: cause, why, ...(under && { kept: under.kept }) });
    this.lives.suspend(job);
    this.#stopped(job);
    if (mode === 'cancel') this.#gone(job, 'cancelled', why);
    else this.#events.schedule(now, CentreEvent.Wake, job);
  }

  /** The job leaves without having come to its end. */
  #gone(job: JobId, fate: Fate, why: string): void {
    this.hash.add(HASH.gone, this.now, job);
    this.faults?.jobs.gone(job);
    if (!Number.isNaN(this.lives.start[job]!)) this.lives.end[job] = this.now;
    const kind = fate === 'rejected' ? 'reject' : 'cancel';
    this.#tellCentre({ kind, time: this.now, job, why });
    this.#left(job, fate, why);
  }

  #left(job: JobId, fate: Fate, why?: string): void {
    this.lives.leave(job, fate, why);
    if (fate !== 'rejected') this.occupancy.book.left(job);
    this.dependencies.left(job, fate);
    for (const other of this.dependencies.on(job)) if (this.lives.is(other, Status.held)) this.#admit(other);
  }

  #makeRoom(job: JobId, now: Time): void {
    if (this.#leaving.get(job)?.until !== now) return;
    if (this.faults?.jobs.isSaving(job) === true) this.occupancy.outlived(job, now);
    else this.leaves(job);
  }

  /** A job that was told to make room does so now. */
  leaves(job: JobId): void {
    const { how } = this.#leaving.get(job)!;
    this.#stop(job, how.mode, how.for, how.why);
  }

  #turn(index: number, now: Time): void {
    const window = this.rules.windows[index]!;
    const reservationOf = (job: JobId): number => this.#reservationOf(job);
    if (window.from === now) beginWindow(this, window, index, reservationOf);
    else {
      endWindow(this, window, index, reservationOf);
      for (const job of this.lives.waiting.filter((one) => reservationOf(one) === index)) this.#withdraw(job, window);
    }
    this.#deciding.freed();
  }

  #reservationOf(job: JobId): number {
    return this.occupancy.suited(job).shape.reservation;
  }

  /** A job that waits for a reservation that is over can run nowhere any more. */
  #withdraw(job: JobId, window: Window): void {
    if (this.occupancy.pinned(job) !== undefined) this.displace(job);
    this.#deciding.withdrawn(job);
    this.#gone(job, 'cancelled', reservationOver(window));
  }

  #intervene(index: number, now: Time): void {
    intervene(this, this.rules.interventions[index]!);
    this.faults?.nodes.standIn();
    this.version += 1;
    this.#deciding.freed();
    this.#tellCentre({ kind: 'intervention', time: now, index });
  }

  #wakeFor(job: number): void {
    if (job === NO_JOB) this.#woken.delete(this.now);
    else this.#enqueue(job as JobId);
  }

  tell(fact: Fact, observers: readonly Observer[] = this.#observers): void {
    for (const observer of observers) observer.on(fact);
  }

  #tellCentre(fact: CentreFact): void {
    for (const observer of this.#observers) observer.onCentre?.(fact);
  }
}

import { Clock, type World } from '../../kernel/clock.ts';
import type { EventHandle } from '../../kernel/event-queue.ts';
import type { Allocation } from '../../model/asks.ts';
import type { Centre, Entity, PreemptMode } from '../../model/centre.ts';
import { FATES, type Fate } from '../../model/centre-run.ts';
import type { CentreView } from '../../model/centre-view.ts';
import type { CentreFact, Fact, Observer, StartReason } from '../../model/facts.ts';
import { type JobId, type JobTable, NO_JOB } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Placement } from '../../model/placement.ts';
import { CORES } from '../../model/resources.ts';
import type { FinishedRun } from '../../model/run.ts';
import type { ClusterView, Preemption, Scheduler } from '../../model/scheduler.ts';
import { type Duration, type Time, toSeconds } from '../../model/time.ts';
import { EventKind } from '../events.ts';
import { RunHash } from '../run-hash.ts';
import { RunningJobs } from '../running-jobs.ts';
import { CentreEvent } from './centre-events.ts';
import { CentrePlan, type CentrePlanHost } from './centre-plan.ts';
import { CentreQueue, type Gate } from './centre-queue.ts';
import { Dependencies } from './dependencies.ts';
import type { Future, Piece } from './future.ts';
import { beginWindow, endWindow, type Intervened, intervene } from './interventions.ts';
import { Occupancy } from './occupancy.ts';
import { rejection } from './rejection.ts';
import { RunView, type Viewed } from './run-view.ts';
import { Search } from './search.ts';
import { type Setup, setUp } from './setup.ts';
import { Statuses } from './statuses.ts';
import type { Suitable } from './suitable.ts';

export interface CentreSimulationOptions {
  readonly observers?: readonly Observer[];
  /** The stream that placements draw from, uniform in [0, 1). */
  readonly random?: () => number;
}

/** A pending job is not submitted yet; a held one waits for what it depends on. */
const Status = { pending: 0, held: 1, queued: 2, running: 3, left: 4 } as const;

/** What the hash sees beside starts and ends. */
const HASH = { preempt: 16, gone: 17, node: 18, place: 19 } as const;

/** A running job that has been told to make room. */
interface Notice {
  readonly until: Time;
  readonly how: Preemption;
}

/** One run over one workload on a machine of nodes: the only writer of its state. */
export class CentreSimulation implements World, CentrePlanHost, ClusterView, Gate, Viewed, Intervened {
  readonly jobs: JobTable;
  readonly setup: Setup;
  readonly search: Search;
  readonly plan: CentrePlan;
  readonly occupancy: Occupancy;
  readonly statuses: Statuses;
  readonly dependencies: Dependencies;
  readonly centre: CentreView;
  readonly rules: Centre;
  readonly deadline: Float64Array;
  readonly eligible: Float64Array;
  readonly ranOn: Map<JobId, Allocation> = new Map<JobId, Allocation>();
  readonly arrivals: JobId[] = [];
  readonly endings: JobId[] = [];
  readonly reasons: boolean;
  entities: readonly Entity[];
  queue: CentreQueue;
  scan: CentreQueue;
  pending: readonly JobId[] = [];
  version = 0;
  /** Jobs that have left so far, however they did. */
  ended = 0;
  readonly #policies: readonly Scheduler[];
  #scheduler: Scheduler;
  readonly #observers: readonly Observer[];
  readonly #auditors: readonly Observer[];
  readonly #clock: Clock;
  readonly #hash = new RunHash();
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #status: Uint8Array;
  readonly #fate: Uint8Array;
  readonly #why = new Map<JobId, string>();
  readonly #running: RunningJobs;
  readonly #endEvent = new Map<JobId, EventHandle>();
  readonly #limitEvent = new Map<JobId, EventHandle>();
  readonly #leaving = new Map<JobId, Notice>();
  readonly #woken = new Set<Time>();
  /** Whether nodes have come, gone or been freed by force since the last decision: what is kept must be looked at. */
  #shaken = false;
  #decisions = 0;

  /**
   * @param policies the first decides until an intervention puts another in its place
   * @throws Error for a policy that plans with predictions, which are not made here
   */
  constructor(jobs: JobTable, rules: Centre, policies: readonly Scheduler[], options: CentreSimulationOptions = {}) {
    if (jobs.asks === undefined) throw new Error('the jobs ask for nothing that a machine of nodes knows');
    if (policies.some(({ predicts }) => predicts))
      throw new Error('no policy predicts run times on a machine of nodes');
    this.jobs = jobs;
    this.rules = rules;
    this.entities = rules.entities;
    this.#policies = policies;
    this.#scheduler = policies[0]!;
    this.#observers = options.observers ?? [];
    this.#auditors = this.#observers.filter(({ reasons }) => reasons);
    this.reasons = this.#auditors.length > 0;
    this.setup = setUp(rules, jobs.asks, policies);
    this.search = new Search(this.setup.future, options.random ?? noStream);
    this.statuses = new Statuses(rules, this.setup.cells, this.setup.future);
    this.occupancy = new Occupancy(jobs, rules, this.setup);
    this.dependencies = new Dependencies(jobs.asks, jobs.length);
    this.deadline = jobs.asks.deadline.slice();
    this.eligible = new Float64Array(jobs.length).fill(Number.NaN);
    this.#start = new Float64Array(jobs.length).fill(Number.NaN);
    this.#end = new Float64Array(jobs.length).fill(Number.NaN);
    this.#status = new Uint8Array(jobs.length);
    this.#fate = new Uint8Array(jobs.length);
    this.#running = new RunningJobs(this.#start, (job) => this.#status[job] === Status.running);
    this.plan = new CentrePlan(this);
    this.centre = new RunView(this);
    this.queue = new CentreQueue(jobs, this.#scheduler.order, this.centre, this);
    this.scan = this.#scanQueue();
    this.#clock = new Clock(this, { times: jobs.submit, rank: CentreEvent.JobSubmit }, false);
    for (const [i, { from, until }] of rules.windows.entries()) {
      this.#clock.queue.schedule(from, CentreEvent.Window, i);
      this.#clock.queue.schedule(until, CentreEvent.Window, i);
    }
    for (const [i, { at }] of rules.interventions.entries()) {
      this.#clock.queue.schedule(at, CentreEvent.Intervention, i);
    }
  }

  get now(): Time {
    return this.#clock.now;
  }

  /** Cores of all nodes that are online. */
  get procs(): number {
    return this.statuses.cores;
  }

  get free(): number {
    return this.freeCores;
  }

  get freeCores(): number {
    const { nodes } = this.rules.machine;
    return nodes.reduce(
      (sum, _, node) =>
        this.statuses.of(node as NodeId) === 'online' ? sum + this.occupancy.free(node as NodeId)[CORES]! : sum,
      0,
    );
  }

  get future(): Future {
    return this.setup.future;
  }

  get placement(): Placement | undefined {
    return this.#scheduler.placement;
  }

  /**
   * Lives through at most `decisions` decisions; false when nothing is left to happen.
   * @throws Error for a policy that has to be consulted first, which takes `advanceAsync`
   */
  advance(decisions: number): boolean {
    for (let left = decisions; left > 0; left -= 1) {
      if (!this.#clock.advance()) return this.#close();
      this.#prepare();
      const { name, consult } = this.#scheduler;
      if (consult !== undefined) throw new Error(`${name} is consulted before it decides; advanceAsync waits for that`);
      this.#decide();
    }
    return true;
  }

  /** The same for any policy: one that has to be consulted is waited for, in no simulated time. */
  async advanceAsync(decisions: number): Promise<boolean> {
    for (let left = decisions; left > 0; left -= 1) {
      if (!this.#clock.advance()) return this.#close();
      this.#prepare();
      const consulted = this.#scheduler.consult?.(this);
      if (consulted !== undefined) await consulted;
      this.#decide();
    }
    return true;
  }

  fire(rank: number, subject: number, now: Time): boolean {
    const job = subject as JobId;
    if (rank === CentreEvent.JobSubmit) this.#submit(job, now);
    else if (rank === CentreEvent.JobEnd) this.#ends(job, now);
    else if (rank === CentreEvent.JobLimit) {
      this.#limitEvent.delete(job);
      this.occupancy.outlived(job, now);
      return false;
    } else if (rank === CentreEvent.Leave) this.#makeRoom(job, now);
    else if (rank === CentreEvent.Window) this.#turn(subject, now);
    else if (rank === CentreEvent.Intervention) this.#intervene(subject, now);
    else this.#wakeFor(subject);
    return true;
  }

  running(): readonly JobId[] {
    return this.#running.list();
  }

  plannedEnd(job: JobId): Time {
    return this.occupancy.plannedEnd(job);
  }

  ran(job: JobId): Duration {
    if (!Number.isNaN(this.#end[job]!)) return this.#end[job]! - this.#start[job]!;
    throw new Error(`${this.#scheduler.name} asks how long row ${job} ran, which has not ended`);
  }

  leavingAt(job: JobId): Time {
    return this.#leaving.get(job)?.until ?? Number.NaN;
  }

  // What the queues ask.

  open(job: JobId): boolean {
    return this.limited(job) === undefined;
  }

  startable(job: JobId): boolean {
    return this.plan.startable(job);
  }

  // What the plan asks.

  suited(job: JobId): Suitable {
    return this.occupancy.suited(job);
  }

  work(job: JobId): Duration {
    return this.occupancy.progress.planned(job);
  }

  pinned(job: JobId): readonly Piece[] | undefined {
    return this.occupancy.pinned(job);
  }

  pinnedSpeed(job: JobId): number {
    return this.occupancy.progress.speed(job);
  }

  limited(job: JobId): string | undefined {
    return this.occupancy.book.limited(job);
  }

  first(): JobId {
    return this.queue.first();
  }

  mustWait(job: JobId): void {
    if (this.#status[job] === Status.queued) return;
    throw new Error(
      `${this.#scheduler.name} decides about row ${job}, which does not wait, at ${toSeconds(this.now)} s`,
    );
  }

  start(job: JobId, pieces: readonly Piece[], speed: number, reason: StartReason | undefined): void {
    const { now } = this;
    this.#unqueue(job);
    const allocation = this.occupancy.begin(job, pieces, speed, now);
    if (Number.isNaN(this.#start[job]!)) this.#start[job] = now;
    this.#status[job] = Status.running;
    this.#running.started(job);
    this.version += 1;
    const end = now + this.occupancy.progress.remaining(job, speed);
    this.#endEvent.set(job, this.#clock.queue.schedule(end, CentreEvent.JobEnd, job));
    const plannedEnd = this.occupancy.plannedEnd(job);
    if (end > plannedEnd) this.#limitEvent.set(job, this.#clock.queue.schedule(plannedEnd, CentreEvent.JobLimit, job));
    this.#hash.add(EventKind.JobStart, now, job);
    if (!this.setup.cells.counted) for (const node of allocation.nodes) this.#hash.add(HASH.place, now, node);
    if (this.#observers.length > 0) this.#tell({ kind: 'start', time: now, job, reason, allocation });
  }

  preempt(job: JobId, how: Preemption): void {
    if (this.#status[job] !== Status.running)
      throw new Error(`${this.#scheduler.name} preempts row ${job}, which does not run, at ${toSeconds(this.now)} s`);
    if (!this.centre.preemptible(job))
      throw new Error(`${this.#scheduler.name} preempts row ${job}, which is protected, at ${toSeconds(this.now)} s`);
    const grace = how.grace ?? 0;
    if (grace === 0) {
      this.#stop(job, how.mode, how.for, how.why);
      return;
    }
    const until = this.now + grace;
    this.#leaving.set(job, { until, how });
    if (this.occupancy.plannedEnd(job) > until) this.occupancy.replan(job, until);
    this.#clock.queue.schedule(until, CentreEvent.Leave, job);
    this.#tellCentre({ kind: 'notice', time: this.now, job, until, for: how.for });
  }

  wake(at: Time): void {
    if (this.#woken.has(at)) return;
    this.#woken.add(at);
    this.#clock.queue.schedule(at, CentreEvent.Wake, NO_JOB);
  }

  reserved(job: JobId, at: Time, until: Time, kept: boolean): void {
    if (this.#observers.length > 0) this.#tell({ kind: 'reserve', time: this.now, job, at, until, kept });
  }

  moved(job: JobId, at: Time, until: Time): void {
    this.#tell({ kind: 'reserve', time: this.now, job, at, until, kept: true }, this.#auditors);
  }

  /** The run, once `advance` has returned false. */
  finish(): FinishedRun {
    if (this.ended < this.jobs.length) {
      throw new Error(`${this.#scheduler.name} left ${this.jobs.length - this.ended} jobs waiting for ever`);
    }
    for (const observer of this.#observers) observer.finish?.(this.now);
    const { progress } = this.occupancy;
    return {
      policy: this.#policies[0]!.name,
      jobs: this.jobs,
      procs: this.rules.machine.nodes.reduce(
        (sum, { group }) => sum + this.rules.machine.groups[group]!.each[CORES]!,
        0,
      ),
      start: this.#start,
      end: this.#end,
      hash: this.#hash.digest(),
      events: this.#clock.fired,
      decisions: this.#decisions,
      centre: {
        centre: this.rules,
        fate: this.#fate,
        why: this.#why,
        eligible: this.eligible,
        deadline: this.deadline,
        stretches: progress.stretches,
        lost: progress.lost,
        suspended: progress.suspended,
        preemptions: progress.preemptions,
      },
    };
  }

  #prepare(): void {
    const { now } = this;
    this.#decisions += 1;
    this.occupancy.holdOverdue(now);
    this.setup.future.now = now;
    this.plan.begin();
    if (this.#shaken) this.plan.compress();
    this.#shaken = false;
    this.queue.begin(now);
    if (this.scan !== this.queue) this.scan.begin(now);
  }

  #decide(): void {
    this.#scheduler.decide(this, this.plan);
    if (this.reasons) this.#tellDecision();
    this.arrivals.length = 0;
    this.endings.length = 0;
  }

  #submit(job: JobId, now: Time): void {
    if (this.#observers.length > 0) this.#tell({ kind: 'submit', time: now, job });
    const why = rejection(this.rules, this.jobs, job, this.suited(job)) ?? never(this.occupancy.book.impossible(job));
    if (why !== undefined) this.#gone(job, 'rejected', why);
    else this.#admit(job);
  }

  /** Queues a submitted job if what it depends on has happened. */
  #admit(job: JobId): void {
    const standing = this.dependencies.standing(job);
    if (standing === 'met') {
      this.eligible[job] = this.now;
      if (this.#status[job] === Status.held) this.#tellCentre({ kind: 'eligible', time: this.now, job });
      this.#enqueue(job);
    } else if (standing === 'impossible' && this.rules.afterFailure === 'cancel') {
      this.#gone(job, 'cancelled', 'what it depends on has ended otherwise than it needs');
    } else if (this.#status[job] === Status.pending) {
      this.#status[job] = Status.held;
      this.pending = [...this.pending, job];
    }
  }

  #enqueue(job: JobId): void {
    if (this.#status[job] === Status.held) this.pending = this.pending.filter((one) => one !== job);
    this.#status[job] = Status.queued;
    this.version += 1;
    this.queue.insert(job);
    if (this.scan !== this.queue) this.scan.insert(job);
    this.arrivals.push(job);
  }

  #unqueue(job: JobId): void {
    this.queue.remove(job);
    if (this.scan !== this.queue) this.scan.remove(job);
  }

  #ends(job: JobId, now: Time): void {
    this.#endEvent.delete(job);
    this.ranOn.set(job, this.occupancy.end(job, now));
    this.endings.push(job);
    this.#hash.add(EventKind.JobEnd, now, job);
    this.#end[job] = now;
    const killed = this.jobs.killed[job] === 1;
    if (this.#observers.length > 0) this.#tell({ kind: 'end', time: now, job, killed });
    this.#stopped(job);
    this.#left(job, killed || this.jobs.fails?.[job] === 1 ? 'failed' : 'completed');
  }

  /** The job runs no longer, and what it held is free. */
  #stopped(job: JobId): void {
    for (const events of [this.#endEvent, this.#limitEvent]) {
      const event = events.get(job);
      if (event !== undefined) this.#clock.queue.cancel(event);
      events.delete(job);
    }
    this.#leaving.delete(job);
    this.#running.ended();
    this.version += 1;
    this.plan.freed();
  }

  /** A running job stops before its end. What waits again is queued by an event of this instant, for the next decision. */
  #stop(job: JobId, mode: PreemptMode, cause: JobId, why: string): void {
    const { now } = this;
    this.occupancy.preempt(job, mode, now);
    this.#hash.add(HASH.preempt, now, job);
    this.#shaken = true;
    this.#tellCentre({ kind: 'preempt', time: now, job, mode, for: cause, why });
    this.#status[job] = Status.held;
    this.#stopped(job);
    if (mode === 'cancel') this.#gone(job, 'cancelled', why);
    else this.#clock.queue.schedule(now, CentreEvent.Wake, job);
  }

  /** The job leaves without having come to its end. */
  #gone(job: JobId, fate: Fate, why: string): void {
    this.#why.set(job, why);
    this.#hash.add(HASH.gone, this.now, job);
    if (!Number.isNaN(this.#start[job]!)) this.#end[job] = this.now;
    const kind = fate === 'rejected' ? 'reject' : 'cancel';
    this.#tellCentre({ kind, time: this.now, job, why });
    this.#left(job, fate);
  }

  #left(job: JobId, fate: Fate): void {
    if (this.#status[job] === Status.held) this.pending = this.pending.filter((one) => one !== job);
    this.#status[job] = Status.left;
    this.#fate[job] = FATES.indexOf(fate);
    this.ended += 1;
    this.dependencies.left(job, fate);
    for (const other of this.dependencies.on(job)) if (this.#status[other] === Status.held) this.#admit(other);
  }

  #makeRoom(job: JobId, now: Time): void {
    const notice = this.#leaving.get(job);
    if (notice?.until === now) this.#stop(job, notice.how.mode, notice.how.for, notice.how.why);
  }

  #turn(index: number, now: Time): void {
    const window = this.rules.windows[index]!;
    const reservationOf = (job: JobId): number => this.suited(job).shape.reservation;
    if (window.from === now) beginWindow(this, window, index, reservationOf);
    else endWindow(this, window, index, reservationOf);
    this.plan.freed();
  }

  #intervene(index: number, now: Time): void {
    intervene(this, this.rules.interventions[index]!);
    this.version += 1;
    this.plan.freed();
    this.#tellCentre({ kind: 'intervention', time: now, index });
  }

  #wakeFor(job: number): void {
    if (job === NO_JOB) this.#woken.delete(this.now);
    else this.#enqueue(job as JobId);
  }

  nodesChanged(nodes: readonly NodeId[]): void {
    this.#shaken = true;
    for (const node of nodes) {
      this.#hash.add(HASH.node, this.now, node);
      this.#tellCentre({ kind: 'node', time: this.now, node, status: this.statuses.of(node) });
    }
  }

  evict(job: JobId, what: 'requeue' | 'cancel', why: string): void {
    this.#stop(job, what, NO_JOB, why);
  }

  displace(job: JobId): void {
    this.occupancy.abandon(job);
    this.plan.left(job);
    this.plan.freed();
  }

  swapPolicy(index: number): void {
    const waiting = [...this.queue.waiting];
    this.#scheduler = this.#policies[index]!;
    this.plan.forget();
    this.queue = new CentreQueue(this.jobs, this.#scheduler.order, this.centre, this);
    this.scan = this.#scanQueue();
    for (const job of waiting) {
      this.queue.insert(job);
      if (this.scan !== this.queue) this.scan.insert(job);
    }
    // To a policy that plans arrivals, everybody arrives now.
    this.arrivals.splice(0, this.arrivals.length, ...waiting.sort((a, b) => a - b));
  }

  #scanQueue(): CentreQueue {
    const { scan } = this.#scheduler;
    return scan === undefined ? this.queue : new CentreQueue(this.jobs, scan, this.centre, this);
  }

  /**
   * Nothing is left to happen. Whoever waits for what cannot come is held; if somebody else waits, the policy has
   * forgotten it, which `finish` says.
   */
  #close(): false {
    for (const job of this.pending) this.#hold(job, 'what it depends on has ended otherwise than it needs');
    for (const job of [...this.queue.waiting]) {
      if (this.plan.alone(job) !== undefined) continue;
      this.#unqueue(job);
      this.#hold(job, 'no node is left on which it could run');
    }
    return false;
  }

  #hold(job: JobId, why: string): void {
    this.#status[job] = Status.left;
    this.#fate[job] = FATES.indexOf('held');
    this.#why.set(job, why);
    this.ended += 1;
  }

  #tellDecision(): void {
    const { head, shadow } = this.plan;
    const first = this.queue.first();
    const expected = this.plan.expected(first);
    const strict = this.plan.isStrict(first);
    const { now: time, freeCores: free } = this;
    const waiting = this.queue.waiting.length;
    const fact = {
      kind: 'decision',
      time,
      free,
      waiting,
      first,
      expected,
      strict,
      head,
      shadow,
      spare: Number.NaN,
    } as const;
    this.#tell(fact, this.#auditors);
  }

  #tell(fact: Fact, observers: readonly Observer[] = this.#observers): void {
    for (const observer of observers) observer.on(fact);
  }

  #tellCentre(fact: CentreFact): void {
    for (const observer of this.#observers) observer.onCentre?.(fact);
  }
}

const never = (rule: string | undefined): string | undefined =>
  rule === undefined ? undefined : `it asks for more than is ever allowed: ${rule}`;

function noStream(): never {
  throw new Error('a placement draws, and the run was given no stream to draw from');
}

/**
 * Simulates jobs on a machine of nodes under a policy, to the end.
 * @throws Error if the policy leaves jobs waiting for ever
 */
export function simulateCentre(...given: ConstructorParameters<typeof CentreSimulation>): FinishedRun {
  const simulation = new CentreSimulation(...given);
  while (simulation.advance(Number.MAX_SAFE_INTEGER)) {}
  return simulation.finish();
}

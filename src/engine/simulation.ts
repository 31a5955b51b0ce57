import { Clock, type World } from '../kernel/clock.ts';
import { RunHash } from '../kernel/run-hash.ts';
import type { Fact, Observer, StartReason } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { ClusterView, Scheduler, Simultaneity } from '../model/scheduler.ts';
import { type Duration, PLAN_TICK, type Time, toSeconds } from '../model/time.ts';
import { EventKind, firingOrder } from './events.ts';
import type { KeptQueue } from './kept-queue.ts';
import { DecisionPlan, type PlanHost } from './plan.ts';
import { plannedByEstimate } from './planned.ts';
import { Predictions } from './predictions.ts';
import { createQueue } from './queues.ts';
import { RunningJobs } from './running-jobs.ts';
import { Timeline } from './timeline.ts';

export interface SimulationOptions {
  readonly simultaneity?: Simultaneity;
  readonly observers?: readonly Observer[];
}

/** An overdue job runs, and has outlived its estimate. */
const Status = { pending: 0, queued: 1, running: 2, ended: 3, overdue: 4 } as const;

/** The rule of this project: one decision per instant, after ends and then arrivals. */
export const INSTANT: Simultaneity = { pass: 'instant', order: 'completions-first' };

/** One run of one policy over one workload: the only writer of its state. */
export class Simulation implements World, PlanHost, ClusterView {
  readonly jobs: JobTable;
  readonly procs: number;
  /** How long each job is planned to last, ms: its estimate, or what the policy predicts for it. */
  readonly planned: Float64Array;
  readonly timeline: Timeline;
  readonly queue: KeptQueue;
  readonly scan: KeptQueue;
  readonly arrivals: JobId[] = [];
  readonly endings: JobId[] = [];
  /** Jobs that have ended so far. */
  ended = 0;
  readonly reasons: boolean;
  readonly #scheduler: Scheduler;
  readonly #simultaneity: Simultaneity;
  readonly #observers: readonly Observer[];
  /** Those of them who want to know why. */
  readonly #auditors: readonly Observer[];
  readonly #firingOrder: readonly EventKind[];
  readonly #rankOf: number[] = [];
  readonly #clock: Clock;
  readonly #plan: DecisionPlan;
  readonly #predictions: Predictions | undefined;
  readonly #hash = new RunHash();
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  /** What each job is doing, as one of `Status`. */
  readonly #status: Uint8Array;
  /** Processors of running jobs that have outlived their estimates; the plan has them until `#overdueUntil`. */
  #overdue = 0;
  #overdueUntil: Time = 0;
  readonly #running: RunningJobs;
  #decisions = 0;
  #waiting = 0;

  constructor(jobs: JobTable, procs: number, scheduler: Scheduler, options: SimulationOptions = {}) {
    this.jobs = jobs;
    this.procs = procs;
    this.planned = plannedByEstimate(jobs);
    this.#predictions = scheduler.predicts && new Predictions(scheduler.predicts(), jobs, this.planned);
    this.timeline = new Timeline(procs);
    this.#scheduler = scheduler;
    this.#simultaneity = options.simultaneity ?? INSTANT;
    this.#observers = options.observers ?? [];
    this.#auditors = this.#observers.filter(({ reasons }) => reasons);
    this.reasons = this.#auditors.length > 0;
    this.#firingOrder = firingOrder(this.#simultaneity);
    for (const [rank, kind] of this.#firingOrder.entries()) this.#rankOf[kind] = rank;
    this.#plan = new DecisionPlan(this);
    const predicted = this.#predictions !== undefined;
    const known = this.#predictions ? { ...jobs, estimate: this.#predictions.expected } : jobs;
    const outlook = { jobs: known, planned: this.planned, predicted };
    this.queue = createQueue(outlook, scheduler.order, this.#plan);
    this.scan = scheduler.scan ? createQueue(outlook, scheduler.scan, this.#plan) : this.queue;
    this.#start = new Float64Array(jobs.length).fill(Number.NaN);
    this.#end = new Float64Array(jobs.length).fill(Number.NaN);
    this.#status = new Uint8Array(jobs.length);
    const runs = (job: JobId): boolean => this.#status[job] === Status.running || this.#status[job] === Status.overdue;
    this.#running = new RunningJobs(this.#start, runs);
    const agenda = { times: jobs.submit, rank: this.#rankOf[EventKind.JobSubmit]! };
    this.#clock = new Clock(this, agenda, this.#simultaneity.pass === 'event');
  }

  get now(): Time {
    return this.#clock.now;
  }

  get free(): number {
    return this.timeline.free;
  }

  /**
   * Lives through at most `decisions` decisions; false when nothing is left to happen.
   * @throws Error for a policy that has to be consulted first, which takes `advanceAsync`
   */
  advance(decisions: number): boolean {
    const { name, consult } = this.#scheduler;
    if (consult !== undefined) throw new Error(`${name} is consulted before it decides; simulateAsync waits for that`);
    for (let left = decisions; left > 0; left -= 1) {
      if (!this.#clock.advance()) return false;
      this.#prepare();
      this.#decide();
    }
    return true;
  }

  /** The same for any policy: one that has to be consulted is waited for, in no simulated time. */
  async advanceAsync(decisions: number): Promise<boolean> {
    for (let left = decisions; left > 0; left -= 1) {
      if (!this.#clock.advance()) return false;
      this.#prepare();
      const consulted = this.#scheduler.consult?.(this);
      if (consulted !== undefined) await consulted;
      this.#decide();
    }
    return true;
  }

  fire(rank: number, subject: number, now: Time): boolean {
    const job = subject as JobId;
    switch (this.#firingOrder[rank]) {
      case EventKind.JobSubmit:
        this.#submit(job, now);
        return true;
      case EventKind.JobEnd:
        if (!this.#releasedEarlier(job)) this.#release(job, now);
        this.endings.push(job);
        this.#predictions?.ended(job);
        return true;
      case EventKind.JobRelease:
        this.#release(job, now);
        return false;
      default:
        this.#outlive(job);
        return false;
    }
  }

  running(): readonly JobId[] {
    return this.#running.list();
  }

  first(): JobId {
    return this.queue.first();
  }

  start(job: JobId, reason: StartReason | undefined): void {
    const { now } = this;
    this.mustWait(job);
    this.#waiting -= 1;
    const end = now + this.jobs.runtime[job]!;
    const plannedEnd = now + this.planned[job]!;
    this.queue.remove(job);
    if (this.scan !== this.queue) this.scan.remove(job);
    this.timeline.free -= this.jobs.procs[job]!;
    this.timeline.add(plannedEnd, this.jobs.procs[job]!);
    this.#start[job] = now;
    this.#end[job] = end;
    this.#status[job] = Status.running;
    this.#running.started(job);
    this.#schedule(end, EventKind.JobEnd, job);
    if (this.#releasedEarlier(job)) this.#schedule(end, EventKind.JobRelease, job);
    if (end > plannedEnd) this.#scheduleLimit(job, plannedEnd);
    this.#hash.add(EventKind.JobStart, now, job);
    if (this.#observers.length > 0) this.#tell({ kind: 'start', time: now, job, reason });
  }

  mustWait(job: JobId): void {
    if (this.#status[job] === Status.queued) return;
    throw new Error(
      `${this.#scheduler.name} decides about row ${job}, which does not wait, at ${toSeconds(this.now)} s`,
    );
  }

  reserved(job: JobId, at: Time, kept: boolean): void {
    if (this.#observers.length === 0) return;
    this.#tell({ kind: 'reserve', time: this.now, job, at, until: at + this.planned[job]!, kept });
  }

  moved(job: JobId, at: Time): void {
    const until = at + this.planned[job]!;
    this.#tell({ kind: 'reserve', time: this.now, job, at, until, kept: true }, this.#auditors);
  }

  /** When a job has started; NaN until it does. */
  startOf(job: JobId): Time {
    return this.#start[job]!;
  }

  plannedEnd(job: JobId): Time {
    const status = this.#status[job];
    if (status === Status.overdue) return this.now + PLAN_TICK;
    return status === Status.running ? this.#start[job]! + this.planned[job]! : Number.NaN;
  }

  get predicts(): boolean {
    return this.#predictions !== undefined;
  }

  ran(job: JobId): Duration {
    if (this.#status[job] === Status.ended) return this.jobs.runtime[job]!;
    throw new Error(`${this.#scheduler.name} asks how long row ${job} ran, which has not ended`);
  }

  /** The run, once `advance` has returned false. */
  finish(): FinishedRun {
    if (this.ended < this.jobs.length) {
      throw new Error(`${this.#scheduler.name} left ${this.jobs.length - this.ended} jobs waiting for ever`);
    }
    for (const observer of this.#observers) observer.finish?.(this.now);
    return {
      policy: this.#scheduler.name,
      jobs: this.jobs,
      procs: this.procs,
      start: this.#start,
      end: this.#end,
      hash: this.#hash.digest(),
      events: this.#clock.fired,
      decisions: this.#decisions,
    };
  }

  /** Everything is as it is at this instant, and the policy can be asked. */
  #prepare(): void {
    const { now } = this;
    this.#decisions += 1;
    if (this.#overdue > 0) this.#holdOverdueUntil(now + PLAN_TICK);
    this.queue.begin(now);
    if (this.scan !== this.queue) this.scan.begin(now);
    this.#plan.begin(now);
  }

  #decide(): void {
    this.#scheduler.decide(this, this.#plan);
    if (this.reasons) this.#tellDecision(this.now);
    // Setting the length costs more than popping, for there is hardly ever more than one of each.
    while (this.arrivals.length > 0) this.arrivals.pop();
    while (this.endings.length > 0) this.endings.pop();
  }

  #schedule(time: Time, kind: EventKind, job: JobId): void {
    this.#clock.queue.schedule(time, this.#rankOf[kind]!, job);
  }

  /** Deciding per event, a job that is planned to end now still counts as ending now, so it is late a moment later. */
  #scheduleLimit(job: JobId, plannedEnd: Time): void {
    this.#schedule(plannedEnd + (this.#simultaneity.pass === 'event' ? 1 : 0), EventKind.JobLimit, job);
  }

  #submit(job: JobId, now: Time): void {
    this.#status[job] = Status.queued;
    this.#waiting += 1;
    this.#predictions?.submitted(job);
    this.queue.insert(job);
    if (this.scan !== this.queue) this.scan.insert(job);
    this.arrivals.push(job);
    if (this.#observers.length > 0) this.#tell({ kind: 'submit', time: now, job });
  }

  /** Whether the job's processors leave the plan before its end counts, as `arrivals-first` wants of punctual jobs. */
  #releasedEarlier(job: JobId): boolean {
    return this.#simultaneity.order === 'arrivals-first' && this.jobs.runtime[job] === this.planned[job];
  }

  /** Gives the processors of an ending job back, and what the plan still held for it. */
  #release(job: JobId, now: Time): void {
    const procs = this.jobs.procs[job]!;
    const plannedEnd = this.#start[job]! + this.planned[job]!;
    const overdue = this.#status[job] === Status.overdue;
    this.timeline.free += procs;
    this.#status[job] = Status.ended;
    this.#running.ended();
    this.ended += 1;
    if (overdue) {
      this.#overdue -= procs;
      this.timeline.add(this.#overdueUntil, -procs);
    } else {
      this.timeline.add(plannedEnd, -procs);
    }
    this.#plan.ended(job, now, plannedEnd);
    this.#hash.add(EventKind.JobEnd, now, job);
    if (this.#observers.length > 0) this.#tell({ kind: 'end', time: now, job, killed: this.jobs.killed[job] === 1 });
  }

  /**
   * A running job has outlived what was planned. A prediction is corrected; if it was the estimate, the plan takes the
   * job to end in the next second from now on.
   */
  #outlive(job: JobId): void {
    // Deciding per event, the end may have come first in the moment in which the job would have been late.
    if (this.#status[job] !== Status.running) return;
    const procs = this.jobs.procs[job]!;
    this.timeline.add(this.#start[job]! + this.planned[job]!, -procs);
    if (this.#predictions?.extend(job)) {
      const plannedEnd = this.#start[job]! + this.planned[job]!;
      this.timeline.add(plannedEnd, procs);
      if (this.reasons) this.#tell({ kind: 'replan', time: this.now, job, until: plannedEnd }, this.#auditors);
      if (this.#end[job]! > plannedEnd) this.#scheduleLimit(job, plannedEnd);
      else if (this.#releasedEarlier(job)) this.#schedule(plannedEnd, EventKind.JobRelease, job);
      return;
    }
    this.#status[job] = Status.overdue;
    this.timeline.add(this.#overdueUntil, procs);
    this.#overdue += procs;
  }

  #holdOverdueUntil(until: Time): void {
    this.timeline.add(this.#overdueUntil, -this.#overdue);
    this.timeline.add(until, this.#overdue);
    this.#overdueUntil = until;
  }

  #tellDecision(time: Time): void {
    const { head, shadow, spare } = this.#plan;
    const first = this.queue.first();
    const expected = this.#plan.expected(first);
    const strict = this.#plan.isStrict(first);
    const { free } = this.timeline;
    const waiting = this.#waiting;
    this.#tell({ kind: 'decision', time, free, waiting, first, expected, strict, head, shadow, spare }, this.#auditors);
  }

  #tell(fact: Fact, observers: readonly Observer[] = this.#observers): void {
    for (const observer of observers) observer.on(fact);
  }
}

/** Starts a run that is advanced by hand, for progress and interruption. */
export const startSimulation = (...given: ConstructorParameters<typeof Simulation>): Simulation =>
  new Simulation(...given);

/**
 * Simulates `jobs` on a machine of `procs` processors under a policy, to the end.
 * @throws Error if the policy leaves jobs waiting for ever
 */
export function simulate(...given: ConstructorParameters<typeof Simulation>): FinishedRun {
  const simulation = new Simulation(...given);
  while (simulation.advance(Number.MAX_SAFE_INTEGER)) {}
  return simulation.finish();
}

/**
 * The same for any policy, one that has to be consulted before it decides included: what it takes to answer is waited
 * for, and other work of the program goes on meanwhile.
 */
export async function simulateAsync(...given: ConstructorParameters<typeof Simulation>): Promise<FinishedRun> {
  const simulation = new Simulation(...given);
  while (await simulation.advanceAsync(Number.MAX_SAFE_INTEGER)) {}
  return simulation.finish();
}

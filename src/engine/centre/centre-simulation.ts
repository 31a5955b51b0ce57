import { Clock } from '../../kernel/clock.ts';
import type { Centre } from '../../model/centre.ts';
import type { CentreView } from '../../model/centre-view.ts';
import type { Observer, StartReason } from '../../model/facts.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Placement } from '../../model/placement.ts';
import type { Resilience } from '../../model/resilience.ts';
import { CORES } from '../../model/resources.ts';
import type { FinishedRun } from '../../model/run.ts';
import type { ClusterView, Preemption, Scheduler } from '../../model/scheduler.ts';
import { type Duration, type Time, toSeconds } from '../../model/time.ts';
import { RunningJobs } from '../running-jobs.ts';
import { CentreEvent } from './centre-events.ts';
import { CentrePlan, type CentrePlanHost } from './centre-plan.ts';
import { CentreQueue, type Gate } from './centre-queue.ts';
import { CentreWorld } from './centre-world.ts';
import type { Deciding } from './deciding.ts';
import { decisionFact } from './decision-fact.ts';
import type { Future, Piece } from './future.ts';
import { heldInTheEnd } from './held.ts';
import { leftBehind } from './left-behind.ts';
import { Status } from './lives.ts';
import type { Occupancy } from './occupancy.ts';
import { RunView } from './run-view.ts';
import { Search } from './search.ts';
import { setUp } from './setup.ts';
import { Sight } from './sight.ts';

export interface CentreSimulationOptions {
  readonly observers?: readonly Observer[];
  /** The stream that placements draw from, uniform in [0, 1). */
  readonly random?: () => number;
  /** What befalls the run, and what is done about it; nothing if absent. */
  readonly resilience?: Resilience | undefined;
}

/** One run over one workload on a machine of nodes: the only writer of its state. */
export class CentreSimulation implements CentrePlanHost, ClusterView, Gate, Deciding {
  readonly jobs: JobTable;
  readonly future: Future;
  readonly search: Search;
  readonly plan: CentrePlan;
  readonly underFaults: boolean;
  readonly centre: CentreView;
  /** Those who are in sight of the policy since the last decision. */
  readonly arrivals: JobId[] = [];
  readonly endings: JobId[] = [];
  readonly reasons: boolean;
  queue: CentreQueue;
  scan: CentreQueue;
  readonly #world: CentreWorld;
  readonly #policies: readonly Scheduler[];
  #scheduler: Scheduler;
  readonly #observers: readonly Observer[];
  readonly #auditors: readonly Observer[];
  readonly #clock: Clock;
  readonly #running: RunningJobs;
  readonly #sight: Sight;
  /** Whether nodes have come, gone or been freed by force since the last decision: what is kept must be looked at. */
  #shaken = false;
  /** Whether anybody has started in this decision. */
  #started = false;
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
    this.#policies = policies;
    this.#scheduler = policies[0]!;
    this.#observers = options.observers ?? [];
    this.#auditors = this.#observers.filter(({ reasons }) => reasons);
    this.reasons = this.#auditors.length > 0;
    const setup = setUp(rules, jobs.asks, policies);
    const world = new CentreWorld(jobs, { rules, setup, resilience: options.resilience }, this, this.#observers);
    this.#world = world;
    this.underFaults = world.faults !== undefined;
    this.future = setup.future;
    this.search = new Search(setup.future, options.random ?? noStream);
    this.#running = new RunningJobs(world.lives.start, (job) => world.lives.is(job, Status.running));
    this.#sight = new Sight(world.occupancy, this.search, setup.suited);
    this.plan = new CentrePlan(this, jobs.asks.shapes.length);
    this.centre = new RunView({ world, plan: this.plan });
    this.queue = new CentreQueue(jobs, this.#scheduler.order, this.centre, this);
    this.scan = this.#scanQueue();
    this.#clock = new Clock(world, { times: jobs.submit, rank: CentreEvent.JobSubmit }, false);
    world.live(this.#clock);
  }

  /** Jobs that have left so far, however they did. */
  get ended(): number {
    return this.#world.lives.left;
  }

  get now(): Time {
    return this.#clock.now;
  }

  /** Cores of all nodes that are online. */
  get procs(): number {
    return this.#world.statuses.cores;
  }

  get free(): number {
    return this.freeCores;
  }

  get freeCores(): number {
    const { rules, statuses, occupancy } = this.#world;
    return rules.machine.nodes.reduce((sum, _, node) => {
      const online = statuses.of(node as NodeId) === 'online';
      return online ? sum + occupancy.freeOf(node as NodeId, CORES) : sum;
    }, 0);
  }

  get occupancy(): Occupancy {
    return this.#world.occupancy;
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

  running(): readonly JobId[] {
    return this.#running.list();
  }

  plannedEnd(job: JobId): Time {
    return this.occupancy.plannedEnd(job);
  }

  ran(job: JobId): Duration {
    const { start, end } = this.#world.lives;
    if (!Number.isNaN(end[job]!)) return end[job]! - start[job]!;
    throw new Error(`${this.#scheduler.name} asks how long row ${job} ran, which has not ended`);
  }

  // What the queues ask.

  open(job: JobId): boolean {
    return !this.hides(job);
  }

  placeOf(job: JobId): 'head' | 'tail' | undefined {
    return this.#world.places.get(job);
  }

  startable(job: JobId): boolean {
    return this.plan.startable(job);
  }

  // What the plan asks.

  first(): JobId {
    return this.queue.first();
  }

  hides(job: JobId): boolean {
    return this.#sight.hides(job);
  }

  mustWait(job: JobId): void {
    if (this.#world.lives.is(job, Status.queued)) return;
    throw new Error(
      `${this.#scheduler.name} decides about row ${job}, which does not wait, at ${toSeconds(this.now)} s`,
    );
  }

  start(job: JobId, pieces: readonly Piece[], speed: number, reason: StartReason | undefined): void {
    this.#world.start(job, pieces, speed, reason);
    this.#running.started(job);
    this.#started = true;
  }

  preempt(job: JobId, how: Preemption): void {
    const when = `at ${toSeconds(this.now)} s`;
    if (!this.#world.lives.is(job, Status.running))
      throw new Error(`${this.#scheduler.name} preempts row ${job}, which does not run, ${when}`);
    if (!this.centre.preemptible(job))
      throw new Error(`${this.#scheduler.name} preempts row ${job}, which is protected, ${when}`);
    if (how.mode === 'suspend' && this.future.cells.counted)
      throw new Error(`${this.#scheduler.name} suspends row ${job} ${when}, and does not say that it suspends`);
    this.#world.preempt(job, how);
  }

  wake(at: Time): void {
    this.#world.wake(at);
  }

  reserved(job: JobId, at: Time, until: Time, kept: boolean): void {
    this.#world.tell({ kind: 'reserve', time: this.now, job, at, until, kept });
  }

  moved(job: JobId, at: Time, until: Time): void {
    this.#world.tell({ kind: 'reserve', time: this.now, job, at, until, kept: true }, this.#auditors);
  }

  // What the world tells.

  arrived(job: JobId): void {
    this.queue.insert(job);
    if (this.scan !== this.queue) this.scan.insert(job);
    if (this.#sight.admit(job)) this.arrivals.push(job);
  }

  departed(job: JobId): void {
    this.queue.remove(job);
    if (this.scan !== this.queue) this.scan.remove(job);
  }

  withdrawn(job: JobId): void {
    this.departed(job);
    this.plan.left(job);
    const at = this.arrivals.indexOf(job);
    if (at >= 0) this.arrivals.splice(at, 1);
  }

  finished(job: JobId): void {
    this.endings.push(job);
  }

  freed(): void {
    this.#running.ended();
    this.plan.freed();
  }

  shaken(): void {
    this.#shaken = true;
    this.#sight.nodesChanged();
  }

  displaced(job: JobId): void {
    this.plan.left(job);
  }

  /** The run, once `advance` has returned false. */
  finish(): FinishedRun {
    if (this.ended < this.jobs.length) {
      throw new Error(`${this.#scheduler.name} left ${this.jobs.length - this.ended} jobs waiting for ever`);
    }
    for (const observer of this.#observers) observer.finish?.(this.now);
    const { rules, lives, hash } = this.#world;
    const { groups, nodes } = rules.machine;
    return {
      policy: this.#policies[0]!.name,
      jobs: this.jobs,
      procs: nodes.reduce((sum, { group }) => sum + groups[group]!.each[CORES]!, 0),
      start: lives.start,
      end: lives.end,
      hash: hash.digest(),
      events: this.#clock.fired,
      decisions: this.#decisions,
      centre: leftBehind(this.#world),
    };
  }

  #prepare(): void {
    const { now } = this;
    this.#decisions += 1;
    this.occupancy.holdOverdue(now);
    this.future.now = now;
    this.plan.begin();
    this.#look();
    if (this.#shaken) this.plan.compress();
    this.#shaken = false;
    this.#started = false;
    this.queue.begin(now);
    if (this.scan !== this.queue) this.scan.begin(now);
  }

  #decide(): void {
    this.#scheduler.decide(this, this.plan);
    if (this.reasons) this.#tellDecision();
    // Setting the length costs more than popping, for there is hardly ever more than one of each.
    while (this.arrivals.length > 0) this.arrivals.pop();
    while (this.endings.length > 0) this.endings.pop();
    if (this.#started && this.occupancy.book.limits) this.#lookAgain();
  }

  /** Who can be seen that could not is new to the policy, and who cannot any more is out of its plans. */
  #look(): void {
    const found = this.#sight.found((job) => this.#world.lives.is(job, Status.queued));
    if (found.length > 0) {
      // To a policy that has just taken over, they have arrived already.
      const all = new Set([...this.arrivals, ...found]);
      this.arrivals.splice(0, this.arrivals.length, ...[...all].sort((a, b) => a - b));
    }
    // Whoever outlives its estimate uses more of a quota than was planned.
    const fewer = this.#shaken || (this.occupancy.book.quotas && this.occupancy.anyOverdue);
    const lost = fewer ? this.#sight.lost(this.queue.waiting) : [];
    this.#hide(lost);
    if (lost.length > 0) this.#shaken = true;
  }

  /**
   * Those who have started may have used up the limits of others for whom something was held. What these leave is
   * decided about anew, in the same instant.
   */
  #lookAgain(): void {
    const lost = this.#sight.lost(this.queue.waiting);
    if (lost.length === 0) return;
    this.#hide(lost);
    this.#shaken = true;
    this.#world.wake(this.now);
  }

  #hide(lost: readonly JobId[]): void {
    for (const job of lost) {
      this.plan.left(job);
      const at = this.arrivals.indexOf(job);
      if (at >= 0) this.arrivals.splice(at, 1);
    }
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
    const seen = waiting.filter((job) => !this.hides(job)).sort((a, b) => a - b);
    this.arrivals.splice(0, this.arrivals.length, ...seen);
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
    const { lives } = this.#world;
    for (const [job, why] of heldInTheEnd(this.#world, this.queue, this.plan)) {
      if (lives.is(job, Status.queued)) this.departed(job);
      lives.leave(job, 'held', why);
    }
    return false;
  }

  #tellDecision(): void {
    const { now, plan, search, future, queue } = this;
    const run = { now, plan, search, future, queue, world: this.#world };
    this.#world.tell(decisionFact(run, this.freeCores), this.#auditors);
  }
}

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

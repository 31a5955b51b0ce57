import type { Allocation, JobAsks } from '../../model/asks.ts';
import type { Centre, PreemptMode } from '../../model/centre.ts';
import type { Stretch } from '../../model/centre-run.ts';
import type { Spent } from '../../model/fault-run.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import { CORES, GPUS, RESOURCES, type ResourceVector } from '../../model/resources.ts';
import { takes } from '../../model/suits.ts';
import { type Duration, PLAN_TICK, type Time } from '../../model/time.ts';
import { Assignment } from './assignment.ts';
import { Book } from './book.ts';
import type { Stop } from './faults/running.ts';
import type { Occupant, Piece } from './future.ts';
import { Progress } from './progress.ts';
import { lasts } from './search.ts';
import type { Setup } from './setup.ts';
import type { Suitable } from './suitable.ts';

/** Where every job is that runs or is suspended, and what that means for everybody's books. */
export class Occupancy {
  readonly progress: Progress;
  readonly book: Book;
  readonly #asks: JobAsks;
  readonly #centre: Centre;
  readonly #setup: Setup;
  readonly #assignment: Assignment;
  readonly #occupant = new Map<JobId, Occupant>();
  readonly #pieces = new Map<JobId, readonly Piece[]>();
  readonly #allocation = new Map<JobId, Allocation>();
  /** What suspended jobs need again to go on, just where it was. */
  readonly #pinned = new Map<JobId, readonly Piece[]>();
  /** Running jobs that have outlived their estimates: always planned to end in a second. */
  readonly #overdue = new Set<JobId>();

  /** Nodes that take no jobs, with what would be free there. */
  readonly #closed = new Map<NodeId, Piece[]>();

  constructor(jobs: JobTable, centre: Centre, setup: Setup) {
    this.#asks = jobs.asks!;
    this.#centre = centre;
    this.#setup = setup;
    this.#assignment = new Assignment(setup.cells);
    this.progress = new Progress(jobs);
    this.book = new Book(centre, jobs, {
      demand: (job) => this.suited(job).demand,
      coreTime: (job) => this.#coreTime(job),
    });
  }

  suited(job: JobId): Suitable {
    return this.#setup.suited[this.#asks.shape[job]!]!;
  }

  pinned(job: JobId): readonly Piece[] | undefined {
    return this.#pinned.get(job);
  }

  allocation(job: JobId): Allocation | undefined {
    return this.#allocation.get(job);
  }

  /** What a running job holds, by cell. @throws Error for a job that does not run */
  piecesOf(job: JobId): readonly Piece[] {
    if (!this.runs(job)) throw new Error(`row ${job} does not run`);
    return this.#pieces.get(job)!;
  }

  /** What it would give back if it were suspended. @throws Error for a job that does not run */
  computingPiecesOf(job: JobId): readonly Piece[] {
    return computing(this.piecesOf(job));
  }

  /** The jobs that have a place, suspended ones included, in order of rows. */
  placed(): JobId[] {
    return [...this.#allocation.keys()].sort((a, b) => a - b);
  }

  runs(job: JobId): boolean {
    return this.#occupant.has(job);
  }

  isOverdue(job: JobId): boolean {
    return this.#overdue.has(job);
  }

  /** When a running job is planned to end; NaN for one that does not run. */
  plannedEnd(job: JobId): Time {
    return this.#occupant.get(job)?.until ?? Number.NaN;
  }

  /** The running jobs, in order of rows. */
  running(): JobId[] {
    return [...this.#occupant.keys()].sort((a, b) => a - b);
  }

  /** On how many nodes a job can be at the least, by what it asks for. */
  likelyNodes(job: JobId): number {
    const { shape, cells: suitable, take } = this.suited(job);
    const { tasks, wholeNodes, layout } = shape;
    if (wholeNodes || layout === 'spread') return tasks;
    const { cells } = this.#setup;
    let most = 1;
    for (const cell of suitable) {
      const each = take[cells.group[cell]!]!;
      const fits = cells.counted
        ? cells.units[cells.nodes[cell]![0]!]!
        : each.reduce((least, wanted, r) => {
            return wanted > 0 ? Math.min(least, Math.floor(cells.capacity[cell * cells.width + r]! / wanted)) : least;
          }, tasks);
      most = Math.max(most, fits);
    }
    return Math.ceil(tasks / most);
  }

  /** The running jobs of which a part is on one of these nodes, in order of rows. */
  runningOn(nodes: readonly NodeId[]): JobId[] {
    return this.#on(nodes, this.#occupant.keys());
  }

  suspendedOn(nodes: readonly NodeId[]): JobId[] {
    return this.#on(nodes, this.#pinned.keys());
  }

  /** A job starts, or goes on; returns where. */
  begin(job: JobId, pieces: readonly Piece[], speed: number, now: Time): Allocation {
    const { future } = this.#setup;
    const until = now + lasts(this.progress.planned(job), speed);
    this.progress.started(job, now, speed);
    this.book.started(job, now, until);
    future.change(pieces, -1);
    if (!this.#pinned.delete(job)) {
      this.#pieces.set(job, pieces);
      this.#allocation.set(job, this.#assignment.assign(pieces));
    }
    this.#occupy({ job, until, pieces: this.#pieces.get(job)! });
    return this.#allocation.get(job)!;
  }

  /** Plans a running job to end at another time. */
  replan(job: JobId, until: Time): void {
    this.#setup.future.vacate(this.#occupant.get(job)!);
    this.#occupy({ job, until, pieces: this.#pieces.get(job)! });
  }

  outlived(job: JobId, now: Time): void {
    this.#overdue.add(job);
    this.#replanOverdue(job, now);
  }

  /** Whether anybody runs who has outlived its estimate. */
  get anyOverdue(): boolean {
    return this.#overdue.size > 0;
  }

  /** Those that have outlived their estimates are taken to end in the next second, at every moment anew. */
  holdOverdue(now: Time): void {
    for (const job of this.#overdue) if (this.plannedEnd(job) !== now + PLAN_TICK) this.#replanOverdue(job, now);
  }

  end(job: JobId, now: Time, spent: Spent | undefined): Allocation {
    const allocation = this.#allocation.get(job)!;
    this.progress.ended(job, now, allocation, spent);
    this.#leave(job, now, false);
    this.#release(job, this.#pieces.get(job)!);
    return allocation;
  }

  preempt(job: JobId, mode: PreemptMode, now: Time, stopped: NonNullable<Stretch['stopped']>, under?: Stop): void {
    this.progress.preempted(job, now, this.#allocation.get(job)!, mode, stopped, under);
    this.#leave(job, now, mode === 'suspend');
    const pieces = this.#pieces.get(job)!;
    if (mode !== 'suspend') {
      this.#release(job, pieces);
      return;
    }
    const pinned = computing(pieces);
    this.#setup.future.change(pinned, 1);
    this.#pinned.set(job, pinned);
  }

  /** A fault stops a running job, or makes it move. */
  fault(job: JobId, now: Time, why: string, stop: Stop): void {
    this.progress.faulted(job, now, this.#allocation.get(job)!, why, stop);
    this.#leave(job, now, false);
    this.#release(job, this.#pieces.get(job)!);
  }

  /** The node takes no jobs from now on, and what those give back who are there still is nobody's. */
  close(node: NodeId): void {
    if (this.#closed.has(node)) return;
    this.#closed.set(node, []);
    this.#setup.future.lose(node, -1);
    this.#seal(node);
  }

  open(node: NodeId): void {
    const sealed = this.#closed.get(node);
    if (sealed === undefined) return;
    this.#closed.delete(node);
    const { cells, future } = this.#setup;
    future.lose(node, 1);
    future.change(sealed, 1);
    if (cells.counted) for (const { tasks } of sealed) this.#assignment.unseal(node, tasks);
  }

  isClosed(node: NodeId): boolean {
    return this.#closed.has(node);
  }

  /** A suspended job cannot go on where it was, and has to begin anew or from what it has kept elsewhere. */
  abandon(job: JobId, now: Time, kept: Duration): void {
    const pinned = this.#pinned.get(job)!;
    this.#pinned.delete(job);
    this.progress.abandoned(job, now, kept);
    this.book.abandoned(job);
    this.#setup.future.change(pinned, -1);
    this.#release(job, this.#pieces.get(job)!);
  }

  /** What is free on a node now. */
  free(node: NodeId): ResourceVector {
    return RESOURCES.map((_, r) => this.freeOf(node, r));
  }

  /** How much of one resource is. */
  freeOf(node: NodeId, resource: number): number {
    const { cells, future } = this.#setup;
    if (!cells.counted) return future.free[node * cells.width + resource]!;
    return this.#freeBeside(node, resource, cells.units[node]! - this.#assignment.freeUnits(node));
  }

  /** What would be free on a node, did no fault keep it from jobs. */
  whenOpen(node: NodeId): ResourceVector {
    const { cells } = this.#setup;
    const sealed = this.#closed.get(node) ?? [];
    const sum = (of: (piece: Piece) => number): number => sealed.reduce((total, piece) => total + of(piece), 0);
    if (!cells.counted) return this.free(node).map((free, r) => free + sum(({ amount }) => amount[r]!));
    const used = cells.units[node]! - this.#assignment.freeUnits(node) - sum(({ tasks }) => tasks);
    return RESOURCES.map((_, r) => this.#freeBeside(node, r, used));
  }

  /** What of a resource is left on a node beside so many units. */
  #freeBeside(node: NodeId, resource: number, used: number): number {
    const { groups, nodes } = this.#centre.machine;
    const group = groups[nodes[node]!.group]!;
    // Where units are counted all shapes take the same of a node.
    return group.each[resource]! - (used === 0 ? 0 : used * takes(this.#asks.shapes[0]!, group, resource));
  }

  #on(nodes: readonly NodeId[], jobs: Iterable<JobId>): JobId[] {
    const named = new Set<number>(nodes);
    const found: JobId[] = [];
    for (const job of jobs) if (this.#allocation.get(job)!.nodes.some((node) => named.has(node))) found.push(job);
    return found.sort((a, b) => a - b);
  }

  #occupy(occupant: Occupant): void {
    this.#occupant.set(occupant.job, occupant);
    this.#setup.future.occupy(occupant);
  }

  #replanOverdue(job: JobId, now: Time): void {
    this.replan(job, now + PLAN_TICK);
    this.book.outlived(job, now + PLAN_TICK);
  }

  /** The core-milliseconds that a waiting job is planned to use from its start on, on the slowest of its nodes. */
  #coreTime(job: JobId): number {
    const { demand, tiers } = this.suited(job);
    return demand[CORES]! * lasts(this.progress.planned(job), tiers.at(-1)!.speed);
  }

  #leave(job: JobId, now: Time, goesOn: boolean): void {
    this.#setup.future.vacate(this.#occupant.get(job)!);
    this.#occupant.delete(job);
    this.#overdue.delete(job);
    this.book.stopped(job, now, goesOn);
  }

  /** Takes what is free on a closed node. */
  #seal(node: NodeId): void {
    const { cells, future } = this.#setup;
    const cell = cells.cellOf[node]!;
    const at = cell * cells.width;
    const tasks = cells.counted ? this.#assignment.seal(node) : 0;
    const amount = cells.counted ? Float64Array.of(tasks) : future.free.slice(at, at + cells.width);
    if (amount.every((free) => free === 0)) return;
    const piece = { cell, tasks, amount };
    future.change([piece], -1);
    this.#closed.get(node)!.push(piece);
  }

  #release(job: JobId, pieces: readonly Piece[]): void {
    const allocation = this.#allocation.get(job)!;
    this.#setup.future.change(pieces, 1);
    this.#assignment.release(allocation);
    if (this.#closed.size > 0) {
      for (const node of allocation.nodes) if (this.#closed.has(node as NodeId)) this.#seal(node as NodeId);
    }
    this.#pieces.delete(job);
    this.#allocation.delete(job);
  }
}

/** The part of what a job holds that it gives back while it is suspended: cores and GPUs. */
const computing = (pieces: readonly Piece[]): Piece[] =>
  pieces.map(({ amount, ...piece }) => ({
    ...piece,
    amount: amount.map((wanted, r) => (r === CORES || r === GPUS ? wanted : 0)),
  }));

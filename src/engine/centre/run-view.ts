import type { Allocation, Dependency } from '../../model/asks.ts';
import type { Centre, Entity } from '../../model/centre.ts';
import type { CentreView } from '../../model/centre-view.ts';
import type { JobId } from '../../model/jobs.ts';
import type { NodeId, NodeStatus } from '../../model/machine.ts';
import type { ResourceVector } from '../../model/resources.ts';
import type { Duration, Time } from '../../model/time.ts';
import type { CentrePlan } from './centre-plan.ts';
import type { CentreWorld } from './centre-world.ts';
import { Status } from './lives.ts';
import { lasts } from './search.ts';

/** What the view is a view of. */
export interface Viewed {
  readonly world: CentreWorld;
  readonly plan: CentrePlan;
}

/** The machine and its rules as policies see them. */
export class RunView implements CentreView {
  readonly #run: CentreWorld;
  readonly #plan: CentrePlan;

  constructor({ world, plan }: Viewed) {
    this.#run = world;
    this.#plan = plan;
  }

  get centre(): Centre {
    return this.#run.rules;
  }

  get entities(): readonly Entity[] {
    return this.#run.entities;
  }

  get version(): number {
    return this.#run.version;
  }

  get capacity(): ResourceVector {
    return this.#run.statuses.capacity;
  }

  get pending(): readonly JobId[] {
    return this.#run.lives.pending;
  }

  get waiting(): readonly JobId[] {
    return this.#run.lives.waiting;
  }

  status(node: NodeId): NodeStatus {
    const { now, rules, statuses } = this.#run;
    const status = statuses.of(node);
    if (status !== 'online') return status;
    const inWork = rules.windows.some(
      ({ kind, from, until, nodes }) => kind === 'maintenance' && from <= now && now < until && nodes.includes(node),
    );
    return inWork ? 'maintenance' : status;
  }

  free(node: NodeId): ResourceVector {
    return this.#run.occupancy.free(node);
  }

  deadline(job: JobId): Time {
    return this.#run.deadline[job]!;
  }

  allocation(job: JobId): Allocation | undefined {
    return this.#run.occupancy.allocation(job);
  }

  ranOn(job: JobId): Allocation | undefined {
    return this.#run.ranOn.get(job);
  }

  done(job: JobId): Duration {
    return this.#run.occupancy.progress.reached(job, this.#run.now);
  }

  runningSince(job: JobId): Time {
    return this.#run.occupancy.progress.since(job);
  }

  plannedFor(job: JobId): Duration {
    const { occupancy } = this.#run;
    const slowest = occupancy.suited(job).tiers.at(-1)?.speed ?? 1;
    return lasts(occupancy.progress.planned(job), slowest);
  }

  eligible(job: JobId): Time {
    return this.#run.lives.eligible[job]!;
  }

  held(entity: number): ResourceVector {
    return this.#run.occupancy.book.held(entity);
  }

  usage(entity: number): number {
    return this.#run.occupancy.book.usage(entity, this.#run.now);
  }

  demand(job: JobId): ResourceVector {
    return this.#run.occupancy.suited(job).demand;
  }

  limited(job: JobId, beside?: readonly JobId[]): string | undefined {
    return this.#run.occupancy.book.limited(job, beside);
  }

  preemptible(job: JobId): boolean {
    const { now, jobs, rules, occupancy } = this.#run;
    if (!occupancy.runs(job) || !Number.isNaN(this.leavingAt(job))) return false;
    const { preempted, protectedFor } = rules.qos[jobs.asks!.qos[job]!]!;
    return preempted !== 'never' && now - occupancy.progress.since(job) >= protectedFor;
  }

  leavingAt(job: JobId): Time {
    return this.#run.leavingAt(job);
  }

  fitsWithout(job: JobId, gone: readonly JobId[], suspended: readonly JobId[] = []): boolean {
    const { occupancy } = this.#run;
    return this.#plan.fitsWithout(
      job,
      gone.map((one) => (suspended.includes(one) ? occupancy.computingPiecesOf(one) : occupancy.piecesOf(one))),
    );
  }

  earliestEnd(job: JobId): Time {
    return this.#earliestEnd(job, new Map());
  }

  /** @param known the earliest ends of jobs that were asked about, for several may depend on the same */
  #earliestEnd(job: JobId, known: Map<JobId, Time>): Time {
    const { occupancy, dependencies, lives, now, jobs } = this.#run;
    if (occupancy.runs(job)) return occupancy.plannedEnd(job);
    if (lives.is(job, Status.left)) return lives.end[job]!;
    let end = known.get(job);
    if (end === undefined) {
      let from = Math.max(now, jobs.submit[job]!);
      for (const { on, never } of dependencies.unmet(job)) {
        from = Math.max(from, never ? Number.POSITIVE_INFINITY : this.#earliestEnd(on, known));
      }
      end = from === Number.POSITIVE_INFINITY ? from : (this.#plan.alone(job, from)?.end ?? Number.POSITIVE_INFINITY);
      known.set(job, end);
    }
    return end;
  }

  canMeetDeadline(job: JobId): boolean {
    const deadline = this.deadline(job);
    return Number.isNaN(deadline) || this.earliestEnd(job) <= deadline;
  }

  dependants(job: JobId): readonly JobId[] {
    return this.#run.dependencies.on(job);
  }

  dependencies(job: JobId): readonly Dependency[] {
    return this.#run.dependencies.of(job);
  }
}

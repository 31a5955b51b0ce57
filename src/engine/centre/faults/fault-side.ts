import type { Centre } from '../../../model/centre.ts';
import type { JobVerdict } from '../../../model/coordinator.ts';
import type { FaultFact } from '../../../model/facts.ts';
import type { IncidentRecord } from '../../../model/fault-run.ts';
import type { JobId, JobTable } from '../../../model/jobs.ts';
import type { NodeId, NodeStatus } from '../../../model/machine.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { JobEvents } from '../job-events.ts';
import type { Occupancy } from '../occupancy.ts';
import type { Statuses } from '../statuses.ts';
import type { Told } from './fault-rules.ts';
import type { FaultHost } from './fault-world.ts';
import type { Stop } from './running.ts';

/** The world that faults befall. */
export interface Befallen extends Pick<FaultHost, 'now' | 'stalled' | 'schedule'> {
  readonly jobs: JobTable;
  readonly rules: Centre;
  readonly occupancy: Occupancy;
  readonly statuses: Statuses;
  readonly ownEvents: JobEvents;
  /** Where in the queue jobs stand that a fault has stopped, if not where the order has them. */
  readonly places: Map<JobId, 'head' | 'tail'>;
  tellFault(fact: FaultFact): void;
  displace(job: JobId): void;
  setBack(job: JobId, kept: Duration): void;
  leaves(job: JobId): void;
  seen(node: NodeId): void;
  stopsForFault(job: JobId, stop: Stop, fact: Extract<FaultFact, { kind: 'fault' }>): void;
  requeue(job: JobId, at: Time): void;
  fails(job: JobId, why: string): void;
}

/** How faults see the world, and what they do to it. */
export class FaultSide implements FaultHost {
  readonly #world: Befallen;

  constructor(world: Befallen) {
    this.#world = world;
  }

  get now(): Time {
    return this.#world.now;
  }

  get nodes(): number {
    return this.#world.rules.machine.nodes.length;
  }

  get stalled(): boolean {
    return this.#world.stalled;
  }

  done(job: JobId): Duration {
    return this.#world.occupancy.progress.done[job]!;
  }

  likelyNodes(job: JobId): number {
    return this.#world.occupancy.likelyNodes(job);
  }

  schedule(at: Time, rank: number, subject: number): void {
    this.#world.schedule(at, rank, subject);
  }

  expectEnd(job: JobId, at: Time): void {
    this.#world.ownEvents.ends(job, at);
  }

  turnAt(job: JobId, at: Time): void {
    this.#world.ownEvents.turns(job, at);
  }

  runningOn(node: NodeId): JobId[] {
    return this.#world.occupancy.runningOn([node]);
  }

  runningOf(entity: number): JobId[] {
    const { rules, jobs, occupancy } = this.#world;
    const belongs = (leaf: number): boolean => {
      for (let one = leaf; one >= 0; one = rules.entities[one]!.parent) if (one === entity) return true;
      return false;
    };
    return occupancy.running().filter((job) => belongs(jobs.asks!.entity[job]!));
  }

  displaceFrom(node: NodeId): void {
    for (const job of this.#world.occupancy.suspendedOn([node])) this.#world.displace(job);
  }

  seenAs(node: NodeId, status: NodeStatus | undefined): void {
    const { occupancy, statuses } = this.#world;
    if (status === undefined) occupancy.open(node);
    else occupancy.close(node);
    if (statuses.see(node, status)) this.#world.seen(node);
  }

  isWanted(node: NodeId): boolean {
    return this.#world.statuses.intended(node) === 'online';
  }

  stopped({ job, cause, why, known, struck }: IncidentRecord, verdict: JobVerdict, stop: Stop): void {
    const { now, places } = this.#world;
    const { then } = verdict;
    const again = then === 'requeue' && { place: verdict.place, after: verdict.after };
    const how = { cause, then, kept: stop.kept, undetected: known - struck, ...again, why };
    this.#world.stopsForFault(job, stop, { kind: 'fault', time: now, job, ...how });
    if (verdict.then === 'fail') {
      this.#world.fails(job, why);
      return;
    }
    if (verdict.place !== 'order') places.set(job, verdict.place);
    this.#world.requeue(job, now + verdict.after);
  }

  setBack(job: JobId, kept: Duration): void {
    this.#world.setBack(job, kept);
  }

  saved(job: JobId): void {
    this.#world.leaves(job);
  }

  moved(job: JobId, stop: Stop, why: string): void {
    const { now, places } = this.#world;
    const again = { place: 'head', after: 0 } as const;
    const how = { cause: 'warning', then: 'requeue', kept: stop.kept, undetected: 0, ...again, why } as const;
    this.#world.stopsForFault(job, stop, { kind: 'fault', time: now, job, ...how });
    places.set(job, 'head');
    this.#world.requeue(job, now);
  }

  tell(fact: Told): void {
    this.#world.tellFault({ ...fact, time: this.#world.now });
  }
}

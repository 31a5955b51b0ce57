import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import { RESOURCES, type ResourceVector } from '../model/resources.ts';
import { speedOf, takes } from '../model/suits.ts';
import type { Duration, Time } from '../model/time.ts';
import { groupsFor } from './remaining.ts';

/** Something becomes free on a group of nodes. */
interface Release {
  readonly at: Time;
  readonly amount: number[];
}

/**
 * When each group of nodes will have room, as a batch heuristic sees it: what is free on the group's nodes together, by
 * the planned ends of those that run, and by what has been mapped on it in this decision. It is an estimate for
 * comparing jobs; where and when a job really fits is the plan's to say.
 */
export class GroupTimes {
  readonly #now: Time;
  readonly #jobs: JobFacts;
  readonly #centre: CentreView;
  /** By group, in order of time. */
  readonly #releases: Release[][];
  /** By group: what all its nodes that are online have. */
  readonly #capacity: number[][];
  /** By shape and group. */
  readonly #needs = new Map<number, readonly number[]>();

  constructor(
    now: Time,
    jobs: JobFacts,
    centre: CentreView,
    running: readonly JobId[],
    plannedEnd: (job: JobId) => Time,
  ) {
    this.#now = now;
    this.#jobs = jobs;
    this.#centre = centre;
    const { groups, nodes } = centre.centre.machine;
    this.#capacity = groups.map(() => RESOURCES.map(() => 0));
    this.#releases = groups.map(() => [{ at: now, amount: RESOURCES.map(() => 0) }]);
    for (const [node, { group }] of nodes.entries()) {
      if (centre.status(node as NodeId) !== 'online') continue;
      add(this.#releases[group]![0]!.amount, centre.free(node as NodeId), 1);
      add(this.#capacity[group]!, groups[group]!.each, 1);
    }
    for (const job of running) this.#release(job, plannedEnd(job));
    for (const list of this.#releases) list.sort((a, b) => a.at - b.at);
  }

  /** The groups that can hold all of a job at once. */
  groups(job: JobId): readonly number[] {
    return groupsFor(job, this.#jobs, this.#centre).filter((group) => {
      return this.#need(job, group).every((amount, r) => amount <= this.#capacity[group]![r]!);
    });
  }

  /** When the job would end on a group, ms: there is room for it, and then it runs at the speed of the group. */
  completion(job: JobId, group: number): Time {
    return this.ready(job, group) + this.#lasts(job, group);
  }

  /** Maps the job on a group: what it takes is free again when it is planned to end. */
  map(job: JobId, group: number): void {
    const until = this.completion(job, group);
    const need = [...this.#need(job, group)];
    const left = [...need];
    // What has all been taken says nothing more about when there is room.
    const list = this.#releases[group]!.filter(({ amount }) => {
      for (let r = 0; r < left.length; r += 1) {
        const taken = Math.min(left[r]!, amount[r]!);
        amount[r]! -= taken;
        left[r]! -= taken;
      }
      return amount.some((more) => more > 0);
    });
    const place = list.findIndex(({ at }) => at > until);
    list.splice(place === -1 ? list.length : place, 0, { at: until, amount: need });
    this.#releases[group] = list;
  }

  #release(job: JobId, at: Time): void {
    const { nodes: on, tasks } = this.#centre.allocation(job)!;
    const { nodes } = this.#centre.centre.machine;
    for (const [i, node] of on.entries()) {
      const { group } = nodes[node]!;
      if (this.#centre.status(node as NodeId) !== 'online') continue;
      const amount = RESOURCES.map(() => 0);
      add(amount, this.#perTask(job, group), tasks[i]!);
      this.#releases[group]!.push({ at, amount });
    }
  }

  /** When there is room for the job on a group, ms. */
  ready(job: JobId, group: number): Time {
    const need = this.#need(job, group);
    const released = need.map(() => 0);
    for (const { at, amount } of this.#releases[group]!) {
      let enough = true;
      for (let r = 0; r < need.length; r += 1) {
        released[r]! += amount[r]!;
        enough &&= released[r]! >= need[r]!;
      }
      if (enough) return Math.max(at, this.#now);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** What the job is planned to need still, at the group's speed: the view tells it for the slowest one. */
  #lasts(job: JobId, group: number): Duration {
    const { shapes, shape } = this.#jobs.asks!;
    const { kind } = shapes[shape[job]!]!;
    const { groups } = this.#centre.centre.machine;
    const speeds = groupsFor(job, this.#jobs, this.#centre).map((one) => speedOf(groups[one]!, kind));
    return Math.ceil((this.#centre.plannedFor(job) * Math.min(...speeds)) / speedOf(groups[group]!, kind));
  }

  /** What all tasks of a job take on a group: the same for all jobs of its shape. */
  #need(job: JobId, group: number): readonly number[] {
    const { shapes, shape } = this.#jobs.asks!;
    const key = shape[job]! * this.#capacity.length + group;
    const known =
      this.#needs.get(key) ?? this.#perTask(job, group).map((amount) => amount * shapes[shape[job]!]!.tasks);
    this.#needs.set(key, known);
    return known;
  }

  #perTask(job: JobId, group: number): ResourceVector {
    const { shapes, shape } = this.#jobs.asks!;
    const { groups } = this.#centre.centre.machine;
    return RESOURCES.map((_, r) => takes(shapes[shape[job]!]!, groups[group]!, r));
  }
}

function add(sum: number[], amounts: ResourceVector, times: number): void {
  for (const [r, amount] of amounts.entries()) sum[r]! += amount * times;
}

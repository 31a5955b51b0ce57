import type { Allocation, Shape } from '../../model/asks.ts';
import type { Centre } from '../../model/centre.ts';
import type { Fate } from '../../model/centre-run.ts';
import type { Spent } from '../../model/fault-run.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { NodeGroup } from '../../model/machine.ts';
import { speedOf } from '../../model/suits.ts';
import { type Time, toSeconds } from '../../model/time.ts';
import { InvariantViolation } from '../invariants.ts';

/** Where a job is, and what is known of its work. */
export interface Life {
  status: 'unborn' | 'waiting' | 'running' | 'suspended' | 'left';
  fate?: Exclude<Fate, 'held'>;
  since: Time;
  /** Work that is kept, ms of run time. */
  done: number;
  on?: Allocation | undefined;
  /** How the stretch was spent that ends now, in a run under faults. */
  spent?: Spent | undefined;
  /** Since when a node of it does not work; NaN while all do. */
  dead: Time;
  /** When it was last told to be cancelled by whoever stopped it; NaN if never. */
  struck: Time;
}

/** How a run has gone so far, as its facts tell it: what all laws look at. */
export class Course {
  readonly jobs: JobTable;
  readonly centre: Centre;
  readonly lives: readonly Life[];
  readonly running: Set<JobId> = new Set<JobId>();
  now: Time = Number.NEGATIVE_INFINITY;

  constructor(jobs: JobTable, centre: Centre) {
    this.jobs = jobs;
    this.centre = centre;
    this.lives = Array.from({ length: jobs.length }, () => ({
      status: 'unborn',
      since: Number.NaN,
      done: 0,
      struck: Number.NaN,
      dead: Number.NaN,
    }));
  }

  at(time: Time): void {
    if (time < this.now)
      throw new InvariantViolation(`time went back from ${toSeconds(this.now)} s to ${toSeconds(time)} s`);
    this.now = time;
  }

  life(job: JobId, ...expected: readonly Life['status'][]): Life {
    const life = this.lives[job]!;
    if (!expected.includes(life.status)) this.fail(job, `it is ${life.status}`);
    return life;
  }

  leave(job: JobId, fate: Exclude<Fate, 'held'>): void {
    const life = this.lives[job]!;
    life.status = 'left';
    life.fate = fate;
    this.running.delete(job);
  }

  shape(job: JobId): Shape {
    const { shapes, shape } = this.jobs.asks!;
    return shapes[shape[job]!]!;
  }

  group(node: number): NodeGroup {
    const { groups, nodes } = this.centre.machine;
    return groups[nodes[node]!.group]!;
  }

  nameOf(node: number): string {
    return this.centre.machine.nodes[node]!.name;
  }

  /** A job is as fast as the slowest of its nodes. */
  speed(job: JobId, nodes: Allocation['nodes']): number {
    const { kind } = this.shape(job);
    return Math.min(...nodes.map((node) => speedOf(this.group(node), kind)));
  }

  fail(job: JobId, why: string): never {
    throw new InvariantViolation(`row ${job} at ${toSeconds(this.now)} s: ${why}`);
  }
}

export const meets = (nodes: readonly number[], others: readonly number[]): boolean =>
  nodes.some((node) => others.includes(node));

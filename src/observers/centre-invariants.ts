import type { Allocation, Shape } from '../model/asks.ts';
import type { Centre } from '../model/centre.ts';
import type { CentreFact, Fact, Observer } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { NodeGroup } from '../model/machine.ts';
import { CORES, GPUS, MEMORY, STORAGE } from '../model/resources.ts';
import { PLAN_TICK, type Time, toSeconds } from '../model/time.ts';
import { InvariantViolation } from './invariants.ts';

/** Where a job is, and what is known of its work. */
interface Life {
  status: 'unborn' | 'waiting' | 'running' | 'suspended' | 'left';
  fate?: 'completed' | 'failed' | 'cancelled' | 'rejected';
  since: Time;
  /** Work that is kept, ms of run time. */
  done: number;
  on?: Allocation | undefined;
}

/** What a suspended job gives back; memory and storage stay. */
const GIVEN_BACK: readonly number[] = [CORES, GPUS];

/**
 * Checks a run on a machine of nodes as it happens, from the facts alone and with no code of the engine: time never goes
 * back; no node holds more than it has; jobs start only on nodes that are online, of their partition and with what they
 * insist on, as many tasks as they have; not into a window that they are planned to overrun, nor outside of their
 * reservation; not before what they depend on; suspended jobs go on where they were; each leaves once, after exactly
 * its run time of work that was not thrown away. Limits and the policy's promises are not checked here.
 */
export function centreInvariants(jobs: JobTable, centre: Centre): Observer {
  return new CentreInvariants(jobs, centre);
}

class CentreInvariants implements Observer {
  readonly name = 'invariants';
  readonly #jobs: JobTable;
  readonly #centre: Centre;
  readonly #lives: Life[];
  readonly #online: boolean[];
  readonly #held: number[][];
  #now: Time = Number.NEGATIVE_INFINITY;

  constructor(jobs: JobTable, centre: Centre) {
    this.#jobs = jobs;
    this.#centre = centre;
    const { nodes } = centre.machine;
    this.#lives = Array.from({ length: jobs.length }, () => ({ status: 'unborn', since: Number.NaN, done: 0 }));
    this.#online = nodes.map(({ status }) => status === 'online');
    this.#held = nodes.map(() => [0, 0, 0, 0]);
  }

  on(fact: Fact): void {
    this.#at(fact.time);
    if (fact.kind === 'submit') {
      if (this.#life(fact.job, ['unborn']).status && fact.time !== this.#jobs.submit[fact.job])
        this.#fail(fact.job, 'it is not its submit time');
      this.#lives[fact.job]!.status = 'waiting';
    } else if (fact.kind === 'start') this.#starts(fact.job, fact.allocation);
    else if (fact.kind === 'end') this.#ends(fact.job, fact.killed);
  }

  onCentre(fact: CentreFact): void {
    this.#at(fact.time);
    if (fact.kind === 'node') this.#stands(fact.node, fact.status === 'online');
    else if (fact.kind === 'preempt') this.#stops(fact.job, fact.mode);
    else if (fact.kind === 'reject' || fact.kind === 'cancel') {
      const life = this.#life(fact.job, ['waiting']);
      life.status = 'left';
      life.fate = fact.kind === 'reject' ? 'rejected' : 'cancelled';
    }
  }

  finish(at: Time): void {
    const stuck = this.#lives.findIndex(({ status }) => status !== 'left' && status !== 'waiting');
    if (stuck >= 0)
      throw new InvariantViolation(`at ${toSeconds(at)} s: row ${stuck} is ${this.#lives[stuck]!.status}`);
    const node = this.#held.findIndex((held) => held.some((amount) => amount !== 0));
    if (node >= 0) throw new InvariantViolation(`at ${toSeconds(at)} s: node ${this.#nameOf(node)} was never freed`);
  }

  #starts(job: JobId, allocation: Allocation | undefined): void {
    const life = this.#life(job, ['waiting', 'suspended']);
    if (allocation === undefined) this.#fail(job, 'it runs nowhere');
    if (life.status === 'suspended') {
      if (String(life.on!.nodes) !== String(allocation.nodes)) this.#fail(job, 'it was suspended on other nodes');
      this.#hold(job, allocation, 1, GIVEN_BACK);
    } else this.#hold(job, allocation, 1);
    this.#checkPlace(job, allocation);
    this.#checkWindows(job, allocation, life.done);
    this.#checkDependencies(job);
    Object.assign(life, { status: 'running', since: this.#now, on: allocation });
  }

  #checkPlace(job: JobId, { nodes, tasks }: Allocation): void {
    const shape = this.#shape(job);
    const partition = this.#centre.machine.partitions[shape.partition]!;
    if (tasks.reduce((sum, count) => sum + count, 0) !== shape.tasks)
      this.#fail(job, 'not all of its tasks have a place');
    for (const [i, node] of nodes.entries()) {
      const { features, gpuType } = this.#group(node);
      const name = this.#nameOf(node);
      if (!this.#online[node]) this.#fail(job, `node ${name} is not online`);
      if (!partition.nodes.some((one) => one === node)) this.#fail(job, `node ${name} is not in its partition`);
      if (shape.features.some((one) => !features.includes(one))) this.#fail(job, `node ${name} lacks a feature`);
      if (shape.gpuType !== undefined && gpuType !== shape.gpuType) this.#fail(job, `node ${name} has other GPUs`);
      if ((shape.wholeNodes || shape.layout === 'spread') && tasks[i] !== 1)
        this.#fail(job, `two tasks on node ${name}`);
    }
  }

  #checkWindows(job: JobId, { nodes }: Allocation, done: number): void {
    const { reservation } = this.#shape(job);
    const planned = Math.max(this.#jobs.estimate[job]! - done, PLAN_TICK) / this.#speed(job, nodes);
    for (const [index, window] of this.#centre.windows.entries()) {
      const inside = nodes.some((node) => window.nodes.some((one) => one === node));
      const overlaps = this.#now < window.until && this.#now + planned > window.from;
      if (index !== reservation) {
        if (inside && overlaps) this.#fail(job, `it is planned into window ${window.name}`);
      } else if (
        this.#now < window.from ||
        this.#now + planned > window.until ||
        !nodes.every((node) => window.nodes.some((one) => one === node))
      )
        this.#fail(job, `it leaves its reservation ${window.name}`);
    }
  }

  #checkDependencies(job: JobId): void {
    for (const { on, after } of this.#jobs.asks!.dependencies.get(job) ?? []) {
      const { fate } = this.#lives[on]!;
      const met =
        after === 'any' ? fate !== undefined : (fate === 'completed') === (after === 'ok') && fate !== undefined;
      if (!met) this.#fail(job, `row ${on}, on which it depends, is ${fate ?? 'not over'}`);
    }
  }

  #stops(job: JobId, mode: 'requeue' | 'suspend' | 'checkpoint' | 'cancel'): void {
    const life = this.#life(job, ['running']);
    const ran = Math.floor((this.#now - life.since) * this.#speed(job, life.on!.nodes));
    const keeps = mode === 'suspend' || mode === 'checkpoint';
    life.done = keeps ? Math.min(life.done + ran, this.#jobs.runtime[job]!) : 0;
    this.#hold(job, life.on!, -1, mode === 'suspend' ? GIVEN_BACK : undefined);
    life.status = mode === 'suspend' ? 'suspended' : 'waiting';
  }

  #ends(job: JobId, killed: boolean): void {
    const life = this.#life(job, ['running']);
    const due = Math.ceil((this.#jobs.runtime[job]! - life.done) / this.#speed(job, life.on!.nodes));
    if (this.#now - life.since !== due)
      this.#fail(job, `it ran for ${toSeconds(this.#now - life.since)} s and had ${toSeconds(due)} s to go`);
    this.#hold(job, life.on!, -1);
    life.status = 'left';
    life.fate = killed || this.#jobs.fails?.[job] === 1 ? 'failed' : 'completed';
  }

  /** A suspended job whose node goes has lost its place, and its work with it. */
  #stands(node: number, online: boolean): void {
    this.#online[node] = online;
    if (online) return;
    for (const [job, life] of this.#lives.entries()) {
      if (life.status !== 'suspended' || !life.on!.nodes.some((one) => one === node)) continue;
      this.#hold(job as JobId, life.on!, -1, [MEMORY, STORAGE]);
      life.status = 'waiting';
      life.done = 0;
    }
  }

  #hold(
    job: JobId,
    { nodes, tasks }: Allocation,
    sign: 1 | -1,
    which: readonly number[] = [CORES, MEMORY, GPUS, STORAGE],
  ): void {
    const { wholeNodes, perTask } = this.#shape(job);
    for (const [i, node] of nodes.entries()) {
      const { each } = this.#group(node);
      for (const r of which) {
        const amount = wholeNodes && GIVEN_BACK.includes(r) ? each[r]! : tasks[i]! * perTask[r]!;
        const held = this.#held[node]![r]! + sign * amount;
        this.#held[node]![r] = held;
        if (held > each[r]!) this.#fail(job, `node ${this.#nameOf(node)} holds ${held} of ${each[r]}`);
      }
    }
  }

  #speed(job: JobId, nodes: Allocation['nodes']): number {
    const { kind } = this.#shape(job);
    return Math.min(
      ...nodes.map((node) => {
        const { speed, speedOf } = this.#group(node);
        return (kind === undefined ? undefined : speedOf.get(kind)) ?? speed;
      }),
    );
  }

  #life(job: JobId, expected: readonly Life['status'][]): Life {
    const life = this.#lives[job]!;
    if (!expected.includes(life.status)) this.#fail(job, `it is ${life.status}`);
    return life;
  }

  #at(time: Time): void {
    if (time < this.#now)
      throw new InvariantViolation(`time went back from ${toSeconds(this.#now)} s to ${toSeconds(time)} s`);
    this.#now = time;
  }

  #shape(job: JobId): Shape {
    const { shapes, shape } = this.#jobs.asks!;
    return shapes[shape[job]!]!;
  }

  #group(node: number): NodeGroup {
    const { groups, nodes } = this.#centre.machine;
    return groups[nodes[node]!.group]!;
  }

  #nameOf(node: number): string {
    return this.#centre.machine.nodes[node]!.name;
  }

  #fail(job: JobId, why: string): never {
    throw new InvariantViolation(`row ${job} at ${toSeconds(this.#now)} s: ${why}`);
  }
}

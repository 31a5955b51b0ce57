import type { Allocation } from '../../model/asks.ts';
import type { JobId } from '../../model/jobs.ts';
import { CORES, GPUS, MEMORY, STORAGE } from '../../model/resources.ts';
import { suits, takes } from '../../model/suits.ts';
import { type Time, toSeconds } from '../../model/time.ts';
import { InvariantViolation } from '../invariants.ts';
import { type Course, meets } from './course.ts';

/** What a suspended job gives back, and what it keeps. */
export const GIVEN_BACK: readonly number[] = [CORES, GPUS];
export const KEPT: readonly number[] = [MEMORY, STORAGE];
const ALL: readonly number[] = [...GIVEN_BACK, ...KEPT];

/**
 * No node holds more than it has; jobs start on nodes that are online, of their partition and with what they insist on,
 * all tasks somewhere; and none stays where the nodes have gone, unless they are drained.
 */
export class NodeLaws {
  readonly #course: Course;
  readonly #online: boolean[];
  readonly #held: number[][];

  constructor(course: Course) {
    this.#course = course;
    const { nodes } = course.centre.machine;
    this.#online = nodes.map(({ status }) => status === 'online');
    this.#held = nodes.map(() => ALL.map(() => 0));
  }

  /** @param which of the resources; all unless given */
  hold(job: JobId, { nodes, tasks }: Allocation, sign: 1 | -1, which: readonly number[] = ALL): void {
    const shape = this.#course.shape(job);
    for (const [i, node] of nodes.entries()) {
      const group = this.#course.group(node);
      for (const r of which) {
        const held = this.#held[node]![r]! + sign * tasks[i]! * takes(shape, group, r);
        this.#held[node]![r] = held;
        if (held > group.each[r]!)
          this.#course.fail(job, `node ${this.#course.nameOf(node)} holds ${held} of ${group.each[r]}`);
      }
    }
  }

  starts(job: JobId, { nodes, tasks }: Allocation): void {
    const course = this.#course;
    const shape = course.shape(job);
    const partition = course.centre.machine.partitions[shape.partition]!;
    if (tasks.reduce((sum, count) => sum + count, 0) !== shape.tasks)
      course.fail(job, 'not all of its tasks have a place');
    for (const [i, node] of nodes.entries()) {
      const { features, gpuType } = course.group(node);
      const name = course.nameOf(node);
      if (!this.#online[node]) course.fail(job, `node ${name} is not online`);
      if (!partition.nodes.some((one) => one === node)) course.fail(job, `node ${name} is not in its partition`);
      if (shape.features.some((one) => !features.includes(one))) course.fail(job, `node ${name} lacks a feature`);
      if (shape.gpuType !== undefined && gpuType !== shape.gpuType) course.fail(job, `node ${name} has other GPUs`);
      if ((shape.wholeNodes || shape.layout === 'spread') && tasks[i] !== 1)
        course.fail(job, `two tasks on node ${name}`);
    }
  }

  isOnline(node: number): boolean {
    return this.#online[node]!;
  }

  /**
   * A suspended job whose node goes has lost its place, and its work with it; where the node only takes no new jobs, it
   * goes on there afterwards.
   * @param drained whether it was online, and is said to fail
   */
  stands(node: number, online: boolean, drained: boolean): void {
    this.#online[node] = online;
    if (online || drained) return;
    for (const [row, life] of this.#course.lives.entries()) {
      if (life.status !== 'suspended' || !life.on!.nodes.includes(node)) continue;
      this.hold(row as JobId, life.on!, -1, KEPT);
      life.status = 'waiting';
      life.done = 0;
    }
  }

  /** An intervention is over: what it does not let finish has left the nodes that it takes away. */
  intervened(index: number): void {
    const one = this.#course.centre.interventions[index]!;
    if (one.kind !== 'nodes' || one.status === 'online' || one.running === 'finish') return;
    for (const job of this.#course.running) {
      if (meets(this.#course.lives[job]!.on!.nodes, one.nodes))
        this.#course.fail(job, `it runs on where nodes are ${one.status}`);
    }
  }

  finish(at: Time): void {
    const node = this.#held.findIndex((held) => held.some((amount) => amount !== 0));
    if (node >= 0)
      throw new InvariantViolation(`at ${toSeconds(at)} s: node ${this.#course.nameOf(node)} was never freed`);
  }

  /** Whether the nodes that are online now would have room for a job if they were empty. */
  roomFor(job: JobId): boolean {
    const { machine, windows } = this.#course.centre;
    const shape = this.#course.shape(job);
    const reserved = windows[shape.reservation]?.nodes;
    let room = 0;
    for (const node of machine.partitions[shape.partition]!.nodes) {
      const group = this.#course.group(node);
      if (!this.#online[node] || reserved?.includes(node) === false || !suits(group, shape)) continue;
      const most = shape.wholeNodes || shape.layout === 'spread' ? 1 : shape.tasks;
      room += ALL.reduce((least, r) => {
        const each = takes(shape, group, r);
        return each === 0 ? least : Math.min(least, Math.floor(group.each[r]! / each));
      }, most);
    }
    return room >= shape.tasks;
  }
}

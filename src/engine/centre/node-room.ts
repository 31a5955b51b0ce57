import type { Allocation, Shape } from '../../model/asks.ts';
import type { Machine, NodeGroup } from '../../model/machine.ts';
import { CORES, GPUS, RESOURCES, type ResourceVector } from '../../model/resources.ts';
import { takes } from '../../model/suits.ts';

/** How a job would fit, seen node by node. */
export interface Fitting {
  readonly tasks: number;
  /** Nodes that could run it. */
  readonly nodes: readonly number[];
  /** What it can lack, as indices into `RESOURCES`: what it asks for. Whether a node is idle is seen by its cores. */
  readonly asked: readonly number[];
  /** How many of its tasks a node has room for, of one resource alone. */
  roomOf(node: number, free: ResourceVector, resource: number): number;
}

/** A job that may run wherever its shape allows. */
export function anywhere({ groups, nodes: machine }: Machine, shape: Shape, nodes: readonly number[]): Fitting {
  const most = shape.wholeNodes || shape.layout === 'spread' ? 1 : shape.tasks;
  return {
    tasks: shape.tasks,
    nodes,
    asked: askedBy(shape),
    roomOf(node, free, r) {
      const group = groups[machine[node]!.group]!;
      if (shape.wholeNodes && r === CORES) return free[r] === group.each[r] ? 1 : 0;
      return fitting(free[r]!, takes(shape, group, r), most);
    },
  };
}

/** A suspended job, which needs again, on each of its nodes, what it gave back. */
export function whereItWas({ groups, nodes: machine }: Machine, shape: Shape, { nodes, tasks }: Allocation): Fitting {
  const there = new Map(nodes.map((node, i) => [node, tasks[i]!]));
  return {
    tasks: tasks.reduce((sum, count) => sum + count, 0),
    nodes,
    asked: askedBy(shape),
    roomOf(node, free, r) {
      const own = there.get(node)!;
      const needs = r === CORES || r === GPUS ? own * takes(shape, groups[machine[node]!.group]!, r) : 0;
      return free[r]! >= needs ? own : 0;
    },
  };
}

const askedBy = ({ wholeNodes, perTask }: Shape): number[] =>
  RESOURCES.flatMap((_, r) => ((wholeNodes && r === CORES) || perTask[r]! > 0 ? [r] : []));

/** How many of its tasks a node has room for. */
export const roomOn = ({ roomOf }: Fitting, node: number, free: ResourceVector): number =>
  Math.min(...RESOURCES.map((_, r) => roomOf(node, free, r)));

/** What a job holds on one of its nodes; while it is suspended, neither cores nor GPUs. */
export const heldOn = (shape: Shape, group: NodeGroup, tasks: number, suspended: boolean): ResourceVector =>
  RESOURCES.map((_, r) => (suspended && (r === CORES || r === GPUS) ? 0 : tasks * takes(shape, group, r)));

const fitting = (free: number, each: number, most: number): number =>
  each === 0 ? most : Math.min(most, Math.floor(free / each));

import type { Shape } from '../../model/asks.ts';
import type { Centre } from '../../model/centre.ts';
import type { Machine, NodeGroup, NodeId } from '../../model/machine.ts';
import { CORES, RESOURCES } from '../../model/resources.ts';

/**
 * What is planned with: a node, or all nodes between which nothing makes a difference. Nodes are taken together where
 * every job takes whole nodes, or tasks of one and the same number of cores and nothing else: then a cell has so many
 * units, and any of them will do. Reservations on cells are not bound to particular nodes.
 */
export interface Cells {
  readonly count: number;
  /** How many numbers say what is free in a cell: one, its units, or one per resource of its node. */
  readonly width: number;
  /** What each cell has in all, `width` numbers each. */
  readonly capacity: Float64Array;
  /** Index into `Machine.groups` by cell. */
  readonly group: Int32Array;
  readonly nodes: readonly (readonly NodeId[])[];
  /** By node. */
  readonly cellOf: Int32Array;
  /** By node: how many units it has where units are counted. */
  readonly units: Int32Array;
  /** Whether `width` is 1. */
  readonly counted: boolean;
}

/** What one unit is, where every shape of the workload can be counted in it. */
type Unit = { readonly whole: true } | { readonly whole: false; readonly cores: number };

/** @param bound whether jobs may be bound to particular nodes, as suspended ones are, or are placed by the node */
export function cellsOf(centre: Centre, shapes: readonly Shape[], bound: boolean): Cells {
  const unit = bound ? undefined : commonUnit(shapes);
  return unit === undefined ? nodeCells(centre.machine) : countedCells(centre, unit);
}

function commonUnit(shapes: readonly Shape[]): Unit | undefined {
  if (shapes.every(({ wholeNodes }) => wholeNodes)) return { whole: true };
  const cores = shapes[0]?.perTask[CORES] ?? 1;
  const plain = shapes.every(
    ({ wholeNodes, perTask, layout }) =>
      !wholeNodes && layout === 'any' && perTask.every((amount, r) => amount === (r === CORES ? cores : 0)),
  );
  return plain ? { whole: false, cores } : undefined;
}

function nodeCells({ nodes, groups }: Machine): Cells {
  const width = RESOURCES.length;
  const capacity = new Float64Array(nodes.length * width);
  for (const [node, { group }] of nodes.entries()) capacity.set(groups[group]!.each, node * width);
  return {
    count: nodes.length,
    width,
    capacity,
    group: Int32Array.from(nodes, ({ group }) => group),
    nodes: nodes.map((_, node) => [node as NodeId]),
    cellOf: Int32Array.from(nodes, (_, node) => node),
    units: new Int32Array(nodes.length).fill(1),
    counted: false,
  };
}

function countedCells(centre: Centre, unit: Unit): Cells {
  const { nodes, groups } = centre.machine;
  const units = Int32Array.from(nodes, ({ group }) => unitsOf(groups[group]!, unit));
  const found = new Map<string, NodeId[]>();
  const marks = memberships(centre);
  const kinds = groups.map((group) => kindOf(group, unit));
  for (const [node, { group, status }] of nodes.entries()) {
    const key = `${kinds[group]} ${units[node] === 0} ${status} ${marks[node]!.join(' ')}`;
    const cell = found.get(key);
    if (cell === undefined) found.set(key, [node as NodeId]);
    else cell.push(node as NodeId);
  }
  const members = [...found.values()];
  const cellOf = new Int32Array(nodes.length);
  for (const [cell, list] of members.entries()) for (const node of list) cellOf[node] = cell;
  return {
    count: members.length,
    width: 1,
    capacity: Float64Array.from(members, (list) => list.reduce((sum, node) => sum + units[node]!, 0)),
    group: Int32Array.from(members, ([first]) => nodes[first!]!.group),
    nodes: members,
    cellOf,
    units,
    counted: true,
  };
}

/** All that makes a difference between groups: where cores are counted, it is not how many a node has. */
const kindOf = ({ each, features, gpuType, speed, speedOf: byKind }: NodeGroup, unit: Unit): string =>
  JSON.stringify([unit.whole ? each : [], features, gpuType, speed, [...byKind]]);

const unitsOf = ({ each }: NodeGroup, unit: Unit): number => (unit.whole ? 1 : Math.floor(each[CORES]! / unit.cores));

/** By node: everything in which it is named, so that nodes that are named alike are alike for good. */
function memberships({ machine, windows, interventions }: Centre): number[][] {
  const marks: number[][] = machine.nodes.map(() => []);
  const lists = [
    ...machine.partitions.map(({ nodes }) => nodes),
    ...windows.map(({ nodes }) => nodes),
    ...interventions.map((one) => (one.kind === 'nodes' ? one.nodes : [])),
  ];
  for (const [mark, list] of lists.entries()) for (const node of list) marks[node]!.push(mark);
  return marks;
}

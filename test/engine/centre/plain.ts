import type { JobAsks, Shape } from '../../../src/model/asks.ts';
import type { Centre, Entity, Qos } from '../../../src/model/centre.ts';
import type { JobTable } from '../../../src/model/jobs.ts';
import type { MachineNode, NodeGroup, NodeId } from '../../../src/model/machine.ts';

/** A group of nodes with nothing special about it. */
export const group = (name: string, count: number, cores: number, more: Partial<NodeGroup> = {}): NodeGroup => ({
  name,
  count,
  each: [cores, 0, 0, 0],
  features: [],
  speed: 1,
  speedOf: new Map(),
  ...more,
});

export const ANYBODY: Entity = {
  name: 'anybody',
  kind: 'account',
  parent: -1,
  shares: 1,
  limits: {},
  guarantee: 0,
  burst: Number.POSITIVE_INFINITY,
};

export const NORMAL: Qos = {
  name: 'normal',
  factor: 0,
  preempts: [],
  preempted: 'requeue',
  protectedFor: 0,
  limits: {},
  limitsPerUser: {},
};

/** A centre of these groups with one partition over all nodes, and no rules but those given. */
export function centreOf(groups: readonly NodeGroup[], more: Partial<Centre> = {}): Centre {
  const nodes = groups.flatMap(({ name, count }, index) =>
    Array.from(
      { length: count },
      (_, i): MachineNode => ({ name: `${name}-${i}`, group: index, rack: 0, status: 'online' }),
    ),
  );
  const all = nodes.map((_, node) => node as NodeId);
  return {
    machine: {
      groups,
      racks: ['r'],
      nodes,
      partitions: [{ name: 'all', nodes: all, tier: 1, factor: 0, limits: {} }],
    },
    entities: [ANYBODY],
    qos: [NORMAL],
    windows: [],
    interventions: [],
    afterFailure: 'cancel',
    halfLife: Number.POSITIVE_INFINITY,
    ...more,
  };
}

export const shape = (tasks: number, cores: number, more: Partial<Shape> = {}): Shape => ({
  tasks,
  perTask: [cores, 0, 0, 0],
  wholeNodes: false,
  features: [],
  partition: 0,
  layout: 'any',
  reservation: -1,
  ...more,
});

/** Gives every job of a table the shape that its processors make, as tasks of one core or as whole nodes of one. */
export function asking(jobs: JobTable, shapeOf: (procs: number) => Shape): JobTable {
  const widths = [...new Set(jobs.procs)].sort((a, b) => a - b);
  const asks: JobAsks = {
    shapes: widths.map(shapeOf),
    shape: Int32Array.from(jobs.procs, (procs) => widths.indexOf(procs)),
    entity: new Int32Array(jobs.length),
    qos: new Int32Array(jobs.length),
    priority: new Float64Array(jobs.length),
    deadline: new Float64Array(jobs.length).fill(Number.NaN),
    dependencies: new Map(),
  };
  return { ...jobs, asks };
}

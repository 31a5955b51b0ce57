import type { JobAsks } from '../model/asks.ts';
import type { Centre, Intervention } from '../model/centre.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import type { StoredAsks, StoredCentre } from './centre-data.ts';
import { numbers, times, within } from './checked-columns.ts';
import type { StoredColumn } from './columns.ts';
import { type NodeRange, nodesOf } from './node-ranges.ts';

/**
 * The centre of what `storeCentre` made of it.
 * @throws Error for a node that the machine does not have
 */
export function restoreCentre(stored: StoredCentre): Centre {
  const { machine, entities, windows, interventions, halfLife } = stored;
  const nodes = (ranges: readonly NodeRange[]): NodeId[] => nodesOf(ranges, machine.nodes.length) as NodeId[];
  return {
    ...stored,
    machine: {
      ...machine,
      groups: machine.groups.map((group) => ({ ...group, speedOf: new Map(group.speedOf) })),
      partitions: machine.partitions.map((one) => ({ ...one, nodes: nodes(one.nodes) })),
    },
    entities: entities.map((entity) => ({ ...entity, burst: entity.burst ?? Number.POSITIVE_INFINITY })),
    windows: windows.map((one) => ({ ...one, nodes: nodes(one.nodes) })),
    interventions: interventions.map(
      (one): Intervention => (one.kind === 'nodes' ? { ...one, nodes: nodes(one.nodes) } : one),
    ),
    halfLife: halfLife ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * The jobs together with what they ask of the centre.
 * @throws Error that names the column which cannot be right
 */
export function restoreAsks(jobs: JobTable, stored: StoredAsks, centre: Centre): JobTable {
  const { length: rows } = jobs;
  const { shapes, dependencies } = stored;
  const names = stored.names === 'ids' ? Array.from(jobs.id, String) : stored.names;
  const place = (name: string, column: StoredColumn, count: number): Int32Array =>
    Int32Array.from(within(name, numbers(name, column, rows), count));
  const asks: JobAsks = {
    shapes,
    shape: place('shape', stored.shape, shapes.length),
    entity: place('entity', stored.entity, centre.entities.length),
    qos: place('qos', stored.qos, centre.qos.length),
    priority: numbers('priority', stored.priority, rows),
    deadline: times('deadline', numbers('deadline', stored.deadline, rows)),
    dependencies: new Map(dependencies.map(([job, on]) => [job as JobId, on])),
    ...(names !== undefined && { names }),
    ...(stored.rush !== undefined && { rush: within('rush', stored.rush, rows) as readonly JobId[] }),
  };
  within(
    'dependencies',
    [...asks.dependencies].flatMap(([job, on]) => [job, ...on.map((one) => one.on)]),
    rows,
  );
  within(
    'partition',
    shapes.map(({ partition }) => partition),
    centre.machine.partitions.length,
  );
  if (names !== undefined && names.length !== rows) throw new Error(`names: expected ${rows}, found ${names.length}`);
  return { ...jobs, asks, fails: Uint8Array.from(within('fails', numbers('fails', stored.fails, rows), 2)) };
}

import type { Dependency, Shape } from '../model/asks.ts';
import type { Centre, Entity, Intervention, Window } from '../model/centre.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Machine, NodeGroup, Partition } from '../model/machine.ts';
import { encodeColumn, encodeTimes, type StoredColumn } from './columns.ts';
import { type NodeRange, rangesOf } from './node-ranges.ts';

/** A list of nodes as the ranges that it consists of. */
type InRanges<T> = T extends { readonly nodes: unknown }
  ? Omit<T, 'nodes'> & { readonly nodes: readonly NodeRange[] }
  : T;

/** A centre as JSON has it: null for what is infinite, pairs for a map, ranges of nodes. */
export interface StoredCentre extends Omit<Centre, 'machine' | 'entities' | 'halfLife' | 'windows' | 'interventions'> {
  readonly machine: Omit<Machine, 'groups' | 'partitions'> & {
    readonly groups: readonly StoredGroup[];
    readonly partitions: readonly InRanges<Partition>[];
  };
  readonly entities: readonly (Omit<Entity, 'burst'> & { readonly burst: number | null })[];
  readonly windows: readonly InRanges<Window>[];
  readonly interventions: readonly InRanges<Intervention>[];
  readonly halfLife: number | null;
}

type StoredGroup = Omit<NodeGroup, 'speedOf'> & { readonly speedOf: readonly (readonly [string, number])[] };

/** What jobs ask of a centre, and whether they fail. */
export interface StoredAsks {
  readonly shapes: readonly Shape[];
  readonly shape: StoredColumn;
  readonly entity: StoredColumn;
  readonly qos: StoredColumn;
  readonly priority: StoredColumn;
  /** ms; -1 without one. */
  readonly deadline: StoredColumn;
  readonly fails: StoredColumn;
  readonly dependencies: readonly (readonly [number, readonly Dependency[]])[];
  /** `ids` where each job is called by its number, as those of a trace are. */
  readonly names?: readonly string[] | 'ids' | undefined;
  /** Rows of the jobs that interventions submit. */
  readonly rush?: readonly number[] | undefined;
}

const finite = (value: number): number | null => (value === Number.POSITIVE_INFINITY ? null : value);

const inRanges = <T extends object>(one: T): InRanges<T> =>
  ('nodes' in one ? { ...one, nodes: rangesOf(one.nodes as number[]) } : one) as InRanges<T>;

export const storeCentre = (centre: Centre): StoredCentre => ({
  ...centre,
  machine: {
    ...centre.machine,
    groups: centre.machine.groups.map((group) => ({ ...group, speedOf: [...group.speedOf] })),
    partitions: centre.machine.partitions.map(inRanges),
  },
  entities: centre.entities.map((entity) => ({ ...entity, burst: finite(entity.burst) })),
  windows: centre.windows.map(inRanges),
  interventions: centre.interventions.map((one): InRanges<Intervention> => inRanges(one)),
  halfLife: finite(centre.halfLife),
});

/** @throws Error if the jobs ask nothing of a centre */
export function storeAsks({ length, id, asks, fails }: JobTable): StoredAsks {
  if (asks === undefined) throw new Error('jobs on a machine of nodes say what they ask of it');
  const { shapes, dependencies, names, rush } = asks;
  const numbered = names?.every((name, row) => name === String(id[row]));
  return {
    shapes,
    shape: encodeColumn(asks.shape),
    entity: encodeColumn(asks.entity),
    qos: encodeColumn(asks.qos),
    priority: encodeColumn(asks.priority),
    deadline: encodeTimes(asks.deadline),
    fails: encodeColumn(fails ?? new Uint8Array(length)),
    dependencies: [...dependencies],
    ...(names !== undefined && { names: numbered ? 'ids' : names }),
    ...(rush !== undefined && { rush }),
  };
}

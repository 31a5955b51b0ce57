import type { Dependency, Shape } from '../model/asks.ts';
import { type Centre, type Entity, PREEMPT_MODES } from '../model/centre.ts';
import type { CentreRun, Stretch } from '../model/centre-run.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Machine, NodeGroup } from '../model/machine.ts';
import type { FinishedRun } from '../model/run.ts';
import { encodeColumn, type StoredColumn } from './columns.ts';

/** A centre as JSON has it: null for what is infinite, pairs for a map. */
export interface StoredCentre extends Omit<Centre, 'machine' | 'entities' | 'halfLife'> {
  readonly machine: Omit<Machine, 'groups'> & { readonly groups: readonly StoredGroup[] };
  readonly entities: readonly (Omit<Entity, 'burst'> & { readonly burst: number | null })[];
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
  readonly names?: readonly string[] | undefined;
}

/** How the jobs lived under one policy: columns by row, times in ms, -1 for never. */
export interface StoredLives {
  readonly start: StoredColumn;
  readonly end: StoredColumn;
  readonly fate: StoredColumn;
  readonly why: readonly (readonly [number, string])[];
  readonly eligible: StoredColumn;
  readonly deadline: StoredColumn;
  readonly cores: StoredColumn;
  readonly lost: StoredColumn;
  readonly suspended: StoredColumn;
  readonly preemptions: StoredColumn;
  /** Columns by stretch, in order of their end; nodes and tasks are those of all stretches after one another. */
  readonly stretches: {
    readonly count: number;
    readonly job: StoredColumn;
    readonly start: StoredColumn;
    readonly end: StoredColumn;
    readonly ending: StoredColumn;
    /** How many nodes each has. */
    readonly width: StoredColumn;
    readonly nodes: StoredColumn;
    readonly tasks: StoredColumn;
  };
}

/** By place in the stored column. */
export const ENDINGS: readonly Stretch['ending'][] = ['end', ...PREEMPT_MODES];

/** Column of times of which some are never. */
const times = (values: ArrayLike<number>): StoredColumn =>
  encodeColumn(Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)));

const finite = (value: number): number | null => (value === Number.POSITIVE_INFINITY ? null : value);

export const storeCentre = (centre: Centre): StoredCentre => ({
  ...centre,
  machine: {
    ...centre.machine,
    groups: centre.machine.groups.map((group) => ({ ...group, speedOf: [...group.speedOf] })),
  },
  entities: centre.entities.map((entity) => ({ ...entity, burst: finite(entity.burst) })),
  halfLife: finite(centre.halfLife),
});

/** @throws Error if the jobs ask nothing of a centre */
export function storeAsks({ length, asks, fails }: JobTable): StoredAsks {
  if (asks === undefined) throw new Error('jobs on a machine of nodes say what they ask of it');
  const { shapes, dependencies, names } = asks;
  return {
    shapes,
    shape: encodeColumn(asks.shape),
    entity: encodeColumn(asks.entity),
    qos: encodeColumn(asks.qos),
    priority: encodeColumn(asks.priority),
    deadline: times(asks.deadline),
    fails: encodeColumn(fails ?? new Uint8Array(length)),
    dependencies: [...dependencies],
    ...(names !== undefined && { names }),
  };
}

export function storeLives({ start, end }: FinishedRun, run: CentreRun): StoredLives {
  const { stretches } = run;
  const column = (of: (one: Stretch) => number): StoredColumn => encodeColumn(stretches.map(of));
  return {
    start: times(start),
    end: times(end),
    fate: encodeColumn(run.fate),
    why: [...run.why],
    eligible: times(run.eligible),
    deadline: times(run.deadline),
    cores: encodeColumn(run.cores),
    lost: encodeColumn(run.lost),
    suspended: encodeColumn(run.suspended),
    preemptions: encodeColumn(run.preemptions),
    stretches: {
      count: stretches.length,
      job: column(({ job }) => job),
      start: column((one) => one.start),
      end: column((one) => one.end),
      ending: column(({ ending }) => ENDINGS.indexOf(ending)),
      width: column(({ allocation }) => allocation.nodes.length),
      nodes: encodeColumn(stretches.flatMap(({ allocation }) => [...allocation.nodes])),
      tasks: encodeColumn(stretches.flatMap(({ allocation }) => [...allocation.tasks])),
    },
  };
}

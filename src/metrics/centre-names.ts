import type { Centre, Entity } from '../model/centre.ts';
import type { JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';

/** By what a centre's jobs are told apart. */
export const CENTRE_GROUPINGS = ['account', 'user', 'partition', 'qos'] as const;
export type CentreGrouping = (typeof CENTRE_GROUPINGS)[number];

/** Names in the order of the centre, and by entity the place of its own; -1 where it has none. */
interface Named {
  readonly names: readonly string[];
  readonly places: Int32Array;
}

/** Keyed weakly, so that they leave memory with the centre. */
const cache = new WeakMap<readonly Entity[], Readonly<Record<Entity['kind'], Named>>>();

function named({ entities }: Pick<Centre, 'entities'>, kind: Entity['kind']): Named {
  let found = cache.get(entities);
  if (found === undefined) {
    found = { account: accounts(entities), user: users(entities) };
    cache.set(entities, found);
  }
  return found[kind];
}

/** A user's jobs count for the account right above it. */
function accounts(entities: readonly Entity[]): Named {
  const names: string[] = [];
  const places = new Int32Array(entities.length);
  for (const [entity, { name, kind, parent }] of entities.entries()) {
    places[entity] = kind === 'user' && parent >= 0 ? places[parent]! : names.push(name) - 1;
  }
  return { names, places };
}

/** A user who works for several accounts is one person. */
function users(entities: readonly Entity[]): Named {
  const names = [...new Set(entities.flatMap(({ name, kind }) => (kind === 'user' ? [name] : [])))];
  const rows = new Map(names.map((name, place) => [name, place]));
  return { names, places: Int32Array.from(entities, ({ name, kind }) => (kind === 'user' ? rows.get(name)! : -1)) };
}

/** By entity: the place of its account or its user in `namesOf`. */
export const placesOf = (grouping: Entity['kind'], centre: Pick<Centre, 'entities'>): Int32Array =>
  named(centre, grouping).places;

/** Place of the job's account, user, partition or QOS in `namesOf`; -1 for the user of a job that is nobody's. */
export function placeIn(grouping: CentreGrouping, { jobs, centre }: FinishedRun, job: number): number {
  const asks = jobs.asks!;
  if (grouping === 'qos') return asks.qos[job]!;
  if (grouping === 'partition') return asks.shapes[asks.shape[job]!]!.partition;
  return placesOf(grouping, centre!.centre)[asks.entity[job]!]!;
}

/** Names of accounts, users, partitions or QOS in the order of the centre. */
export function namesOf(grouping: CentreGrouping, centre: Centre): readonly string[] {
  if (grouping === 'partition') return centre.machine.partitions.map(({ name }) => name);
  return grouping === 'qos' ? centre.qos.map(({ name }) => name) : named(centre, grouping).names;
}

/**
 * Whose job it is: the number that the trace gives, -1 where it gives none; on a machine of nodes the name, which is
 * that number where nothing else is said.
 */
export function userOf(jobs: JobTable, centre: Centre | undefined, job: number): number | string {
  if (centre === undefined) return jobs.user[job]!;
  const { names, places } = named(centre, 'user');
  return names[places[jobs.asks!.entity[job]!]!] ?? jobs.user[job]!;
}

import { placeOf } from '../model/ascending.ts';
import { guaranteeClients } from '../model/borrowing.ts';
import type { Entity } from '../model/centre.ts';
import type { CentreRun } from '../model/centre-run.ts';
import { entitiesAfter } from '../model/entitled.ts';
import type { JobId } from '../model/jobs.ts';
import type { NodeStatus } from '../model/machine.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';

/** A run on a machine of nodes. */
export type RunOnNodes = FinishedRun & { readonly centre: CentreRun };

/** What everybody holds and waits for, from an instant on. */
export interface Holdings {
  readonly at: Time;
  /** With the guarantees that hold now. */
  readonly entities: readonly Entity[];
  /** By entity: whose guarantee covers it; see `guaranteeClients`. */
  readonly clients: Int32Array;
  /** By client: cores. */
  readonly held: Float64Array;
  /** By client: cores of the narrowest of its jobs that wait; infinite if none does. */
  readonly narrowest: Float64Array;
  /** In order of submission. */
  readonly waiting: readonly JobId[];
  /** Cores of the nodes that are online. */
  readonly capacity: number;
}

interface Change {
  readonly at: Time;
  readonly make: () => void;
}

/**
 * Tells how things stood after each instant at which anything about it changed, in order. Of jobs that never ran it is
 * not known how long they waited, so they are not among those that wait.
 */
export function eachHolding(run: RunOnNodes, visit: (holdings: Holdings) => void): void {
  const { centre } = run.centre;
  const { groups, nodes } = centre.machine;
  let entities = centre.entities;
  const status: NodeStatus[] = nodes.map((node) => node.status);
  const held = new Float64Array(entities.length);
  const widths = entities.map(() => new Map<number, number>());
  const waiting: JobId[] = [];
  const changes = [...changesByJobs(run, { held, widths, waiting })];
  for (const one of centre.interventions) {
    const { at } = one;
    if (one.kind === 'guarantee') {
      const make = (): void => {
        entities = entitiesAfter(entities, one);
      };
      changes.push({ at, make });
    } else if (one.kind === 'nodes') {
      const make = (): void => {
        for (const node of one.nodes) status[node] = one.status;
      };
      changes.push({ at, make });
    }
  }
  changes.sort((a, b) => a.at - b.at);
  for (const [i, { at, make }] of changes.entries()) {
    make();
    if (changes[i + 1]?.at === at) continue;
    const clients = guaranteeClients(entities);
    const of = {
      held: new Float64Array(entities.length),
      narrowest: new Float64Array(entities.length).fill(Number.POSITIVE_INFINITY),
    };
    for (const [leaf, client] of clients.entries()) {
      of.held[client]! += held[leaf]!;
      for (const width of widths[leaf]!.keys()) of.narrowest[client] = Math.min(of.narrowest[client]!, width);
    }
    const capacity = nodes.reduce(
      (sum, { group }, node) => (status[node] === 'online' ? sum + groups[group]!.each[CORES]! : sum),
      0,
    );
    visit({ at, entities, clients, ...of, waiting, capacity });
  }
}

interface Standing {
  /** By entity. */
  readonly held: Float64Array;
  /** By entity: how many of its jobs of which width wait. */
  readonly widths: readonly Map<number, number>[];
  readonly waiting: JobId[];
}

/** What starts and ends change in what is held, and in which jobs wait. */
function* changesByJobs(run: RunOnNodes, { held, widths, waiting }: Standing): Generator<Change> {
  const { stretches, cores, eligible } = run.centre;
  const since = eligible.slice();
  for (const { job, start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const leaf = run.jobs.asks!.entity[job]!;
    const width = cores[job]!;
    yield* holds(leaf, width, start, end);
    if (start > since[job]!) yield* waits(job, since[job]!, start);
    since[job] = end;
  }

  function* holds(leaf: number, width: number, start: Time, end: Time): Generator<Change> {
    const hold = (amount: number) => (): void => {
      held[leaf]! += amount;
    };
    yield { at: start, make: hold(width) };
    yield { at: end, make: hold(-width) };
  }

  function* waits(job: JobId, start: Time, end: Time): Generator<Change> {
    const width = cores[job]!;
    const of = widths[run.jobs.asks!.entity[job]!]!;
    const count = (by: number): void => {
      const left = (of.get(width) ?? 0) + by;
      if (left === 0) of.delete(width);
      else of.set(width, left);
    };
    const comes = (): void => {
      count(1);
      waiting.splice(placeOf(waiting, job), 0, job);
    };
    const goes = (): void => {
      count(-1);
      waiting.splice(placeOf(waiting, job), 1);
    };
    yield { at: start, make: comes };
    yield { at: end, make: goes };
  }
}

import { type RunOnNodes, usageHistory } from '../metrics/index.ts';
import type { Entity } from '../model/centre.ts';
import { entitiesAfter } from '../model/entitled.ts';
import type { Time } from '../model/time.ts';
import { classicFairShare, fairTree } from '../schedulers/fair-share.ts';

/** How an account or a user stood at one time of a run. */
export interface FairShareStanding {
  /** ms */
  readonly at: Time;
  /** Index into `Centre.entities`. */
  readonly entity: number;
  /** As interventions had changed them by then. */
  readonly shares: number;
  /** Core-milliseconds, each counting half after the centre's half-life; its descendants' included. */
  readonly usage: number;
  /** Its classic fair-share factor, 0 to 1. */
  readonly classic: number;
  /** Its Fair Tree factor, 0 to 1; NaN for accounts, which have none. */
  readonly fairTree: number;
}

/**
 * Usage and fair-share factors of all entities at given times of a run, whatever its policy was: by time, then by
 * entity. What a policy that goes by them was told then.
 * @param times ascending, ms
 */
export function fairShareHistory(run: RunOnNodes, times: readonly Time[]): FairShareStanding[] {
  const { entities: given, interventions } = run.centre.centre;
  const usages = usageHistory(run, times);
  return times.flatMap((at, i) => {
    const entities = interventions.reduce<readonly Entity[]>(
      (list, one) => (one.at <= at ? entitiesAfter(list, one) : list),
      given,
    );
    const usage = Array.from(usages[i]!);
    const [classic, tree] = [classicFairShare(entities, usage), fairTree(entities, usage)];
    return entities.map(({ shares }, entity) => ({
      ...{ at, entity, shares, usage: usage[entity]! },
      ...{ classic: classic[entity]!, fairTree: tree[entity]! },
    }));
  });
}

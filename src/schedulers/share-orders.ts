import type { CentreView } from '../model/centre-view.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { Duration } from '../model/time.ts';
import { centreOrder, everyPeriod, inheriting, type Moment, type Scores } from './centre-order.ts';
import { classicFairShare, fairTree } from './fair-share.ts';

/** The fair-share factor of each entity at a moment, by either algorithm. */
export const fairShares = (algorithm: 'classic' | 'tree') => {
  const compute = algorithm === 'classic' ? classicFairShare : fairTree;
  return ({ centre }: Pick<Moment, 'centre'>): Float64Array =>
    compute(
      centre.entities,
      centre.entities.map((_, entity) => centre.usage(entity)),
    );
};

/** Orders jobs by the fair-share factor of whoever they belong to, the highest first. */
export function fairShareOrder(algorithm: 'classic' | 'tree', period: Duration, inherit: boolean): QueueOrder {
  const factors = everyPeriod(period, fairShares(algorithm));
  const prepare = (moment: Moment): Scores => {
    const factor = factors(moment);
    const { entity } = moment.jobs.asks!;
    return (job) => -factor[entity[job]!]!;
  };
  return centreOrder(algorithm === 'classic' ? 'fairshare' : 'fairtree', inherit ? inheriting(prepare) : prepare);
}

/** Who is one client: each leaf of the tree of entities, or each entity at its top. */
export type ClientLevel = 'leaf' | 'top';

/** By entity: the client that it belongs to. */
export function clientsOf({ centre: { entities } }: CentreView, level: ClientLevel): Int32Array {
  const clients = Int32Array.from(entities, (_, entity) => entity);
  if (level === 'top') for (const [i, { parent }] of entities.entries()) if (parent >= 0) clients[i] = clients[parent]!;
  return clients;
}

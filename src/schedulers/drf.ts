import type { JobId } from '../model/jobs.ts';
import type { ResourceVector } from '../model/resources.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { normalizedShares } from '../model/shares.ts';
import { centreOrder } from './centre-order.ts';
import { type ClientLevel, clientsOf } from './share-orders.ts';

/**
 * A client's dominant share: the largest part that it holds of any resource, max u_r / C_r, by its weight. Infinite for
 * one of weight 0; resources of which there is nothing do not count.
 */
export function dominantShare(used: ResourceVector, capacity: ResourceVector, weight: number): number {
  if (weight === 0) return Number.POSITIVE_INFINITY;
  return used.reduce((most, u, r) => (capacity[r]! > 0 ? Math.max(most, u / capacity[r]!) : most), 0) / weight;
}

/**
 * Dominant resource fairness: the next job is always one of the client with the smallest dominant share (Ghodsi et al.,
 * NSDI 2011), its first by arrival. A job's score is the share that its client has once its earlier jobs have started:
 * to sort by that is to serve the least served again and again.
 */
export function drfOrder(level: ClientLevel): QueueOrder {
  return centreOrder('drf', ({ centre, jobs }) => {
    const clients = clientsOf(centre, level);
    const weights = normalizedShares(centre.entities);
    const used = new Map<number, number[]>();
    const scores = new Map<JobId, number>();
    for (const job of centre.waiting) {
      if (centre.limited(job) !== undefined) continue;
      const client = clients[jobs.asks!.entity[job]!]!;
      let holds = used.get(client);
      if (holds === undefined) {
        holds = [...centre.held(client)];
        used.set(client, holds);
      }
      scores.set(job, dominantShare(holds, centre.capacity, weights[client]!));
      for (const [r, amount] of centre.demand(job).entries()) holds[r]! += amount;
    }
    return (job) => scores.get(job) ?? Number.POSITIVE_INFINITY;
  });
}

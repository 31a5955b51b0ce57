import type { CentreView } from '../model/centre-view.ts';
import type { JobId } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { normalizedShares } from '../model/shares.ts';
import { centreOrder } from './centre-order.ts';
import { type ClientLevel, clientsOf } from './share-orders.ts';

/** The virtual clock of one run, and the tags that its waiting jobs and its clients have. */
interface Tags {
  /** The largest tag of a job that has started. */
  clock: number;
  readonly of: Map<JobId, number>;
  /** By client: the last tag that one of its jobs was given. */
  readonly last: Map<number, number>;
}

/**
 * Weighted fair queueing (Demers, Keshav and Shenker, SIGCOMM 1989), with the self-clocked virtual time of Golestani
 * (INFOCOM 1994): a job that arrives is tagged max(clock, its client's last tag) + cores x planned length / weight, the
 * smallest tag is served first, and the clock shows the largest tag that has been served. One that is preempted
 * arrives again.
 */
export function wfqOrder(level: ClientLevel): QueueOrder {
  const runs = new WeakMap<CentreView, Tags>();
  return centreOrder('wfq', ({ centre, jobs }) => {
    const tags = runs.get(centre) ?? { clock: 0, of: new Map(), last: new Map() };
    runs.set(centre, tags);
    const waiting = new Set(centre.waiting);
    for (const [job, tag] of tags.of) {
      if (waiting.has(job)) continue;
      // Of a client without shares the tag is infinite: it is served last and tells nothing about the others.
      if (tag !== Number.POSITIVE_INFINITY) tags.clock = Math.max(tags.clock, tag);
      tags.of.delete(job);
    }
    const clients = clientsOf(centre, level);
    const weights = normalizedShares(centre.entities);
    for (const job of centre.waiting) {
      if (tags.of.has(job)) continue;
      const client = clients[jobs.asks!.entity[job]!]!;
      const work = centre.demand(job)[CORES]! * centre.plannedFor(job);
      const tag = Math.max(tags.clock, tags.last.get(client) ?? 0) + work / weights[client]!;
      tags.of.set(job, tag);
      tags.last.set(client, tag);
    }
    return (job) => tags.of.get(job)!;
  });
}

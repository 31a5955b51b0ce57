import type { JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import { eachHolding, type Holdings, type RunOnNodes } from './holdings.ts';

/** How long a client was below its guarantee while it asked, ms. */
export interface Below {
  /** The longest for which one of its asks was not met. */
  readonly longest: Time;
  /** All time in which any was not. */
  readonly total: Time;
}

/**
 * By client, for those that ever had to wait; within the run's window, if it has one. An ask is a job that waits and would be held within the guarantee with
 * what its client holds and with its earlier jobs that ask; it is met when the job starts,
 * and is over when it would no longer be within.
 */
export function timesBelow(run: RunOnNodes): ReadonlyMap<number, Below> {
  const found = new Map<number, Below>();
  /** Since when each job asks, and each client does. */
  let jobs = new Map<JobId, { readonly client: number; readonly since: Time }>();
  let clients = new Map<number, Time>();
  const { from, to } = run.window ?? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const lasted = (since: Time, until: Time): Time => Math.max(0, Math.min(until, to) - Math.max(since, from));
  eachHolding(run, (holdings) => {
    const { at } = holdings;
    const asking = asks(holdings, run);
    for (const [job, { client, since }] of jobs) {
      if (asking.has(job)) continue;
      const { longest, total } = found.get(client) ?? { longest: 0, total: 0 };
      found.set(client, { longest: Math.max(longest, lasted(since, at)), total });
    }
    jobs = new Map([...asking].map(([job, client]) => [job, jobs.get(job) ?? { client, since: at }]));
    const now = new Set(asking.values());
    for (const [client, since] of clients) {
      if (now.has(client)) continue;
      const { longest, total } = found.get(client)!;
      found.set(client, { longest, total: total + lasted(since, at) });
    }
    clients = new Map([...now].map((client) => [client, clients.get(client) ?? at]));
  });
  return found;
}

/** The jobs that ask, and whose guarantee they are within. */
function asks(
  { entities, clients, held, waiting, narrowest }: Holdings,
  { jobs, centre: { cores } }: RunOnNodes,
): Map<JobId, number> {
  const found = new Map<JobId, number>();
  const left = entities.map(({ guarantee }, client) => guarantee - held[client]!);
  /** Those with room for any of their jobs. */
  const open = new Set<number>();
  for (const client of left.keys()) if (narrowest[client]! <= left[client]!) open.add(client);
  if (open.size === 0) return found;
  for (const job of waiting) {
    const client = clients[jobs.asks!.entity[job]!]!;
    if (!open.has(client) || cores[job]! > left[client]!) continue;
    found.set(job, client);
    left[client]! -= cores[job]!;
    if (narrowest[client]! > left[client]!) open.delete(client);
    if (open.size === 0) return found;
  }
  return found;
}

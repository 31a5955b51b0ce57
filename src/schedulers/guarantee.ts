import { BorrowingLedger, guaranteeClients } from '../model/borrowing.ts';
import { InputError } from '../model/errors.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';
import type { QueueOrder, Scheduler } from '../model/scheduler.ts';
import { normalizedShares } from '../model/shares.ts';
import type { Duration, Time } from '../model/time.ts';
import { perRun } from './memory.ts';
import { type Depth, NO_BACKFILLING } from './options.ts';
import { Reach } from './reach.ts';
import { type Standings, takeBack, waitsForBorrowers } from './reclaim.ts';

export const RECLAIMS = ['wait', 'drain', 'preempt'] as const;

export interface Guarantee {
  /** Who goes first among those that are within their guarantees, and among the jobs of one client. */
  readonly order: QueueOrder | undefined;
  /** How many blocked jobs beyond their guarantees hold a reservation. */
  readonly depth: Depth;
  readonly reclaim: (typeof RECLAIMS)[number];
  /** With `preempt`, ms. */
  readonly grace: Duration;
  readonly borrow: boolean;
}

interface Memory {
  readonly ledger: BorrowingLedger;
  /** By client: since when one of its jobs has been blocked within the guarantee, without a break. */
  readonly asking: Map<number, Time>;
  readonly reach: Reach;
}

/** The waiting jobs, those within their client's guarantee apart from those that would have to borrow. */
interface Sorted {
  readonly within: readonly JobId[];
  readonly beyond: readonly JobId[];
}

/**
 * A guaranteed minimum and a burst per client. Jobs within their client's guarantee come first and are all reserved
 * for; what is left goes to borrowers, in proportion to shares, until it is reclaimed. Bursts are limits, which hold
 * whatever the policy is.
 */
export function guarantee(name: string, { order, depth, reclaim, grace, borrow }: Guarantee): Scheduler {
  const memory = perRun<Memory>(() => ({ ledger: new BorrowingLedger(), asking: new Map(), reach: new Reach() }));
  return {
    name,
    ...(order && { order }),
    promises: false,
    needsKill: false,
    needsCentre: true,
    decide(view, plan) {
      const { centre, jobs, now } = view;
      if (centre === undefined) throw new Error(`${name} knows guarantees on a machine of nodes only`);
      const { ledger, asking, reach } = memory(plan);
      const clients = guaranteeClients(centre.entities);
      const clientOf = (job: JobId): number => clients[jobs.asks!.entity[job]!]!;
      const standings: Standings = { view, centre, plan, ledger, clientOf };
      if (!borrow) for (const job of view.arrivals) mustBeWithin(name, standings, job);
      const { within, beyond } = sortJobs(standings, asking, borrow);
      const blocked = serve(standings, within, reclaim === 'preempt' ? grace : undefined);
      remember(asking, new Set(blocked.map(clientOf)), now);
      if (borrow) {
        const drained = reclaim === 'drain' ? blocked.filter((job) => waitsForBorrowers(standings, job)) : [];
        const inNoWay = (job: JobId): boolean => !drained.some((one) => reach.meets(view, centre, job, one));
        lend(standings, beyond.filter(inNoWay), depth);
      }
      ledger.settle(positions(standings), centre.capacity[CORES]!, now);
    },
  };
}

/**
 * Starts the jobs within their guarantees and reserves for those that are blocked.
 * @param grace takes back what others borrow with this notice; undefined waits for it
 * @returns those that are
 */
function serve(standings: Standings, within: readonly JobId[], grace: Duration | undefined): readonly JobId[] {
  const { plan, centre } = standings;
  const blocked: JobId[] = [];
  let claimed = 0;
  for (const job of within) {
    if (plan.start(job)) continue;
    // Nothing is taken back for whom a limit will keep waiting.
    if (centre.limited(job, blocked) !== undefined) continue;
    const cores = centre.demand(job)[CORES]!;
    if (grace !== undefined) {
      takeBack(standings, job, claimed + cores, grace);
      if (plan.start(job)) continue;
    }
    claimed += cores;
    blocked.push(job);
    plan.reserve(job);
  }
  return blocked;
}

function remember(asking: Map<number, Time>, blocked: ReadonlySet<number>, now: Time): void {
  for (const client of [...asking.keys()]) if (!blocked.has(client)) asking.delete(client);
  for (const client of blocked) if (!asking.has(client)) asking.set(client, now);
}

/** Cores that each client's running jobs hold. */
function heldBy({ view, centre, clientOf }: Standings): number[] {
  const held = centre.entities.map(() => 0);
  for (const job of view.running()) held[clientOf(job)]! += centre.demand(job)[CORES]!;
  return held;
}

function positions(standings: Standings): { client: number; held: number; guarantee: number }[] {
  const { entities } = standings.centre;
  const held = heldBy(standings);
  const clients = guaranteeClients(entities);
  return entities.flatMap((entity, client) =>
    clients[client] === client ? [{ client, held: held[client]!, guarantee: entity.guarantee }] : [],
  );
}

/** What nobody is guaranteed, in cores. */
function commons({ centre }: Standings): number {
  const clients = guaranteeClients(centre.entities);
  const promised = centre.entities.reduce((sum, { guarantee: g }, i) => (clients[i] === i ? sum + g : sum), 0);
  return Math.max(0, centre.capacity[CORES]! - promised);
}

/**
 * Jobs within the guarantees go by how long their client has been kept waiting for it, then by the order; the others
 * by how much their client has borrowed for its shares once its earlier jobs run, which lends in proportion to shares.
 * Without borrowing, those who are guaranteed nothing have the cores that are guaranteed to nobody to themselves.
 */
function sortJobs(standings: Standings, asking: ReadonlyMap<number, Time>, borrow: boolean): Sorted {
  const { view, centre, clientOf } = standings;
  const shares = normalizedShares(centre.entities);
  const promised = centre.entities.map(({ guarantee: cores }) => cores);
  const taken = heldBy(standings);
  let common = borrow ? 0 : commons(standings);
  for (const [client, cores] of taken.entries()) if (promised[client] === 0) common -= cores;
  const within: { readonly job: JobId; readonly since: Time }[] = [];
  const others: JobId[] = [];
  for (let job = view.queue.first(); job !== NO_JOB; job = view.queue.after(job)) {
    const client = clientOf(job);
    const cores = centre.demand(job)[CORES]!;
    const fits = promised[client] === 0 ? !borrow && cores <= common : taken[client]! + cores <= promised[client]!;
    if (fits) {
      within.push({ job, since: asking.get(client) ?? view.now });
      if (promised[client] === 0) common -= cores;
      taken[client]! += cores;
    } else others.push(job);
  }
  const beyond = others.map((job) => {
    const client = clientOf(job);
    const borrowed = Math.max(0, taken[client]! - promised[client]!);
    taken[client]! += centre.demand(job)[CORES]!;
    return { job, key: shares[client] === 0 ? Number.POSITIVE_INFINITY : borrowed / shares[client]! };
  });
  // Sorting keeps the order of the queue where it finds no difference.
  within.sort((a, b) => a.since - b.since);
  beyond.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key));
  return { within: within.map(({ job }) => job), beyond: beyond.map(({ job }) => job) };
}

/** Starts what delays no reservation; the first `depth` that do not fit are reserved for. */
function lend({ plan }: Standings, jobs: readonly JobId[], depth: Depth): void {
  let reserved = 0;
  for (const job of jobs) {
    if (plan.start(job)) continue;
    if (depth === NO_BACKFILLING) return;
    if (reserved >= depth) continue;
    plan.reserve(job);
    reserved += 1;
  }
}

/** @throws InputError for a job that its client's part of the machine can never hold */
function mustBeWithin(name: string, standings: Standings, job: JobId): void {
  const { centre, view, clientOf } = standings;
  const { name: client, guarantee: promised } = centre.entities[clientOf(job)]!;
  const most = promised === 0 ? commons(standings) : promised;
  const cores = centre.demand(job)[CORES]!;
  if (cores <= most) return;
  const label = view.jobs.asks!.names?.[job] ?? view.jobs.id[job];
  throw new InputError(`${name}: job ${label} asks for ${cores} cores and can never start, for ${client} has ${most}`);
}

import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Duration } from '../model/time.ts';
import type { OrderEntry } from './orders.ts';
import { groupsFor, lastsOn } from './remaining.ts';

/** How long a job is taken to last when paths are measured, from its times on the groups on which it can run. */
type Length = (times: readonly Duration[]) => Duration;

/**
 * The jobs whose path to the end is the longest go first. Dependencies and estimates are known from the beginning and
 * never change, so a path is measured once. It is measured without recursion, for chains may be long.
 */
function byPath(name: string, summary: string, source: string, length: Length): OrderEntry {
  const known = new WeakMap<CentreView, Map<JobId, Duration>>();
  const own = (job: JobId, jobs: JobFacts, centre: CentreView): Duration => {
    const { groups } = centre.centre.machine;
    const times = groupsFor(job, jobs, centre).map((group) => lastsOn(groups[group]!, job, jobs));
    return times.length === 0 ? jobs.estimate[job]! : length(times);
  };
  const path = (from: JobId, jobs: JobFacts, centre: CentreView): Duration => {
    let ranks = known.get(centre);
    if (ranks === undefined) {
      ranks = new Map();
      known.set(centre, ranks);
    }
    const open = [from];
    for (let job = open.at(-1); job !== undefined; job = open.at(-1)) {
      const next = centre.dependants(job);
      const unknown = ranks.has(job) ? [] : next.filter((one) => !ranks.has(one));
      if (unknown.length > 0) {
        open.push(...unknown);
        continue;
      }
      open.pop();
      if (ranks.has(job)) continue;
      let longest = 0;
      for (const one of next) longest = Math.max(longest, ranks.get(one)!);
      ranks.set(job, own(job, jobs, centre) + longest);
    }
    return ranks.get(from)!;
  };
  return {
    name,
    summary,
    source,
    varies: false,
    needsCentre: true,
    score: (job, jobs, _now, centre) => -path(job, jobs, centre!),
  };
}

/** Orders by what still depends on a job. */
export const PATH_ORDERS: readonly OrderEntry[] = [
  byPath(
    'heft',
    'highest upward rank first: the mean time over the nodes, and the highest rank of what depends on it',
    'Topcuoglu, Hariri and Wu, IEEE TPDS 13(3), 2002',
    (times) => times.reduce((sum, time) => sum + time, 0) / times.length,
  ),
  byPath(
    'critical-path',
    'longest path to the end first, on the fastest nodes',
    'Adam, Chandy and Dickson, CACM 17(12), 1974',
    (times) => Math.min(...times),
  ),
];

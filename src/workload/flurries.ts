import type { WallClock } from '../model/wall-clock.ts';
import type { SwfTrace } from '../model/workload.ts';
import type { Anomaly } from './anomaly.ts';
import { quantileOf } from './quantiles.ts';

/** A day of a surge has at least so many jobs of the one user, */
const LEAST_JOBS = 100;
/** at least so many times as many as the median day has of all users together, */
const TRACE_FACTOR = 3;
/** and more than so many times as many as the user's own median day, idle days included. */
const USER_FACTOR = 10;
/** Surge days of one user with no more than so many days between them are one flurry. */
const SAME_FLURRY_DAYS = 7;

interface UserDay {
  readonly day: number;
  jobs: number;
  /** The first and last submit, s, and the line of the first record. */
  from: number;
  to: number;
  readonly line: number;
}

/**
 * Rare surges of activity by single users, which can dominate a whole trace's averages: D. Tsafrir and D. G. Feitelson,
 * "Instability in parallel job scheduling simulation: the role of workload flurries", IPDPS 2006. They found theirs by
 * eye; the rule here is ours. A user's day belongs to a surge if it has at least 100 of the user's jobs, at least 3
 * times the jobs of the trace's median day, and more than 10 times those of the user's median day. The medians are over
 * all days from the first submit to the last, so a user who is always that busy causes no flurry.
 */
export function findFlurries(trace: SwfTrace, clock: WallClock): Anomaly[] {
  const { byUser, total, first, last } = countDays(trace, clock);
  if (byUser.size === 0) return [];
  const span = last - first + 1;
  const typical = medianDay([...total.values()], span);
  const flurries: Anomaly[] = [];
  for (const [user, days] of byUser) {
    const most = Math.max(LEAST_JOBS, TRACE_FACTOR * typical);
    if (![...days.values()].some(({ jobs }) => jobs >= most)) continue;
    const own = medianDay(
      Array.from(days.values(), ({ jobs }) => jobs),
      span,
    );
    const surges = [...days.values()].filter(({ jobs }) => jobs >= most && jobs > USER_FACTOR * own);
    flurries.push(
      ...merge(
        user,
        surges.sort((a, b) => a.day - b.day),
      ),
    );
  }
  return flurries;
}

function countDays(trace: SwfTrace, clock: WallClock) {
  const { submit, user } = trace.columns;
  const byUser = new Map<number, Map<number, UserDay>>();
  const total = new Map<number, number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let record = 0; record < trace.length; record++) {
    const at = submit[record]!;
    if (at < 0) continue;
    const day = clock.day(at);
    first = Math.min(first, day);
    last = Math.max(last, day);
    total.set(day, (total.get(day) ?? 0) + 1);
    if (user[record]! < 0) continue;
    const days = byUser.get(user[record]!) ?? new Map<number, UserDay>();
    if (days.size === 0) byUser.set(user[record]!, days);
    const known = days.get(day);
    if (known === undefined) days.set(day, { day, jobs: 1, from: at, to: at, line: trace.lines[record]! });
    else {
      known.jobs += 1;
      known.from = Math.min(known.from, at);
      known.to = Math.max(known.to, at);
    }
  }
  return { byUser, total, first, last };
}

/** The median over all days of the trace, of which the busy ones are given and the others have no job. */
function medianDay(busy: readonly number[], days: number): number {
  // More than half of the days without a job make the median 0, however long the trace is.
  if (busy.length * 2 < days) return 0;
  const counts = new Float64Array(days);
  counts.set(busy);
  return quantileOf(counts.sort(), 0.5);
}

function merge(user: number, surges: readonly UserDay[]): Anomaly[] {
  const groups: UserDay[][] = [];
  for (const surge of surges) {
    const group = groups.at(-1);
    if (group !== undefined && surge.day - group.at(-1)!.day <= SAME_FLURRY_DAYS) group.push(surge);
    else groups.push([surge]);
  }
  return groups.map((group) => {
    const jobs = group.reduce((sum, day) => sum + day.jobs, 0);
    const { from, line } = group[0]!;
    const what = `user ${user} submitted ${jobs} jobs on ${group.length === 1 ? 'one day' : `${group.length} days`}`;
    return { kind: 'flurry', what, jobs, from, to: group.at(-1)!.to, line, user };
  });
}

import { toSeconds } from '../model/time.ts';
import { wallClock } from '../model/wall-clock.ts';
import type { SwfTrace, Workload } from '../model/workload.ts';
import { findAnomalies } from './anomalies.ts';
import type { Anomaly } from './anomaly.ts';
import { type Quantiles, quantiles } from './quantiles.ts';
import { traceOrigin } from './trace-origin.ts';

/** What a trace is like, as `makespan trace inspect` shows it. Times are seconds, shares are of 1. */
export interface TraceSummary {
  readonly name: string;
  readonly procs: number;
  /** Well-formed records, lines that are none, records that cannot run, and jobs that can. */
  readonly records: number;
  readonly malformed: number;
  readonly skipped: number;
  readonly jobs: number;
  /** First and last submit of a job, and local dates for them if the header says when the trace began. */
  readonly firstSubmit: number | undefined;
  readonly lastSubmit: number | undefined;
  readonly firstDate: string | undefined;
  readonly lastDate: string | undefined;
  readonly span: number;
  /** sum(procs x run) / (machine x span), run times as prepared; undefined where the span is 0. */
  readonly offeredLoad: number | undefined;
  /** Of the jobs: processors, and run time as prepared. */
  readonly size: Quantiles | undefined;
  readonly run: Quantiles | undefined;
  /** Of the records that give them: wait in the real system, and run / requested time, uncut. */
  readonly wait: Quantiles | undefined;
  readonly estimateAccuracy: Quantiles | undefined;
  readonly serialShare: number | undefined;
  /** Share of all jobs whose size is 2, 4, 8 and so on. */
  readonly powerOfTwoShare: number | undefined;
  readonly users: number;
  readonly groups: number;
  readonly queues: number;
  /** The users with the most work, and the share of jobs and of processor seconds that is theirs. */
  readonly topUsers: readonly { readonly user: number; readonly jobShare: number; readonly workShare: number }[];
  /** Jobs submitted in each hour of the day, 24 numbers. Without a start in the header, time 0 is taken for midnight. */
  readonly byHour: readonly number[];
  /** Jobs submitted on each day of the week from Monday, if the header says when the trace began. */
  readonly byWeekday: readonly number[] | undefined;
  /** Records by the status in field 11. */
  readonly statuses: readonly { readonly status: number; readonly meaning: string; readonly count: number }[];
  readonly anomalies: readonly Anomaly[];
}

const TOP_USERS = 5;
const STATUS: Readonly<Record<number, string>> = {
  [-1]: 'not given',
  0: 'failed',
  1: 'completed',
  2: 'partial, to be continued',
  3: 'partial, last and completed',
  4: 'partial, last and failed',
  5: 'cancelled',
};

/** Summarises a trace and the jobs prepared from it. */
export function inspectTrace(trace: SwfTrace, workload: Workload): TraceSummary {
  const { jobs, procs, name, malformed, skipped } = workload;
  const clock = wallClock(traceOrigin(trace.header));
  const submits = jobs.submit.map(toSeconds);
  const run = jobs.runtime.map(toSeconds);
  const [first, last] = [submits[0], submits.at(-1)];
  const span = first === undefined ? 0 : last! - first;
  const work = run.map((seconds, job) => seconds * jobs.procs[job]!);
  const total = sum(work);
  const share = (count: number): number | undefined => (jobs.length === 0 ? undefined : count / jobs.length);
  return {
    name,
    procs,
    records: trace.length,
    malformed,
    skipped,
    jobs: jobs.length,
    firstSubmit: first,
    lastSubmit: last,
    firstDate: first === undefined ? undefined : clock.date(first),
    lastDate: last === undefined ? undefined : clock.date(last),
    span,
    offeredLoad: span > 0 ? total / (procs * span) : undefined,
    size: quantiles(Float64Array.from(jobs.procs)),
    run: quantiles(run),
    wait: quantiles(Float64Array.from(trace.columns.wait).filter((wait) => wait >= 0)),
    estimateAccuracy: quantiles(accuracies(trace)),
    serialShare: share(jobs.procs.filter((size) => size === 1).length),
    powerOfTwoShare: share(jobs.procs.filter((size) => size > 1 && (size & (size - 1)) === 0).length),
    users: distinct(jobs.user),
    groups: distinct(jobs.group),
    queues: distinct(jobs.queue),
    topUsers: topUsers(jobs.user, work, total),
    byHour: tally(submits, 24, clock.hour),
    byWeekday: clock.known ? tally(submits, 7, clock.weekday) : undefined,
    statuses: statuses(trace.columns.status),
    anomalies: findAnomalies(trace, clock),
  };
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

function accuracies(trace: SwfTrace): Float64Array {
  const { run, timeRequested } = trace.columns;
  const ratio = Float64Array.from(run, (seconds, record) => {
    const requested = timeRequested[record]!;
    return seconds < 0 || requested <= 0 ? -1 : seconds / requested;
  });
  return ratio.filter((value) => value >= 0);
}

const distinct = (labels: ArrayLike<number>): number => new Set(Array.from(labels).filter((label) => label >= 0)).size;

function topUsers(user: ArrayLike<number>, work: Float64Array, total: number): TraceSummary['topUsers'] {
  const byUser = new Map<number, { jobs: number; work: number }>();
  for (let job = 0; job < work.length; job++) {
    if (user[job]! < 0) continue;
    const of = byUser.get(user[job]!) ?? { jobs: 0, work: 0 };
    byUser.set(user[job]!, { jobs: of.jobs + 1, work: of.work + work[job]! });
  }
  return [...byUser]
    .sort(([a, x], [b, y]) => y.work - x.work || a - b)
    .slice(0, TOP_USERS)
    .map(([id, of]) => ({
      user: id,
      jobShare: of.jobs / work.length,
      workShare: total === 0 ? 0 : of.work / total,
    }));
}

function tally(times: Float64Array, bins: number, binOf: (time: number) => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const time of times) counts[binOf(time)]! += 1;
  return counts;
}

function statuses(column: ArrayLike<number>): TraceSummary['statuses'] {
  const counts = new Map<number, number>();
  for (let record = 0; record < column.length; record++) {
    counts.set(column[record]!, (counts.get(column[record]!) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => ({ status, meaning: STATUS[status] ?? 'unknown', count }));
}

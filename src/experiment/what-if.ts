import type { Fact } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import { type Duration, MS_PER_SECOND, type Time } from '../model/time.ts';
import type { JobLife } from '../observers/explain.ts';
import { type Replay, replayed } from './replay.ts';

/** One thing that could have been otherwise. */
export type Change =
  /** Another job was never submitted. */
  | { readonly kind: 'without'; readonly job: JobId }
  /** The job asked for another time, ms, and ran as long as it did. */
  | { readonly kind: 'estimate'; readonly estimate: Duration }
  /** The job asked for another number of processors, and ran as long as it did. */
  | { readonly kind: 'procs'; readonly procs: number };

/** A change, and what the simulation with it showed. */
export interface Alternative {
  readonly change: Change;
  /** When the job would have started, if earlier than it did; else undefined. */
  readonly start: Time | undefined;
}

/** The most simulations for each of the three kinds of change. */
export const TRIES = 8;

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400].map((seconds) => seconds * MS_PER_SECOND) as [number, number, number];

/** Times that people ask for, ms. */
const ROUND_TIMES: readonly Duration[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * MS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8, 12, 18].map((hours) => hours * HOUR),
  ...[1, 2, 3, 4, 5, 7, 10, 14, 21, 28].map((days) => days * DAY),
];

/**
 * What would have let a job start earlier, each change tried by itself: the run is simulated again with it until the job
 * starts or the moment has come at which it really started. Of the estimates and of the widths the largest that helps
 * is enough, so they are tried from the largest down until one does; those who stood in the way longest are all tried.
 */
export async function whatIf(replay: Replay, life: JobLife, signal?: AbortSignal): Promise<Alternative[]> {
  if (life.start === life.submit) return [];
  const tried: Alternative[] = [];
  const attempt = async (change: Change): Promise<boolean> => {
    const start = await startWith(replay, life, change, signal);
    tried.push({ change, start });
    return start !== undefined;
  };
  for (const { job } of life.blockers.slice(0, TRIES)) await attempt({ kind: 'without', job });
  for (const estimate of smallerEstimates(replay.jobs, life.job)) {
    if (await attempt({ kind: 'estimate', estimate })) break;
  }
  for (const procs of fewerProcessors(replay.jobs, life)) {
    if (await attempt({ kind: 'procs', procs })) break;
  }
  return tried;
}

/** When the job starts after a change, if that is earlier than it really did. */
async function startWith(
  replay: Replay,
  { job, start }: Pick<JobLife, 'job' | 'start'>,
  change: Change,
  signal?: AbortSignal,
): Promise<Time | undefined> {
  const jobs = changed(replay.jobs, job, change);
  const row = change.kind === 'without' && change.job < job ? job - 1 : job;
  let found: Time | undefined;
  const on = (fact: Fact): void => {
    if (fact.kind === 'start' && fact.job === row) found = fact.time;
  };
  const observers = [{ name: 'what-if', on }];
  await replayed({ ...replay, jobs }, observers, signal, ({ now }) => found === undefined && now < start);
  return found !== undefined && found < start ? found : undefined;
}

function changed(jobs: JobTable, job: JobId, change: Change): JobTable {
  if (change.kind === 'without') return without(jobs, change.job);
  if (change.kind === 'procs') return { ...jobs, procs: jobs.procs.with(job, change.procs) };
  return { ...jobs, estimate: jobs.estimate.with(job, change.estimate) };
}

const without = (jobs: JobTable, gone: JobId): JobTable =>
  rowsOf(
    jobs,
    [...jobs.submit.keys()].filter((row) => row !== gone),
  );

/** Round times below the estimate within which the job would still have ended, the largest first; its run time last. */
function smallerEstimates({ runtime, estimate }: JobTable, job: JobId): Duration[] {
  const least = Math.max(Math.ceil(runtime[job]! / MS_PER_SECOND), 1) * MS_PER_SECOND;
  const times = [least, ...ROUND_TIMES.filter((time) => time > least)].filter((time) => time < estimate[job]!);
  return thinned(times.reverse());
}

/** The most that was ever free while the job lacked processors, and halves of its width; the largest first. */
function fewerProcessors({ procs }: JobTable, { job, waits }: JobLife): number[] {
  const width = procs[job]!;
  const free = waits.flatMap(({ first, last }) => [first.free, last.free]).filter((n) => n > 0 && n < width);
  const widths = new Set(free.length === 0 ? [] : [Math.max(...free)]);
  for (let half = Math.floor(width / 2); half > 0; half = Math.floor(half / 2)) widths.add(half);
  return thinned([...widths].sort((a, b) => b - a));
}

/** At most `TRIES` of a list, evenly, the first and the last among them. */
function thinned<T>(list: readonly T[]): T[] {
  if (list.length <= TRIES) return [...list];
  return Array.from({ length: TRIES }, (_, i) => list[Math.round((i * (list.length - 1)) / (TRIES - 1))]!);
}

import type { JobId, JobTable } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import type { Duration, Time } from '../model/time.ts';
import type { JobLife } from '../observers/explain.ts';
import type { Replay } from './replay.ts';
import { smallerEstimates, startBefore, TRIES, thinned } from './tries.ts';

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
function startWith(
  replay: Replay,
  { job, start }: Pick<JobLife, 'job' | 'start'>,
  change: Change,
  signal?: AbortSignal,
): Promise<Time | undefined> {
  const jobs = changed(replay.jobs, job, change);
  const row = change.kind === 'without' && change.job < job ? job - 1 : job;
  return startBefore({ ...replay, jobs }, row as JobId, start, signal);
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

/** The most that was ever free while the job lacked processors, and halves of its width; the largest first. */
function fewerProcessors({ procs }: JobTable, { job, waits }: JobLife): number[] {
  const width = procs[job]!;
  const free = waits.flatMap(({ first, last }) => [first.free, last.free]).filter((n) => n > 0 && n < width);
  const widths = new Set(free.length === 0 ? [] : [Math.max(...free)]);
  for (let half = Math.floor(width / 2); half > 0; half = Math.floor(half / 2)) widths.add(half);
  return thinned([...widths].sort((a, b) => b - a));
}

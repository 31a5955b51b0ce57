import type { JobId } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import { decisionRecorder } from '../observers/decisions.ts';
import { type WaitThen, waitAfter } from '../observers/explain.ts';
import { type Moment, type MomentStart, type MomentStop, momentRecorder } from '../observers/moment.ts';
import { type NodeWait, nodeWaitOf } from '../observers/node-life.ts';
import { firstParting, type Parting, type Shifts, shiftsBetween } from './parting.ts';
import { replayedAsStored, type StoredReplay } from './stored-replay.ts';

/** A job that one run leaves as it is at a moment at which the other starts or stops it. */
export interface LeftJob {
  readonly job: JobId;
  readonly running: boolean;
  /** Why it waits; undefined for one that does not, but runs or has left. */
  readonly why:
    | { readonly wait: WaitThen; readonly nodeWait?: never }
    | { readonly nodeWait: NodeWait; readonly wait?: never }
    | undefined;
  /** When it starts next; NaN if never. */
  readonly next: Time;
}

/** What one of two runs does at the moment at which they part. */
export interface DiffSide {
  /** How things stood after the decision; undefined before the first one. */
  readonly decision: Moment['decision'];
  /** What the other run does not do, or does otherwise. */
  readonly starts: readonly MomentStart[];
  readonly stops: readonly MomentStop[];
  /** What the other run starts or stops and this one does not. */
  readonly leaves: readonly LeftJob[];
}

/** How two runs of the same jobs differ. */
export interface RunDiff {
  /** Undefined if every job starts and is preempted alike in both. */
  readonly parting: { readonly time: Time; readonly a: DiffSide; readonly b: DiffSide } | undefined;
  readonly shifts: Shifts;
}

/** A stored run that is compared with another one. */
export interface DiffOf extends StoredReplay {
  readonly run: FinishedRun;
}

/**
 * Simulates two stored runs of the same jobs on the same machine again, recording what they do when they part.
 * @throws InputError if a run does not come out as it was stored; an error named AbortError if the signal fired
 */
export async function diffRuns(a: DiffOf, b: DiffOf, signal?: AbortSignal): Promise<RunDiff> {
  const parting = firstParting(a.run, b.run);
  const shifts = shiftsBetween(a.run, b.run);
  if (parting === undefined) return { parting, shifts };
  const first = await sideOf(a, parting, parting.a, signal);
  const second = await sideOf(b, parting, parting.b, signal);
  return { parting: { time: parting.time, a: first, b: second }, shifts };
}

/**
 * What a run does at the moment at which it parts from another.
 * @param own jobs with which this run does something that the other does not
 * @throws InputError if it does not come out as it was stored; an error named AbortError if the signal fired
 */
export async function sideOf(
  replay: StoredReplay,
  { time, a, b }: Parting,
  own: readonly JobId[],
  signal: AbortSignal | undefined,
): Promise<DiffSide> {
  const jobs = [...new Set([...a, ...b])].sort((one, other) => one - other);
  const recorder = momentRecorder(time, jobs);
  const decisions = replay.centre === undefined ? decisionRecorder(replay.jobs) : undefined;
  const run = await replayedAsStored(replay, decisions === undefined ? [recorder] : [recorder, decisions], signal);
  const { starts, stops, decision, waiting, running } = recorder.moment;
  const does = new Set(own);
  const left = jobs.filter((job) => !starts.some((one) => one.job === job) && !stops.some((one) => one.job === job));
  const why = (job: JobId): LeftJob['why'] => {
    if (!waiting.has(job)) return undefined;
    if (decisions === undefined) return { nodeWait: nodeWaitOf(waiting.get(job)!, decision!.time, time + 1) };
    return { wait: waitAfter(decisions.record, run, job, time, replay.options.pass === 'event') };
  };
  return {
    decision,
    starts: starts.filter(({ job }) => does.has(job)),
    stops: stops.filter(({ job }) => does.has(job)),
    leaves: left.map((job) => ({ job, running: running.has(job), why: why(job), next: nextStart(run, job, time) })),
  };
}

function nextStart({ start, centre }: FinishedRun, job: JobId, after: Time): Time {
  if (centre === undefined) return start[job]!;
  const later = centre.stretches.filter((one) => one.job === job && one.start > after).map((one) => one.start);
  return later.length === 0 ? Number.NaN : Math.min(...later);
}

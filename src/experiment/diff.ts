import { InputError } from '../model/errors.ts';
import type { JobId } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import { decisionRecorder } from '../observers/decisions.ts';
import { waitAfter } from '../observers/explain.ts';
import { momentRecorder } from '../observers/moment.ts';
import { nodeWaitOf } from '../observers/node-life.ts';
import { actsOfSide, type DiffSide, isCancelledUnrun, jobsOf, type LeftJob } from './diff-side.ts';
import { firstParting, type Parting, type Shifts, shiftsBetween } from './parting.ts';
import { ChangedRunError, replayedAsStored, type StoredReplay } from './stored-replay.ts';
import { nextStart, sideAsStored } from './stored-side.ts';

/** How two runs of the same jobs differ. */
export interface RunDiff {
  /** Undefined if every job starts and is preempted alike in both. */
  readonly parting: { readonly time: Time; readonly a: DiffSide; readonly b: DiffSide } | undefined;
  readonly shifts: Shifts;
}

/** A stored run that is compared with another one. */
export interface DiffOf {
  readonly run: FinishedRun;
  /** What it takes to simulate it again, or a text that says why that cannot be done. */
  readonly replay: StoredReplay | string;
}

/**
 * Where two stored runs of the same jobs on the same machine part, and by how much they differ: both are told from the
 * runs as they are stored. Each is then simulated again to record its reasons; one that does not come out as it was
 * stored, or whose policy cannot be made any more, has none, and its side says why.
 * @throws an error named AbortError if the signal fired
 */
export async function diffRuns(a: DiffOf, b: DiffOf, signal?: AbortSignal): Promise<RunDiff> {
  const parting = firstParting(a.run, b.run);
  const shifts = shiftsBetween(a.run, b.run);
  if (parting === undefined) return { parting, shifts };
  const first = await sideAsKnown(a, parting, parting.a, signal);
  const second = await sideAsKnown(b, parting, parting.b, signal);
  return { parting: { time: parting.time, a: first, b: second }, shifts };
}

async function sideAsKnown(
  { run, replay }: DiffOf,
  parting: Parting,
  own: readonly JobId[],
  signal: AbortSignal | undefined,
): Promise<DiffSide> {
  if (typeof replay === 'string') return sideAsStored(run, parting, own, replay);
  try {
    return await sideOf(replay, parting, own, signal);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    const problem = cause instanceof ChangedRunError ? cause.problem : cause.message;
    return sideAsStored(run, parting, own, problem);
  }
}

/**
 * What a run does at the moment at which it parts from another, with its reasons.
 * @param own jobs with which this run does something that the other does not
 * @throws InputError if it does not come out as it was stored; an error named AbortError if the signal fired
 */
export async function sideOf(
  replay: StoredReplay,
  parting: Parting,
  own: readonly JobId[],
  signal: AbortSignal | undefined,
): Promise<DiffSide> {
  const { time } = parting;
  const jobs = jobsOf(parting);
  const recorder = momentRecorder(time, jobs);
  const decisions = replay.centre === undefined ? decisionRecorder(replay.jobs) : undefined;
  const run = await replayedAsStored(replay, decisions === undefined ? [recorder] : [recorder, decisions], signal);
  const { starts, stops, decision, waiting, running } = recorder.moment;
  const why = (job: JobId): LeftJob['why'] => {
    if (!waiting.has(job)) return undefined;
    if (decisions === undefined) return { nodeWait: nodeWaitOf(waiting.get(job)!, decision!.time, time + 1) };
    return { wait: waitAfter(decisions.record, run, job, time, replay.options.pass === 'event') };
  };
  const state = (job: JobId): LeftJob['state'] => {
    if (running.has(job)) return 'running';
    if (waiting.has(job)) return 'waiting';
    return isCancelledUnrun(run, job) ? 'cancelled' : 'gone';
  };
  const left = (job: JobId): LeftJob => ({ job, state: state(job), why: why(job), next: nextStart(run, job, time) });
  return { decision, ...actsOfSide({ starts, stops }, own, jobs, left), noReasons: undefined };
}

import { FATES } from '../model/centre-run.ts';
import type { JobId } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import type { WaitThen } from '../observers/explain.ts';
import type { Moment, MomentStart, MomentStop } from '../observers/moment.ts';
import type { NodeWait } from '../observers/node-life.ts';
import type { Parting } from './parting.ts';

/** A job that one run starts and the other does not; the reason is undefined where none is known. */
export interface DiffStart extends Omit<MomentStart, 'reason'> {
  readonly reason: MomentStart['reason'] | undefined;
}

/** A job that one run leaves as it is at a moment at which the other starts or stops it. */
export interface LeftJob {
  readonly job: JobId;
  /**
   * `cancelled`: it leaves without ever having run; of a run without reasons it is not known since when. `gone`: it has run,
   * or was rejected.
   */
  readonly state: 'waiting' | 'running' | 'cancelled' | 'gone';
  /** Why it waits; undefined for one that does not, and where no reasons are known. */
  readonly why:
    | { readonly wait: WaitThen; readonly nodeWait?: never }
    | { readonly nodeWait: NodeWait; readonly wait?: never }
    | undefined;
  /** When it starts next; NaN if never. */
  readonly next: Time;
}

/** What one of two runs does at the moment at which they part. */
export interface DiffSide {
  /** How things stood after the decision; undefined before the first one, and where no reasons are known. */
  readonly decision: Moment['decision'];
  /** What the other run does not do, or does otherwise. */
  readonly starts: readonly DiffStart[];
  readonly stops: readonly MomentStop[];
  /** What the other run starts or stops and this one does not. */
  readonly leaves: readonly LeftJob[];
  /** Why no more is known than what the run did; undefined where it was simulated again, and so tells its reasons. */
  readonly noReasons: string | undefined;
}

/** Whether a job leaves a run without ever having run in it, though it could have. */
export const isCancelledUnrun = ({ start, centre }: FinishedRun, job: JobId): boolean =>
  centre !== undefined && Number.isNaN(start[job]!) && FATES[centre.fate[job]!] === 'cancelled';

/** Those with whom either run does something then that the other does not, by row. */
export const jobsOf = ({ a, b }: Pick<Parting, 'a' | 'b'>): JobId[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other);

/**
 * One side of what two runs do when they part.
 * @param own jobs with which this run does something that the other does not
 * @param jobs those of both runs
 * @param left tells of a job with which this run does nothing
 */
export function actsOfSide(
  { starts, stops }: Pick<DiffSide, 'starts' | 'stops'>,
  own: readonly JobId[],
  jobs: readonly JobId[],
  left: (job: JobId) => LeftJob,
): Pick<DiffSide, 'starts' | 'stops' | 'leaves'> {
  const [does, acts] = [new Set(own), new Set([...starts, ...stops].map(({ job }) => job))];
  return {
    starts: starts.filter(({ job }) => does.has(job)),
    stops: stops.filter(({ job }) => does.has(job)),
    leaves: jobs.filter((job) => !acts.has(job)).map(left),
  };
}

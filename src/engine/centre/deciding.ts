import type { JobId } from '../../model/jobs.ts';

/** The side that decides, as far as what happens concerns it. */
export interface Deciding {
  /** The job waits from now on. */
  arrived(job: JobId): void;
  /** It waits no longer. */
  departed(job: JobId): void;
  /** It waits no longer and is decided about no more. */
  withdrawn(job: JobId): void;
  /** It has come to its end. */
  finished(job: JobId): void;
  /** Something is free that was not, by an end or a change of the machine. */
  freed(): void;
  /** Nodes have come, gone or been freed by force: what is kept must be looked at anew. */
  shaken(): void;
  /** A suspended job has lost its place. */
  displaced(job: JobId): void;
  swapPolicy(index: number): void;
}

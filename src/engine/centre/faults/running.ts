import type { Spent } from '../../../model/fault-run.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { Part, Restored } from './chains.ts';
import type { Course } from './course.ts';
import type { Writes } from './writes.ts';

/** A stretch is over before the job's end. */
export interface Stop {
  /** Work that it has done, and what of it is kept, ms of run time. */
  readonly reached: Duration;
  readonly kept: Duration;
  readonly spent: Spent;
}

/** Why a job comes no further, and since when. */
export interface Struck {
  readonly at: Time;
  readonly cause: string;
}

/** A job is saved so that it can go on elsewhere: by which alarm, since when, and why. */
export interface Moving {
  readonly alarm: number;
  readonly since: Time;
  readonly why: string;
}

/** A job that runs. */
export interface Running {
  readonly course: Course;
  readonly writes: Writes | undefined;
  /** Work that it had when this stretch began, ms of run time. */
  readonly base: Duration;
  readonly on: readonly number[];
  /** What it reads before it goes on. */
  readonly reads: Restored;
  struck: Struck | undefined;
  /** MiB of the store that are kept for the checkpoint under way. */
  room: number;
  /** What it has to read yet, once it has read what it reads now. */
  toRead: readonly Part[];
  /** While it is saved so that it can move. */
  moving: Moving | undefined;
}

import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Queue } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import type { Room } from './room.ts';

/** A queue as the engine keeps it; policies see the part that only reads. */
export interface KeptQueue extends Queue {
  insert(job: JobId): void;
  remove(job: JobId): void;
  /** Called before each decision. */
  begin(now: Time): void;
}

/** What a queue knows of jobs. */
export interface Outlook {
  /** What orders score by: where a policy predicts, predictions stand for the estimates. */
  readonly jobs: JobFacts;
  /** How long each job is planned to last, ms; with predictions known only from its arrival on. */
  readonly planned: Float64Array;
  readonly predicted: boolean;
}

/** Where a queue learns how wide a job may be to start at this point of the decision. */
export interface RoomSource {
  room(): Room;
}

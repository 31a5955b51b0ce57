import type { JobId } from '../model/jobs.ts';
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

/** Where a queue learns how wide a job may be to start at this point of the decision. */
export interface RoomSource {
  room(): Room;
}

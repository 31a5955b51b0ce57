import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Queue, QueueOrder } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import type { Room } from './room.ts';
import { StaticQueue } from './static-queue.ts';
import { VaryingQueue } from './varying-queue.ts';

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

export function createQueue(jobs: JobFacts, order: QueueOrder | undefined, source: RoomSource): KeptQueue {
  return order?.varies ? new VaryingQueue(jobs, order, source) : new StaticQueue(jobs, order, source);
}

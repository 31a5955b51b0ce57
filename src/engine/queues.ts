import type { JobFacts } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { KeptQueue, RoomSource } from './kept-queue.ts';
import { StaticQueue } from './static-queue.ts';
import { VaryingQueue } from './varying-queue.ts';

/** @param order by arrival if absent */
export function createQueue(jobs: JobFacts, order: QueueOrder | undefined, source: RoomSource): KeptQueue {
  return order?.varies ? new VaryingQueue(jobs, order, source) : new StaticQueue(jobs, order, source);
}

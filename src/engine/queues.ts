import type { QueueOrder } from '../model/scheduler.ts';
import type { KeptQueue, Outlook, RoomSource } from './kept-queue.ts';
import { StaticQueue } from './static-queue.ts';
import { VaryingQueue } from './varying-queue.ts';

/** @param order by arrival if absent */
export function createQueue(outlook: Outlook, order: QueueOrder | undefined, source: RoomSource): KeptQueue {
  // A prediction is made when its job arrives, so that no order by it can be told in advance.
  if (order !== undefined && (order.varies || outlook.predicted)) return new VaryingQueue(outlook, order, source);
  return new StaticQueue(outlook, order, source);
}

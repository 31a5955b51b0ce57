import { type MessagePort, workerData } from 'node:worker_threads';
import { attempt, type Performer, performerOf } from '../attempt.ts';
import { RunStore, StoreError } from '../store.ts';
import type { Order, Reply, Station } from './messages.ts';

/** Nobody interrupts a thread; it is ended. */
const { signal } = new AbortController();

let performer: Performer | undefined;

/** A thread's part: does tasks, one after the other, until it is told that there are no more. */
export async function work(port: MessagePort): Promise<void> {
  performer ??= performerFor(workerData as Station);
  const ready = performer;
  await new Promise<void>((resolve, reject) => {
    port.on('message', (order: Order) => {
      if (order === null) resolve();
      else reply(ready, order).then((answer) => port.postMessage(answer), reject);
    });
  });
  port.close();
}

const performerFor = ({ module, shared, store: { folder, version } }: Station): Performer =>
  performerOf({ module: new URL(module), shared, store: new RunStore(folder, version) });

async function reply(ready: Performer, order: Exclude<Order, null>): Promise<Reply> {
  try {
    return { outcome: await attempt(ready, order, signal) };
  } catch (cause) {
    if (cause instanceof StoreError) return { full: cause.message };
    throw cause;
  }
}

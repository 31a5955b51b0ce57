import { attempt, type Performer, performerOf } from '../attempt.ts';
import { RunStore, StoreError } from '../store.ts';
import type { Order, Reply, Shift, Station } from './messages.ts';

/** Nobody interrupts a thread; it is ended. */
const { signal } = new AbortController();

/** Whoever did the last task, with what it has loaded. */
let last: { readonly of: string; readonly performer: Performer } | undefined;

/** A thread's part: does tasks, one after the other, until it is told that there are no more. */
export async function work({ station, port }: Shift): Promise<void> {
  const ready = performerAt(station);
  await new Promise<void>((resolve, reject) => {
    port.on('message', (order: Order) => {
      if (order === null) resolve();
      else reply(ready, order).then((answer) => port.postMessage(answer), reject);
    });
  });
  port.close();
}

function performerAt(station: Station): Performer {
  const of = JSON.stringify(station);
  if (last?.of !== of) last = { of, performer: performerFor(station) };
  return last.performer;
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

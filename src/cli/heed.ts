import { setImmediate } from 'node:timers/promises';

/** Gives a Ctrl-C pressed during a long computation its turn. @throws an error named AbortError if there was one */
export async function heed(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

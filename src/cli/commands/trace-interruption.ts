import { setImmediate } from 'node:timers/promises';
import { EXIT, type Terminal } from '../terminal.ts';

/** Does the work of a command that leaves nothing behind when Ctrl-C ends it. @returns the exit code */
export async function interruptible(terminal: Terminal, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof Error) || failure.name !== 'AbortError') throw failure;
    terminal.err('makespan: interrupted; nothing was written\n');
    return EXIT.interrupted;
  }
}

/** Gives a Ctrl-C pressed during a long computation its turn. @throws an error named AbortError if there was one */
export async function heed(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

import { statSync } from 'node:fs';
import type { SwfTrace } from '../model/workload.ts';

/**
 * Keeps the trace that was read last. Whoever simulates one in many ways should not read it each time; whoever
 * simulates it once should not keep it in memory meanwhile, and does without.
 */
export class TraceCache {
  #path = '';
  #stamp = '';
  #trace: SwfTrace | undefined;

  /** The trace of a file; `read` is called unless it is the last one, unchanged. */
  async of(path: string, read: () => Promise<SwfTrace>): Promise<SwfTrace> {
    const stamp = stampOf(path);
    if (this.#trace !== undefined && this.#path === path && this.#stamp === stamp) return this.#trace;
    // Let go of the old one first: two at once may be more than there is room for.
    this.#trace = undefined;
    this.#trace = await read();
    [this.#path, this.#stamp] = [path, stamp];
    return this.#trace;
  }
}

/** What changes with the content of a file. */
export function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

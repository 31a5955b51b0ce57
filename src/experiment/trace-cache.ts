import { statSync } from 'node:fs';
import type { SwfTrace } from '../model/workload.ts';

/** How many records of replications are held at most. A record takes about 150 bytes, so that these are 80 MB. */
const MOST_RECORDS = 2 ** 19;

/**
 * Keeps the trace that was read last, and the replications that were made of it. Whoever simulates one in many ways
 * should not read it each time; whoever simulates it once should not keep it in memory meanwhile, and does without.
 */
export class TraceCache {
  #path = '';
  #stamp = '';
  #trace: SwfTrace | undefined;
  readonly #replications = new Map<string, SwfTrace>();
  #room: number;
  readonly #mostRecords: number;

  /** @param mostRecords how many records of replications are held at most */
  constructor(mostRecords: number = MOST_RECORDS) {
    this.#mostRecords = mostRecords;
    this.#room = mostRecords;
  }

  /** The trace of a file; `read` is called unless it is the last one, unchanged. */
  async of(path: string, read: () => Promise<SwfTrace>): Promise<SwfTrace> {
    const stamp = stampOf(path);
    if (this.#trace !== undefined && this.#path === path && this.#stamp === stamp) return this.#trace;
    // Let go of the old one first: two at once may be more than there is room for.
    this.#trace = undefined;
    this.#replications.clear();
    this.#room = this.#mostRecords;
    this.#trace = await read();
    [this.#path, this.#stamp] = [path, stamp];
    return this.#trace;
  }

  /**
   * A replication of the trace that `of` gave last; `make` is called unless it is held.
   *
   * The points of a study come to the same replications again and again, in the same order. Were the oldest to give
   * way, all would be gone each time when there is one too many; so those that were first stay.
   * @param name says how it is made of the trace, with its seed
   */
  replication(name: string, make: () => SwfTrace): SwfTrace {
    const held = this.#replications.get(name);
    if (held !== undefined) return held;
    const made = make();
    if (made.length <= this.#room) {
      this.#room -= made.length;
      this.#replications.set(name, made);
    }
    return made;
  }
}

/** What changes with the content of a file. */
export function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

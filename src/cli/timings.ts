import { arch, cpus, platform } from 'node:os';
import type { PolicyRun } from '../experiment/experiment.ts';

/** How long things took. Kept apart from every result, which must not depend on the machine or the day. */
export class Timings {
  readonly #now: () => number;
  readonly #policies: object[] = [];
  #since: number;
  #load = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  loaded(): void {
    this.#load = this.#lap();
  }

  starting(): void {
    this.#lap();
  }

  finished({ label, run: { events, decisions } }: PolicyRun): void {
    this.#policies.push({ policy: label, simulate_seconds: this.#lap(), events, decisions });
  }

  /** The content of timings.json. */
  toJSON(): object {
    const machine = { node: process.version, platform: platform(), arch: arch(), cpu: cpus()[0]?.model ?? 'unknown' };
    return { machine, load_seconds: this.#load, policies: this.#policies };
  }

  /** Seconds since the last call, to the millisecond. */
  #lap(): number {
    const now = this.#now();
    const milliseconds = now - this.#since;
    this.#since = now;
    return Math.round(milliseconds) / 1000;
  }
}

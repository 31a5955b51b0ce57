import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Failure } from '../task.ts';

/** A line that a task of an array writes about its runs, in the order in which things happen. */
export type StatusLine =
  | { readonly begun: string }
  | { readonly done: string }
  | { readonly failed: string; readonly failure: Failure }
  /** Records cannot be kept: the task has ended. */
  | { readonly full: string };

/** What a task of an array has done so far. */
export interface Status {
  /** The run that it has begun and not finished: the one it is at, or was at when it ended. */
  readonly current: string | undefined;
  /** Keys of the runs it has begun. */
  readonly begun: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  readonly failed: ReadonlyMap<string, Failure>;
  readonly full: string | undefined;
}

/** Adds a line to a status file, which one task at a time writes. */
export const writeStatus = (file: string, line: StatusLine): void => appendFileSync(file, `${JSON.stringify(line)}\n`);

/** Follows a status file while it grows. */
export class StatusReader {
  readonly #file: string;
  readonly #begun = new Set<string>();
  readonly #done = new Set<string>();
  readonly #failed = new Map<string, Failure>();
  #current: string | undefined;
  #full: string | undefined;
  #read = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(): Status {
    for (const line of this.#fresh()) this.#take(line);
    return {
      current: this.#current,
      begun: this.#begun,
      done: this.#done,
      failed: this.#failed,
      full: this.#full,
    };
  }

  #take(line: StatusLine): void {
    if ('begun' in line) {
      this.#current = line.begun;
      this.#begun.add(line.begun);
      return;
    }
    this.#current = undefined;
    if ('done' in line) this.#done.add(line.done);
    else if ('failed' in line) this.#failed.set(line.failed, line.failure);
    else this.#full = line.full;
  }

  /** The lines that have been completed since it last looked. One that a killed task left unfinished says nothing. */
  #fresh(): StatusLine[] {
    const text = tail(this.#file, this.#read);
    const whole = text.subarray(0, text.lastIndexOf('\n') + 1);
    this.#read += whole.length;
    return whole.toString('utf8').split('\n').flatMap(parsed);
  }
}

function parsed(line: string): StatusLine[] {
  try {
    return [JSON.parse(line) as StatusLine];
  } catch {
    return [];
  }
}

/** What a file holds from a place on; nothing if it is not there yet, or no longer. */
function tail(file: string, from: number): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(Math.max(fstatSync(descriptor).size - from, 0));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from));
  } finally {
    closeSync(descriptor);
  }
}

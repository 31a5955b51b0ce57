import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../model/make-folder.ts';
import { built } from '../../model/package.ts';
import { systemReason } from '../../model/system-reason.ts';
import { StoreError } from '../store.ts';
import type { Assignment, Task } from '../task.ts';
import { type Status, StatusReader } from './status.ts';

/** What all tasks of an array need. */
export interface Common {
  readonly module: string;
  readonly shared: unknown;
  readonly store: { readonly folder: string; readonly version: string };
}

/** Arrays of these names are makespan's. */
const PREFIX = 'makespan-';

/**
 * A job array, as a folder that the submitting machine and the nodes share:
 *
 *     common.json        what all of its tasks need
 *     keys.json          the keys of the runs of each task, in their order
 *     tasks-3.json       the runs of task 3
 *     status-3.jsonl     what task 3 has done, written by itself
 *     log-3.txt          what task 3 printed
 *     job                the id that Slurm gave it
 */
export class JobArray {
  readonly folder: string;
  /** The name under which it is in Slurm's queue; nobody else has it. */
  readonly name: string;
  /** The keys of the runs of each task. */
  readonly chunks: readonly (readonly string[])[];
  readonly #readers: StatusReader[];
  #job: string | undefined;

  constructor(folder: string, id: string, chunks: readonly (readonly string[])[]) {
    this.folder = folder;
    this.name = `${PREFIX}${id}`;
    this.chunks = chunks;
    this.#readers = chunks.map((_, index) => new StatusReader(join(folder, `status-${index}.jsonl`)));
  }

  /** The id in Slurm; undefined if it is not known to have been submitted. */
  get job(): string | undefined {
    this.#job ??= readIfThere(join(this.folder, 'job'));
    return this.#job;
  }

  /** What the task has done so far. */
  status(index: number): Status {
    return this.#readers[index]!.read();
  }

  /** The last line that the task printed, if any. */
  lastWord(index: number): string | undefined {
    return (
      readIfThere(join(this.folder, `log-${index}.txt`))
        ?.split('\n')
        .at(-1) || undefined
    );
  }

  /** Notes the id that Slurm gave it. */
  submitted(job: string): void {
    this.#job = job;
    writeAtOnce(join(this.folder, 'job'), job);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every array whose folder is in this one, in the order of their names. */
export function openArrays(root: string): JobArray[] {
  return listed(root).flatMap((id) => {
    const keys = readIfThere(join(root, id, 'keys.json'));
    return keys === undefined ? [] : [new JobArray(join(root, id), id, JSON.parse(keys) as string[][])];
  });
}

/**
 * Removes what was to become the folder of an array, or was one, where a process was killed in the middle of that. Only
 * for whoever holds the lock, since the folder of an array that is being made looks the same.
 */
export function removeUnfinished(root: string): void {
  for (const id of listed(root)) {
    if (!existsSync(join(root, id, 'keys.json'))) rmSync(join(root, id), { recursive: true, force: true });
  }
}

/** Others that read the file at the same time see all of it or none, and so does whoever comes after a kill. */
function writeAtOnce(file: string, text: string): void {
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

/**
 * Makes the folder of a new array.
 * @throws StoreError if it cannot be written
 */
export function createArray(root: string, assignment: Assignment, chunks: readonly (readonly Task[])[]): JobArray {
  const { module, shared, store } = assignment;
  const keys = chunks.map((chunk) => chunk.map(({ key }) => key));
  const common: Common = {
    module: built(module).href,
    shared,
    store: { folder: store.folder, version: store.version },
  };
  try {
    const [folder, id] = freshFolder(root, keys);
    writeFileSync(join(folder, 'common.json'), JSON.stringify(common));
    for (const [index, chunk] of chunks.entries()) {
      writeFileSync(join(folder, `tasks-${index}.json`), JSON.stringify(chunk));
    }
    // It makes the folder an array, so it comes last.
    writeAtOnce(join(folder, 'keys.json'), JSON.stringify(keys));
    return new JobArray(folder, id, keys);
  } catch (cause) {
    throw new StoreError(`runs cannot be submitted from ${root}: ${systemReason(cause)}`, { cause });
  }
}

/** A folder that nobody has, named after what it is for and where, so that no two stores share a name in the queue. */
function freshFolder(root: string, keys: readonly (readonly string[])[]): [folder: string, id: string] {
  makeFolder(root);
  for (let turn = 0; ; turn++) {
    const id = createHash('sha256')
      .update(JSON.stringify([root, turn, keys]))
      .digest('hex')
      .slice(0, 16);
    try {
      mkdirSync(join(root, id));
      return [join(root, id), id];
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

const ID = /^[0-9a-f]{16}$/;

function listed(root: string): string[] {
  try {
    return readdirSync(root)
      .filter((name) => ID.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** The text of a small file without white space around it; undefined if it is not there, or no longer. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

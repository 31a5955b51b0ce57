import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { InputError } from '../model/errors.ts';
import { makeFolder } from '../model/make-folder.ts';
import { systemReason } from '../model/system-reason.ts';
import { type Entry, entryText, parseEntry } from './entry.ts';

/** A record cannot be kept: the disk is full, the folder may not be written to. What is kept already stays. */
export class StoreError extends InputError {}

/** A run that is kept, or a file that should hold one and is damaged. */
export type Found = { readonly record: unknown } | Damage;

export interface Damage {
  readonly file: string;
  /** What is wrong with it: a sentence about `it`. */
  readonly damage: string;
}

/** A file of the store, for lists. */
export interface StoredFile {
  readonly file: string;
  readonly bytes: number;
  /** When it was written, ms since 1970. */
  readonly modified: number;
  /** What it holds; undefined for what a killed process left half-written. */
  readonly content: Entry | Damage | undefined;
}

const KEY = /^[0-9a-f]{64}$/;
const SHARD = /^[0-9a-f]{2}$/;

/**
 * Finished runs in a folder, one file each, named by what the run is. Any number of processes and machines may use it at
 * once: a file appears whole or not at all, and two that make the same run write the same bytes.
 *
 * Nothing waits until the bytes are on the disk, since after a power cut a file that is empty or cut off is found by its
 * digest and made again.
 */
export class RunStore {
  readonly folder: string;
  /** Of the program that writes. */
  readonly version: string;

  constructor(folder: string, version: string) {
    this.folder = folder;
    this.version = version;
  }

  /** The place of a run: `ab/cdef....json`, since some file systems are slow with very many files in one folder. */
  pathOf(key: string): string {
    if (!KEY.test(key)) throw new TypeError(`a key is 64 hexadecimal digits, not '${key}'`);
    return join(this.folder, key.slice(0, 2), `${key.slice(2)}.json`);
  }

  /** @returns the record of a run; undefined if there is none */
  get(key: string): Found | undefined {
    const file = this.pathOf(key);
    try {
      return contentOf(file, key);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      return { file, damage: `it cannot be read: ${systemReason(cause)}` };
    }
  }

  /**
   * Keeps a record, in place of what was there.
   * @returns the record as whoever reads it later will get it
   * @throws StoreError if it cannot be written
   */
  put({ key, name }: { readonly key: string; readonly name: string }, record: unknown): unknown {
    const { folder, version } = this;
    const path = this.pathOf(key);
    const text = entryText({ key, name, version, record });
    const growing = join(folder, key.slice(0, 2), `${growingIn(key)}${threadId}.tmp`);
    try {
      makeFolder(join(folder, key.slice(0, 2)));
      writeFileSync(growing, text);
      renameSync(growing, path);
    } catch (cause) {
      discard(growing);
      const reason = systemReason(cause);
      throw new StoreError(`runs cannot be kept in ${folder}: ${reason}; those that are finished stay there`, {
        cause,
      });
    }
    return (JSON.parse(text) as Entry).record;
  }

  /** Removes what threads of this process that were ended have left half-written of a run. */
  clear(key: string): void {
    const shard = join(this.folder, key.slice(0, 2));
    for (const name of namesIfAny(shard)) if (name.startsWith(growingIn(key))) discard(join(shard, name));
  }

  /** Every file of the store, in the order of their keys. @throws InputError if the folder cannot be read */
  *list(): Generator<StoredFile> {
    for (const shard of names(this.folder).filter((name) => SHARD.test(name))) {
      for (const name of names(join(this.folder, shard))) {
        const file = join(this.folder, shard, name);
        const found = described(file, `${shard}${name.replace(/\.json$/, '')}`, name.endsWith('.tmp'));
        if (found !== undefined) yield found;
      }
    }
  }

  /** Removes a file that was listed; one that is gone already is no error. */
  remove({ file }: Pick<StoredFile, 'file'>): void {
    try {
      rmSync(file, { force: true });
    } catch (cause) {
      throw new StoreError(`${file} cannot be removed: ${systemReason(cause)}`, { cause });
    }
  }
}

/** How the names begin of a file that grows, whichever thread of this process writes it. */
const growingIn = (key: string): string => `.${key.slice(2)}.${hostname()}.${process.pid}.`;

/** Removes what is half-written, as far as the system lets us: it has refused something already. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Prune finds what stays.
  }
}

/** What is in a folder, as far as the system tells us. */
function namesIfAny(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function contentOf(file: string, key: string): Entry | Damage {
  const parsed = parseEntry(readFileSync(file, 'utf8'), key);
  return typeof parsed === 'string' ? { file, damage: parsed } : parsed;
}

/** Undefined for what was renamed or removed while the list was made, and for what is no file of ours. */
function described(file: string, key: string, growing: boolean): StoredFile | undefined {
  if (!growing && !KEY.test(key)) return undefined;
  try {
    const { size, mtimeMs } = statSync(file);
    return { file, bytes: size, modified: mtimeMs, content: growing ? undefined : contentOf(file, key) };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InputError(`${file}: ${systemReason(cause)}`, { cause });
  }
}

/** What is in a folder, sorted; nothing if there is no such folder. */
function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new InputError(`${folder}: ${systemReason(cause)}`, { cause });
  }
}

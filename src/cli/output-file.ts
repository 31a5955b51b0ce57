import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../model/errors.ts';
import { systemReason } from '../model/system-reason.ts';

/** Characters gathered before the file system is bothered. */
const BUFFER = 1 << 16;

/**
 * A file that appears under its name only when it is complete. Until then its content grows beside it, under a
 * temporary name. What is no regular file, such as /dev/stdout, is written to directly.
 */
export class OutputFile {
  readonly path: string;
  readonly #growing: string;
  #descriptor: number | undefined;
  #pending = '';

  /** @throws InputError if the place cannot be written to; `option` names it in the message */
  constructor(path: string, option: string) {
    checkWritable(path, option);
    this.path = path;
    this.#growing = isSpecial(path) ? path : temporary(realTarget(path));
  }

  write(content: string | Uint8Array): void {
    if (typeof content === 'string') {
      this.#pending += content;
      if (this.#pending.length >= BUFFER) this.#flush();
    } else {
      this.#flush();
      this.#put(content);
    }
  }

  /** Makes the content visible under the file's name, in place of what was there before. */
  commit(): void {
    this.#flush();
    this.#close();
    if (this.#growing !== this.path) renameSync(this.#growing, realTarget(this.path));
  }

  /** Leaves no trace; does nothing once the content is committed. */
  discard(): void {
    if (this.#descriptor === undefined) return;
    this.#close();
    if (this.#growing !== this.path) rmSync(this.#growing, { force: true });
  }

  /** A stream of this process stays open: others write to it as well. */
  #close(): void {
    if (streamOf(this.#growing) === undefined) closeSync(this.#descriptor!);
    this.#descriptor = undefined;
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    this.#put(bytes);
  }

  #put(bytes: Uint8Array): void {
    this.#descriptor ??= streamOf(this.#growing) ?? openSync(this.#growing, 'w');
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#descriptor, bytes, written);
    }
  }
}

/** Writes a whole file, so that nobody ever sees a part of it. */
export function writeWhole(path: string, text: string, option: string): void {
  const file = new OutputFile(path, option);
  try {
    file.write(text);
    file.commit();
  } finally {
    file.discard();
  }
}

/**
 * Refuses a place that cannot be written to, before the long work starts rather than after it.
 * @throws InputError
 */
export function checkWritable(path: string, option: string): void {
  if (isFolder(path)) throw new InputError(`${option} ${path}: it is a folder, not a file`);
  if (isSpecial(path)) return;
  const target = realTarget(path);
  if (!isFolder(dirname(target))) throw new InputError(`${option} ${path}: there is no folder ${dirname(target)}`);
  tryToWrite(temporary(target), `${option} ${path}`);
}

/**
 * The same for a folder that need not exist yet: its nearest existing parent must take new files.
 * @throws InputError
 */
export function checkFolderWritable(path: string, option: string): void {
  let existing = resolve(path);
  while (entry(existing) === undefined) existing = dirname(existing);
  if (!isFolder(existing)) throw new InputError(`${option} ${path}: ${existing} is not a folder`);
  tryToWrite(temporary(join(existing, 'probe')), `${option} ${path}`);
}

/** Permission bits do not tell everything (read-only file systems, the superuser), so a file is really made. */
function tryToWrite(probe: string, what: string): void {
  try {
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
  } catch (cause) {
    throw new InputError(`${what}: cannot write in ${dirname(probe)}: ${systemReason(cause)}`, { cause });
  }
}

const temporary = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);

/**
 * The stream of this process that a path stands for, if the shell has made it a file. Opened anew, the file would be
 * written from its beginning, over what was written through the stream.
 */
function streamOf(path: string): number | undefined {
  const [, name, number] = STREAMS.exec(resolve(path)) ?? [];
  if (name === undefined || entry(path)?.isFile() !== true) return undefined;
  return number === undefined ? { stdout: 1, stderr: 2 }[name] : Number(number);
}

const STREAMS = /^\/dev\/(stdout|stderr|fd\/(\d+))$/;

/** A link stays a link: the file that it points to is the one replaced. */
function realTarget(path: string): string {
  return entry(path) === undefined ? path : realpathSync(path);
}

/**
 * Whether something is there that is neither a file nor a folder, such as a device or a pipe. What stands for a stream
 * of this process is one even where the shell has made it a file, which others write to as well and nobody may replace.
 */
export function isSpecial(path: string): boolean {
  if (STREAMS.test(resolve(path))) return true;
  const found = entry(path);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Whether a folder is there. */
export const isFolder = (path: string): boolean => entry(path)?.isDirectory() === true;

/** Undefined for what is not there, whether its folder exists or is itself a file. */
function entry(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

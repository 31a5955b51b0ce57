import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../model/errors.ts';

/** A file of a report by its name within the folder. */
export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes the files of a report into a folder, which is made if it is not there. All are written under temporary names
 * first, so none is ever seen half-written.
 * @param stale names of files that another report may have left there and that would now mislead; they are removed
 * @returns the paths written
 * @throws InputError if the folder cannot be made or written to
 */
export function writeFolder(folder: string, contents: readonly ReportFile[], stale: readonly string[] = []): string[] {
  const files = contents.map(({ name, content }) => {
    const path = join(folder, name);
    return { path, temporary: `${path}.partial`, content };
  });
  try {
    for (const { path } of files) mkdirSync(dirname(path), { recursive: true });
    for (const { temporary, content } of files) writeFileSync(temporary, content);
    for (const { temporary, path } of files) renameSync(temporary, path);
    for (const name of stale) rmSync(join(folder, name), { force: true });
  } catch (cause) {
    // Whatever went wrong first is what the user needs to read, so a failure to clean up is not reported.
    for (const { temporary } of files) tryRemove(temporary);
    throw new InputError(`cannot write the report to ${folder}: ${reason(cause)}`, { cause });
  }
  return files.map(({ path }) => path);
}

function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder itself may be unreadable; then there is nothing in it of ours.
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'there is a file of that name',
  EISDIR: 'a folder has the name of one of its files',
};

function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

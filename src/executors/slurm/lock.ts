import { rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from '../../model/make-folder.ts';
import { systemReason } from '../../model/system-reason.ts';
import { StoreError } from '../store.ts';

/** Whoever has held it for so long, ms, was killed: it is held for as long as it takes to submit a job. */
const STALE = 120_000;
const BETWEEN_TRIES = 200;

/**
 * Does something that only one process at a time may do, whatever machine it is on. The lock is a file that is made
 * only if it is not there; one that is stale is broken.
 */
export async function withLock<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'lock');
  while (!made(file)) {
    if (ageOf(file) > STALE) rmSync(file, { force: true });
    else await pause(BETWEEN_TRIES, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function made(file: string): boolean {
  try {
    makeFolder(join(file, '..'));
    writeFileSync(file, `${hostname()} ${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new StoreError(`${file}: ${systemReason(cause)}`, { cause });
  }
}

/** By the clock of the file system, against a file that is written now: machines' own clocks may disagree. */
function ageOf(file: string): number {
  const now = `${file}.${hostname()}.${process.pid}`;
  try {
    writeFileSync(now, '');
    return statSync(now).mtimeMs - statSync(file).mtimeMs;
  } catch {
    return 0;
  } finally {
    rmSync(now, { force: true });
  }
}

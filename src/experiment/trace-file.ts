import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../model/nearest.ts';
import type { Problem } from './problem.ts';

/**
 * What keeps the trace that a scenario names from being read, before anything else is done for it.
 * @param folder the scenario's own, which the path is relative to
 */
export function traceProblems(trace: string | undefined, folder: string): Problem[] {
  if (trace === undefined) return [];
  const path = join(trace.startsWith('/') ? '' : folder, trace);
  const message = unreadableFile(path, 'a trace in SWF');
  return message === undefined ? [] : [{ path: ['workload', 'trace'], message }];
}

/** A look at what a scenario names outside itself. */
export type LookOutside = typeof traceProblems;

/**
 * What keeps a file from being read, with the one that was probably meant.
 * @param what it is to be
 */
export function unreadableFile(path: string, what: string): string | undefined {
  try {
    if (statSync(path).isDirectory()) return `${path} is a folder; expected ${what}, plain or gzip`;
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no such file: ${path}${near(path)}`;
    return `${path} may not be read${code === 'EACCES' || code === 'EPERM' ? '' : ` (${code})`}`;
  }
}

/** A file of its folder that was probably meant: of almost the same name, or of a longer one that begins like it. */
function near(path: string): string {
  let names: string[];
  try {
    names = readdirSync(dirname(path)).sort();
  } catch {
    return '; neither is there such a folder';
  }
  const wanted = basename(path);
  const stem = wanted.replace(/(\.swf)?(\.gz)?$/i, '');
  const found = nearest(wanted, names) ?? names.find((name) => stem !== '' && name.startsWith(stem));
  return found === undefined ? '' : `; did you mean ${found}?`;
}

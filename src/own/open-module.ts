import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { describeImportFailure, type ModuleFile } from './module-failure.ts';

/** A module of the user's with what it exports, a default among it. */
export interface OpenModule extends ModuleFile {
  readonly exported: Readonly<Record<string, unknown>>;
}

/**
 * Imports a module of the user's; a process does so once for each file.
 *
 * @param path from `folder` if it is relative
 * @param what its default export is to be
 * @throws InputError if there is no such module, if it cannot be imported or has no default export
 */
export async function openModule(path: string, folder: string, what: string): Promise<OpenModule> {
  const shown = isAbsolute(path) ? path : join(folder, path);
  const file = resolve(folder, path);
  checkFile(file, shown, what);
  const exported = await importModule(file, shown);
  if (exported['default'] !== undefined) return { file, shown, exported };
  const names = Object.keys(exported);
  const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
  throw new InputError(`${shown} has no default export, which would be the ${what}; ${found}`);
}

function checkFile(file: string, shown: string, what: string): void {
  if (!/\.m?js$/.test(file)) throw new InputError(`${shown}: the name of a ${what}'s module ends in .mjs or .js`);
  if (existsSync(file)) {
    if (statSync(file).isFile()) return;
    throw new InputError(`${shown} is no file`);
  }
  const folder = dirname(file);
  if (!existsSync(folder)) throw new InputError(`there is no module ${shown}: no such folder`);
  const modules = readdirSync(folder).filter((name) => /\.m?js$/.test(name));
  const hint = modules.length === 0 ? '; its folder holds no module' : suggestion(basename(file), modules);
  throw new InputError(`there is no module ${shown}${hint}`);
}

async function importModule(file: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new InputError(describeImportFailure(cause, { file, shown }), { cause });
  }
}

/** The paths of a module and of those of its neighbours that it imports by a relative path, in the order in which they are met. */
export function moduleFiles(entry: string): string[] {
  const met = new Set([entry]);
  for (const path of met) {
    for (const [, imported] of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      const next = resolve(dirname(path), imported!);
      if (statSync(next, { throwIfNoEntry: false })?.isFile()) met.add(next);
    }
  }
  return [...met];
}

const IMPORT = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

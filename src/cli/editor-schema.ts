import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../model/errors.ts';

/** The file's place in an installed package; the build makes it from the same function. */
const INSTALLED = join('node_modules', 'makespan', 'dist', 'scenario.schema.json');
const NAME = 'scenario.schema.json';

/** Where the editor finds the schema of a scenario. */
export interface EditorSchema {
  /** As the scenario names it: relative to itself, with slashes on every system. */
  readonly reference: string;
  /** The file to write, if the project has no makespan installed whose schema could be named. */
  readonly write: string | undefined;
}

/**
 * The schema of the installed package where the project has one, since that follows its version; else a copy beside the
 * scenario.
 * @throws InputError if another file is in the place of the copy
 */
export function editorSchema(scenario: string): EditorSchema {
  const folder = dirname(resolve(scenario));
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, INSTALLED);
    if (existsSync(found)) return { reference: slashed(relative(folder, found)), write: undefined };
    if (dirname(at) === at) break;
  }
  const path = join(dirname(scenario), NAME);
  if (existsSync(path) && !isSchema(path)) {
    throw new InputError(`${path}: would be replaced, and is not the schema of scenarios; move it away`);
  }
  return { reference: `./${NAME}`, write: path };
}

export const slashed = (path: string): string => path.replaceAll(sep, '/');

function isSchema(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { title?: unknown } | null)?.title === 'makespan scenario';
  } catch {
    return false;
  }
}

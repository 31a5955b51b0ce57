import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../model/errors.ts';
import { isSpecial } from './output-file.ts';

/** A file that a command will write, and what asks for it, as the user would name it. */
export interface Output {
  readonly option: string;
  readonly path: string;
}

/**
 * Refuses outputs that would replace what is read or one another, by whatever path or link each is named.
 * @throws InputError
 */
export function checkClashes(outputs: readonly Output[], inputs: readonly string[]): void {
  // Reading from and writing to one device or pipe replaces nothing.
  const read = new Set(inputs.filter((path) => !isSpecial(path)).map(realPath));
  const taken = new Map<string, Output>();
  for (const output of outputs) {
    const { option, path } = output;
    const real = realPath(path);
    if (read.has(real)) throw new InputError(`${option} ${path}: would replace the file that is read`);
    const other = taken.get(real);
    if (other?.option === option) throw new InputError(`${option}: ${other.path} and ${path} are the same file`);
    if (other !== undefined) throw new InputError(`${other.option} and ${option} both name ${path}`);
    taken.set(real, output);
  }
}

/** The path free of links; of what is not there yet, as far as its folders are. */
function realPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realPath(parent), basename(absolute));
  }
}

import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** A module as the system knows it and as the user wrote it. */
export interface ModuleFile {
  readonly file: string;
  readonly shown: string;
}

/** What a module's code threw, on one line, with the first place in the module that led to it. */
export function messageOf(cause: unknown, where: ModuleFile): string {
  const place = cause instanceof Error ? placeIn(cause.stack ?? '', where) : undefined;
  const message = oneLine(cause instanceof Error ? cause.message || cause.name : String(cause));
  const kind = cause instanceof Error && cause.name !== 'Error' && cause.message !== '' ? `${cause.name}: ` : '';
  return `${kind}${message}${place === undefined ? '' : ` (${place})`}`;
}

/** Why a module could not be imported; where the language itself objects, with the place. */
export function describeImportFailure(cause: unknown, where: ModuleFile): string {
  if (cause instanceof SyntaxError) {
    const place = syntaxPlace(where);
    return `${place ?? where.shown} syntax error: ${oneLine(cause.message)}`;
  }
  return `${where.shown} cannot be imported: ${messageOf(cause, where)}`;
}

/** The first frame of a stack that lies in the module: `file:line:column`. */
function placeIn(stack: string, { file, shown }: ModuleFile): string | undefined {
  for (const line of stack.split('\n').filter((one) => /^\s+at /.test(one))) {
    for (const name of [pathToFileURL(file).href, file]) {
      const at = line.indexOf(`${name}:`);
      const place = at < 0 ? null : /^:(\d+):(\d+)/.exec(line.slice(at + name.length));
      if (place !== null) return `${shown}:${place[1]}:${place[2]}`;
    }
  }
  return undefined;
}

/**
 * Where the syntax of a module goes wrong. The error itself does not tell; the interpreter's own check does: the place,
 * the line of code, and marks below the part that is wrong.
 */
function syntaxPlace({ file, shown }: ModuleFile): string | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  const [head = '', , marks = ''] = stderr.split('\n');
  const line = /:(\d+)$/.exec(head)?.[1];
  if (line === undefined || !(head.startsWith(file) || head.startsWith(pathToFileURL(file).href))) return undefined;
  const column = marks.indexOf('^') + 1;
  return column === 0 ? `${shown}:${line}` : `${shown}:${line}:${column}`;
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ');

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { PolicyOptionInfo } from '../model/policy.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { canonicalName, checkOptionNames, type NamedPolicy } from '../registry.ts';
import { guarded } from './guarded.ts';
import { describeImportFailure, type ModuleFile, messageOf } from './module-failure.ts';
import { checkedPolicy, optionInfos } from './module-shape.ts';

/** The value of a policy's option as its module gets it: numbers and truth values as such, all else as text. */
export type OptionValue = string | number | boolean;

/** What a module may export by default: a policy without options, or what makes one. */
type PolicyExport = Scheduler | ((options: Readonly<Record<string, OptionValue>>) => Scheduler | Promise<Scheduler>);

/**
 * Makes a policy from a module of the user's: anew at each call, if the module exports a function.
 *
 * @param named the path of the module, from `folder` if it is relative, and the options as text
 * @throws InputError if there is no such module, if it cannot be imported, exports no policy, or has no such option
 */
export async function moduleScheduler({ name: path, options }: NamedPolicy, folder: string): Promise<Scheduler> {
  const shown = isAbsolute(path) ? path : join(folder, path);
  const file = resolve(folder, path);
  checkFile(file, shown);
  const exported = await importModule(file, shown);
  const made = exported['default'];
  if (made === undefined) {
    const names = Object.keys(exported);
    const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
    throw new InputError(`${shown} has no default export, which would be the policy; ${found}`);
  }
  const infos = optionInfos(exported['options'], shown);
  checkOptionNames({ name: shown, options: infos }, options);
  const given = Object.fromEntries(infos.map(({ name, default: value }) => [name, typed(options.get(name) ?? value)]));
  const policy = checkedPolicy(await created(made as PolicyExport, given, infos, { file, shown }), shown);
  const name = policy.name ?? basename(file, extname(file));
  const full = name.includes('(') ? name : canonicalName({ name, options: infos }, options);
  return guarded({ ...policy, name: full }, { file, shown });
}

function checkFile(file: string, shown: string): void {
  if (!/\.m?js$/.test(file)) throw new InputError(`${shown}: the name of a policy's module ends in .mjs or .js`);
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

async function created(
  made: PolicyExport,
  given: Readonly<Record<string, OptionValue>>,
  infos: readonly PolicyOptionInfo[],
  where: ModuleFile,
): Promise<unknown> {
  if (typeof made !== 'function') {
    if (infos.length === 0) return made;
    throw new InputError(`${where.shown} exports options, so its default export must be a function that takes them`);
  }
  try {
    return await made(given);
  } catch (cause) {
    throw new InputError(`${where.shown}: its default export failed: ${messageOf(cause, where)}`, { cause });
  }
}

/** Texts that look like numbers or truth values become such, so that a scenario and a command line mean the same. */
function typed(text: string): OptionValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

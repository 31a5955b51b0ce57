import { basename, extname } from 'node:path';
import { InputError } from '../model/errors.ts';
import type { PolicyOptionInfo } from '../model/policy.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { canonicalName, checkOptionNames, type NamedPolicy } from '../registry.ts';
import { guarded } from './guarded.ts';
import { type ModuleFile, messageOf } from './module-failure.ts';
import { checkedPolicy, optionInfos } from './module-shape.ts';
import { openModule } from './open-module.ts';

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
  const { file, shown, exported } = await openModule(path, folder, 'policy');
  const made = exported['default'];
  const infos = optionInfos(exported['options'], shown);
  checkOptionNames({ name: shown, options: infos }, options);
  const given = Object.fromEntries(infos.map(({ name, default: value }) => [name, typed(options.get(name) ?? value)]));
  const policy = checkedPolicy(await created(made as PolicyExport, given, infos, { file, shown }), shown);
  const name = policy.name ?? basename(file, extname(file));
  const full = name.includes('(') ? name : canonicalName({ name, options: infos }, options);
  return guarded({ ...policy, name: full }, { file, shown });
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

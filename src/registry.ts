import { InputError } from './model/errors.ts';
import { suggestion } from './model/nearest.ts';
import type { PolicyEntry } from './model/policy.ts';
import type { Scheduler, Simultaneity } from './model/scheduler.ts';
import { withPlacement } from './resources/index.ts';
import { SCHEDULERS } from './schedulers/index.ts';

export type { PolicyEntry } from './model/policy.ts';

/** Every policy that a scenario or the command line can name. */
export const POLICIES: readonly PolicyEntry[] = SCHEDULERS.map(withPlacement);

/**
 * `easy`, `backfill(depth=4, order=saf)`, or the same as an object: `{ policy: 'backfill', depth: 4 }`. In place of a
 * name may stand the path of a module, `./my-policy.mjs`; it begins with `./`, `../` or `/`.
 */
export type PolicySpec = NamedSpec | CommandSpec;

type NamedSpec = string | { readonly policy: string; readonly [option: string]: unknown };

/** A program that decides, at the other end of a pipe: `{ command: 'python3 easy.py', timeout: '10s' }`. */
export interface CommandSpec {
  /** The program and its arguments, as words or as one text. */
  readonly command: string | readonly string[];
  /** How long it may take to answer. */
  readonly timeout?: string;
}

export const isCommand = (spec: PolicySpec): spec is CommandSpec => typeof spec === 'object' && 'command' in spec;

/** How another simulator treats simultaneous events and estimates, so that its schedules can be reproduced. */
export interface Profile extends Simultaneity {
  readonly name: string;
  readonly summary: string;
  readonly estimate: 'requested' | 'runtime';
}

export const PROFILES: readonly Profile[] = [
  {
    name: 'makespan',
    summary: 'one decision per instant, after its ends and then its arrivals',
    pass: 'instant',
    order: 'completions-first',
    estimate: 'requested',
  },
  {
    name: 'pyss',
    summary: 'a decision per event, arrivals before ends',
    pass: 'event',
    order: 'arrivals-first',
    estimate: 'requested',
  },
  {
    name: 'cqsim',
    summary: 'a decision per event, ends before arrivals, perfect estimates',
    pass: 'event',
    order: 'completions-first',
    estimate: 'runtime',
  },
];

/** A name, or the path of a module; its options in parentheses. */
const CALL = /^\s*([A-Za-z][\w+-]*|\.{0,2}\/[^()]*?)\s*(?:\(([^()]*)\))?\s*$/;
/** Any value is taken here, so that the option itself can say what is wrong with it. */
const ASSIGNMENT = /^\s*([A-Za-z][\w-]*)\s*[=: ]\s*([^\s=:](?:.*\S)?)\s*$/;

/** Whether what stands for a policy's name is the path of a module, which the registry does not know. */
export const isModulePath = (name: string): boolean => /^\.{0,2}\//.test(name);

/**
 * Makes the policy that a scenario or a command line names. The path of a module is not among the names: what loads
 * one takes time, so it is planned (`planPolicy`) and run in an experiment.
 * @throws InputError for an unknown policy, option or value, with the nearest name
 */
export function createScheduler(spec: PolicySpec): Scheduler {
  const { name, options } = parsePolicy(spec);
  const entry = POLICIES.find((policy) => policy.name === name);
  if (entry === undefined) {
    const names = POLICIES.map((policy) => policy.name);
    throw new InputError(`unknown policy ${name}${isModulePath(name) ? '' : suggestion(name, names)}`);
  }
  checkOptionNames(entry, options);
  return entry.create(canonicalName(entry, options), options);
}

/** A policy's name, or the path of its module, and its options as text. */
export interface NamedPolicy {
  readonly name: string;
  readonly options: ReadonlyMap<string, string>;
}

/** @throws InputError for a text that is not of the form NAME(option=value, ...) */
export function parsePolicy(spec: PolicySpec): NamedPolicy {
  if (isCommand(spec)) throw new InputError('a command has no name; it is run in an experiment');
  if (typeof spec === 'string') return parse(spec);
  const { policy, ...options } = spec;
  return { name: policy, options: new Map(Object.entries(options).map(([name, value]) => [name, String(value)])) };
}

type Optioned = Pick<PolicyEntry, 'name' | 'options'>;

/** @throws InputError for an option that the policy does not have */
export function checkOptionNames({ name, options }: Optioned, given: ReadonlyMap<string, string>): void {
  const known = options.map((option) => option.name);
  for (const option of given.keys()) {
    if (known.includes(option)) continue;
    const hint = known.length === 0 ? '; it has none' : suggestion(option, known);
    throw new InputError(`policy ${name} has no option ${option}${hint}`);
  }
}

/** The options that differ from their defaults, in the order of the entry, so that equal policies have equal names. */
export function canonicalName({ name, options }: Optioned, given: ReadonlyMap<string, string>): string {
  const shown = options
    .map((option) => [option, given.get(option.name) ?? option.default] as const)
    .filter(([option, value]) => value !== option.default)
    .map(([option, value]) => `${option.name}=${value}`);
  return shown.length === 0 ? name : `${name}(${shown.join(',')})`;
}

function parse(text: string): NamedPolicy {
  const [, name, list] = CALL.exec(text) ?? [];
  if (name === undefined) {
    if (/\.m?js\b/.test(text)) throw new InputError(`policy ${text}: the path of a module begins with ./, ../ or /`);
    throw new InputError(`policy ${text} is not of the form NAME or NAME(option=value,...)`);
  }
  const options = new Map<string, string>();
  for (const part of list === undefined || list.trim() === '' ? [] : list.split(',')) {
    const [, option, value] = ASSIGNMENT.exec(part) ?? [];
    if (option === undefined || value === undefined) {
      throw new InputError(`policy ${text}: ${part.trim() || 'an empty option'} is not of the form option=value`);
    }
    if (options.has(option)) throw new InputError(`policy ${text}: option ${option} is given twice`);
    options.set(option, value);
  }
  return { name, options };
}

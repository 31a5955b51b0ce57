import { parseArgs } from 'node:util';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { type Args, type Command, type Group, isGroup, type OptionTable, type Positional } from './command.ts';
import { quieted, type Terminal } from './terminal.ts';

/** What a command line asks for. */
export type Call =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Args }
  | { readonly kind: 'help'; readonly node: Command | Group; readonly path: readonly string[] }
  | { readonly kind: 'version' };

const HELP: OptionTable = { help: { type: 'boolean', short: 'h', describe: 'show this help' } };

/**
 * Finds the command and checks what was given to it: every word is what it looks like, or an error.
 * @throws InputError
 */
export function parse(root: Group, argv: readonly string[]): Call {
  if (argv[0] === 'help') return { kind: 'help', ...find(root, argv.slice(1), 'all') };
  const { node, path } = find(root, argv, 'leading');
  const rest = argv.slice(path.length);
  if (isGroup(node)) return groupCall(node, path, rest);
  const { words, values } = readWords(rest, { ...node.options, ...HELP });
  if (values['help'] === true) return { kind: 'help', node, path };
  checkOptions(values, node.options);
  checkWords(words, node.positionals ?? [], path);
  return { kind: 'run', command: node, args: { words, values } };
}

/** The command's terminal: a quiet one if it was asked to be quiet. */
export const terminalFor = ({ values }: Args, terminal: Terminal): Terminal =>
  values['quiet'] === true ? quieted(terminal) : terminal;

/** Follows the words that name groups and a command: `all` of them must, or only those in the lead. */
function find(
  root: Group,
  words: readonly string[],
  which: 'all' | 'leading',
): { node: Command | Group; path: readonly string[] } {
  let node: Command | Group = root;
  const path: string[] = [];
  for (const word of words) {
    const child: Command | Group | undefined = isGroup(node)
      ? node.commands.find(({ name }) => name === word)
      : undefined;
    if (child === undefined) {
      if (which === 'all') throw unknownCommand(node, path, word);
      break;
    }
    node = child;
    path.push(word);
  }
  return { node, path };
}

function unknownCommand(node: Command | Group, path: readonly string[], wrong: string): InputError {
  const hint = isGroup(node) ? suggestion(wrong, namesIn(node, path)) : '';
  return new InputError(`unknown command '${[...path, wrong].join(' ')}'${hint}`);
}

const namesIn = ({ commands }: Group, path: readonly string[]): string[] => [
  ...commands.map(({ name }) => name),
  ...(path.length === 0 ? ['help'] : []),
];

/** A group by itself runs nothing. */
function groupCall(group: Group, path: readonly string[], [first]: readonly string[]): Call {
  if (first === '--help' || first === '-h') return { kind: 'help', node: group, path };
  if (first === '--version' && path.length === 0) return { kind: 'version' };
  if (first === undefined) {
    const names = group.commands.map(({ name }) => name).join(', ');
    throw new InputError(`${['makespan', ...path].join(' ')} needs a command: ${names} (or --help)`);
  }
  if (!first.startsWith('-')) throw unknownCommand(group, path, first);
  throw new InputError(`unknown option ${first}; options follow the command`);
}

/** Sorts words and options apart; what no table knows stays in `values` under its name. */
function readWords(
  argv: readonly string[],
  options: OptionTable,
): { words: string[]; values: Record<string, unknown> } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [name, { type, ...(short !== undefined && { short }) }]),
    ),
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const values: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const value = valueGiven(token, options);
    const { name } = token;
    if (!Object.hasOwn(values, name)) values[name] = options[name]?.array ? [value] : value;
    else if (options[name]?.array) (values[name] as unknown[]).push(value);
    else throw new InputError(`--${name} is given twice`);
  }
  return { words, values };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueGiven({ name, rawName, value, inlineValue }: OptionToken, options: OptionTable): string | true {
  const type = options[name]?.type;
  if (type === undefined || type === 'boolean') {
    if (type === 'boolean' && value !== undefined) throw new InputError(`${rawName} takes no value`);
    return true;
  }
  // `--policy --json` lacks a value, while -3 is one.
  const swallowed = inlineValue !== true && value !== undefined && /^-[^\d]/.test(value);
  if (value === undefined || value === '' || swallowed) throw new InputError(`${rawName} needs a value`);
  return value;
}

function checkOptions(values: Readonly<Record<string, unknown>>, known: OptionTable): void {
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(known, name)) continue;
    throw new InputError(`unknown option ${dashed(name)}${suggestion(dashed(name), Object.keys(known).map(dashed))}`);
  }
}

function checkWords(words: readonly string[], positionals: readonly Positional[], path: readonly string[]): void {
  const missing = positionals.find(({ required }, i) => required === true && words[i] === undefined);
  if (missing !== undefined) throw new InputError(`${path.join(' ')} needs a ${missing.name}`);
  const extra = words[positionals.length];
  if (extra !== undefined && positionals.at(-1)?.many !== true) {
    throw new InputError(`unexpected argument '${extra}'`);
  }
  if (words.includes('')) throw new InputError('an argument is empty');
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

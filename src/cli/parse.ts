import yargs, { type Options } from 'yargs';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { type Args, type Command, type Group, isGroup, type OptionTable, type Positional } from './command.ts';
import { quieted, type Terminal } from './terminal.ts';

/** What a command line asks for. */
export type Call =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Args }
  | { readonly kind: 'help'; readonly node: Command | Group; readonly path: readonly string[] }
  | { readonly kind: 'version' };

/**
 * Finds the command and checks what was given to it: every word is what it looks like, or an error.
 * @throws InputError
 */
export function parse(root: Group, argv: readonly string[]): Call {
  if (argv[0] === 'help') return { kind: 'help', ...find(root, argv.slice(1), 'all') };
  const { node, path } = find(root, argv, 'leading');
  const given = argv.slice(path.length);
  if (isGroup(node)) return groupCall(node, path, given);
  const rest = withDashedValues(given, node.options);
  const leading = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  // Whoever asks for help gets it, whatever is wrong or missing beside it.
  if (leading.includes('--help') || leading.includes('-h')) return { kind: 'help', node, path };
  checkOptions(leading, node.options);
  const { words, values } = readWords(rest, node.options);
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

/** yargs guesses a lot by default; here every word is what it looks like, or an error. */
const PLAIN_PARSING = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'greedy-arrays': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': true,
  'short-option-groups': false,
  'strip-aliased': true,
};

/** Sorts words and options apart. After `--` every word is a word. */
function readWords(
  argv: readonly string[],
  options: OptionTable,
): { words: string[]; values: Record<string, unknown> } {
  const {
    _: words,
    $0: _script,
    '--': more = [],
    ...given
  } = parsed(argv, options) as Record<string, unknown> & { _: string[]; '--'?: string[] };
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of values) {
    if ([value].flat().includes('')) throw new InputError(`--${name} needs a value`);
  }
  return { words: [...words, ...more], values: Object.fromEntries(values) };
}

function parsed(argv: readonly string[], options: OptionTable): unknown {
  const table = Object.entries(options).map(([name, { type, short, array }]): [string, Options] => [
    name,
    { type, requiresArg: type === 'string', ...(short && { alias: short }), ...(array && { array }) },
  ]);
  const parser = yargs([...argv])
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail(false)
    .detectLocale(false)
    .parserConfiguration(PLAIN_PARSING)
    .options(Object.fromEntries(table));
  try {
    return parser.parseSync();
  } catch (cause) {
    const name = /^Not enough arguments following: (.*)$/.exec((cause as Error).message)?.[1];
    if (name === undefined) throw cause;
    throw new InputError(`${dashed(name)} needs a value`, { cause });
  }
}

/**
 * Joins options whose values may begin with a dash with such values: `--slurm --time=30` is `--slurm=--time=30`. What is an
 * option of the command itself stays one, so that a value that was forgotten is told.
 */
function withDashedValues(argv: readonly string[], options: OptionTable): readonly string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const joined: string[] = [];
  for (let i = 0; i < end; i++) {
    const [word, next = ''] = [argv[i]!, i + 1 < end ? argv[i + 1] : undefined];
    const takesIt = word.startsWith('--') && options[word.slice(2)]?.dashed === true && next.startsWith('-');
    if (takesIt && optionNamed(/^[^=]*/.exec(next)![0], options) === undefined) {
      joined.push(`${word}=${next}`);
      i += 1;
    } else joined.push(word);
  }
  return [...joined, ...argv.slice(end)];
}

/** The long name of an option that is given as `--name`, or by its letter. */
const optionNamed = (given: string, known: OptionTable): string | undefined =>
  Object.keys(known).find((long) => given === `--${long}` || given === `-${known[long]?.short}`);

/** What yargs lets pass: unknown names, options given twice, and `--json=maybe`, which it takes for `--json=false`. */
function checkOptions(argv: readonly string[], known: OptionTable): void {
  const seen = new Set<string>();
  for (const word of argv) {
    const [, given, value] = /^(--?[A-Za-z][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (given === undefined) continue;
    const name = optionNamed(given, known);
    if (name === undefined)
      throw new InputError(`unknown option ${given}${suggestion(given, Object.keys(known).map(dashed))}`);
    const { type, array } = known[name]!;
    if (type === 'boolean' && value !== undefined) throw new InputError(`${given} takes no value`);
    if (seen.has(name) && array !== true) throw new InputError(`--${name} is given twice`);
    seen.add(name);
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

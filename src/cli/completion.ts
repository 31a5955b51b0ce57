import { type Command, type Completion, type Group, isGroup, type OptionTable } from './command.ts';

/** What the shell offers for the word under the cursor: fixed words, or files with one of these endings, or folders. */
export interface Offer {
  readonly words: readonly string[];
  readonly files?: readonly string[];
  readonly folders?: true;
}

const NOTHING: Offer = { words: [] };

/**
 * What may follow on a command line.
 * @param before the words before the one under the cursor, without the program's name
 * @param word the beginning of the word under the cursor
 */
export function offerFor(root: Group, before: readonly string[], word: string): Offer {
  if (before[0] === 'help') return commandsIn(root, before.slice(1), word);
  let node: Command | Group = root;
  let depth = 0;
  while (isGroup(node) && depth < before.length) {
    const child: Command | Group | undefined = node.commands.find(({ name }) => name === before[depth]);
    if (child === undefined) return NOTHING;
    node = child;
    depth += 1;
  }
  if (isGroup(node)) {
    if (word.startsWith('-')) return begun(['--help', ...(depth === 0 ? ['--version'] : [])], word);
    return begun([...node.commands.map(({ name }) => name), ...(depth === 0 ? ['help'] : [])], word);
  }
  return withinCommand(node, before.slice(depth), word);
}

function commandsIn(root: Group, path: readonly string[], word: string): Offer {
  let node: Command | Group | undefined = root;
  for (const name of path)
    node = node && isGroup(node) ? node.commands.find((child) => child.name === name) : undefined;
  return node && isGroup(node)
    ? begun(
        node.commands.map(({ name }) => name),
        word,
      )
    : NOTHING;
}

function withinCommand({ options, positionals = [] }: Command, given: readonly string[], word: string): Offer {
  const [, inline, start = ''] = /^--([\w-]+)=(.*)$/s.exec(word) ?? [];
  if (inline !== undefined) {
    const { words, ...files } = completed(options[inline]?.complete, start);
    return { words: words.map((value) => `--${inline}=${value}`), ...files };
  }
  const ended = given.includes('--');
  const last = given.at(-1);
  const open = ended || last === undefined ? undefined : optionNamed(options, last);
  if (open?.type === 'string') return completed(open.complete, word);
  if (word.startsWith('-') && !ended) {
    const free = Object.entries(options).filter(([name, { array }]) => array === true || !given.includes(`--${name}`));
    return begun([...free.map(([name]) => `--${name}`), '--help'], word);
  }
  const place = wordsIn(given, options);
  const positional = positionals[place] ?? (positionals.at(-1)?.many ? positionals.at(-1) : undefined);
  return completed(positional?.complete, word);
}

const optionNamed = (options: OptionTable, word: string): OptionTable[string] | undefined =>
  Object.entries(options).find(([name, { short }]) => word === `--${name}` || word === `-${short}`)?.[1];

/** How many of the given words stand by their place. */
function wordsIn(given: readonly string[], options: OptionTable): number {
  let count = 0;
  for (let i = 0; i < given.length; i++) {
    if (optionNamed(options, given[i]!)?.type === 'string') i += 1;
    else if (!given[i]!.startsWith('-')) count += 1;
  }
  return count;
}

function completed(how: Completion | undefined, word: string): Offer {
  if (how === undefined) return NOTHING;
  if (how === 'folders') return { words: [], folders: true };
  return 'files' in how ? { words: [], files: how.files } : begun(how, word);
}

const begun = (words: readonly string[], word: string): Offer => ({
  words: words.filter((candidate) => candidate.startsWith(word)),
});

/** The offer as the scripts read it: one word a line; `:files` with the endings, and `:folders`, ask the shell itself. */
export const offerText = ({ words, files, folders }: Offer): string =>
  [...words, ...(files === undefined ? [] : [`:files ${files.join(' ')}`]), ...(folders ? [':folders'] : [])]
    .map((line) => `${line}\n`)
    .join('');

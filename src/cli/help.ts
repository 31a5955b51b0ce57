import { wrap } from '../report/wrap.ts';
import { type Command, type Group, isGroup, type Option, type OptionTable, type Positional } from './command.ts';
import { styles } from './style.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** Below this width an explanation stands under what it explains rather than beside it. */
const NARROW = 72;
/** Names longer than this have their explanation on the next line. */
const LONGEST_NAME = 24;

type Row = readonly [name: string, meaning: string];

const COMMON_EXITS: readonly (readonly [number, string])[] = [
  [EXIT.done, 'done'],
  [EXIT.wrongInput, 'wrong input: standard error says what and where, and nothing is written'],
  [EXIT.bug, 'a bug in makespan'],
  [EXIT.interrupted, 'Ctrl-C'],
];

const ENVIRONMENT: readonly Row[] = [
  ['NO_COLOR', 'no colours, whatever else is set; TERM=dumb does the same and draws in ASCII'],
  ['FORCE_COLOR', 'colours in pipes too, unless it is 0'],
  ['COLUMNS', 'the width of what is written into pipes and files; 160 unless set'],
  ['LC_ALL, LC_CTYPE, LANG', 'the first one set, if it names a character set other than UTF-8, makes tables ASCII'],
];

/** The page that `--help` shows of a command or a group. */
export function helpText(node: Command | Group, path: readonly string[], terminal: Terminal): string {
  const page = new Page(terminal);
  const words = ['makespan', ...path].join(' ');
  page.title(words, node.summary);
  if (isGroup(node)) groupHelp(page, node, words, path.length === 0);
  else commandHelp(page, node, words);
  page.rows('Environment', ENVIRONMENT);
  page.list('See also', [...(node.see ?? []), 'docs/cli.md']);
  return page.text();
}

function groupHelp(page: Page, group: Group, words: string, isRoot: boolean): void {
  page.list('Usage', [`${words} COMMAND [OPTION ...]`]);
  page.paragraphs(group.description);
  const help: Row = ['help COMMAND', 'show the help of a command, as COMMAND --help does'];
  page.rows('Commands', [
    ...group.commands.map(({ name, summary }): Row => [name, summary]),
    ...(isRoot ? [help] : []),
  ]);
  page.rows('Options', [
    ['-h, --help', 'show this help; after a command, its own'],
    ...(isRoot ? [['--version', 'show the version'] as const] : []),
  ]);
  page.examples(group.examples ?? []);
  page.rows('Exit codes', exitRows([[1, 'a check failed, or a claim is not met']]));
}

function commandHelp(page: Page, command: Command, words: string): void {
  const { positionals = [], options, exits = [] } = command;
  const usage = command.usage ?? [[...positionals.map(synopsis), '[OPTION ...]'].join(' ')];
  page.list(
    'Usage',
    usage.map((line) => `${words} ${line}`),
  );
  page.paragraphs(command.description);
  page.rows(
    'Arguments',
    positionals.map(({ name, describe }): Row => [name, describe]),
  );
  for (const [heading, table] of grouped(options)) page.rows(heading, Object.entries(table).map(optionRow));
  page.examples(command.examples);
  page.rows('Exit codes', exitRows(exits));
}

function synopsis({ name, required, many }: Positional): string {
  const word = many ? `${name} ...` : name;
  return required ? word : `[${word}]`;
}

/** The options by heading, in the order of the table. */
function grouped(options: OptionTable): Map<string, OptionTable> {
  const groups = new Map<string, OptionTable>();
  for (const [name, option] of Object.entries(options)) {
    const heading = option.group ?? 'Options';
    groups.set(heading, { ...groups.get(heading), [name]: option });
  }
  const last = groups.get('Options') ?? {};
  groups.delete('Options');
  return groups.set('Options', { ...last, help: { type: 'boolean', short: 'h', describe: 'show this help' } });
}

function optionRow([name, { type, short, value = 'VALUE', describe, array }]: [string, Option]): Row {
  const letter = short === undefined ? '' : `-${short}, `;
  const given = type === 'boolean' ? '' : ` ${value}`;
  return [`${letter}--${name}${given}`, array ? `${describe}; may be repeated` : describe];
}

const exitRows = (own: readonly (readonly [number, string])[]): Row[] =>
  [...new Map([...COMMON_EXITS, ...own])].sort(([a], [b]) => a - b).map(([code, meaning]) => [String(code), meaning]);

/** Sections of help, filled into the width of the terminal. */
class Page {
  readonly #width: number;
  readonly #style: ReturnType<typeof styles>;
  readonly #sections: string[] = [];

  constructor(terminal: Terminal) {
    this.#width = Math.min(terminal.columns, WIDEST);
    this.#style = styles(terminal);
  }

  title(words: string, summary: string): void {
    const [first = '', ...rest] = wrap(`${words}: ${summary}`, this.#width, '  ');
    this.#sections.push([this.#style.bold(words) + first.slice(words.length), ...rest].join('\n'));
  }

  paragraphs(texts: readonly string[] = []): void {
    for (const text of texts) this.#sections.push(wrap(text, this.#width).join('\n'));
  }

  list(heading: string, lines: readonly string[]): void {
    this.#section(
      heading,
      lines.flatMap((line) => wrap(`  ${line}`, this.#width, '      ')),
    );
  }

  rows(heading: string, rows: readonly Row[]): void {
    const longest = Math.max(0, ...rows.map(([name]) => name.length).filter((length) => length <= LONGEST_NAME));
    const beside = this.#width >= NARROW;
    const lines = rows.flatMap(([name, meaning]) => {
      if (!beside)
        return [...wrap(`  ${name}`, this.#width, '    '), ...wrap(`      ${meaning}`, this.#width, '      ')];
      const indent = ' '.repeat(longest + 4);
      const [first = '', ...more] = wrap(meaning, this.#width - indent.length).map((line) => indent + line);
      if (name.length > longest) return [`  ${name}`, first, ...more];
      return [`  ${name.padEnd(longest)}  ${first.trimStart()}`, ...more];
    });
    this.#section(heading, lines);
  }

  examples(examples: readonly (readonly [line: string, meaning: string])[]): void {
    const lines = examples.flatMap(([line, meaning], i) => [
      ...(i === 0 ? [] : ['']),
      ...wrap(`  ${meaning[0]!.toUpperCase()}${meaning.slice(1)}:`, this.#width, '  '),
      ...shellLines(line, this.#width),
    ]);
    this.#section('Examples', lines);
  }

  text(): string {
    return `${this.#sections.join('\n\n')}\n`;
  }

  #section(heading: string, lines: readonly string[]): void {
    if (lines.length > 0) this.#sections.push([this.#style.bold(heading), ...lines].join('\n'));
  }
}

/** A command line, continued with backslashes where it is too long, so that it can be copied. */
function shellLines(line: string, width: number): string[] {
  // An option and its value stay on one line.
  const held = line.replaceAll(/(--[\w-]+) (?=[^-\s])/g, '$1\u00a0');
  const lines = wrap(`    ${held}`, width - 2, '        ').map((part) => part.replaceAll('\u00a0', ' '));
  return lines.map((part, i) => (i < lines.length - 1 ? `${part} \\` : part));
}

import type { Terminal } from './terminal.ts';

/** What the shell offers where a value or a word is typed: fixed words, or files with one of these endings. */
export type Completion = readonly string[] | { readonly files: readonly string[] } | 'folders';

/** One option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  /** What stands for the value in help, such as FILE; VALUE unless given. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly array?: true;
  /** Whether its value may begin with a dash, as options for another program do. */
  readonly dashed?: true;
  /** Its single letter, if it has one. */
  readonly short?: string;
  /** The heading under which help lists it; the command's own options come first. */
  readonly group?: string;
  readonly complete?: Completion;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** A word that a command takes by its place. Only the last one may stand for many. */
export interface Positional {
  readonly name: string;
  readonly describe: string;
  readonly required?: true;
  readonly many?: true;
  readonly complete?: Completion;
}

/** One command: its words are the path of groups to it and its name. */
export interface Command {
  readonly name: string;
  /** One line, a verb first. */
  readonly summary: string;
  /** Paragraphs of help that say what the summary leaves open. */
  readonly description?: readonly string[];
  /** Ways to call it, without the words of the command; made from the positionals unless given. */
  readonly usage?: readonly string[];
  readonly positionals?: readonly Positional[];
  readonly options: OptionTable;
  /** Command lines that work as they stand, and what each is for. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** What the exit codes mean where that is more than done (0) and wrong input (2). */
  readonly exits?: readonly (readonly [code: number, meaning: string])[];
  /** Pages of the documentation. */
  readonly see?: readonly string[];
  /** @returns the exit code */
  run(args: Args, terminal: Terminal): Promise<number>;
}

/** Commands under a common word. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly description?: readonly string[];
  readonly commands: readonly (Command | Group)[];
  readonly examples?: readonly (readonly [line: string, meaning: string])[];
  readonly see?: readonly string[];
}

export const isGroup = (node: Command | Group): node is Group => 'commands' in node;

/** What was given on the command line; an option that was not given is absent. */
export interface Args {
  /** Words given by their place; after `--` every word is one, whatever it begins with. */
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** The values that a table's options can have. */
export type Values<O extends OptionTable> = {
  readonly [N in keyof O]?: ValueOf<O[N]> | undefined;
};

type ValueOf<O extends Option> = O['type'] extends 'boolean' ? true : O extends { array: true } ? string[] : string;

/** Gives a command the types of its option table. */
export function command<const O extends OptionTable>(
  definition: Omit<Command, 'options' | 'run'> & {
    readonly options: O;
    run(options: Values<O>, words: readonly string[], terminal: Terminal): Promise<number>;
  },
): Command {
  return {
    ...definition,
    run: ({ values, words }, terminal) => definition.run(values as Values<O>, words, terminal),
  };
}

/** Every command of a tree with the words that name it. */
export function* commandsOf(group: Group, path: readonly string[] = []): Generator<readonly [string[], Command]> {
  for (const child of group.commands) {
    const words = [...path, child.name];
    if (isGroup(child)) yield* commandsOf(child, words);
    else yield [words, child];
  }
}

import yargs, { type Argv, type InferredOptionTypes, type Options } from 'yargs';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { EXIT, type Terminal } from './terminal.ts';

type OptionTable = Readonly<Record<string, Options>>;

/** One command: its words are the path of groups to it and its name. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** How its one positional argument is called and what it is, if it takes one. */
  readonly positional?: { readonly name: string; readonly describe: string };
  readonly options: OptionTable;
  readonly examples?: readonly (readonly [line: string, meaning: string])[];
  /** @returns the exit code */
  run(args: Args, terminal: Terminal): Promise<number>;
}

/** Commands under a common word. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly (Command | Group)[];
}

/** What was given on the command line; an option that was not given is absent. */
export interface Args {
  readonly positional: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Gives a command the types of its option table. */
export function command<O extends OptionTable>(
  definition: Omit<Command, 'options' | 'run'> & {
    readonly options: O;
    run(options: InferredOptionTypes<O>, positional: string | undefined, terminal: Terminal): Promise<number>;
  },
): Command {
  return {
    ...definition,
    run: ({ values, positional }, terminal) => definition.run(values as InferredOptionTypes<O>, positional, terminal),
  };
}

/** yargs guesses a lot by default; here every word is what it looks like, or an error. */
const PLAIN_PARSING = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'greedy-arrays': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
};

/** Finds the command, checks what was given to it and runs it. */
export async function parse(
  root: Group,
  argv: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<number> {
  let code: number = EXIT.done;
  const parser = yargs()
    .scriptName(root.name)
    .usage(root.summary)
    .detectLocale(false)
    .exitProcess(false)
    .fail(false)
    .wrap(Math.min(terminal.columns, 110))
    .parserConfiguration(PLAIN_PARSING)
    .version(version);
  addCommands(parser, root, [], {
    argv,
    terminal,
    done(result) {
      code = result;
    },
  });
  try {
    await parser.parseAsync([...argv], {}, (_error, _argv, output) => {
      if (output !== '') terminal.out(`${output}\n`);
    });
  } catch (cause) {
    throw readable(cause);
  }
  return code;
}

/** What the command that is found needs from around it. */
interface Call {
  readonly argv: readonly string[];
  readonly terminal: Terminal;
  done(code: number): void;
}

function addCommands(parser: Argv, group: Group, path: readonly string[], call: Call): void {
  for (const child of group.commands) {
    if ('commands' in child) {
      parser.command(child.name, child.summary, (sub) => {
        addCommands(sub, child, [...path, child.name], call);
      });
    } else {
      addCommand(parser, child, [...path, child.name], call);
    }
  }
  // The group itself, reached when none of its commands was named.
  parser.command('$0', false, {}, (given) => {
    const wrong = given._[path.length];
    const names = group.commands.map(({ name }) => name);
    if (wrong !== undefined) {
      throw new InputError(`unknown command '${[...path, wrong].join(' ')}'${suggestion(String(wrong), names)}`);
    }
    const option = Object.keys(given).find((key) => key !== '_' && key !== '$0');
    if (option !== undefined) throw new InputError(`unknown option ${dashed(option)}`);
    throw new InputError(`${['makespan', ...path].join(' ')} needs a command: ${names.join(', ')} (or --help)`);
  });
}

function addCommand(parser: Argv, child: Command, path: readonly string[], call: Call): void {
  const { positional } = child;
  const usage = positional === undefined ? child.name : `${child.name} [${positional.name}]`;
  parser.command(
    usage,
    child.summary,
    (sub) => {
      if (positional !== undefined) sub.positional(positional.name, { type: 'string', describe: positional.describe });
      for (const [line, meaning] of child.examples ?? []) sub.example(line, meaning);
      sub.options(child.options);
    },
    async (given) => {
      const { _: words, $0: _script, ...rest } = given as Record<string, unknown> & { _: unknown[] };
      const first = positional === undefined ? undefined : rest[positional.name];
      const values = Object.fromEntries(Object.entries(rest).filter(([key]) => key !== positional?.name));
      if (words.length > path.length) throw new InputError(`unexpected argument '${words[path.length]}'`);
      checkOptions(values, child.options);
      checkFlags(call.argv, child.options);
      call.done(
        await child.run({ values, positional: first === undefined ? undefined : String(first) }, call.terminal),
      );
    },
  );
}

function checkOptions(values: Readonly<Record<string, unknown>>, known: OptionTable): void {
  for (const [name, value] of Object.entries(values)) {
    const option = known[name];
    if (option === undefined) {
      throw new InputError(`unknown option ${dashed(name)}${suggestion(dashed(name), Object.keys(known).map(dashed))}`);
    }
    if (Array.isArray(value) && option.array !== true) throw new InputError(`--${name} is given twice`);
    if ([value].flat().includes('')) throw new InputError(`--${name} needs a value`);
  }
}

/** The parser takes `--json=maybe` for `--json=false`; what is no truth value was meant to be something else. */
function checkFlags(argv: readonly string[], known: OptionTable): void {
  for (const word of argv) {
    const [, name, value] = /^--([\w-]+)=(.*)$/.exec(word) ?? [];
    if (name === undefined || known[name]?.type !== 'boolean' || value === 'true' || value === 'false') continue;
    throw new InputError(`--${name} takes no value`);
  }
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

/** The parser's own complaints, in the form of all others. */
function readable(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause.name !== 'YError') return cause;
  const option = /^Not enough arguments following: (.*)$/.exec(cause.message)?.[1];
  return new InputError(option === undefined ? cause.message : `${dashed(option)} needs a value`, { cause });
}

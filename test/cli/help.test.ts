import { expect, test } from 'vitest';
import { COMMAND_TREE, main } from '../../src/cli/app.ts';
import { type Command, commandsOf, type Group, isGroup } from '../../src/cli/command.ts';
import { parse } from '../../src/cli/parse.ts';
import { makespan, recorder } from './recorder.ts';

const commands = [...commandsOf(COMMAND_TREE)];
const nodes: (readonly [string, readonly string[], Command | Group])[] = [];
const walk = (node: Command | Group, path: readonly string[]): void => {
  nodes.push([path.join(' '), path, node]);
  if (isGroup(node)) for (const child of node.commands) walk(child, [...path, child.name]);
};
walk(COMMAND_TREE, []);

async function helpAt(columns: number, path: readonly string[]): Promise<string> {
  const terminal = { ...recorder(), columns };
  expect(await main([...path, '--help'], terminal)).toBe(0);
  return terminal.text.out;
}

test.each(nodes)(
  'makespan %s --help stays within the terminal at any width, and loses nothing',
  async (_, path, node) => {
    const words = (text: string): string => text.replaceAll('\\\n', ' ').replaceAll(/\s+/g, '');
    const wide = words(await helpAt(250, path));
    for (const columns of [40, 50, 71, 72, 80, 100, 160]) {
      const help = await helpAt(columns, path);
      for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      expect(words(help)).toBe(wide);
    }
    expect(wide).toContain(words(node.summary));
  },
);

test.each(commands.map(([path, command]) => [path.join(' '), path, command] as const))(
  'the help of %s names every option, and has examples that parse',
  async (_, path, { options, examples, summary }) => {
    const help = await helpAt(100, path);
    for (const name of [...Object.keys(options), 'help']) expect(help).toMatch(new RegExp(`--${name}\\b`));
    expect(summary).toMatch(/^[a-z].*[^.]$/);
    expect(examples.length).toBeGreaterThan(0);
    for (const [line, meaning] of examples) {
      expect(meaning).not.toBe('');
      const argv = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
      expect(parse(COMMAND_TREE, argv.slice(1)), line).toMatchObject({ kind: 'run', command: { summary } });
    }
  },
);

test('help COMMAND and COMMAND -h show the same as COMMAND --help', async () => {
  const [long, short, word] = [
    await makespan('trace', 'generate', 'lublin', '--help'),
    await makespan('trace', 'generate', 'lublin', '-h'),
    await makespan('help', 'trace', 'generate', 'lublin'),
  ];
  expect(short).toEqual(long);
  expect(word).toEqual(long);
  expect((await makespan('help')).out).toBe((await makespan('--help')).out);
});

test('help wins over what is wrong or missing beside it, and after -- it is a word like any other', async () => {
  expect((await makespan('trace', 'inspect', '--help')).code).toBe(0);
  expect((await makespan('run', '--polcy', 'easy', '--help')).out).toContain('makespan run: ');
  expect((await makespan('run', '--', '--help')).err).toContain('cannot read the scenario --help');
});

import { describe, expect, test } from 'vitest';
import { COMMAND_TREE } from '../../src/cli/app.ts';
import { parse } from '../../src/cli/parse.ts';

const OPTIONS = '--partition=short --time=30';

describe('a value that begins with a dash', () => {
  test.each([[['--slurm', OPTIONS]], [[`--slurm=${OPTIONS}`]]])('is taken by the option for it: %j', (words) => {
    for (const command of ['run', 'plan', 'check']) {
      const call = parse(COMMAND_TREE, [command, 'a.yaml', ...words, '--quiet']);
      expect(call).toMatchObject({ kind: 'run', args: { words: ['a.yaml'], values: { slurm: OPTIONS, quiet: true } } });
    }
  });

  test('may be a single option, but none of the command itself', () => {
    expect(parse(COMMAND_TREE, ['run', 'a.yaml', '--slurm', '-N1'])).toMatchObject({
      args: { values: { slurm: '-N1' } },
    });
    expect(() => parse(COMMAND_TREE, ['run', 'a.yaml', '--slurm', '--json'])).toThrow('--slurm needs a value');
    expect(() => parse(COMMAND_TREE, ['run', 'a.yaml', '--slurm'])).toThrow('--slurm needs a value');
  });

  test('stays a word after --', () => {
    expect(() => parse(COMMAND_TREE, ['run', '--', '--slurm', '--time=3'])).toThrow("unexpected argument '--time=3'");
  });

  test('is refused by all other options', () => {
    expect(() => parse(COMMAND_TREE, ['run', 'a.yaml', '--store', '--time=3'])).toThrow('unknown option --time');
  });
});

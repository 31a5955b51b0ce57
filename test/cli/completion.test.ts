import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND_TREE } from '../../src/cli/app.ts';
import { runCommand } from '../../src/cli/commands/run.ts';
import { offerFor } from '../../src/cli/completion.ts';
import { SCRIPTS } from '../../src/cli/completion-scripts.ts';
import { POLICIES, PROFILES } from '../../src/registry.ts';
import { folder, makespan } from './recorder.ts';

const offer = (line: string): ReturnType<typeof offerFor> => {
  const words = line.split(' ');
  return offerFor(COMMAND_TREE, words.slice(0, -1), words.at(-1)!);
};

test.each([
  ['', [...COMMAND_TREE.commands.map(({ name }) => name), 'help']],
  ['ru', ['run', 'runs']],
  ['trace ', ['inspect', 'generate', 'shake', 'resample']],
  ['trace generate l', ['lublin']],
  ['help tr', ['trace']],
  ['help trace g', ['generate']],
  ['--', ['--help', '--version']],
  ['run --prof', ['--profile']],
  // Given once, it is not offered again, unless it may be.
  ['run --json --js', []],
  [
    'run --policy easy --pol',
    Object.keys(runCommand.options)
      .filter((name) => name.startsWith('pol'))
      .map((name) => `--${name}`),
  ],
  ['run --policy ', POLICIES.map(({ name }) => name)],
  ['run --trace t.swf --policy easy-', ['easy-sjbf']],
  ['run --policy=easy-', ['--policy=easy-sjbf']],
  ['run --profile ', PROFILES.map(({ name }) => name)],
  ['run --overrun ', ['kill', 'extend']],
  ['run --procs ', []],
  ['policies f', POLICIES.map(({ name }) => name).filter((name) => name.startsWith('f'))],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['frobnicate ', []],
])('after "makespan %s" come the words that may stand there', (line, words) => {
  expect(offer(line).words).toEqual(words);
});

test('where a file is wanted the shell is asked for those that fit', () => {
  expect(offer('run ')).toEqual({ words: [], files: ['.yaml', '.yml'] });
  expect(offer('run --json s')).toEqual({ words: [], files: ['.yaml', '.yml'] });
  expect(offer('run a.yaml ')).toEqual({ words: [] });
  expect(offer('validate a.yaml b.yaml ')).toEqual({ words: [], files: ['.yaml', '.yml'] });
  expect(offer('trace inspect ')).toMatchObject({ files: expect.arrayContaining(['.swf', '.swf.gz']) });
  expect(offer('run --out ')).toEqual({ words: [], folders: true });
});

test('what is offered is known to the program: each word can be typed', async () => {
  expect((await makespan('--get-completions', '--', 'run', '--pa')).out).toBe('--pass\n');
  expect((await makespan('--get-completions', '--', 'run', '')).out).toBe(':files .yaml .yml\n');
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    expect(await makespan('completion', shell)).toEqual({ code: 0, out: SCRIPTS[shell], err: '' });
  }
  expect(await makespan('completion', 'basch')).toMatchObject({
    code: 2,
    err: "makespan: the shell 'basch' is not known; did you mean bash?\n",
  });
});

test('bash completes with the script', () => {
  const path = folder({ 'week one.swf': '', 'week.txt': '', 'a.yaml': '' });
  const program = ['--import', 'tsx', join(process.cwd(), 'src/cli/main.ts')].map((word) => `'${word}'`).join(' ');
  // Calls the function as bash does, for the words given, and prints one candidate a line, then a line of dashes.
  const script = `${SCRIPTS.bash}
    makespan() { (cd '${process.cwd()}' && '${process.execPath}' ${program} "$@"); }
    cd '${path}'
    ask() { COMP_WORDS=(makespan "$@"); COMP_CWORD=$#; _makespan; printf '%s\\n' "\${COMPREPLY[@]}" --; }
    ask tr
    ask run --trace we
    ask run --overrun = e
    ask run --overrun =
    ask validate ''
    ask run --trace we --policy easy-s
  `;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe('trace\n--\nweek one.swf\n--\nextend\n--\nkill\nextend\n--\na.yaml\n--\neasy-sjbf\n--\n');
}, 120_000);

test('the scripts are of the syntax of their shells, as far as these are at hand', () => {
  let checked = 0;
  for (const [shell, script] of Object.entries(SCRIPTS)) {
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
    if (error !== undefined) continue;
    expect(`${status} ${stderr}`, shell).toBe('0 ');
    checked += 1;
  }
  expect(checked).toBeGreaterThan(0);
});

import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND_TREE } from '../../src/cli/app.ts';
import { runCommand } from '../../src/cli/commands/run.ts';
import { contents, folder, makespan, swf } from './recorder.ts';

const FILES = {
  't.swf': swf(4, [[0, 10, 2, 20]]),
  'headless.swf': '1 0 -1 10 2 -1 -1 2 20 -1 1 1 1 -1 1 -1 -1 -1\n',
  'broken.yaml': 'question: What?\nworkload: { trace: t.swf }\npolices: [easy]\n',
  'lost.yaml': 'question: What?\nworkload: { trace: none.swf }\npolicies: [easy]\n',
  'good.yaml': 'question: What?\nworkload: { trace: t.swf }\npolicies: [easy]\n',
  'empty.swf': '; MaxProcs: 4\n',
  'empty.yaml': 'question: What?\nworkload: { trace: empty.swf }\npolicies: [easy]\n',
  file: '',
};

const COMMANDS = COMMAND_TREE.commands.map(({ name }) => name).join(', ');
const RUN = ['run', '--trace', '@/t.swf'];
const EASY = [...RUN, '--policy', 'easy'];
const LUBLIN = ['trace', 'generate', 'lublin', '--jobs', '5', '--procs', '4', '--seed', '1'];
const POISSON = [
  'trace',
  'generate',
  'poisson',
  '--jobs',
  '5',
  '--procs',
  '4',
  '--seed',
  '1',
  '--load',
  '1',
  '--out',
  '@/o.swf',
];

const SHAKE = ['trace', 'shake', '@/t.swf', '--seed', '1'];
const RESAMPLE = ['trace', 'resample', '@/t.swf', '--seed', '1', '--out', '@/o.swf'];

/** Command lines, `@` standing for a folder with the files above, and the one line that answers them. */
const WRONG: readonly (readonly [argv: readonly string[], message: string])[] = [
  [[], `makespan needs a command: ${COMMANDS} (or --help)`],
  [['rnu'], "unknown command 'rnu'; did you mean run?"],
  [['frobnicate'], `unknown command 'frobnicate'; expected one of: ${COMMANDS}, help`],
  [['--jsno'], 'unknown option --jsno; options follow the command'],
  [['trace'], 'makespan trace needs a command: inspect, generate, shake, resample (or --help)'],
  [['trace', 'inspct', 'x'], "unknown command 'trace inspct'; did you mean inspect?"],
  [['trace', 'generate', 'lubin'], "unknown command 'trace generate lubin'; did you mean lublin?"],
  [['run'], 'run needs a scenario file, or --trace FILE and --policy NAME'],
  [['run', '@/none.yaml'], 'cannot read the scenario @/none.yaml: there is no such file'],
  [['run', '@/good.yaml', '@/good.yaml'], "unexpected argument '@/good.yaml'"],
  [['run', '@/good.yaml', '--policy', 'easy'], '--policy cannot be combined with a scenario file; change @/good.yaml'],
  [['run', '@/good.yaml', '--require-claims'], '--require-claims needs a scenario with claims; see docs/claims.md'],
  [[...EASY, '--require-claims'], '--require-claims needs a scenario with claims; see docs/claims.md'],
  [['run', '@/empty.yaml', '--out', '@/out'], 'empty.swf: no job to simulate: it has no records'],
  [[...EASY, '--procs', '1'], 't.swf: no job to simulate: all its records are dropped (1 skipped-too-wide)'],
  [RUN, 'run --trace needs at least one --policy NAME'],
  [[...RUN, '--policy', 'esay'], 'unknown policy esay; did you mean easy?'],
  [[...RUN, '--policy', 'backfill(dept=3)'], 'policy backfill has no option dept; did you mean depth?'],
  [[...RUN, '--policy'], '--policy needs a value'],
  [[...RUN, '--policy', '--json'], '--policy needs a value'],
  [[...EASY, '--policy', 'easy'], "policy 'easy' is given twice; give one of them a label of its own"],
  [[...RUN, '--polcy', 'easy'], 'unknown option --polcy; did you mean --policy?'],
  [
    [...EASY, '-x'],
    `unknown option -x; expected one of: ${Object.keys(runCommand.options)
      .map((name) => `--${name}`)
      .join(', ')}`,
  ],
  [['run', '--', '--json'], 'cannot read the scenario --json: there is no such file'],
  [['help', 'rnu'], "unknown command 'rnu'; did you mean run?"],
  [['help', 'run', 'fast'], "unknown command 'run fast'"],
  [[...EASY, '-q', '--quiet'], '--quiet is given twice'],
  [[...EASY, '--procs', '0'], "--procs must be a whole number of at least 1, found '0'"],
  [[...EASY, '--procs', 'abc'], "--procs must be a whole number of at least 1, found 'abc'"],
  [[...EASY, '--procs', '-3'], "--procs must be a whole number of at least 1, found '-3'"],
  [[...EASY, '--procs', '1.5'], "--procs must be a whole number of at least 1, found '1.5'"],
  [[...EASY, '--procs', '1', '--procs', '2'], '--procs is given twice'],
  [[...EASY, '--procs='], '--procs needs a value'],
  [[...EASY, '--json=maybe'], '--json takes no value'],
  [[...EASY, '--overrun', 'kil'], "--overrun 'kil' is not known; did you mean kill?"],
  [[...EASY, '--profile', 'psyy'], "unknown profile 'psyy'; did you mean pyss?"],
  [[...EASY, '--pass', 'x'], "--pass 'x' is not known; expected one of: instant, event"],
  [
    [...RUN, '--policy', 'conservative', '--overrun', 'extend'],
    "policy 'conservative' needs jobs to end by their estimates: it cannot run with overrun 'extend'",
  ],
  [['run', '--trace', '@/none.swf', '--policy', 'easy'], '@/none.swf: no such file'],
  [['run', '--trace', '@', '--policy', 'easy'], '@: is a folder; expected a trace in SWF, plain or gzip'],
  [[...EASY, '--jobs', '@'], '--jobs @: it is a folder, not a file'],
  [[...EASY, '--jobs', '@/no/j.csv'], '--jobs @/no/j.csv: there is no folder @/no'],
  [[...EASY, '--jobs', '@/t.swf'], '--jobs @/t.swf: would replace the file that is read'],
  [[...EASY, '--jobs', '@/x', '--audit', '@/x'], '--jobs and --audit both name @/x'],
  [[...EASY, '--jobs', '@/./t.swf'], '--jobs @/./t.swf: would replace the file that is read'],
  [[...EASY, '--jobs', '@/x', '--audit', '@/./x'], '--jobs and --audit both name @/./x'],
  [[...EASY, '--out', '@', '--jobs', '@/report.json'], '--jobs and --out both name @/report.json'],
  [[...EASY, '--out', '@', '--audit', '@/timings.json'], '--audit and --out both name @/timings.json'],
  [[...EASY, '--audit', '@/file/a.jsonl'], '--audit @/file/a.jsonl: there is no folder @/file'],
  [[...EASY, '--out', '@/file'], '--out @/file: @/file is not a folder'],
  [[...EASY, '--out', '@/file/deep'], '--out @/file/deep: @/file is not a folder'],
  [
    [...EASY, '--out', '/proc/makespan'],
    '--out /proc/makespan: cannot write in /proc: there is no such file or folder',
  ],
  [['policies', 'wfp4'], "unknown policy 'wfp4'; did you mean wfp3?"],
  [['trace', 'inspect'], 'trace inspect needs a FILE'],
  [['trace', 'inspect', '@/none.swf'], '@/none.swf: no such file'],
  [LUBLIN, '--out is required'],
  [['trace', 'generate', 'lublin', '--jobs', '5', '--procs', '4', '--out', '@/o.swf'], '--seed is required'],
  [[...LUBLIN, '--out', '@/o.swf', '--load', '0'], "--load must be a number above 0, found '0'"],
  [
    [...LUBLIN, '--out', '@/o.swf', '--estimates', 'good'],
    "--estimates must be exact or a number of at least 0, found 'good'",
  ],
  [[...LUBLIN, '--out', '@/no/o.swf'], '--out @/no/o.swf: there is no folder @/no'],
  [[...LUBLIN, '--out', '/dev/null'], '--out /dev/null: must be a regular file'],
  [[...POISSON, '--size', '1-2-3'], "--size must be N or LEAST-MOST, found '1-2-3'"],
  [[...SHAKE, '--out', '@/o.swf', '--seconds', '0.5'], "--seconds must be a whole number of at least 0, found '0.5'"],
  [[...SHAKE, '--out', '@/o.swf', '--runs', '1'], "--runs must be a share from 0 to less than 1, found '1'"],
  [[...SHAKE, '--out', '@/./t.swf'], '--out @/./t.swf: would replace the file that is read'],
  [[...RESAMPLE, '--weeks', '0'], "--weeks must be a whole number of at least 1, found '0'"],
  [RESAMPLE, '@/t.swf: users are moved by whole weeks, which takes a trace of at least 2 weeks; it has 0.0 days'],
  [[...POISSON, '--size', '9'], 'size: expected least <= most <= 4 processors, found 9 and 9'],
];

test.each(WRONG)('makespan %j', async (argv, message) => {
  const path = folder(FILES);
  const before = contents(path);
  const { code, out, err } = await makespan(...argv.map((word) => word.replaceAll('@', path)));
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: `makespan: ${message.replaceAll('@', path)}\n` });
  expect(contents(path)).toEqual(before);
});

test('a broken scenario is answered by its own line, which begins with its place', async () => {
  const path = folder(FILES);
  const file = join(path, 'broken.yaml');
  const { code, out, err } = await makespan('run', file, '--out', join(path, 'out'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(`${file}:3:1 polices: unknown key; did you mean policies?\n`);
  expect(Object.keys(contents(path)).sort()).toEqual(Object.keys(FILES).sort());
});

test.each([
  ['lost.yaml', ['2:20 workload.trace: there is no such file: @/none.swf']],
  [
    'near.yaml',
    [
      '2:20 workload.trace: there is no such file: @/tt.swf; did you mean t.swf?',
      '3:12 policies[0]: unknown policy esay; did you mean easy?',
    ],
  ],
  ['stem.yaml', ['2:20 workload.trace: there is no such file: @/headl.swf; did you mean headless.swf?']],
  ['nowhere.yaml', ['2:20 workload.trace: there is no such file: @/no/t.swf; neither is there such a folder']],
  ['inside.yaml', ['2:20 workload.trace: @ is a folder; expected a trace in SWF, plain or gzip']],
])('a trace that a scenario names and that cannot be read is reported at its place: %s', async (name, lines) => {
  const text = (trace: string, policy = 'easy'): string =>
    `question: What?\nworkload: { trace: ${trace} }\npolicies: [${policy}]\n`;
  const path = folder({
    ...FILES,
    'near.yaml': text('tt.swf', 'esay'),
    'stem.yaml': text('headl.swf'),
    'nowhere.yaml': text('no/t.swf'),
    'inside.yaml': text('.'),
  });
  const file = join(path, name);
  const err = lines.map((line) => `${file}:${line.replaceAll('@', path)}\n`).join('');
  expect(await makespan('run', file, '--out', join(path, 'out'))).toEqual({ code: 2, out: '', err });
});

test('a trace without a header needs --procs, and with it runs', async () => {
  const run = ['run', '--trace', join(folder(FILES), 'headless.swf'), '--policy', 'easy', '--json'];
  const { code, err } = await makespan(...run);
  expect(code).toBe(2);
  expect(err).toMatch(/^makespan: headless\.swf: .*--procs/);
  expect((await makespan(...run, '--procs', '2')).code).toBe(0);
});

test('no output replaces an input that goes by another name', async () => {
  const path = folder({ 't.easy.swf': FILES['t.swf']! });
  const text = 'question: What?\nworkload: { trace: t.easy.swf }\npolicies: [easy, fcfs]\n';
  writeFileSync(join(path, 's.yaml'), text);
  symlinkSync('t.easy.swf', join(path, 'link.fcfs.csv'));
  symlinkSync('s.yaml', join(path, 'log.easy.jsonl'));
  const before = contents(path);
  const run = ['run', join(path, 's.yaml'), '--out', join(path, 'out')];
  for (const [option, given, refused] of [
    ['--jobs', 't.swf', 't.easy.swf'],
    ['--jobs', 'link.csv', 'link.fcfs.csv'],
    ['--audit', 'log.jsonl', 'log.easy.jsonl'],
  ] as const) {
    expect(await makespan(...run, option, join(path, given))).toEqual({
      code: 2,
      out: '',
      err: `makespan: ${option} ${join(path, refused)}: would replace the file that is read\n`,
    });
  }
  expect(contents(path)).toEqual(before);
});

test('two policies are not written to one file through a link', async () => {
  const path = folder(FILES);
  symlinkSync('j.fcfs.csv', join(path, 'j.easy.csv'));
  writeFileSync(join(path, 'j.fcfs.csv'), 'old');
  const run = ['run', '--trace', join(path, 't.swf'), '--policy', 'easy', '--policy', 'fcfs'];
  expect(await makespan(...run, '--jobs', join(path, 'j.csv'))).toEqual({
    code: 2,
    out: '',
    err: `makespan: --jobs: ${join(path, 'j.easy.csv')} and ${join(path, 'j.fcfs.csv')} are the same file\n`,
  });
});

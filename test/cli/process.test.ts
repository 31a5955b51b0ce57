import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { contents, folder, swf } from './recorder.ts';

/** The command line as a process of its own, from the sources, so that it is never an old build that is tested. */
const MAKESPAN = [process.execPath, '--import', 'tsx', 'src/cli/main.ts'] as const;

/** The same for a shell. */
const COMMAND = MAKESPAN.map((word) => `'${word}'`).join(' ');

/** What is in the folder that `--out out` names. */
const REPORT = ['out/jobs.json', 'out/report.html', 'out/report.json', 'out/summary.md', 'out/timings.json'];

function start(argv: readonly string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
} {
  const child = spawn(MAKESPAN[0], [...MAKESPAN.slice(1), ...argv]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s ends the run with %i and keeps what had finished',
  async (signal, expected) => {
    // One job per second, each alone on the machine: the queue grows to thousands, slow for a policy that plans it all.
    const jobs = Array.from({ length: 30_000 }, (_, i) => [i, 50 + (i % 7), 3, 100 + (i % 13)] as const);
    const path = folder({ 't.swf': swf(4, jobs) });
    const { child, ended } = start([
      ...['run', '--trace', join(path, 't.swf'), '--policy', 'fcfs', '--policy', 'conservative-rebuild', '--json'],
      ...['--jobs', join(path, 'j.csv'), '--audit', join(path, 'a.jsonl'), '--out', join(path, 'out')],
    ]);
    await until(() => existsSync(join(path, 'j.fcfs.csv')));
    child.kill(signal);
    const { code, out, err } = await ended;
    expect(err).toBe('makespan: interrupted with 1 of 2 policies left; kept: fcfs\n');
    expect(code).toBe(expected);
    expect(Object.keys(JSON.parse(out).policies)).toEqual(['fcfs']);
    expect(Object.keys(contents(path)).sort()).toEqual(['a.fcfs.jsonl', 'j.fcfs.csv', ...REPORT, 't.swf']);
    const report = JSON.parse(contents(path)['out/report.json']!);
    expect(report.policies.map(({ label }: { label: string }) => label)).toEqual(['fcfs']);
  },
  120_000,
);

test('a reader that closes the pipe early is no error', () => {
  const { stdout, stderr } = spawnSync('sh', ['-c', `${COMMAND} policies | head -n 1`], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'fcfs\n', stderr: '' });
}, 60_000);

test('the report is written whether or not anybody reads what is printed', () => {
  const path = folder({ 't.swf': swf(4, [[0, 10, 2, 20]]) });
  const run = `run --trace '${join(path, 't.swf')}' --policy easy --out '${join(path, 'out')}'`;
  // The reader is gone before the first byte; the exit code is that of makespan, not of the pipe.
  const script = `{ ${COMMAND} ${run}; echo "exit $?" >&2; } | exec true`;
  const { stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('exit 0\n');
  expect(Object.keys(contents(path)).sort()).toEqual([...REPORT, 't.swf']);
}, 60_000);

test.skipIf(!existsSync('/dev/full'))(
  'a full device behind standard output is told in one line',
  () => {
    const { status, stderr } = spawnSync('sh', ['-c', `${COMMAND} policies > /dev/full`], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'makespan: standard output: no space left on device\n',
    });
  },
  60_000,
);

test('the exit code of the process is that of the command', async () => {
  const { code, out, err } = await start(['run', '--trace', 'none.swf', '--policy', 'easy']).ended;
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: 'makespan: none.swf: no such file\n' });
}, 60_000);

test.each(['>', '>>'])(
  '--jobs /dev/stdout goes where standard output goes, with a shell that says %s as well',
  (redirect) => {
    const path = folder({ 't.swf': swf(4, [[0, 10, 2, 20]]), 'out.txt': 'before\n' });
    const run = `run --trace '${join(path, 't.swf')}' --policy easy --jobs /dev/stdout --quiet`;
    const { status, stderr } = spawnSync('sh', ['-c', `${COMMAND} ${run} ${redirect} '${join(path, 'out.txt')}'`], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [before, written] = [redirect === '>' ? '' : 'before\n', contents(path)['out.txt']!];
    expect(written.startsWith(`${before}job_id,submit,start,end,procs\n1,0,0,10,2\n┌`)).toBe(true);
  },
  60_000,
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { POLICIES } from '../../src/registry.ts';
import { contents, folder, makespan, recorder, swf } from './recorder.ts';

test('policies lists every policy with its summary and source', async () => {
  const { code, out } = await makespan('policies');
  expect(code).toBe(0);
  for (const { name, summary, source } of POLICIES) {
    expect(out).toContain(`${name}\n  ${summary}\n`);
    expect(out).toContain(source);
  }
});

test('policies NAME shows that one alone, with its options', async () => {
  const { out } = await makespan('policies', 'backfill');
  expect(out.startsWith('backfill\n')).toBe(true);
  expect(out).toMatch(/^ {2}depth = .* \(default 1\): /m);
  expect(out).not.toContain('conservative-rebuild');
});

test('--version and --help answer on standard output', async () => {
  expect(await makespan('--version')).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  const help = await makespan('run', '--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const option of [
    '--trace',
    '--procs',
    '--policy',
    '--profile',
    '--overrun',
    '--jobs',
    '--audit',
    '--check',
    '--out',
    '--json',
  ]) {
    expect(help.out).toContain(option);
  }
});

test('trace inspect tells what is in a trace and what is odd about it', async () => {
  // One user submits a burst of 25 jobs in one second, a second user one job an hour later.
  const jobs = [...Array(25).fill([0, 60, 1, 120]), [3600, 60, 4, 30]] as [number, number, number, number][];
  const path = join(folder({ 't.swf': swf(4, jobs) }), 't.swf');
  const { code, out } = await makespan('trace', 'inspect', path);
  expect(code).toBe(0);
  expect(out).toContain('t.swf: 26 jobs on 4 processors; 0 records skipped, 0 lines malformed');
  expect(out).toContain('1 edited  killed-at-estimate');
  expect(out).toContain('0h |█▁');
  expect(out).toMatch(/burst: 25 jobs of 1 user submitted in the same second \(from 0 s, line 2\)/);
  const json = JSON.parse((await makespan('trace', 'inspect', path, '--procs', '8', '--json')).out);
  // 25 jobs of 60 processor seconds and one of 4 x 30, over 8 processors and one hour.
  expect(json).toMatchObject({ jobs: 26, procs: 8, span: 3600, offeredLoad: (25 * 60 + 4 * 30) / (8 * 3600) });
  expect(json.ledger).toHaveLength(1);
});

test('what trace inspect and run say fits any width, and loses nothing by it', async () => {
  const jobs = Array.from({ length: 60 }, (_, i) => [i * 977, 60 + i, 1 + (i % 4), 90] as const);
  const path = join(
    folder({ 'a-trace-with-a-long-name.swf': `${swf(4, jobs)}x y z\n` }),
    'a-trace-with-a-long-name.swf',
  );
  for (const argv of [
    ['trace', 'inspect', path],
    ['run', '--trace', path, '--policy', 'fcfs', '--policy', 'backfill(depth=4,order=saf)'],
  ]) {
    for (const columns of [40, 41, 59, 60, 71, 72, 100, 160, 250]) {
      const terminal = { ...recorder(), columns };
      expect(await main(argv, terminal)).toBe(0);
      const { out } = terminal.text;
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      const words = out.replaceAll(/\s+/g, ' ');
      // Of the 60 jobs, which run 60 to 119 s, the 29 of 91 s and more are cut.
      expect(words).toContain(
        '29 edited killed-at-estimate: The job ran longer than its estimate and is killed there.',
      );
      expect(words).toContain('malformed');
    }
  }
});

test.each([
  ['lublin', ['--load', '0.8'], 'o.swf'],
  ['lublin', ['--estimates', '2'], 'o.swf.gz'],
  ['poisson', ['--load', '0.5', '--size', '1-4', '--mean-run', '100'], 'o.swf'],
])('trace generate %s %j writes the same bytes each time, and what it wrote can run', async (model, options, name) => {
  const path = folder();
  const generate = ['trace', 'generate', model, '--jobs', '40', '--procs', '8', '--seed', '3', ...options];
  const first = await makespan(...generate, '--out', join(path, name));
  expect(first).toEqual({ code: 0, out: `${join(path, name)}: 40 jobs for 8 processors\n`, err: '' });
  const bytes = contents(path);
  await makespan(...generate, '--out', join(path, name));
  expect(contents(path)).toEqual(bytes);
  const { out } = await makespan('run', '--trace', join(path, name), '--policy', 'easy', '--check', '--json');
  expect(JSON.parse(out).policies.easy).toMatchObject({ jobs: 40, skipped: 0, malformed: 0 });
});

test.each([
  ['shake', ['--seconds', '30', '--runs', '0.1'], 40, 'shaken by makespan {"seconds":30,"runs":0.1,"seed":"3"}'],
  ['resample', ['--weeks', '4', '--load', '1.5', '--long-term', '2'], undefined, 'resampled by user by makespan'],
])('trace %s %j writes the same bytes each time, and what it wrote can run', async (name, options, jobs, note) => {
  // One user, a job a day for 40 days.
  const days = Array.from({ length: 40 }, (_, day) => [day * 86_400, 600, 2, 900] as const);
  const path = folder({ 't.swf': swf(4, days) });
  const [source, out] = [join(path, 't.swf'), join(path, 'o.swf.gz')];
  const made = ['trace', name, source, '--seed', '3', ...options, '--out', out];
  const first = await makespan(...made);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(new RegExp(`^${out}: ${jobs ?? '\\d+'} jobs for 4 processors\n$`));
  const bytes = contents(path);
  await makespan(...made);
  expect(contents(path)).toEqual(bytes);
  expect(gunzipSync(readFileSync(out)).toString()).toContain(note);
  const run = await makespan('run', '--trace', out, '--policy', 'easy', '--check', '--json');
  expect(JSON.parse(run.out).policies.easy).toMatchObject({ skipped: 0, malformed: 0 });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contents, folder, makespan, swf } from './recorder.ts';

const TRACE = swf(128, [
  [0, 1000, 100, 1000],
  [0, 100, 128, 100],
  [0, 5000, 28, 5000],
  [0, 900, 28, 900],
]);

/** A folder with the report of a run in `out`. */
async function ran(...options: string[]): Promise<string> {
  const path = folder({ 't.swf': TRACE });
  const run = [
    'run',
    '--trace',
    join(path, 't.swf'),
    '--policy',
    'easy',
    '--policy',
    'fcfs',
    '--out',
    join(path, 'out'),
  ];
  expect(await makespan(...run, ...options)).toMatchObject({ code: 0, err: '' });
  return path;
}

test('a report is written again, byte for byte, without the trace', async () => {
  const path = await ran();
  const out = join(path, 'out');
  const before = contents(out);
  const same = (): string[] =>
    Object.entries(contents(out)).flatMap(([name, text]) => (text === before[name] ? [name] : []));
  for (const name of ['report.json', 'report.html', 'summary.md']) writeFileSync(join(out, name), 'gone');
  writeFileSync(join(path, 't.swf'), 'gone');
  const result = await makespan('report', out);
  expect(result).toMatchObject({ code: 0, err: '' });
  expect(result.out).toContain(join(out, 'report.html'));
  expect(same()).toEqual(Object.keys(before));
});

test('--out writes it somewhere else, from where the way back to the policies is another one', async () => {
  const path = await ran();
  const out = join(path, 'out');
  expect(await makespan('report', out, '--out', join(path, 'deep', 'er'), '--quiet')).toEqual({
    code: 0,
    out: '',
    err: '',
  });
  const { 'timings.json': _, 'jobs.json': jobs, ...rest } = contents(out);
  const { 'jobs.json': moved, ...others } = contents(join(path, 'deep', 'er'));
  expect(others).toEqual(rest);
  const base = JSON.parse(jobs!).base;
  expect(JSON.parse(moved!)).toEqual({ ...JSON.parse(jobs!), base: `../${base}` });
});

test('--charts draws every chart as a file, in the run as in the report', async () => {
  const path = await ran('--charts', 'svg');
  const out = join(path, 'out');
  const names = ['wait', 'slowdown', 'utilization', 'queue', 'classes'];
  const drawn = Object.keys(contents(join(out, 'charts')));
  expect(drawn.sort()).toEqual(names.map((name) => `${name}.svg`).sort());
  const before = contents(join(out, 'charts'));
  await makespan('report', out, '--charts', 'svg, png');
  for (const [name, svg] of Object.entries(before))
    expect(contents(join(out, 'charts'))[name] === svg, name).toBe(true);
  for (const name of names) {
    const svg = before[`${name}.svg`]!;
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('easy');
    expect(svg).not.toMatch(/var\(|NaN|undefined/);
    expect(statSync(join(out, 'charts', `${name}.png`)).size).toBeGreaterThan(3000);
    expect(
      readFileSync(join(out, 'charts', `${name}.png`))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  }
});

test.each([
  [['report'], 'report needs a RUN'],
  [['report', 'none'], 'none: there is no such folder'],
  [['report', '.', '--charts', 'pgn'], "--charts 'pgn' is not known; did you mean png?"],
  [
    ['run', '--trace', 't.swf', '--policy', 'easy', '--charts', 'svg'],
    '--charts needs the folder of a report: add --out DIR',
  ],
])('%j is wrong input', async (argv, message) => {
  const { code, err } = await makespan(...argv);
  expect({ code, out: '' }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

const MAKESPAN = ['--import', 'tsx', 'src/cli/main.ts'];

test.skipIf(process.platform !== 'linux')(
  '--open says so where there is no display, after the report is written',
  async () => {
    const out = join(await ran(), 'out');
    const { DISPLAY: _, WAYLAND_DISPLAY: __, WSL_DISTRO_NAME: ___, ...env } = process.env;
    const page = join(out, 'report.html');
    writeFileSync(page, 'gone');
    const { status, stderr } = spawnSync(process.execPath, [...MAKESPAN, 'report', out, '--open'], {
      env,
      encoding: 'utf8',
    });
    expect(stderr).toBe(`makespan: cannot open the report: there is no display here; open ${page} in a browser\n`);
    expect(status).toBe(1);
    expect(statSync(page).size).toBeGreaterThan(1e5);
  },
);

test.skipIf(process.platform !== 'linux')('--open opens the page in the browser', async () => {
  const path = await ran();
  const browser = join(path, 'browser.sh');
  writeFileSync(browser, `#!/bin/sh\necho "$1" > '${join(path, 'opened')}'\n`);
  chmodSync(browser, 0o755);
  const env = { ...process.env, DISPLAY: ':99', BROWSER: browser, XDG_DATA_DIRS: path, XDG_DATA_HOME: path };
  const argv = [...MAKESPAN, 'report', join(path, 'out'), '--open'];
  const { status, stderr } = spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  // The program that opens it is not waited for.
  const opened = (): string => (existsSync(join(path, 'opened')) ? readFileSync(join(path, 'opened'), 'utf8') : '');
  await expect.poll(opened).toContain(join(path, 'out', 'report.html'));
});

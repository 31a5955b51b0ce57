import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ageText, sizeText } from '../../src/cli/size-text.ts';
import { version } from '../../src/cli/version.ts';
import { RunStore } from '../../src/executors/store.ts';
import { contents, folder, makespan } from './recorder.ts';

const DAY = 86_400;
const key = (digit: string): string => digit.repeat(64);

/** A store with a new run, an old one, one of another version, a damaged file and two that were left half-written. */
function filled(): { path: string; store: RunStore } {
  const path = join(folder(), 'runs');
  const store = new RunStore(path, version());
  store.put({ key: key('1'), name: 'easy, seed 1' }, { wait: 1 });
  store.put({ key: key('2'), name: 'easy, seed 2' }, { wait: 2 });
  new RunStore(path, '0.0.9').put({ key: key('3'), name: 'fcfs' }, {});
  store.put({ key: key('4'), name: 'sjf' }, {});
  writeFileSync(store.pathOf(key('4')), 'x');
  const ago = (file: string, seconds: number): void => utimesSync(file, Date.now() / 1000, Date.now() / 1000 - seconds);
  ago(store.pathOf(key('2')), 40.5 * DAY);
  for (const [name, age] of [
    ['.a.tmp', 60],
    ['.b.tmp', DAY],
  ] as const) {
    writeFileSync(join(path, '11', name), 'half');
    ago(join(path, '11', name), age);
  }
  return { path, store };
}

const left = (path: string): string[] => Object.keys(contents(path)).map((name) => name.replace(/(\d)\1+/g, '$1'));

test('the list has a line for each run, and what is damaged', async () => {
  const { path, store } = filled();
  const { out, code } = await makespan('runs', 'list', '--store', path);
  const bytes = [1, 2, 3].reduce((sum, n) => sum + contents(path)[`${n}${n}/${key(`${n}`).slice(2)}.json`]!.length, 0);
  expect(out.replaceAll(/ +\d+ s /g, ' 0 s ')).toBe(
    `${[
      'key            age  version  run',
      `111111111111 0 s  ${version()}    easy, seed 1`,
      `222222222222  40 d  ${version()}    easy, seed 2`,
      '333333333333 0 s  0.0.9    fcfs',
      `${join(path, '11', '.a.tmp')}: half-written, by a process that is at work or was killed`,
      `${join(path, '11', '.b.tmp')}: a killed process has left it half-written`,
      `${store.pathOf(key('4'))}: it is cut off or no JSON`,
      `3 runs, ${bytes} bytes, in ${path}`,
    ].join('\n')}\n`,
  );
  expect(code).toBe(0);
});

test('runs are listed by name, numbers by their size', async () => {
  const path = join(folder(), 'runs');
  const store = new RunStore(path, version());
  for (const [digit, name] of [
    ['1', 'easy, replication 10'],
    ['2', 'sjf, replication 1'],
    ['3', 'easy, replication 9'],
  ] as const)
    store.put({ key: key(digit), name }, {});
  const { out } = await makespan('runs', 'list', '--store', path, '--quiet');
  const names = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(`${version()}  `)[1]);
  expect(names).toEqual(['easy, replication 9', 'easy, replication 10', 'sjf, replication 1']);
});

test('as JSON the list has the runs and the damaged files', async () => {
  const { path, store } = filled();
  const { store: where, runs, damaged } = JSON.parse((await makespan('runs', 'list', '--store', path, '--json')).out);
  expect(where).toBe(path);
  expect(runs.map(({ name }: { name: string }) => name)).toEqual(['easy, seed 1', 'easy, seed 2', 'fcfs']);
  expect(runs[2]).toEqual({
    ...{ key: key('3'), name: 'fcfs', version: '0.0.9' },
    ...{ bytes: contents(path)[`33/${key('3').slice(2)}.json`]!.length, modified: expect.stringMatching(/^\d{4}-/) },
  });
  expect(damaged).toHaveLength(3);
  expect(damaged[2]).toEqual({ file: store.pathOf(key('4')), damage: 'it is cut off or no JSON' });
});

test('without an option prune removes only what nobody can use', async () => {
  const { path } = filled();
  const { out } = await makespan('runs', 'prune', '--store', path);
  expect(out).toBe(
    `removed 0 runs and 2 damaged files, 5 bytes, from ${path}; 3 runs stay: --older, --version-other or --all says which are to go\n`,
  );
  expect(left(path)).toEqual(['1/.a.tmp', '1/1.json', '2/2.json', '3/3.json']);
});

test.each([
  [
    ['--older', '30d'],
    ['1', '3'],
  ],
  [
    ['--older', '41d'],
    ['1', '2', '3'],
  ],
  [['--version-other'], ['1', '2']],
  [['--older', '30d', '--version-other'], ['1']],
] as const)('prune %j leaves the runs %j', async (options, kept) => {
  const { path } = filled();
  expect((await makespan('runs', 'prune', '--store', path, ...options)).code).toBe(0);
  expect(left(path)).toEqual(['1/.a.tmp', ...kept.map((n) => `${n}/${n}.json`)]);
});

test('prune --all removes everything, and with --dry-run nothing', async () => {
  const { path } = filled();
  const all = Object.values(contents(path)).reduce((sum, text) => sum + text.length, 0);
  const dry = await makespan('runs', 'prune', '--store', path, '--all', '--dry-run');
  expect(dry.out).toBe(`would remove 3 runs and 3 damaged files, ${sizeText(all)}, from ${path}\n`);
  expect(left(path)).toHaveLength(6);
  await makespan('runs', 'prune', '--store', path, '--all', '--quiet');
  expect(left(path)).toEqual([]);
});

test('the folder is that of the option, else of the environment', async () => {
  const { path } = filled();
  process.env['MAKESPAN_STORE'] = path;
  onTestFinished(() => {
    process.env['MAKESPAN_STORE'] = '';
  });
  expect((await makespan('runs', 'list')).out).toContain(`, in ${path}\n`);
  const none = join(path, 'none');
  expect((await makespan('runs', 'list', '--store', none)).out).toBe(`0 runs, 0 bytes, in ${none} (no such folder)\n`);
});

test('a wrong age is refused', async () => {
  expect(await makespan('runs', 'prune', '--older', '30 days')).toEqual({
    ...{ code: 2, out: '' },
    err: "makespan: --older must be a number and a unit (s, min, h, d), such as 12h or 30d, found '30 days'\n",
  });
});

test('sizes and ages are short', () => {
  expect([0, 999, 1000, 1449, 9949, 9951, 1.5e6, 999.6e6, 2e15].map(sizeText)).toEqual([
    ...['0 bytes', '999 bytes', '1.0 kB', '1.4 kB', '9.9 kB', '10 kB', '1.5 MB', '1.0 GB', '2000 TB'],
  ]);
  expect([-5, 900, 59_999, 60_000, 3_600_000, 47 * 3_600_000].map(ageText)).toEqual([
    ...['0 s', '0 s', '59 s', '1 min', '1 h', '1 d'],
  ]);
});

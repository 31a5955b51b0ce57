import * as fs from 'node:fs';
import { mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { RunStore, StoreError } from '../../src/executors/store.ts';
import { folder } from '../cli/recorder.ts';
import { filesIn, keyOf } from './setting.ts';

vi.mock('node:fs', async (original) => ({ ...(await original<typeof fs>()) }));
afterEach(() => vi.restoreAllMocks());

const KEY = keyOf('a');
const store = (path: string, version = '1.2.3'): RunStore => new RunStore(path, version);

test('an entry is one line of JSON in a file that is named by its key', () => {
  const path = folder();
  expect(store(path).put({ key: KEY, name: 'easy, seed 1' }, { mean: 1.5, none: undefined })).toEqual({ mean: 1.5 });
  // sha256 of {"mean":1.5}: printf '{"mean":1.5}' | sha256sum
  const sha256 = keyOf('{"mean":1.5}');
  expect(filesIn(path)).toEqual({
    [`${KEY.slice(0, 2)}/${KEY.slice(2)}.json`]: `{"schema":1,"key":"${KEY}","name":"easy, seed 1","version":"1.2.3","sha256":"${sha256}","record":{"mean":1.5}}\n`,
  });
});

test('any JSON comes back as it was put, and put again it makes the same bytes', () => {
  const path = folder();
  const runs = store(path);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const kept = runs.put({ key: KEY, name: 'a' }, value);
      const bytes = readFileSync(runs.pathOf(KEY), 'utf8');
      expect(runs.get(KEY)).toMatchObject({ record: kept });
      expect(JSON.stringify(kept)).toBe(JSON.stringify(value));
      runs.put({ key: KEY, name: 'a' }, kept);
      expect(readFileSync(runs.pathOf(KEY), 'utf8')).toBe(bytes);
    }),
  );
});

test('what was never put is not there, and no folder is no error', () => {
  const runs = store(join(folder(), 'none'));
  expect(runs.get(KEY)).toBeUndefined();
  expect([...runs.list()]).toEqual([]);
});

test('every damage to a file is found', () => {
  const path = folder();
  const runs = store(path);
  runs.put({ key: KEY, name: 'a' }, { value: 41 });
  const file = runs.pathOf(KEY);
  const good = readFileSync(file, 'utf8');
  const damage = (text: string): unknown => {
    writeFileSync(file, text);
    return runs.get(KEY);
  };
  expect(damage('')).toEqual({ file, damage: 'it is empty' });
  expect(damage('null')).toEqual({ file, damage: 'it is no entry' });
  expect(damage(good.replace('41', '42'))).toEqual({ file, damage: 'its record does not match its digest' });
  expect(damage(good.replace(':1,', ':2,'))).toEqual({ file, damage: 'its layout is 2, not 1' });
  expect(damage(good.replace(KEY, keyOf('b')))).toEqual({ file, damage: 'it holds another run' });
  expect(damage(good.replace('"a"', '1'))).toEqual({ file, damage: 'its name or version is missing' });
  for (let length = 1; length < good.length - 1; length++) {
    expect(damage(good.slice(0, length))).toEqual({ file, damage: 'it is cut off or no JSON' });
  }
  expect(damage(good)).toMatchObject({ record: { value: 41 } });
});

test('a file of zeros of the right length, as a power cut leaves it, is damaged', () => {
  const runs = store(folder());
  runs.put({ key: KEY, name: 'a' }, 1);
  truncateSync(runs.pathOf(KEY), 0);
  truncateSync(runs.pathOf(KEY), 200);
  expect(runs.get(KEY)).toMatchObject({ damage: 'it is cut off or no JSON' });
});

test('a file that cannot be read is damaged, not missing', () => {
  const runs = store(folder());
  mkdirSync(runs.pathOf(KEY), { recursive: true });
  expect(runs.get(KEY)).toMatchObject({ damage: 'it cannot be read: it is a folder, not a file' });
});

test.each([
  ['writeFileSync', 'ENOSPC', 'no space left on device'],
  ['renameSync', 'ENOSPC', 'no space left on device'],
  ['mkdirSync', 'EACCES', 'no permission'],
] as const)('if %s fails with %s, one line says so and nothing half-written stays', (call, code, reason) => {
  const path = folder();
  const runs = store(path);
  runs.put({ key: keyOf('b'), name: 'b' }, 1);
  const before = filesIn(path);
  const { writeFileSync: write } = fs;
  vi.spyOn(fs, call).mockImplementation((...parts: unknown[]) => {
    // A full disk takes the beginning.
    if (call === 'writeFileSync') write(String(parts[0]), String(parts[1]).slice(0, 20));
    throw Object.assign(new Error(code), { code });
  });
  expect(() => runs.put({ key: KEY, name: 'a' }, 2)).toThrow(
    new StoreError(`runs cannot be kept in ${path}: ${reason}; those that are finished stay there`),
  );
  vi.restoreAllMocks();
  expect(filesIn(path)).toEqual(before);
});

test('the list has kept runs, damaged ones and leftovers, in the order of keys, and nothing else', () => {
  const path = folder({ README: 'mine' });
  const runs = store(path);
  const keys = ['a', 'b', 'c'].map(keyOf).sort();
  for (const key of keys) runs.put({ key, name: `run ${key[0]}` }, 1);
  writeFileSync(runs.pathOf(keys[1]!), 'x');
  const leftover = runs.pathOf(keys[2]!).replace(/([^/]*)\.json$/, '.$1.host.17.0.tmp');
  writeFileSync(leftover, '{"sch');
  writeFileSync(join(path, keys[0]!.slice(0, 2), 'notes.txt'), 'mine');
  for (const { file } of runs.list()) utimesSync(file, 1000, 1000);
  const size = readFileSync(runs.pathOf(keys[0]!)).length;
  const kept = (key: string): object => ({ key, name: `run ${key[0]}`, version: '1.2.3', record: 1 });
  const modified = 1_000_000;
  expect([...runs.list()]).toEqual([
    { file: runs.pathOf(keys[0]!), bytes: size, modified, content: kept(keys[0]!) },
    {
      ...{ file: runs.pathOf(keys[1]!), bytes: 1, modified },
      content: { file: runs.pathOf(keys[1]!), damage: 'it is cut off or no JSON' },
    },
    { file: leftover, bytes: 5, modified, content: undefined },
    { file: runs.pathOf(keys[2]!), bytes: size, modified, content: kept(keys[2]!) },
  ]);
  for (const found of runs.list()) runs.remove(found);
  expect(Object.values(filesIn(path))).toEqual(['mine', 'mine']);
});

test('a key that could lead out of the folder is refused', () => {
  expect(() => store(folder()).get('../../etc/passwd')).toThrow(
    "a key is 64 hexadecimal digits, not '../../etc/passwd'",
  );
});

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { REPORT_FILES, renderJson, writeReport } from '../../src/report/write.ts';
import { INPUT, REPORT } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makespan-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('writes the four files and leaves nothing else', async () => {
  const out = join(folder, 'a', 'b');
  expect(await writeReport(out, INPUT)).toEqual(REPORT_FILES.map((name) => join(out, name)));
  expect(readdirSync(out).sort()).toEqual([...REPORT_FILES].sort());
  expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(renderJson(REPORT));
  expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toEqual(REPORT);
});

test('writing again replaces the files byte for byte', async () => {
  await writeReport(folder, INPUT);
  const first = REPORT_FILES.map((name) => readFileSync(join(folder, name)));
  await writeReport(folder, INPUT);
  expect(REPORT_FILES.map((name) => readFileSync(join(folder, name)))).toEqual(first);
});

test('a file in the place of the folder is one clear line', async () => {
  const path = join(folder, 'taken');
  writeFileSync(path, '');
  await expect(writeReport(path, INPUT)).rejects.toThrow(
    new InputError(`cannot write the report to ${path}: there is a file of that name`),
  );
  await expect(writeReport(join(path, 'deeper'), INPUT)).rejects.toThrow('a part of the path is not a folder');
});

test('a folder in the place of a file leaves no file half-written', async () => {
  mkdirSync(join(folder, 'report.json', 'x'), { recursive: true });
  await expect(writeReport(folder, INPUT)).rejects.toThrow(InputError);
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('a folder without permission is one clear line', async () => {
  chmodSync(folder, 0o500);
  // Nothing is forbidden to root, who for the moment becomes nobody.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  const written = writeReport(folder, INPUT).finally(() => isRoot && process.seteuid?.(0));
  await expect(written).rejects.toThrow(`cannot write the report to ${folder}: no permission`);
});

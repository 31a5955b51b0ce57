import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { failureTraceBytes, readFailureTrace } from '../../src/failures/trace-read.ts';

const folder = mkdtempSync(join(tmpdir(), 'makespan-failures-'));
const path = join(folder, 'trace');
afterAll(() => rmSync(folder, { recursive: true }));
const read = (text: string | Uint8Array): unknown => {
  writeFileSync(path, text);
  return readFailureTrace(path, failureTraceBytes(path));
};
const csv = 'node,from,until,cause\nn-1,10,20.5,disk\nn-2,5,6,\n';
const outages = [
  { node: 'n-1', from: 10_000, until: 20_500, cause: 'disk', line: 2 },
  { node: 'n-2', from: 5000, until: 6000, cause: 'trace', line: 3 },
];

it('reads CSV, plain and gzip', () => {
  expect(read(csv)).toEqual(outages);
  expect(read(gzipSync(csv))).toEqual(outages);
});

it('reads the unavailability of an event table, from its first event on', () => {
  const table = '# id\n0\t0\t7\t0\tx\t1\t100\t160\t0\n1\t0\t7\t0\tx\t0\t160\t190\t0\n2\t0\t8\t0\ty\t0\t170\tNULL\t0\n';
  expect(read(table)).toEqual([
    { node: '7', from: 60_000, until: 90_000, cause: 'trace', line: 3 },
    { node: '8', from: 70_000, until: Number.POSITIVE_INFINITY, cause: 'trace', line: 4 },
  ]);
});

it.each([
  ['node,from\n', ':1: expected the header node,from,until,cause'],
  [`${csv}n,1\n`, ':4: expected 4 fields (node,from,until,cause), found 2'],
  [`${csv}n,1h,2,\n`, ":4: expected a time in seconds, found '1h'"],
  [`${csv}n,3,2,\n`, ':4: ends before it begins'],
  [
    '# x\n1 2\n',
    ':2: expected at least 8 fields between tabs, or the header node,from,until,cause in the first line; found 1',
  ],
])('refuses %j', (text, message) => {
  expect(() => read(text)).toThrow(`${path}${message}`);
});

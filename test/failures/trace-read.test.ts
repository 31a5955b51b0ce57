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
  { node: 'n-1', from: 10_000, until: 20_500, cause: 'disk', line: 2, col: 1 },
  { node: 'n-2', from: 5000, until: 6000, cause: 'trace', line: 3, col: 1 },
];

it('reads CSV, plain and gzip', () => {
  expect(read(csv)).toEqual(outages);
  expect(read(gzipSync(csv))).toEqual(outages);
});

it('reads the unavailability of an event table, from its first event on', () => {
  const table = '# id\n0\t0\t7\t0\tx\t1\t100\t160\t0\n1\t0\t7\t0\tx\t0\t160\t190\t0\n2\t0\t8\t0\ty\t0\t170\tNULL\t0\n';
  expect(read(table)).toEqual([
    { node: '7', from: 60_000, until: 90_000, cause: 'trace', line: 3, col: 5 },
    { node: '8', from: 70_000, until: Number.POSITIVE_INFINITY, cause: 'trace', line: 4, col: 5 },
  ]);
});

it('reads fields in quotes, which may hold commas, quotes and ends of lines', () => {
  const head = '"node","from","until","cause"\r\n';
  const quoted = `${head}"n-1", 10 ,20.5,"disk, ""sda"""\r\n\r\nn-2,5,6,"fan\nstuck"\nn-3,7,8,"x"\n`;
  expect(read(quoted)).toEqual([
    { ...outages[0], cause: 'disk, "sda"' },
    { ...outages[1], cause: 'fan\nstuck', line: 4 },
    { node: 'n-3', from: 7000, until: 8000, cause: 'x', line: 6, col: 1 },
  ]);
});

it('takes what is between events of availability where there are no others', () => {
  // Node 7 is there from 100 to 160, from 190 to 200 and, as another event says, to 250; again from 300 on. Of node 8
  // nothing is known after its only event, nor of either before its first.
  const rows = [
    [7, 190, 200],
    [7, 100, 160],
    [8, 120, 130],
    [7, 195, 250],
    [7, 300, 'NULL'],
  ];
  const table = rows.map(([node, from, until], i) => `${i}\t0\t${node}\t0\tx\t1\t${from}\t${until}\t0\n`).join('');
  expect(read(table)).toEqual([
    { node: '7', from: 60_000, until: 90_000, cause: 'trace', line: 1, col: 5 },
    { node: '7', from: 150_000, until: 200_000, cause: 'trace', line: 5, col: 5 },
  ]);
});

it.each([
  ['node,from\n', ':1:6: expected the header node,from,until,cause, of which until,cause is missing'],
  ['node,form,until,cause\n', ":1:6: expected the header node,from,until,cause, found 'form'; did you mean from?"],
  [
    'nod,from,until,cause\nn,1,2,\n',
    ":1:1: expected the header node,from,until,cause, found 'nod'; did you mean node?",
  ],
  ['node,from,until,cause,x\n', ":1:23: expected the header node,from,until,cause, found 'x'"],
  [`${csv}n,1\n`, ':4:3: expected 4 fields (node,from,until,cause), found 2'],
  [`${csv}"two\nlines",1,2,,\n`, ':5:13: expected 4 fields (node,from,until,cause), found 5'],
  [`${csv}n,1h,2,\n`, ":4:3: expected a time in seconds, found '1h'"],
  [`${csv}n,3,2,\n`, ':4:5: ends before it begins'],
  [`${csv}"n,1,2,\n`, ':4:1: a quote is not closed, or stands within a field; write "" for one'],
  [`${csv}n,1,2,a "b" c\n`, ':4:7: a quote is not closed, or stands within a field; write "" for one'],
  ['0\t0\t7\t0\tx\t5\t100\t160\t0\n', ":1:11: expected the event type 0 (unavailable) or 1 (available), found '5'"],
  ['0\t0\t7\t0\tx\t1\t100\t160\t0\n', ':1:1: the file has no outage'],
  [
    '# x\n1 2\n',
    ':2:1: expected at least 8 fields between tabs, or the header node,from,until,cause in the first line; found 1',
  ],
])('refuses %j', (text, message) => {
  expect(() => read(text)).toThrow(`${path}${message}`);
});

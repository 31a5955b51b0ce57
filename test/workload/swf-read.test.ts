import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { readSwf, readSwfBytes } from '../../src/workload/swf-read.ts';
import { expectSameTrace, record } from './text.ts';

const folder = mkdtempSync(join(tmpdir(), 'makespan-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Rejects with an InputError of one line, which is returned. */
async function problem(path: string): Promise<string> {
  const error = await readSwf(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message).not.toContain('\n');
  return message;
}

const SP2 = 'traces/SDSC-SP2-1998-4.2-cln.swf.gz';
const many = `${Array.from({ length: 20_000 }, (_, i) => record({ id: i + 1, submit: i * 7, run: i % 999 })).join('\n')}\n`;

describe('readSwf', () => {
  it('reads the whole of SDSC-SP2 and its header', async () => {
    const trace = await readSwf(SP2);
    expect(trace.length).toBe(59_715);
    expect(trace.maxProcs).toBe(128);
    expect(trace.maxNodes).toBe(128);
    expect(trace.header).toHaveLength(48);
    expect(trace.header[0]).toBe('; Version: 2.2');
    expect(trace.malformed).toBe(0);
    expect(trace.ledger).toEqual([]);
    // The first record stands on line 49; field 6 of the record of job 27 has a fraction.
    expect(trace.lines[0]).toBe(49);
    expect(trace.columns.job[0]).toBe(11);
    expect(trace.columns.cpuTime[16]).toBe(7.38);
    expect(trace.columns.run).toBeInstanceOf(Int32Array);
    expect(trace.columns.cpuTime).toBeInstanceOf(Float64Array);
  });

  it('gives the same trace plain and gzip, whatever the name says', async () => {
    const plain = gunzipSync(readFileSync(SP2));
    const whole = readSwfBytes(plain);
    expectSameTrace(await readSwf(file('plain.gz', plain)), whole);
    expectSameTrace(await readSwf(file('packed.swf', gzipSync(plain))), whole);
  });

  it('reads a gzip of several members, as concatenated archives are', async () => {
    const path = file('members.gz', Buffer.concat([gzipSync(`${record({ id: 1 })}\n`), gzipSync(record({ id: 2 }))]));
    expect([...(await readSwf(path)).columns.job]).toEqual([1, 2]);
  });

  it('takes an empty file, an empty gzip and a single byte for what they are', async () => {
    expect((await readSwf(file('empty.swf', ''))).length).toBe(0);
    expect((await readSwf(file('empty.gz', gzipSync('')))).length).toBe(0);
    expect(await readSwf(file('semicolon', ';'))).toMatchObject({ length: 0, header: [';'] });
  });

  it('tells how far it is, up to the size of the file', async () => {
    const path = file('progress.swf', many);
    const seen: [number, number][] = [];
    await readSwf(path, { onProgress: (read, total) => seen.push([read, total]) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toEqual([many.length, many.length]);
    expect(seen.every(([read], i) => i === 0 || read > seen[i - 1]![0])).toBe(true);
  });
});

describe('readSwf on what cannot be read', () => {
  it('names a missing file, and a folder', async () => {
    expect(await problem(join(folder, 'none.swf'))).toBe(`${join(folder, 'none.swf')}: no such file`);
    expect(await problem(folder)).toBe(`${folder}: is a folder; expected a trace in SWF, plain or gzip`);
  });

  it('says that a file may not be read', async () => {
    const path = file('secret.swf', record({}));
    chmodSync(path, 0o000);
    // The superuser may read anything, so for it the file is simply a trace.
    if (process.getuid?.() === 0) expect((await readSwf(path)).length).toBe(1);
    else expect(await problem(path)).toBe(`${path}: may not be read: permission denied`);
  });

  it('says after how many records a truncated gzip breaks off', async () => {
    const whole = gzipSync(many);
    const path = file('cut.swf.gz', whole.subarray(0, whole.length >> 1));
    const [, records] = /^.*: the gzip breaks off after (\d+) records$/.exec(await problem(path)) ?? [];
    expect(Number(records)).toBeGreaterThan(5_000);
    expect(Number(records)).toBeLessThan(15_000);
    expect(await problem(path)).toContain(`after ${records} records`);
    expect(await problem(file('two.gz', whole.subarray(0, 2)))).toMatch(/the gzip breaks off after 0 records$/);
  });

  it('says that a gzip is corrupt', async () => {
    const bytes = gzipSync(many);
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 64);
    expect(await problem(file('corrupt.gz', bytes))).toMatch(/: the gzip is corrupt after \d+ records \(.+\)$/);
  });

  it('points at the first wrong line of a file that is no trace', async () => {
    const csv = file('jobs.csv', '; comment\n\n  job,submit,run\n1,2,3\n');
    expect(await problem(csv)).toBe(
      `${csv}:3:3: expected a number, found "job,submit,run"; no line of the file is a record in SWF`,
    );
    const few = file('few.txt', '1 2 3\n');
    expect(await problem(few)).toBe(
      `${few}:1:1: expected at least 5 numbers, found 3; no line of the file is a record in SWF`,
    );
    expect(
      await problem(
        file(
          'binary',
          Uint8Array.from({ length: 999 }, (_, i) => 128 + (i % 100)),
        ),
      ),
    ).toMatch(/binary:1:1: expected a number, found "[?]+"; no line/);
  });

  it('does not gather a file without line ends in memory', async () => {
    expect(await problem(file('endless', Buffer.alloc(3 << 20, 'x')))).toMatch(/endless:1: no line end within 1 MiB/);
  });
});

describe('a signal', () => {
  it('stops the reading between two chunks, plain or packed', async () => {
    const line = '1 2 -1 3 4 -1 -1 4 5 -1 1 1 1 -1 1 -1 -1 -1\n';
    const plain = Buffer.from(line.repeat(40_000));
    for (const path of [file('long.swf', plain), file('long.gz', gzipSync(plain, { level: 0 }))]) {
      const interruption = new AbortController();
      const seen: number[] = [];
      const reading = readSwf(path, {
        signal: interruption.signal,
        onProgress: (read) => {
          seen.push(read);
          interruption.abort();
        },
      });
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
      expect(seen).toEqual([1 << 18]);
    }
  });
});

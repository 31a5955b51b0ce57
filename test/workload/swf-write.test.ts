import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { SWF_FIELDS, type SwfField, type SwfTrace } from '../../src/model/workload.ts';
import { poissonJobs } from '../../src/workload/poisson.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { buildTrace, traceOfWorkload } from '../../src/workload/swf-build.ts';
import { readSwf, readSwfBytes } from '../../src/workload/swf-read.ts';
import { swfText, writeSwf } from '../../src/workload/swf-write.ts';
import { expectSameTrace, record, sameColumn, traceOf } from './text.ts';

const folder = mkdtempSync(join(tmpdir(), 'makespan-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

const values = (trace: SwfTrace): Record<string, number[]> =>
  Object.fromEntries(SWF_FIELDS.map((field) => [field, Array.from(trace.columns[field])]));

/** Arbitrary traces: small, large and unknown whole numbers, any finite number where fractions are kept. */
const traces = fc
  .record({
    header: fc.array(
      fc
        .string({ unit: 'grapheme' })
        .filter((s) => !/[\n\r]/.test(s))
        .map((s) => `;${s}`),
      { maxLength: 5 },
    ),
    rows: fc.array(
      fc.tuple(
        ...SWF_FIELDS.map((field) =>
          ['cpuTime', 'memoryUsed', 'memoryRequested'].includes(field)
            ? fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)
            : fc.oneof(fc.constant(-1), fc.integer(), fc.maxSafeInteger()),
        ),
      ),
      { maxLength: 30 },
    ),
  })
  .map(({ header, rows }) => {
    const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
    const columns = Object.fromEntries(SWF_FIELDS.map((f, at) => [f, column(at)])) as Record<SwfField, Float64Array>;
    return buildTrace(header, rows.length, columns);
  });

describe('writeSwf', () => {
  it('writes any trace so that it is read back equal', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const back = readSwfBytes(Array.from(swfText(trace), (text) => Buffer.from(text)));
        expect(back.header).toEqual(trace.header);
        expect(values(back)).toEqual(values(trace));
        expect(back.lines).toEqual(trace.lines);
        expect([back.maxProcs, back.maxNodes, back.malformed]).toEqual([trace.maxProcs, trace.maxNodes, 0]);
        expect(back.ledger).toEqual([]);
      }),
    );
  });

  it('writes SDSC-SP2 plain and gzip so that it is read back equal', async () => {
    const trace = await readSwf('traces/SDSC-SP2-1998-4.2-cln.swf.gz');
    for (const name of ['sp2.swf', 'sp2.swf.gz']) {
      await writeSwf(trace, join(folder, name));
      expectSameTrace(await readSwf(join(folder, name)), trace);
    }
    expect(statSync(join(folder, 'sp2.swf.gz')).size * 3).toBeLessThan(statSync(join(folder, 'sp2.swf')).size);
    expect(readFileSync(join(folder, 'sp2.swf')).subarray(0, 14).toString()).toBe('; Version: 2.2');
    await writeSwf(trace, join(folder, 'again.swf.gz'));
    expect(readFileSync(join(folder, 'again.swf.gz')).equals(readFileSync(join(folder, 'sp2.swf.gz')))).toBe(true);
  });

  it('stops between two batches of lines when a signal says so, and leaves nothing behind', async () => {
    const trace = traceOf(...Array.from({ length: 20_000 }, (_, i) => record({ id: i + 1 })));
    const before = readdirSync(folder);
    for (const name of ['stopped.swf', 'stopped.swf.gz']) {
      const interruption = new AbortController();
      const writing = writeSwf(trace, join(folder, name), { signal: interruption.signal });
      interruption.abort();
      await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  it('names a path that cannot be written, and leaves nothing behind', async () => {
    const trace = traceOf(record({}));
    const path = join(folder, 'none', 'out.swf');
    await expect(writeSwf(trace, path)).rejects.toThrow(new InputError(`${path}: cannot be written (ENOENT)`));
    await expect(writeSwf(trace, folder)).rejects.toThrow(InputError);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith(`${folder}.`))).toEqual([]);
  });
});

describe('traceOfWorkload', () => {
  it('saves a workload so that the same jobs come back', async () => {
    const rules = { overrun: 'kill', estimate: 'requested' } as const;
    const trace = await readSwf('traces/SDSC-SP2-1998-4.2-cln.swf.gz');
    const workload = prepareWorkload('SP2, 128', trace, rules);
    const saved = traceOfWorkload(workload);
    const back = prepareWorkload('back', readSwfBytes(Array.from(swfText(saved), (t) => Buffer.from(t))), rules);
    expect(back.procs).toBe(128);
    for (const column of ['id', 'submit', 'runtime', 'estimate', 'procs', 'user', 'group', 'queue'] as const) {
      const [before, after] = [workload, back].map(({ jobs }) => Float64Array.from(jobs[column]));
      expect(sameColumn(after!, before!)).toBe(true);
    }
    expect(back.jobs.killed.every((flag) => flag === 0)).toBe(true);
    expect(saved.header).toEqual(['; Version: 2.2', '; Note: SP2, 128', '; MaxProcs: 128']);
  });

  it('refuses times that the format cannot hold', () => {
    const jobs = poissonJobs({ jobs: 5, procs: 1, load: 0.5, seed: 1 });
    const workload = { name: 'p', jobs, procs: 1, malformed: 0, skipped: 0, ledger: [] };
    expect(() => traceOfWorkload(workload)).toThrow(/^p: job 1 has a time of \d+ ms; SWF holds whole seconds$/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { buildReport } from '../../src/report/build.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { decodeRun, encodeRun, readRun } from '../../src/report/run-data.ts';
import { renderJson, writeReport } from '../../src/report/write.ts';
import { anyRun, EMPTY } from '../metrics/fixtures.ts';
import { INPUT } from './fixtures.ts';

const OPTIONS = {
  profile: 'makespan',
  pass: 'instant',
  order: 'completions-first',
  overrun: 'kill',
  estimate: 'requested',
} as const;

/** An input with everything that can be in one. */
const FULL: ReportInput = {
  ...INPUT,
  options: OPTIONS,
  base: '../../scenarios',
  metrics: ['mean_wait', 'awrt'],
  workload: { ...INPUT.workload, origin: { unixStartTime: 893_466_664, timeZone: -28_800 } },
  runs: [
    { ...INPUT.runs[0]!, spec: 'fcfs' },
    { ...INPUT.runs[1]!, spec: { policy: 'backfill', depth: 4 } },
  ],
};

/** The input with plain arrays for columns, since it does not matter which kind of array holds a label. */
const plain = (input: ReportInput): unknown =>
  JSON.parse(JSON.stringify(input, (_key, value) => (ArrayBuffer.isView(value) ? Array.from(value as never) : value)));

describe('a stored run', () => {
  test.each([
    ['with everything', FULL],
    ['of a program', INPUT],
    [
      'of no jobs',
      { ...INPUT, workload: { ...INPUT.workload, jobs: EMPTY.jobs }, runs: [{ ...INPUT.runs[0]!, run: EMPTY }] },
    ],
    ['of no policies', { ...INPUT, runs: [] }],
  ] as const)('%s comes back as it was, and gives the same report', (_what, input) => {
    const text = encodeRun(input);
    const back = decodeRun(text);
    expect(plain(back)).toEqual(plain(input));
    expect(encodeRun(back)).toBe(text);
    expect(renderJson(buildReport(back))).toBe(renderJson(buildReport(input)));
  });

  test('comes back whatever the jobs are, in seconds or in milliseconds', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(1), (run, late) => {
        const shifted = {
          ...run,
          start: run.start.map((time) => time + late),
          end: run.end.map((time) => time + late),
        };
        const input = { ...INPUT, workload: { ...INPUT.workload, jobs: run.jobs, procs: run.procs }, runs: [] };
        const stored = { ...input, runs: [{ label: 'a', description: '', run: shifted }] };
        const text = encodeRun(stored);
        expect(JSON.parse(text).unit).toBe(late === 0 ? 's' : 'ms');
        expect(plain(decodeRun(text))).toEqual(plain(stored));
      }),
    );
  });

  test('has typed columns as the simulation expects them', () => {
    const { jobs } = decodeRun(encodeRun(FULL)).workload;
    expect(jobs.submit).toBeInstanceOf(Float64Array);
    expect(jobs.procs).toBeInstanceOf(Int32Array);
    expect(jobs.killed).toBeInstanceOf(Uint8Array);
  });
});

describe('readRun', () => {
  function folder(files: Record<string, string>): string {
    const path = mkdtempSync(join(tmpdir(), 'makespan-run-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  }

  test('reads what writeReport wrote', async () => {
    const path = folder({});
    await writeReport(path, FULL);
    expect(plain(readRun(path))).toEqual(plain(FULL));
  });

  test('says what is wrong with the folder', () => {
    const path = folder({ 'report.html': '' });
    const file = join(path, 'report.html');
    expect(() => readRun(join(path, 'none'))).toThrow(new InputError(`${join(path, 'none')}: there is no such folder`));
    expect(() => readRun(file)).toThrow(`${file}: it is a file; name the folder that makespan run wrote`);
    expect(() => readRun(path)).toThrow(`${path}: there is no run in it (no jobs.json, which makespan run writes)`);
  });

  const text = encodeRun(FULL);
  const changed = (change: (document: ReturnType<typeof JSON.parse>) => void): string => {
    const document = JSON.parse(text);
    change(document);
    return JSON.stringify(document);
  };

  test.each([
    ['half a file', text.slice(0, 300), 'is not a run, or damaged: it is no JSON, or only the beginning of it'],
    ['something else', '{}', 'is not a run, or damaged: schema: Invalid input: expected 1'],
    [
      'another schema',
      changed((run) => (run.schema = 2)),
      'has schema 2, and this version reads 1; run the scenario again',
    ],
    [
      'a missing column',
      changed((run) => (run.jobs.user = undefined)),
      'is not a run, or damaged: jobs.user: Invalid input',
    ],
    ['too few rows', changed((run) => (run.rows = 5)), 'is not a run, or damaged: id: expected 5 rows, found 4'],
    [
      'a start too early',
      changed((run) => (run.policies[1].start = 0)),
      'start under overtaken: a start before its submission (row 2)',
    ],
    [
      'a width of 0',
      changed((run) => (run.jobs.procs = 0)),
      'procs: a job of no width or wider than the machine (row 1)',
    ],
    [
      'a time of -1',
      changed((run) => (run.jobs.runtime = -1)),
      'runtime: a time that is no whole number of at least 0 (row 1)',
    ],
    ['disorder', changed((run) => (run.jobs.submit = [5, 4, 3, 2])), 'submit: a job before the one above it (row 2)'],
  ])('says what is wrong with %s', (_what, content, message) => {
    const path = folder({ 'jobs.json': content });
    expect(() => readRun(path)).toThrow(InputError);
    expect(() => readRun(path)).toThrow(message);
    expect(() => readRun(path)).toThrow(join(path, 'jobs.json'));
  });
});

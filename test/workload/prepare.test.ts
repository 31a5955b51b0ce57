import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import type { WorkloadRules } from '../../src/model/workload.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwf } from '../../src/workload/swf-read.ts';
import { counts, record, traceOf } from './text.ts';

const KILL: WorkloadRules = { overrun: 'kill', estimate: 'requested' };

/** The prepared jobs as rows [id, submit, run, estimate, procs, killed], times in seconds. */
function rows(lines: readonly string[], rules: WorkloadRules): number[][] {
  const { jobs } = prepareWorkload('test', traceOf('; MaxProcs: 8', ...lines), rules);
  return Array.from({ length: jobs.length }, (_, j) => [
    jobs.id[j]!,
    jobs.submit[j]! / 1000,
    jobs.runtime[j]! / 1000,
    jobs.estimate[j]! / 1000,
    jobs.procs[j]!,
    jobs.killed[j]!,
  ]);
}

describe('the machine', () => {
  const procs = (header: string[], rules: WorkloadRules): number =>
    prepareWorkload('t.swf', traceOf(...header, record({})), rules).procs;

  it('is what the rules say, else MaxProcs, else MaxNodes', () => {
    expect(procs(['; MaxNodes: 4', '; MaxProcs: 8'], { ...KILL, procs: 2 })).toBe(2);
    expect(procs(['; MaxNodes: 4', '; MaxProcs: 8'], KILL)).toBe(8);
    expect(procs(['; MaxNodes: 4', '; MaxProcs: 0'], KILL)).toBe(4);
  });

  it('must be known, and be one that can exist', () => {
    expect(() => procs([], KILL)).toThrow(InputError);
    expect(() => procs([], KILL)).toThrow(/^t\.swf: .*--procs or cluster\.procs$/);
    for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      expect(() => procs([], { ...KILL, procs: wrong })).toThrow(/expected 1 to 2147483647 processors, found/);
    }
  });
});

describe('which records run', () => {
  it('skips what would end, or is said to end, beyond the clock', () => {
    // The last whole second whose ms are at most half of 2^53 - 1.
    const last = 4_503_599_627_370;
    const { jobs, skipped, ledger } = prepareWorkload(
      'test',
      traceOf(
        '; MaxProcs: 8',
        '1 99999999999999999999 -1 1 1 -1 -1 1 1',
        `2 ${last} -1 1 1 -1 -1 1 -1`,
        `3 ${last - 1} -1 1 1 -1 -1 1 2`,
        `4 ${last - 1} -1 1 1 -1 -1 1 1`,
        '5 0 -1 1e300 1 -1 -1 1 1',
      ),
      KILL,
    );
    expect([...Array.from(jobs.id)]).toEqual([4]);
    expect(skipped).toBe(4);
    expect(counts(ledger)).toMatchObject({ 'skipped-beyond-the-clock': 4 });
  });

  it('counts each skipped record under the first rule that applies to it', () => {
    const workload = prepareWorkload(
      'test',
      traceOf(
        '; MaxProcs: 8',
        record({ submit: -1, run: -1, requested: 99 }),
        record({ run: -1, requested: 0, used: 0 }),
        record({ requested: 0, used: 0 }),
        record({ requested: 9 }),
        record({ requested: -1, used: 9 }),
        record({ id: 6, requested: 8, used: 99 }),
        '1 2 3',
      ),
      KILL,
    );
    expect([...Array.from(workload.jobs.id)]).toEqual([6]);
    expect(workload.skipped).toBe(5);
    expect(workload.malformed).toBe(1);
    expect(workload.ledger.map(({ rule, count, lines }) => [rule, count, lines])).toEqual([
      ['malformed-too-few-fields', 1, [8]],
      ['skipped-negative-submit', 1, [2]],
      ['skipped-unknown-run-time', 1, [3]],
      ['skipped-no-processors', 1, [4]],
      ['skipped-too-wide', 2, [5, 6]],
    ]);
  });

  it('does not look at the status, and takes a run time of 0', () => {
    expect(rows(['1 0 0 0 2 -1 -1 2 30 -1 5'], KILL)).toEqual([[1, 0, 0, 30, 2, 0]]);
  });
});

describe('the jobs', () => {
  it('use the requested processors and time, else those of the real run', () => {
    const lines = [
      record({ id: 1, used: 3, requested: 2, run: 10, time: 20 }),
      record({ id: 2, used: 3, requested: 0, run: 10, time: 0 }),
      record({ id: 3, used: 3, requested: -1, run: 10, time: -1 }),
    ];
    expect(rows(lines, KILL)).toEqual([
      [1, 0, 10, 20, 2, 0],
      [2, 0, 10, 10, 3, 0],
      [3, 0, 10, 10, 3, 0],
    ]);
    const { ledger } = prepareWorkload('test', traceOf(...lines), { ...KILL, procs: 8 });
    expect(counts(ledger)).toEqual({ 'processors-from-allocation': 2, 'estimate-not-given': 2 });
  });

  it('are killed at their estimate or keep their processors', () => {
    const lines = [record({ run: 30, time: 20 }), record({ run: 20, time: 20 }), record({ run: 30, time: 0 })];
    expect(rows(lines, KILL).map((row) => [row[2], row[3], row[5]])).toEqual([
      [20, 20, 1],
      [20, 20, 0],
      [30, 30, 0],
    ]);
    expect(rows(lines, { ...KILL, overrun: 'extend' }).map((row) => [row[2], row[3], row[5]])).toEqual([
      [30, 20, 0],
      [20, 20, 0],
      [30, 30, 0],
    ]);
  });

  it('run uncut with perfect estimates, whatever was requested', () => {
    const lines = [
      record({ id: 1, run: 30, time: 20 }),
      record({ id: 2, run: 5, time: 20 }),
      record({ id: 3, run: 7, time: -1 }),
    ];
    for (const overrun of ['kill', 'extend'] as const) {
      const rules: WorkloadRules = { overrun, estimate: 'runtime' };
      expect(rows(lines, rules).map((row) => [row[2], row[3], row[5]])).toEqual([
        [30, 30, 0],
        [5, 5, 0],
        [7, 7, 0],
      ]);
      expect(counts(prepareWorkload('test', traceOf(...lines), { ...rules, procs: 8 }).ledger)).toEqual({
        'estimate-not-given': 1,
        'estimate-replaced-by-runtime': 2,
      });
    }
  });

  it('arrive by submit time, then by place in the file, whatever their ids', () => {
    const submits = [50, 10, 50, 10, 70, 60];
    const lines = submits.map((submit, i) => record({ id: 9 - i, submit }));
    expect(rows(lines, KILL).map(([id, submit]) => [id, submit])).toEqual([
      [8, 10],
      [6, 10],
      [9, 50],
      [7, 50],
      [4, 60],
      [5, 70],
    ]);
    const { ledger } = prepareWorkload('test', traceOf('; MaxProcs: 8', ...lines), KILL);
    expect(ledger).toMatchObject([{ rule: 'out-of-order-submit', effect: 'noted', count: 3, lines: [3, 5, 7] }]);
  });

  it('may share an id, which is noted', () => {
    const lines = [3, 1, 3, 3, 2].map((id) => record({ id }));
    expect(rows(lines, KILL).map(([id]) => id)).toEqual([3, 1, 3, 3, 2]);
    const { ledger } = prepareWorkload('test', traceOf('; MaxProcs: 8', ...lines), KILL);
    expect(ledger).toMatchObject([{ rule: 'repeated-id', effect: 'noted', count: 2, lines: [4, 5] }]);
  });

  it('keep user, group and queue in order of arrival', () => {
    const { jobs } = prepareWorkload(
      'test',
      traceOf('1 9 0 1 1 -1 -1 1 1 -1 1 31 41 51 61', '2 8 0 1 1 -1 -1 1 1 -1 1 32 42 52 3000000000', '3 7 0 1 1'),
      { ...KILL, procs: 1 },
    );
    expect([Array.from(jobs.user), Array.from(jobs.group), Array.from(jobs.queue)]).toEqual([
      [-1, 32, 31],
      [-1, 42, 41],
      [-1, 3_000_000_000, 61],
    ]);
  });

  it('are none in an empty trace', () => {
    expect(prepareWorkload('empty', traceOf(''), { ...KILL, procs: 4 })).toMatchObject({ skipped: 0, ledger: [] });
  });
});

describe('SDSC-SP2', () => {
  /** sha256 over id, submit, run and processors of each job in order of arrival, as schedules would be compared. */
  const digest = (jobs: ReturnType<typeof prepareWorkload>['jobs']): string => {
    const hash = createHash('sha256');
    for (let j = 0; j < jobs.length; j++) {
      hash.update(`${jobs.id[j]},${jobs.submit[j]! / 1000},${jobs.runtime[j]! / 1000},${jobs.procs[j]}\n`);
    }
    return hash.digest('hex');
  };

  it('gives the jobs of the reference schedules', async () => {
    const trace = await readSwf('traces/SDSC-SP2-1998-4.2-cln.swf.gz');
    const workload = prepareWorkload('SP2', trace, KILL);
    expect(workload.jobs.length).toBe(54_044);
    expect(workload.skipped).toBe(5_671);
    expect(counts(workload.ledger)).toEqual({
      'skipped-unknown-run-time': 5_671,
      'estimate-not-given': 35,
      'killed-at-estimate': 4_134,
    });
    expect(workload.jobs.killed.reduce((sum, flag) => sum + flag, 0)).toBe(4_134);
    expect(digest(workload.jobs)).toBe('7cbd0f282898223d9a0b60f1a9e877273039a9628b9c542ea6216cdbfd9b921d');
    const perfect = prepareWorkload('SP2', trace, { overrun: 'kill', estimate: 'runtime' });
    expect(digest(perfect.jobs)).toBe('9bc86d073b4d84cce383a40c2564400d708d3af37fdf41eb8428f4b7ec5f5958');
  });
});

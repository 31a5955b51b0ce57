import { describe, expect, it } from 'vitest';
import type { SwfTrace } from '../../src/model/workload.ts';
import { inspectTrace, type TraceSummary } from '../../src/workload/inspect.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwf } from '../../src/workload/swf-read.ts';
import { record, traceOf } from './text.ts';

const DAY = 86_400;
const inspect = (trace: SwfTrace): TraceSummary =>
  inspectTrace(
    trace,
    prepareWorkload('t', trace, { overrun: 'kill', estimate: 'requested', procs: trace.maxProcs ?? 8 }),
  );
const kinds = ({ anomalies }: TraceSummary): string[] => anomalies.map(({ kind }) => kind);

describe('inspectTrace', () => {
  // 4 January 1970 was a Sunday; an hour before midnight UTC it is already Monday two hours to the east.
  const summary = inspect(
    traceOf(
      '; MaxProcs: 8',
      `; UnixStartTime: ${3 * DAY + 23 * 3600}`,
      '; TimeZone: 7200',
      record({ id: 1, submit: 0, run: 100, requested: 1, time: 200, wait: 4, user: 7 }),
      record({ id: 2, submit: 7200, run: 300, requested: 4, time: 300, wait: 8, user: 8 }),
      record({ id: 3, submit: 1000 + DAY, run: 50, requested: 6, time: 25, wait: 0, user: 8 }),
      record({ id: 4, submit: 1000 + DAY, run: -1, requested: 6, time: 25, wait: -1, user: 9 }),
      'text',
    ),
  );

  it('counts', () => {
    expect(summary).toMatchObject({
      name: 't',
      procs: 8,
      records: 4,
      malformed: 1,
      skipped: 1,
      jobs: 3,
      users: 2,
      groups: 1,
    });
    expect(summary.statuses).toEqual([{ status: 1, meaning: 'completed', count: 4 }]);
  });

  it('measures span, load, sizes and times', () => {
    expect([summary.firstSubmit, summary.lastSubmit, summary.span]).toEqual([0, 87_400, 87_400]);
    // 1 x 100 + 4 x 300 + 6 x 25, the third being killed at its estimate.
    expect(summary.offeredLoad).toBeCloseTo(1450 / (8 * 87_400), 12);
    expect(summary.size).toMatchObject({ count: 3, min: 1, p25: 2.5, p50: 4, p75: 5, max: 6 });
    expect(summary.size?.mean).toBeCloseTo(11 / 3, 12);
    expect(summary.run).toMatchObject({ min: 25, p50: 100, max: 300 });
    expect(summary.wait).toMatchObject({ count: 3, min: 0, p50: 4, max: 8 });
    expect(summary.estimateAccuracy).toMatchObject({ count: 3, min: 0.5, p50: 1, max: 2 });
    expect(summary.serialShare).toBeCloseTo(1 / 3, 12);
    expect(summary.powerOfTwoShare).toBeCloseTo(1 / 3, 12);
  });

  it('knows who does most of the work', () => {
    expect(summary.topUsers.map(({ user }) => user)).toEqual([8, 7]);
    expect(summary.topUsers[0]!.workShare).toBeCloseTo(1350 / 1450, 12);
    expect(summary.topUsers[0]!.jobShare).toBeCloseTo(2 / 3, 12);
  });

  it('tells the local time of arrivals by the header', () => {
    expect([summary.firstDate, summary.lastDate]).toEqual(['1970-01-05 01:00:00', '1970-01-06 01:16:40']);
    expect(summary.byHour.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [1, 2],
      [3, 1],
    ]);
    expect(summary.byWeekday).toEqual([2, 1, 0, 0, 0, 0, 0]);
  });

  it('finds that a job ran longer than requested', () => {
    expect(summary.anomalies).toEqual([
      {
        kind: 'overrun',
        what: '1 job ran longer than requested, the worst 2.0 times',
        jobs: 1,
        from: 87_400,
        to: 87_400,
        line: 6,
      },
    ]);
  });

  it('takes time 0 for midnight where the header says nothing, and knows no weekday', () => {
    const plain = inspect(traceOf(record({ submit: 5 * 3600 + DAY })));
    expect(plain.byHour.indexOf(1)).toBe(5);
    expect([plain.byWeekday, plain.firstDate, plain.offeredLoad]).toEqual([undefined, undefined, undefined]);
  });

  it('summarises an empty trace', () => {
    const empty = inspect(traceOf(''));
    expect(empty).toMatchObject({ records: 0, jobs: 0, span: 0, users: 0, anomalies: [], statuses: [], topUsers: [] });
    expect([empty.size, empty.wait, empty.serialShare, empty.firstSubmit]).toEqual(new Array(4).fill(undefined));
  });
});

describe('anomalies', () => {
  /** 30 days with 20 jobs of 10 users each, an hour apart. */
  const quiet = Array.from({ length: 600 }, (_, i) => ({
    submit: Math.floor(i / 20) * DAY + (i % 20) * 3600,
    user: i % 10,
  }));
  const build = (jobs: readonly { submit: number; user: number }[]): TraceSummary =>
    inspect(traceOf(...jobs.toSorted((a, b) => a.submit - b.submit).map((job, i) => record({ id: i + 1, ...job }))));

  it('are none in a quiet trace', () => {
    expect(build(quiet).anomalies).toEqual([]);
  });

  it('include a planted flurry, with its days joined', () => {
    const surge = [12, 14].flatMap((day) =>
      Array.from({ length: 150 }, (_, i) => ({ submit: day * DAY + 600 * i + (day === 14 ? 2 : 1), user: 42 })),
    );
    const { anomalies } = build([...quiet, ...surge]);
    expect(anomalies).toEqual([
      {
        kind: 'flurry',
        what: 'user 42 submitted 288 jobs on 2 days',
        jobs: 288,
        from: 12 * DAY + 1,
        to: 14 * DAY + 600 * 143 + 2,
        // After 12 quiet days of 20 records and the one at the very midnight of the 13th.
        line: 242,
        user: 42,
      },
    ]);
  });

  it('tell two flurries of one user apart that lie weeks apart', () => {
    const surge = [2, 20].flatMap((day) =>
      Array.from({ length: 120 }, (_, i) => ({ submit: day * DAY + 60 * i + 1, user: 3 })),
    );
    expect(build([...quiet, ...surge]).anomalies.map(({ kind, jobs, user }) => [kind, jobs, user])).toEqual([
      ['flurry', 122, 3],
      ['flurry', 122, 3],
    ]);
  });

  it('do not include a user who is always that busy', () => {
    const busy = Array.from({ length: 30 * 120 }, (_, i) => ({ submit: i * 720 + 1, user: 42 }));
    expect(kinds(build([...quiet, ...busy]))).not.toContain('flurry');
  });

  it('include bursts within one second and long gaps', () => {
    const burst = Array.from({ length: 25 }, (_, i) => ({ submit: 5 * DAY + 7, user: 50 + (i % 2) }));
    const late = quiet.map(({ submit, user }) => ({ submit: submit + 50 * DAY, user }));
    const { anomalies } = build([...quiet, ...burst, ...late]);
    expect(anomalies).toEqual([
      {
        kind: 'burst',
        what: '25 jobs of 2 users submitted in the same second',
        jobs: 25,
        from: 5 * DAY + 7,
        to: 5 * DAY + 7,
        line: 102,
      },
      {
        kind: 'gap',
        what: 'no job submitted for 20.2 days',
        jobs: 0,
        from: 29 * DAY + 19 * 3600,
        to: 50 * DAY,
        line: 626,
      },
    ]);
  });

  it('of SDSC-SP2 without its known flurries are three smaller ones and the overruns', async () => {
    const summary = inspect(await readSwf('traces/SDSC-SP2-1998-4.2-cln.swf.gz'));
    expect(summary.anomalies.map(({ kind, jobs, user }) => [kind, jobs, user])).toEqual([
      ['flurry', 819, 48],
      ['flurry', 769, 24],
      ['flurry', 588, 99],
      ['overrun', 4134, undefined],
    ]);
    expect(summary).toMatchObject({ records: 59_715, jobs: 54_044, users: 428, firstDate: '1998-05-01 06:26:33' });
    expect(summary.offeredLoad).toBeCloseTo(0.8246289729, 9);
    expect(summary.statuses.map(({ count }) => count)).toEqual([43_117, 16_598]);
    expect(summary.byHour.reduce((a, b) => a + b)).toBe(54_044);
    // Monday to Friday are busier than the weekend.
    expect(Math.min(...summary.byWeekday!.slice(0, 5))).toBeGreaterThan(Math.max(...summary.byWeekday!.slice(5)));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byHourOfWeek, byUser, METRICS } from '../../src/metrics/index.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { wallClock } from '../../src/model/wall-clock.ts';
import { buildReport } from '../../src/report/build.ts';
import { density } from '../../src/report/views/density.ts';
import { differences } from '../../src/report/views/differences.ts';
import { jobsInWindow, machineBars, runBars, stretchesInWindow, waitBars } from '../../src/report/views/gantt.ts';
import { placeOnMachine, startOrder } from '../../src/report/views/machine.ts';
import { PageData, pageRun } from '../../src/report/views/page-data.ts';
import { allRuns, someRuns } from '../../src/report/views/selected-report.ts';
import { selectedRows } from '../../src/report/views/selection.ts';
import { formatState, parseState } from '../../src/report/views/state.ts';
import { durationText, momentText, timeTicks } from '../../src/report/views/time-axis.ts';
import { anyRun, finishedRun, PENCIL } from '../metrics/fixtures.ts';
import { INPUT, manyRuns } from './fixtures.ts';

const dataOf = (input: typeof INPUT): PageData =>
  new PageData(buildReport(input), JSON.parse(JSON.stringify(pageRun(input))));

describe('what the page carries', () => {
  test('gives every run back as it was', () => {
    const data = dataOf(INPUT);
    for (const [policy, { run }] of INPUT.runs.entries()) {
      const back = data.run(policy);
      expect([...back.start]).toEqual([...run.start]);
      expect([...back.end]).toEqual([...run.end]);
      expect(METRICS.map((metric) => metric.of(back))).toEqual(METRICS.map((metric) => metric.of(run)));
    }
  });
});

describe('a selection', () => {
  const JOBS = Array.from({ length: 200 }, (_, i) => ({
    submit: i * 60,
    run: 1 + ((i * 3701) % 40_000),
    procs: 1 + ((i * 7) % 50),
    user: i % 5,
  }));
  const data = dataOf(manyRuns(2, JOBS));

  test('of nothing is everything, with the figures of the report', () => {
    expect(selectedRows(data.jobs, {})).toBeUndefined();
    expect(allRuns(data).figures(1)).toBe(data.report.policies[1]);
  });

  test('of a user has the figures that the report gives for this user, to the digit', () => {
    for (const [policy, { users }] of data.report.policies.entries()) {
      for (const { user, jobs, processor_seconds: _, ...figures } of users) {
        const runs = someRuns(data, selectedRows(data.jobs, { user: user! })!);
        expect(runs.jobs).toBe(jobs);
        expect(runs.figures(policy).metrics).toMatchObject(figures);
      }
    }
  });

  test('of a class has the figures that the report gives for this class, to the digit', () => {
    let seen = 0;
    for (const { size, length, jobs, processor_seconds: _, ...figures } of data.report.policies[1]!.classes) {
      const runs = someRuns(data, selectedRows(data.jobs, { size, length })!);
      expect(runs.jobs).toBe(jobs);
      expect(runs.figures(1).metrics).toMatchObject(figures);
      seen += runs.jobs;
    }
    expect(seen).toBe(200);
  });

  test('of a window has what was submitted from its beginning to before its end', () => {
    expect([...selectedRows(data.jobs, { from: 60, to: 240 })!]).toEqual([1, 2, 3]);
    expect([...selectedRows(data.jobs, { from: 60, to: 240, user: 2 })!]).toEqual([2]);
  });

  test('uses a share of the machine, and loses what only all jobs together can say', () => {
    // User 1 of the pencil schedule: 100 s on 3 and 5 s on 1 of 4 processors, from 0 to 100 s.
    const pencil = dataOf(INPUT);
    const { metrics } = someRuns(pencil, selectedRows(pencil.jobs, { user: 1 })!).figures(0);
    expect(metrics['utilization']).toBe(305 / 400);
    expect(metrics['loss_of_capacity']).toBeNull();
    expect(pencil.report.policies[0]!.metrics['loss_of_capacity']).not.toBeNull();
  });

  test('of no jobs has no figures rather than wrong ones', () => {
    const none = someRuns(data, selectedRows(data.jobs, { user: 99 })!);
    expect(none.jobs).toBe(0);
    expect(none.figures(0).metrics).toMatchObject({ mean_wait: null, makespan: 0 });
  });
});

describe('the address', () => {
  const POLICIES = ['fcfs', 'saf(depth=1)', 'a & b = c#'];

  test('holds all that is chosen, and reads it back', () => {
    const label = fc.option(fc.constantFrom(...POLICIES), { nil: undefined });
    const whole = fc.option(fc.integer({ min: -1, max: 1e6 }), { nil: undefined });
    const time = fc.option(fc.nat(1e9), { nil: undefined });
    const state = fc.record({
      policy: label,
      a: label,
      b: label,
      user: whole,
      queue: whole,
      group: whole,
      from: time,
      to: time,
      size: fc.constantFrom(undefined, 'narrow', 'very wide'),
      length: fc.constantFrom(undefined, 'very short'),
      job: fc.option(fc.nat(9), { nil: undefined }),
    });
    fc.assert(
      fc.property(state, (chosen) => {
        const back = parseState(`#${formatState(chosen)}`, POLICIES, 10);
        expect(back).toEqual(Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)));
      }),
    );
    expect(formatState({})).toBe('');
  });

  test('of another report keeps what this one knows', () => {
    const hash = '#policy=gone&user=many&size=narrow&from=-3&to=&job=10&length=1.5';
    expect(parseState(hash, POLICIES, 10)).toEqual({ size: 'narrow' });
    expect(parseState('#main', POLICIES, 10)).toEqual({});
    // Users with names, as on a machine of nodes.
    expect(parseState('#user=heavy', POLICIES, 10, ['heavy'])).toEqual({ user: 'heavy' });
    expect(parseState('#user=7', POLICIES, 10, ['heavy'])).toEqual({});
  });
});

describe('two runs side by side', () => {
  test('tell how many jobs move how far, and which most', () => {
    const jobs = [0, 300, 4000, 90_000, 700_000].map((_, i) => ({ submit: 0, run: 1, procs: 1, user: i }));
    const at = (starts: readonly number[]): FinishedRun =>
      finishedRun(
        9,
        jobs.map((job, i) => ({ ...job, start: starts[i]! })),
      );
    const found = differences(at([0, 600, 5000, 0, 0]), at([0, 0, 1000, 90_000, 700_000]), 1);
    expect(found.moves.filter(({ jobs: count }) => count > 0)).toEqual([
      { name: '1 h - 1 d', direction: 'earlier', jobs: 1 },
      { name: 'up to 10 min', direction: 'earlier', jobs: 1 },
      { name: 'same start', direction: 'same', jobs: 1 },
      { name: '1 d - 1 week', direction: 'later', jobs: 1 },
      { name: 'over 1 week', direction: 'later', jobs: 1 },
    ]);
    expect([found.earlier, found.later]).toEqual([[2], [4]]);
  });

  test('of which one is the other move nothing', () => {
    const { moves, earlier, later } = differences(PENCIL, PENCIL, 20);
    expect(moves.filter(({ jobs }) => jobs > 0)).toEqual([{ name: 'same start', direction: 'same', jobs: 4 }]);
    expect([earlier, later]).toEqual([[], []]);
  });
});

describe('jobs on processors', () => {
  test('take the lowest free numbers', () => {
    // 0-100 s: the first job on 0 to 2; 22-27 s: the third on 3; at 100 s the second on 0 and 1, the fourth on 2 and 3.
    const { count, job, from, to } = placeOnMachine(PENCIL);
    const stretches = Array.from({ length: count }, (_, i) => [job[i], from[i], to[i]]);
    expect(stretches).toEqual([
      [0, 0, 3],
      [2, 3, 4],
      [1, 0, 2],
      [3, 2, 4],
    ]);
  });

  test('have as many as they asked for, and never one that another holds', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { count, job, from, to } = placeOnMachine(run);
        const held = new Array(run.jobs.length).fill(0);
        const busy: { start: number; end: number }[][] = Array.from({ length: run.procs }, () => []);
        for (let i = 0; i < count; i++) {
          const row = job[i]!;
          held[row] += to[i]! - from[i]!;
          for (let processor = from[i]!; processor < to[i]!; processor++) {
            const [start, end] = [run.start[row]!, run.end[row]!];
            expect(busy[processor]!.some((other) => other.start < end && start < other.end)).toBe(false);
            busy[processor]!.push({ start, end });
          }
        }
        expect(held).toEqual([...run.jobs.procs]);
      }),
    );
  });
});

describe('the chart of the schedule', () => {
  test('has the jobs that hold processors in its window, and counts those that wait through it', () => {
    // From 30 to 60 s the first job runs, the second and the fourth wait; the third ended before.
    expect(jobsInWindow(PENCIL, startOrder(PENCIL), 30_000, 60_000)).toEqual({ running: [0], waiting: 2 });
    expect(jobsInWindow(PENCIL, startOrder(PENCIL), 0, 150_000).running).toEqual([0, 2, 1, 3]);
  });

  test('sets the chosen jobs apart on the machine', () => {
    const stretches = placeOnMachine(PENCIL);
    const window = { from: 90_000, to: 150_000, low: 0, high: 2 };
    const found = stretchesInWindow(PENCIL, stretches, window, Uint8Array.from([0, 1, 0, 0]));
    expect(found).toEqual({ chosen: [2], others: [0] });
    const bars = machineBars(PENCIL, stretches, found.chosen);
    expect([bars.job(0), bars.from(0), bars.to(0), bars.low(0), bars.high(0)]).toEqual([1, 100_000, 150_000, 0, 2]);
  });

  test('shades each cell by the share of it that is covered', () => {
    // Rows in order of start; the third job runs from 22 to 27 s: a half and a fifth of 20-30 s.
    const window = { from: 0, to: 40_000, low: 0, high: 4 };
    const rows = startOrder(PENCIL);
    expect([...density(runBars(PENCIL, rows), window, 4, 4)]).toEqual([
      ...[1, 1, 1, 1],
      ...[0, 0, 0.5, 0],
      ...[0, 0, 0, 0],
      ...[0, 0, 0, 0],
    ]);
    // Two rows to a cell: the third job waits from 20 to 22 s, the second from 10 s on.
    const waits = [...density(waitBars(PENCIL, rows), window, 4, 2)];
    expect(waits.map((share) => share.toFixed(3))).toEqual(
      [...[0, 0, 0.1, 0], ...[0, 0.5, 0.5, 1]].map((share) => share.toFixed(3)),
    );
  });

  test('covers as much of its grid as there is processor time', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 20 }), (run, columns, rows) => {
        const to = run.end.reduce((last, end) => Math.max(last, end), 1000);
        const stretches = placeOnMachine(run);
        const all = Array.from({ length: stretches.count }, (_, i) => i);
        const window = { from: 0, to, low: 0, high: run.procs };
        const cells = density(machineBars(run, stretches, all), window, columns, rows);
        const covered = cells.reduce((sum, cell) => sum + cell, 0) / (columns * rows);
        const area = run.jobs.procs.reduce((sum, procs, job) => sum + procs * run.jobs.runtime[job]!, 0);
        expect(covered).toBeCloseTo(area / (run.procs * to), 4);
      }),
    );
  });
});

describe('the heat map', () => {
  test('groups jobs by the hour and day of their submission on the clock of the trace', () => {
    // Time 0 is Friday 24 April 1998, 17:11 local time; the third job comes 24 h later.
    const clock = wallClock({ unixStartTime: 893_466_664, timeZone: -28_800 });
    const run = finishedRun(4, [
      { submit: 0, run: 1, procs: 1, user: 1, start: 10 },
      { submit: 60, run: 1, procs: 1, user: 1, start: 80 },
      { submit: 86_400, run: 1, procs: 1, user: 1, start: 86_400 },
    ]);
    const figures = byHourOfWeek(run, clock);
    expect(figures[4]![17]).toMatchObject({ jobs: 2, mean_wait: 15, max_wait: 20 });
    expect(figures[5]![17]).toMatchObject({ jobs: 1, mean_wait: 0 });
    expect(figures.flat().reduce((sum, { jobs }) => sum + jobs, 0)).toBe(3);
  });

  test('loses no job and no wait', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const cells = byHourOfWeek(run, wallClock(undefined)).flat();
        expect(cells.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(run.jobs.length);
        const most = cells.filter(({ jobs }) => jobs > 0).map(({ max_wait: wait }) => wait);
        expect(Math.max(...most)).toBe(Math.max(...byUser(run).map(({ max_wait: wait }) => wait)));
      }),
    );
  });
});

describe('the time axis', () => {
  const known = wallClock({ unixStartTime: 893_466_664, timeZone: -28_800 });

  test('is round on the clock on the wall', () => {
    // Time 0 is 17:11:04, so midnight comes 6 h 48 min 56 s later.
    expect(timeTicks(0, 86_400, known, 4)).toEqual([
      { time: 2936, label: '18:00' },
      { time: 24_536, label: '1998-04-25' },
      { time: 46_136, label: '06:00' },
      { time: 67_736, label: '12:00' },
    ]);
    expect(timeTicks(0, 86_400 * 3, wallClock(undefined), 4).map(({ label }) => label)).toEqual([
      ...['day 0', 'day 1', 'day 2', 'day 3'],
    ]);
  });

  test('never has many more ticks than there is room for', () => {
    fc.assert(
      fc.property(
        fc.nat(1e8),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 2, max: 20 }),
        (from, length, most) => {
          const ticks = timeTicks(from, from + length, known, most);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          for (const { time } of ticks) expect(time).toBeGreaterThanOrEqual(from);
        },
      ),
    );
  });

  test('words moments and lengths', () => {
    expect(momentText(0, known)).toBe('1998-04-24 17:11:04');
    expect(momentText(90_061, wallClock(undefined))).toBe('day 1, 01:01:01');
    expect(momentText(86_400, wallClock(undefined))).toBe('day 1, 00:00:00');
    expect([0, 59, 60, 3725, 90_000, -5400].map(durationText)).toEqual([
      ...['0 s', '59 s', '1 min', '1 h 2 min', '1 d 1 h', '-1 h 30 min'],
    ]);
  });
});

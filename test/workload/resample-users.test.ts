import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { SWF_FIELDS, type SwfTrace } from '../../src/model/workload.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { replicated } from '../../src/workload/replicate.ts';
import { type ResampleOptions, resampleUsers } from '../../src/workload/resample-users.ts';
import { counts, expectSameTrace, record, traceOf } from './text.ts';

const WEEK = 604_800;

/** A trace of 4 to 30 weeks whose first job starts anywhere in a week. */
const trace = fc
  .record({
    start: fc.integer({ min: 0, max: 2 * WEEK }),
    weeks: fc.integer({ min: 4, max: 30 }),
    jobs: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        user: fc.integer({ min: 1, max: 6 }),
        run: fc.integer({ min: 1, max: 999 }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ start, weeks, jobs }) => {
    const span = weeks * WEEK - 1 - (start % 86_400);
    const all = [{ at: 0, user: 1, run: 5 }, ...jobs, { at: 1, user: 2, run: 6 }];
    return traceOf(
      '; MaxProcs: 8',
      ...all
        .map(({ at, ...job }) => ({ ...job, submit: start + Math.round(at * span) }))
        .sort((a, b) => a.submit - b.submit)
        .map((job, i) => record({ ...job, id: i + 1 })),
    );
  });
const options: fc.Arbitrary<ResampleOptions> = fc.record({
  weeks: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  load: fc.option(fc.double({ min: 0.1, max: 3, noNaN: true }), { nil: undefined }),
  longTerm: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
});
const seed = fc.integer();

interface Submission {
  readonly line: number;
  readonly submit: number;
}

/** What each user submitted, in order of time. */
function byUser({ columns, lines }: SwfTrace): Map<number, Submission[]> {
  const users = new Map<number, Submission[]>();
  for (let i = 0; i < lines.length; i++) {
    const user = columns.user[i]!;
    users.set(user, [...(users.get(user) ?? []), { line: lines[i]!, submit: columns.submit[i]! }]);
  }
  return users;
}

const source = (given: SwfTrace): Map<number, number> =>
  new Map(Array.from(given.lines, (line, i) => [line, given.columns.submit[i]!]));

describe('resampleUsers', () => {
  it('keeps every job at its second of the week, within the weeks asked for', () => {
    fc.assert(
      fc.property(trace, options, seed, (given, how, key) => {
        const made = resampleUsers(given, how, key);
        const was = source(given);
        const first = Math.min(...given.columns.submit);
        const span = Math.max(...given.columns.submit) - first;
        const weeks = how.weeks ?? Math.ceil((span + 1) / WEEK);
        for (let i = 0; i < made.length; i++) {
          const moved = made.columns.submit[i]! - was.get(made.lines[i]!)!;
          expect(moved % WEEK === 0).toBe(true);
          expect(made.columns.submit[i]).toBeGreaterThanOrEqual(first);
          expect(made.columns.submit[i]).toBeLessThan(first + weeks * WEEK);
        }
      }),
    );
  });

  it('gives each user of the result what one user of the trace did, moved as a whole on a circle of weeks', () => {
    fc.assert(
      fc.property(trace, seed, (given, key) => {
        const users = byUser(given);
        const first = Math.min(...given.columns.submit);
        const circle = Math.ceil((Math.max(...given.columns.submit) - first + 1) / WEEK) * WEEK;
        const owner = new Map([...users].flatMap(([user, jobs]) => jobs.map(({ line }) => [line, user] as const)));
        for (const jobs of byUser(resampleUsers(given, {}, key)).values()) {
          const own = users.get(owner.get(jobs[0]!.line)!)!;
          // One shift explains all of its jobs, and none is missing or added.
          const shift = jobs[0]!.submit - source(given).get(jobs[0]!.line)! + circle;
          const expected = own.map(({ line, submit }) => ({
            line,
            submit: first + ((submit - first + shift) % circle),
          }));
          const inTime = (a: Submission, b: Submission): number => a.submit - b.submit || a.line - b.line;
          expect([...jobs].sort(inTime)).toEqual(expected.sort(inTime));
        }
      }),
    );
  });

  it('keeps the times between the jobs of a temporary user, except where it goes round', () => {
    fc.assert(
      fc.property(trace, fc.integer({ min: 30, max: 60 }), seed, (given, weeks, key) => {
        // Everybody is temporary, and the circle is the result's.
        const was = source(given);
        for (const jobs of byUser(resampleUsers(given, { weeks, longTerm: 31 }, key)).values()) {
          const gaps = (at: (job: Submission) => number): number[] =>
            jobs.slice(1).map((job, i) => at(job) - at(jobs[i]!));
          const before = gaps(({ line }) => was.get(line)!);
          const after = gaps(({ submit }) => submit);
          const turns = after.filter((gap, i) => gap !== before[i]);
          expect(turns.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('lets a long-term user go round again where the result is longer than the trace', () => {
    // User 1 at weeks 0 and 3 of a trace of 4: in 12 weeks, 3 rounds of 2 jobs.
    const given = traceOf(record({ id: 1, submit: 0 }), record({ id: 2, submit: 3 * WEEK + 5 }));
    const made = resampleUsers(given, { weeks: 12, longTerm: 2 }, 3);
    // 4 weeks over a span of 3 weeks and 5 s make 1.33 users: 1 or 2.
    const rounds = [...byUser(made).values()];
    expect([1, 2]).toContain(rounds.length);
    for (const jobs of rounds) {
      expect(jobs.length).toBe(6);
      expect(jobs.slice(2).every((job, i) => job.submit - jobs[i]!.submit === 4 * WEEK)).toBe(true);
    }
  });

  it('keeps the number of a user drawn first and gives later copies new ones above the trace', () => {
    fc.assert(
      fc.property(trace, fc.double({ min: 1, max: 4, noNaN: true }), seed, (given, load, key) => {
        const owner = new Map(Array.from(given.lines, (line, i) => [line, given.columns.user[i]!]));
        const most = Math.max(...given.columns.user);
        for (const [user, jobs] of byUser(resampleUsers(given, { load }, key))) {
          const owners = new Set(jobs.map(({ line }) => owner.get(line)!));
          expect(owners.size).toBe(1);
          if (user <= most) expect(owners.has(user)).toBe(true);
        }
      }),
    );
  });

  it('numbers the jobs anew in order of arrival, and keeps all else of a record but whom it waits for', () => {
    fc.assert(
      fc.property(trace, options, seed, (given, how, key) => {
        const made = resampleUsers(given, how, key);
        const { job, submit, precedingJob, thinkTime } = made.columns;
        expect([...job]).toEqual(Array.from(job, (_, i) => i + 1));
        expect(submit.every((at, i) => i === 0 || at >= submit[i - 1]!)).toBe(true);
        expect([...precedingJob, ...thinkTime].every((value) => value === -1)).toBe(true);
        const at = new Map(Array.from(given.lines, (line, i) => [line, i]));
        const changed = ['job', 'submit', 'user', 'precedingJob', 'thinkTime'];
        for (const field of SWF_FIELDS.filter((name) => !changed.includes(name))) {
          for (const [i, line] of made.lines.entries()) {
            expect(made.columns[field][i]).toBe(given.columns[field][at.get(line)!]);
          }
        }
      }),
    );
  });

  it('depends on seed and options alone; more load keeps the users of less', () => {
    fc.assert(
      fc.property(trace, seed, (given, key) => {
        expectSameTrace(replicated(given, { by: 'users' }, key), resampleUsers(given, {}, String(key)));
        const jobs = ({ columns, lines }: SwfTrace): string[] =>
          Array.from(lines, (line, i) => `${line} ${columns.submit[i]}`);
        const left = jobs(resampleUsers(given, { load: 1.5 }, key));
        for (const job of jobs(resampleUsers(given, {}, key))) {
          const place = left.indexOf(job);
          expect(place).toBeGreaterThanOrEqual(0);
          left.splice(place, 1);
        }
      }),
    );
  });

  it.each([
    [{}, 1],
    [{ load: 1.7 }, 1.7],
    [{ weeks: 31, longTerm: 3 }, 1],
    [{ weeks: 2, longTerm: 3 }, 1],
    [{ weeks: 2, longTerm: 40 }, 1],
  ])('has on average the load of the trace, times the factor: %j', (how: ResampleOptions, factor) => {
    // 40 users of 1 to 9 weeks, each with a job of its own length a week; 10 weeks in all.
    const rows = Array.from({ length: 40 }, (_, user) =>
      Array.from({ length: 1 + (user % 9) }, (_, week) => ({
        submit: week * WEEK + 1000 * user + (user % 2) * WEEK,
        run: 10 + user,
        user,
      })),
    ).flat();
    const given = traceOf(...rows.map((row) => record(row)));
    const work = (of: SwfTrace): number => Array.from(of.columns.run).reduce((a, b) => a + b, 0);
    const span = Math.max(...rows.map(({ submit }) => submit));
    const weeks = how.weeks ?? Math.ceil((span + 1) / WEEK);
    const expected = (factor * work(given) * weeks * WEEK) / span;
    const N = 400;
    const drawn = Array.from({ length: N }, (_, key) => work(resampleUsers(given, how, key)));
    const mean = drawn.reduce((a, b) => a + b) / N;
    const deviation = Math.sqrt(drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / (N - 1));
    expect(Math.abs(mean - expected)).toBeLessThan((3 * deviation) / Math.sqrt(N));
    // And it does vary: a resample is no copy.
    expect(deviation).toBeGreaterThan(0.02 * mean);
  });

  it('takes a record without a user for a user by itself, leaves out what was submitted before 0, and says both', () => {
    const given = traceOf(
      '; MaxProcs: 4',
      record({ id: 1, submit: 0, user: 3 }),
      record({ id: 2, submit: 50, user: -1 }),
      record({ id: 3, submit: 90, user: -1 }),
      record({ id: 4, submit: -5, user: 3 }),
      record({ id: 5, submit: 3 * WEEK, user: 3 }),
    );
    const made = resampleUsers(given, { load: 20 }, 1);
    const { ledger } = prepareWorkload('w', made, { overrun: 'kill', estimate: 'requested' });
    expect(counts(ledger)).toEqual({ 'resampled-negative-submit': 1, 'resampled-without-user': 2 });
    expect(ledger[0]?.lines).toEqual([5]);
    const shifts = (line: number): Set<number> =>
      new Set([...made.columns.submit].filter((_, i) => made.lines[i] === line));
    // Each of the two comes in its own weeks; the four weeks are all drawn among so many.
    expect([shifts(3).size, shifts(4).size]).toEqual([4, 4]);
    expect(new Set([...made.columns.user].filter((_, i) => [3, 4].includes(made.lines[i]!)))).toEqual(new Set([-1]));
    expect(made.header).toEqual([
      '; MaxProcs: 4',
      `; MaxJobs: ${made.length}`,
      `; MaxRecords: ${made.length}`,
      '; Note: resampled by user by makespan {"weeks":4,"load":20,"longTerm":12,"seed":"1"}',
    ]);
  });

  it('needs users, two weeks, and options that make sense', () => {
    const two = [record({ submit: 100 }), record({ id: 2, submit: 100 + 2 * WEEK })];
    const wrong =
      (how: ResampleOptions, ...rows: string[]) =>
      () =>
        resampleUsers(traceOf(...rows), how, 1);
    expect(wrong({}, record({ user: -1 }))).toThrow(
      new InputError('no record says whose job it is (field 12): there are no users to resample'),
    );
    expect(wrong({}, record({ submit: 100 }), record({ submit: 99 + 2 * WEEK }))).toThrow(
      new InputError('users are moved by whole weeks, which takes a trace of at least 2 weeks; it has 14.0 days'),
    );
    expect(wrong({ load: 0 }, ...two)).toThrow(/^load: expected a number above 0, found 0$/);
    expect(wrong({ weeks: 1.5 }, ...two)).toThrow(/^weeks: /);
    expect(wrong({ longTerm: -1 }, ...two)).toThrow(/^longTerm: /);
  });
});

import { describe, expect, it } from 'vitest';
import type { JobId } from '../../src/model/jobs.ts';
import { recentTwo } from '../../src/schedulers/recent.ts';
import { jobTable, startsOf } from '../engine/jobs.ts';

const row = (job: number): JobId => job as JobId;
const MINUTE = 60_000;

describe('the mean of the last two', () => {
  const users = [1, 1, 2, 1, 1, -1, -1, -1];
  const jobs = jobTable(users.map((user, submit) => ({ submit, run: 1, est: 100, procs: 1, user })));

  it('is taken of the two of the same user that ended last, and of the estimate until there are two', () => {
    const { predict, learn } = recentTwo();
    const predicted = (): number => predict(row(4), jobs) / 1000;
    expect(predicted()).toBe(100);
    learn(row(1), 10_000, jobs);
    expect(predicted()).toBe(100);
    learn(row(2), 77_000, jobs);
    expect(predicted()).toBe(100);
    learn(row(0), 30_000, jobs);
    // (10 + 30) / 2
    expect(predicted()).toBe(20);
    expect(predict(row(2), jobs)).toBe(100_000);
    learn(row(3), 4000, jobs);
    // (30 + 4) / 2: what ended before does not count any more.
    expect(predicted()).toBe(17);
  });

  it('counts a run of no length, and takes nobody for the user whom the trace does not name', () => {
    const { predict, learn } = recentTwo();
    learn(row(0), 0, jobs);
    learn(row(1), 0, jobs);
    expect(predict(row(3), jobs)).toBe(0);
    learn(row(5), 1000, jobs);
    learn(row(6), 1000, jobs);
    expect(predict(row(7), jobs)).toBe(100_000);
  });

  it('is corrected by 1, 5, 15 and 30 minutes, 1, 2, 5, 10, 20, 50 and then always 100 hours', () => {
    const { correct } = recentTwo();
    const added = Array.from({ length: 13 }, (_, miss) => correct(row(0), 7000, miss + 1, jobs) - 7000);
    expect(added.map((time) => time / MINUTE)).toEqual([
      ...[1, 5, 15, 30],
      ...[1, 2, 5, 10, 20, 50, 100, 100, 100].map((hours) => hours * 60),
    ]);
  });
});

describe('easy++', () => {
  it('learns from what jobs ran, not from what they asked for, in the order in which they ended', () => {
    // Until 150 the head waits for the first. A runs for 92 s, B for 10. C asks for 60 s: at 90, when only B has ended, it
    // would end by 150, at 91 not any more. At 98 it is predicted to run for (10 + 92) / 2 = 51 s and fits, at 100 not.
    const until = { submit: 0, run: 150, procs: 3, user: 2 };
    const head = { submit: 1, run: 10, procs: 5, user: 2 };
    const a = { submit: 0, run: 92, est: 120, procs: 1, user: 1 };
    const b = { submit: 0, run: 10, est: 200, procs: 1, user: 1 };
    const c = (submit: number) => ({ submit, run: 5, est: 60, procs: 1, user: 1 });
    const startOfC = (submit: number) => startsOf('easy++', 5, [until, a, b, head, c(submit)])[4];
    expect([90, 91, 98, 100].map(startOfC)).toEqual([90, 160, 98, 160]);
  });
});

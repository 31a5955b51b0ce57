import { expect, test } from 'vitest';
import { byClass, byUser } from '../../src/metrics/index.ts';
import { EMPTY, finishedRun, PENCIL } from './fixtures.ts';

test('users of the pencil schedule, with the figures of their own jobs', () => {
  const common = { jobs: 2 };
  expect(byUser(PENCIL)).toEqual([
    {
      ...common,
      user: 1,
      processor_seconds: 305,
      mean_wait: 1,
      median_wait: 1,
      p95_wait: 1.9,
      max_wait: 2,
      mean_bounded_slowdown: 1,
      median_bounded_slowdown: 1,
      p95_bounded_slowdown: 1,
      max_bounded_slowdown: 1,
    },
    {
      ...common,
      user: 2,
      processor_seconds: 140,
      mean_wait: 80,
      median_wait: 80,
      p95_wait: 89,
      max_wait: 90,
      mean_bounded_slowdown: 3.65,
      median_bounded_slowdown: 3.65,
      p95_bounded_slowdown: expect.closeTo(2.8 + 0.95 * 1.7, 12),
      max_bounded_slowdown: 4.5,
    },
  ]);
});

test('users with more jobs come first, and unknown users are one user', () => {
  const job = { submit: 0, run: 1, procs: 1, start: 0 };
  const run = finishedRun(
    8,
    [9, -1, 4, -1, 4, 7, -1].map((user) => ({ ...job, user })),
  );
  expect(byUser(run).map(({ user, jobs }) => [user, jobs])).toEqual([
    [-1, 3],
    [4, 2],
    [7, 1],
    [9, 1],
  ]);
});

test.each([
  [1, 600, 'sequential', 'very short'],
  [2, 601, 'narrow', 'short'],
  [8, 3600, 'narrow', 'short'],
  [9, 3601, 'wide', 'long'],
  [32, 28_800, 'wide', 'long'],
  [33, 28_801, 'very wide', 'very long'],
  [64, 0, 'very wide', 'very short'],
])('%i processors for %i s are %s and %s', (procs, run, size, length) => {
  const classes = byClass(finishedRun(64, [{ submit: 0, run, procs, user: 1, start: 7 }]));
  expect(classes).toHaveLength(16);
  expect(classes.filter(({ jobs }) => jobs > 0)).toMatchObject([{ size, length, jobs: 1, mean_wait: 7 }]);
});

test('classes of no jobs are listed, with no figures', () => {
  expect(byClass(EMPTY)).toHaveLength(16);
  expect(byClass(EMPTY)[0]).toMatchObject({ jobs: 0, processor_seconds: 0, mean_wait: Number.NaN });
  expect(byUser(EMPTY)).toEqual([]);
});

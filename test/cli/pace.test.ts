import { expect, test } from 'vitest';
import { Pace } from '../../src/cli/pace.ts';
import { progressText, stepText, timeLeft } from '../../src/cli/progress-text.ts';

test('time left is projected from each policy by itself', () => {
  let now = 0;
  const pace = new Pace(1000, 3, () => now);
  pace.starting('slow');
  pace.ended(10);
  expect(pace.standing()).toMatchObject({ rate: undefined, left: undefined });
  now = 2000;
  pace.ended(250);
  // A quarter took 2 s, so the whole takes 8 s: 6 s of it are left, and two more policies like it take 16 s.
  expect(pace.standing()).toEqual({ done: 0.25 / 3, policy: 'slow', index: 1, policies: 3, rate: 125, left: 22 });
  now = 8000;
  pace.starting('fast');
  now = 9000;
  pace.ended(500);
  // Half took 1 s, so 1 s is left; the last one is taken for the average of 8 s and 2 s.
  expect(pace.standing()).toEqual({ done: 1.5 / 3, policy: 'fast', index: 2, policies: 3, rate: 500, left: 6 });
  now = 10_000;
  pace.starting('last');
  expect(pace.standing()).toMatchObject({ done: 2 / 3, left: undefined });
  now = 11_000;
  pace.ended(1000);
  expect(pace.standing()).toMatchObject({ done: 1, rate: 1000, left: 0 });
});

const STANDING = { done: 0.425, policy: 'conservative', index: 6, policies: 12, rate: 310_400, left: 12.3 };

test('a line of progress says how far, which policy, how fast and how long, as far as there is room', () => {
  expect(progressText(STANDING, 100, true)).toBe(
    '██████████░░░░░░░░░░░░░░ 42 %  conservative  6 of 12  310,400 jobs/s  ~12 s left',
  );
  expect(progressText(STANDING, 70, true)).toBe(' 42 %  conservative  6 of 12  310,400 jobs/s  ~12 s left');
  expect(progressText(STANDING, 45, true)).toBe(' 42 %  conservative  6 of 12  ~12 s left');
  expect(progressText(STANDING, 30, true)).toBe(' 42 %  ~12 s left  6 of 12  c');
  expect(progressText({ ...STANDING, policies: 1, index: 1, rate: undefined, left: undefined }, 100, false)).toBe(
    '##########.............. 42 %  conservative',
  );
  // The last column stays free: a terminal that is full would begin a new line.
  for (let columns = 5; columns < 120; columns++) {
    expect(progressText(STANDING, columns, true).length).toBeLessThan(columns);
    expect(stepText('reading a-trace.swf.gz', 0.5, columns, true).length).toBeLessThan(columns);
    expect(stepText('drawing the jobs', undefined, columns, true).length).toBeLessThan(columns);
  }
});

test('time left is told as roughly as it is known', () => {
  expect([0, 8.4, 89, 100, 5300, 7805].map(timeLeft)).toEqual([
    '~1 s',
    '~8 s',
    '~89 s',
    '~2 min',
    '~88 min',
    '~2 h 10 min',
  ]);
});

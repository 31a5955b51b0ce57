import { expect, test } from 'vitest';
import { shareMeant } from '../../../src/experiment/claims/share-meant.ts';

const onTime = (percent: number): string =>
  `the share of the deadlines that are kept is on_time: on_time >= ${percent}%`;
const turned = (condition: string, percent: number): string =>
  `a share of the jobs is written the other way round: share(${condition}) >= ${percent}%`;

test.each([
  ['99% of deadlines', onTime(99)],
  ['99 % of all deadlines met', onTime(99)],
  ['at least 99.5% of jobs on time', onTime(99.5)],
  ['>= 99% on time', onTime(99)],
  ['90% of jobs wait <= 1h', turned('wait <= 1h', 90)],
  ['90 % of the jobs wait at most 1h', turned('wait <= 1h', 90)],
  ['95% of jobs start within 4h', turned('wait <= 4h', 95)],
  ['95% of jobs that wait less than 30 min', turned('wait < 30 min', 95)],
  ['90% of jobs where wait < 1h and procs > 4', turned('wait < 1h and procs > 4', 90)],
  ['5% of jobs are killed', turned('killed', 5)],
  ['90% of users', 'a share of the jobs is written share(CONDITION) >= 90%, such as share(wait <= 4h) >= 90%'],
])('%s', (text, meant) => {
  expect(shareMeant(text)).toBe(meant);
});

test.each(['utilization >= 80%', '80% <= utilization', 'p95 wait <= 4h', '', '99%', '99'])('not: %j', (text) => {
  expect(shareMeant(text)).toBeUndefined();
});

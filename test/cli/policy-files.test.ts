import { expect, test } from 'vitest';
import { policyPaths } from '../../src/cli/policy-files.ts';

test('a single policy gets the path as it is', () => {
  expect(policyPaths('out/jobs.csv', ['backfill(depth=4)'])).toEqual(['out/jobs.csv']);
});

test('several policies get their names before the extension, made safe and kept apart', () => {
  expect(policyPaths('out/jobs.csv', ['easy', 'backfill(depth=4)', 'a/b', 'a b', 'A-B', '../x', '(((', 'ü'])).toEqual([
    'out/jobs.easy.csv',
    'out/jobs.backfill-depth=4.csv',
    'out/jobs.a-b.csv',
    'out/jobs.a-b-2.csv',
    'out/jobs.A-B-3.csv',
    'out/jobs.x.csv',
    'out/jobs.policy.csv',
    'out/jobs.policy-2.csv',
  ]);
});

test('a path without an extension gets the name at its end', () => {
  expect(policyPaths('jobs', ['fcfs', 'easy'])).toEqual(['jobs.fcfs', 'jobs.easy']);
});

import { expect, test } from 'vitest';
import type { BaselineRun } from '../../../src/experiment/check/baseline.ts';
import type { Budget } from '../../../src/experiment/check/budget.ts';
import { hasMoved, movesOf, type RunPair } from '../../../src/experiment/check/moves.ts';

const run = (mean_wait: number | null, more: BaselineRun['metrics'] = {}): BaselineRun => ({
  at: {},
  replication: 1,
  label: 'easy',
  policy: 'easy',
  jobs: { count: 1, digest: '0' },
  hash: '0',
  placements: null,
  metrics: { mean_wait, ...more },
});
const pairs = (...waits: [was: number | null, now: number | null][]): RunPair[] =>
  waits.map(([was, now]) => ({ was: run(was), now: run(now) }));
const mayRise = (percent: number): Budget[] => [
  { text: `mean_wait may rise ${percent}%`, metric: 'mean_wait', way: 'rise', limit: { percent } },
];

test('means over replications are held against budgets, not each replication', () => {
  // Means of 100, 200 and 300 are 200; of 130, 190 and 310 they are 210: 5 % more, though the first rose by 30 %.
  const moved = pairs([100, 130], [200, 190], [300, 310]);
  expect(movesOf(moved, 'easy', mayRise(5))).toMatchObject([
    { metric: 'mean_wait', unit: 's', was: 200, now: 210, within: true },
  ]);
  expect(movesOf(moved, 'easy', mayRise(4.9))).toMatchObject([{ within: false }]);
  expect(movesOf(moved, 'easy', [])).toMatchObject([{ within: false, budget: undefined }]);
});

test('a figure that lost or won its value in one replication has no mean there, and one without any has not moved', () => {
  expect(movesOf(pairs([100, 100], [200, null]), 'easy', mayRise(5))).toMatchObject([
    { was: 150, now: null, within: false },
  ]);
  expect(movesOf(pairs([100, 100], [null, 200]), 'easy', mayRise(5))).toMatchObject([
    { was: null, now: 150, within: false },
  ]);
  expect(movesOf(pairs([100, 100], [null, null]), 'easy', [])).toEqual([]);
  expect(movesOf(pairs([3, null], [null, 900], [5, 5]), 'easy', mayRise(5))).toMatchObject([
    { was: null, now: null, within: false },
  ]);
});

test('a metric that only one of both knows has not moved', () => {
  const pair = { was: run(100), now: run(100, { utilization: 0.5 }) };
  expect(hasMoved(pair)).toBe(false);
  expect(movesOf([pair], 'easy', [])).toEqual([]);
  expect(hasMoved({ was: run(100), now: run(101) })).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Budget, parseBudget } from '../../../src/experiment/check/budget.ts';
import { judge, type Move } from '../../../src/experiment/check/judge.ts';
import { ClaimError } from '../../../src/experiment/claims/syntax.ts';

const SCOPE = {
  policies: ['fcfs', 'easy', 'saf(depth=1)'].map((label) => ({ label, name: label })),
  metrics: undefined,
  nodes: false,
  faults: false,
};
const read = (text: string): Budget => parseBudget(text, SCOPE);

/** `column: message`, the column from 1. */
function wrong(text: string): string {
  try {
    read(text);
    return '';
  } catch (error) {
    if (!(error instanceof ClaimError)) throw error;
    return `${error.at + 1}: ${error.message}`;
  }
}

test.each([
  ['mean_wait may rise 2 %', { metric: 'mean_wait', way: 'rise', limit: { percent: 2 } }],
  ['mean_wait may rise by 5min', { metric: 'mean_wait', way: 'rise', limit: { size: 300 } }],
  ['utilization(easy) may fall 0.01', { metric: 'utilization', policy: 'easy', way: 'fall', limit: { size: 0.01 } }],
  [
    'others( saf(depth=1) ) may worsen 3%',
    { metric: 'others', policy: 'saf(depth=1)', way: 'worsen', limit: { percent: 3 } },
  ],
  ['others may change freely', { metric: 'others', way: 'change', limit: 'freely' }],
])('%s', (text, expected) => {
  expect(read(text)).toEqual({ text, ...expected });
});

test.each([
  ['mean_wiat may rise 2%', "1: unknown metric 'mean_wiat'; did you mean mean_wait?"],
  ['mean_wait(esay) may rise 2%', "11: the scenario has no policy 'esay'; did you mean easy?"],
  ['mean_wait rise 2%', '11: expected may, as in mean_wait may rise 2%'],
  ['mean_wait may grow 2%', '15: expected one of: rise, fall, change, worsen'],
  ['mean_wait may rise', '19: expected an amount, such as 2% or 5min, or freely'],
  ['mean_wait may rise 2', '20: mean_wait is a time: give it a unit, such as 2s'],
  ['utilization may fall 2h', '22: utilization is no time: expected percent or a plain number'],
  ['others may rise 2h', '17: others have many units: expected percent, or freely'],
  ['mean_wait may rise 2%, others may fall 1%', "22: expected the end, found ','; write a budget for each"],
  ['late_jobs may rise 1', '1: late_jobs needs a machine of nodes: cluster.groups; see docs/machines.md'],
  ['mean_unfairness may rise 1%', '1: mean_unfairness is computed only where metrics names it'],
])('%s is wrong', (text, message) => {
  expect(wrong(text)).toBe(message);
});

const wait = (was: number | null, now: number | null): Move => ({ metric: 'mean_wait', better: 'lower', was, now });
const allowed = (move: Move, ...texts: string[]): boolean => judge(move, 'easy', texts.map(read)).within;

test('a limit that is just reached is kept, and the next figure is not', () => {
  // 2% of 100 s are 2 s; of 0.7 they are 0.014, which 0.714 - 0.7 in floating point exceeds.
  expect(allowed(wait(100, 102), 'mean_wait may rise 2%')).toBe(true);
  expect(allowed(wait(100, 102.00000000000001), 'mean_wait may rise 2%')).toBe(false);
  expect(allowed(wait(0.7, 0.714), 'mean_wait may rise 2%')).toBe(true);
  expect(allowed(wait(100, 400), 'mean_wait may rise 5min')).toBe(true);
  expect(allowed(wait(100, 401), 'mean_wait may rise 5min')).toBe(false);
});

test('a move for the better is allowed by a budget that does not limit it, and by none without one', () => {
  expect(allowed(wait(100, 50), 'mean_wait may rise 2%')).toBe(true);
  expect(allowed(wait(100, 50), 'mean_wait may fall 10%')).toBe(false);
  expect(allowed(wait(100, 101), 'mean_wait may fall 10%')).toBe(false);
  expect(allowed(wait(100, 50))).toBe(false);
  expect(allowed(wait(100, 50), 'max_wait may rise 2%')).toBe(false);
});

test('the nearest budget counts alone', () => {
  const budgets = ['others may change freely', 'mean_wait may change 1%', 'mean_wait(easy) may worsen 10%'];
  expect(allowed(wait(100, 110), ...budgets)).toBe(true);
  expect(judge(wait(100, 110), 'fcfs', budgets.map(read)).within).toBe(false);
  expect(judge({ ...wait(100, 110), metric: 'max_wait' }, 'fcfs', budgets.map(read)).within).toBe(true);
  // Of two for one way the last: that of the command line.
  expect(allowed(wait(100, 110), 'mean_wait may rise 20%', 'mean_wait may rise 5%')).toBe(false);
});

test('a figure that appears or vanishes has no size: only freely allows it', () => {
  expect(allowed(wait(null, 5), 'mean_wait may change 100%')).toBe(false);
  expect(allowed(wait(5, null), 'mean_wait may change freely')).toBe(true);
});

test('a wider budget allows whatever a narrower one does', () => {
  const figure = fc.double({ min: 0, max: 1e9, noNaN: true });
  const percent = fc.integer({ min: 0, max: 300 });
  const way = fc.constantFrom('rise', 'fall', 'change', 'worsen');
  fc.assert(
    fc.property(figure, figure, percent, percent, way, (was, now, a, b, verb) => {
      fc.pre(was !== now);
      const [narrow, wide] = [Math.min(a, b), Math.max(a, b)].map((size) => `mean_wait may ${verb} ${size}%`);
      expect(Number(allowed(wait(was, now), narrow!))).toBeLessThanOrEqual(Number(allowed(wait(was, now), wide!)));
    }),
  );
});

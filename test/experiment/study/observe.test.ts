import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/experiment/study/observe.ts';
import type { JobTable } from '../../../src/model/jobs.ts';

/** Only the times of submission are looked at. */
const jobs = {
  submit: Float64Array.from([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
  length: 10,
} as unknown as JobTable;
const none = { ms: 0 };
/** The submissions that a window leaves. */
const left = (cuts: Parameters<typeof observed>[1]): number[] => {
  const window = observed(jobs, cuts)!;
  return [...jobs.submit].filter((at) => at >= window.from && at < window.to);
};

describe('what figures are about', () => {
  it('is everything if nothing is cut', () => {
    expect(observed(jobs, { warmup: none, cooldown: none })).toBeUndefined();
    expect(observed(jobs, { warmup: { share: 0 }, cooldown: none })).toBeUndefined();
  });

  it.each([
    // From 10 + 20 on; the job at the very end of the warm-up is in.
    ['20 ms of warm-up', { warmup: { ms: 20 }, cooldown: none }, [30, 40, 50, 60, 70, 80, 90, 100]],
    // Up to 100 - 20, that job included.
    ['20 ms of cool-down', { warmup: none, cooldown: { ms: 20 } }, [10, 20, 30, 40, 50, 60, 70, 80]],
    // A fifth of ten jobs are two.
    ['a fifth at both ends', { warmup: { share: 0.2 }, cooldown: { share: 0.2 } }, [30, 40, 50, 60, 70, 80]],
    // 2.5 jobs: two are cut off at each end, never more than the part.
    ['a quarter at both ends', { warmup: { share: 0.25 }, cooldown: { share: 0.25 } }, [30, 40, 50, 60, 70, 80]],
    ['all', { warmup: { ms: 200 }, cooldown: none }, []],
    ['more than all', { warmup: { share: 0.6 }, cooldown: { share: 0.6 } }, []],
  ])('%s', (_, cuts, submissions) => {
    expect(left(cuts)).toEqual(submissions);
  });
});

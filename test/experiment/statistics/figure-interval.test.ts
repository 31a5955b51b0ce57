import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureInterval } from '../../../src/experiment/statistics/figure-interval.ts';
import { meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { runStudy } from '../../../src/experiment/study/run-study.ts';
import { NOT_NEGATIVE } from '../../../src/metrics/metric.ts';
import { hooks, scenario, studyIn } from '../study/setting.ts';

describe('figureInterval', () => {
  it("is cut where the figure cannot be, and else Student's", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 9 }), (values) => {
        const { low, high } = meanInterval(values, 0.95);
        const found = figureInterval(values, { skewed: false, range: NOT_NEGATIVE }, 0.95);
        expect([found.low, found.high]).toEqual([Math.max(0, low!), high]);
      }),
    );
  });

  it.each([
    ['p95_wait', 'p95_wait'],
    ['p95_wait', 'p95(wait)'],
    ['max_wait', 'max(wait)'],
    ['mean_wait', 'mean(wait)'],
    ['throughput', 'throughput'],
    ['makespan', 'makespan'],
  ])('of %s is that of the claim %s, bit for bit', async (metric, words) => {
    const limit = { throughput: '0/h' }[metric] ?? '0s';
    const text = scenario(`replications: 6\nclaims: ["${words} >= ${limit}", "high(${words}) >= ${limit}"]`, '[easy]');
    const { figures, claims } = await runStudy(await studyIn(text), hooks());
    const { value, low, high } = figures.points[0]!.policies[0]!.metrics[metric]!;
    expect(claims[0]).toMatchObject({ value, low, high });
    expect(claims[1]).toMatchObject({ value: high, low: null, high: null });
  });
});

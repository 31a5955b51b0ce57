import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTarget, targetsOf } from '../../../src/experiment/plan/target.ts';
import { analyse } from '../../../src/experiment/study/analysis.ts';
import { StudyRuns } from '../../../src/experiment/study/study-runs.ts';
import { METRICS } from '../../../src/metrics/index.ts';
import { hooks, scenario, studyIn } from '../study/setting.ts';

/** Nothing, in the unit of a figure. */
const NOTHING: Readonly<Record<string, string>> = { s: '0s', 'jobs/h': '0/h', share: '0%' };

describe('a target', () => {
  it('has the bounds that the table has of the same figure, bit for bit', async () => {
    const study = await studyIn(scenario('replications: 8', '[fcfs, easy]'));
    const texts = METRICS.map(({ name, unit }) => `${name} >= ${NOTHING[unit] ?? '0'}`);
    const runs = new StudyRuns(study, hooks(), texts);
    await runs.complete(study.points, 8);
    const targets = targetsOf(texts, study.experiment.policies);
    const point = study.points[0]!;
    let compared = 0;
    fc.assert(
      fc.property(
        fc.double({ min: 0.002, max: 0.25, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(0, 1),
        fc.nat(METRICS.length - 1),
        (level, replications, policy, i) => {
          const table = analyse(runs, study.points, replications, 1 - 2 * level).points[0]!.policies[policy]!;
          const place = { point, policy: table.label, replications, level };
          const { value, low, high } = judgeTarget(targets[i]!, runs, place);
          const found = table.metrics[METRICS[i]!.name];
          if (found === undefined) return expect(value).toBeNull();
          expect({ value, low, high }).toEqual({ value: found.value, low: found.low, high: found.high });
          compared += 1;
        },
      ),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(20);
  }, 60_000);

  it('takes as many replications as a skewed one where the figure is at an end of what it can be in some of them', async () => {
    const study = await studyIn(
      'question: Is it?\nworkload: { poisson: { jobs: 6, procs: 8, load: 0.6, size: [1, 6], estimates: 2 } }\npolicies: [easy]\nseed: 1\nreplications: 8',
    );
    const texts = ['count(wait > 0s) <= 1000', 'mean_response <= 1000d'];
    const runs = new StudyRuns(study, hooks(), texts);
    await runs.complete(study.points, 8);
    const [waits, responses] = targetsOf(texts, study.experiment.policies);
    const found = Array.from({ length: 5 }, (_, i) => runs.record(study.points[0]!, i, 0).figures['count(wait > 0s)']!);
    expect([Math.min(...found), Math.max(...found) > 0]).toEqual([0, true]);
    // 2^-6 is more than 1 % and 2^-7 is less.
    const place = { point: study.points[0]!, policy: 'easy', level: 0.01 };
    expect(judgeTarget(waits!, runs, { ...place, replications: 5 })).toMatchObject({
      met: false,
      failed: false,
      needs: 7,
    });
    expect(judgeTarget(waits!, runs, { ...place, replications: 8 })).toMatchObject({ met: true, needs: null });
    expect(judgeTarget(responses!, runs, { ...place, replications: 5 })).toMatchObject({ met: true, needs: null });
  });

  it('is judged alike with its sides the other way round', async () => {
    const study = await studyIn(scenario('replications: 8', '[fcfs, easy]'));
    const texts = ['p95(wait) <= 30min', '30min >= p95(wait)', 'max_wait > 1h', '1h < max_wait'];
    const runs = new StudyRuns(study, hooks(), texts);
    await runs.complete(study.points, 8);
    const targets = targetsOf(texts, study.experiment.policies);
    const place = { point: study.points[0]!, policy: 'easy', replications: 8, level: 0.05 };
    const [a, b, c, d] = targets.map((target) => judgeTarget(target, runs, place));
    expect({ ...b, text: '' }).toEqual({ ...a, text: '' });
    expect({ ...d, text: '' }).toEqual({ ...c, text: '' });
    expect(a!.low).not.toBeNull();
  });
});

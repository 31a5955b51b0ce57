import { describe, expect, it } from 'vitest';
import { runStudy } from '../../../src/experiment/study/run-study.ts';
import { hooks, scenario, studyIn } from './setting.ts';

const POLICIES = '[fcfs, easy, easy-sjbf]';
const text = (compare: string, ...claims: readonly string[]): string =>
  scenario(`replications: 5\ncompare: ${compare}\nclaims: ${JSON.stringify(claims)}`, POLICIES);

describe('verdicts that claims ask for', () => {
  it('are made beside the others, of policies and metrics that are not compared otherwise', async () => {
    const study = await studyIn(
      text(
        '{ metrics: [mean_wait] }',
        'verdict(mean_wait, easy-sjbf, easy) = better',
        'verdict(utilization, easy) != worse',
        'verdict(mean_wait, easy) != equivalent',
      ),
    );
    const pairs = [
      { policy: 'easy', to: 'fcfs', metric: 'mean_wait' },
      { policy: 'easy-sjbf', to: 'fcfs', metric: 'mean_wait' },
      { policy: 'easy-sjbf', to: 'easy', metric: 'mean_wait' },
      { policy: 'easy', to: 'fcfs', metric: 'utilization' },
    ];
    expect(study.comparison.pairs).toEqual(pairs);
    const { claims, figures, runs } = await runStudy(study, hooks());
    const found = figures.points[0]!.comparisons;
    expect(found).toMatchObject(pairs);
    expect(claims.map(({ verdict }) => verdict)).toEqual(
      [2, 3, 0].map((i) => found[i]!.verdict.replace('not enough evidence', 'undecided')),
    );
    // The paired differences are of the two policies that the claim names.
    const waitOf = (policy: number): number =>
      [0, 1, 2, 3, 4].reduce((sum, i) => sum + runs.record(study.points[0]!, i, policy).metrics['mean_wait']!, 0) / 5;
    expect(found[2]!.difference.value).toBeCloseTo(waitOf(2) - waitOf(1), 6);
    // All four share the chance of error: the least p-value counts four times.
    const p = found.map((one) => one.p.difference!);
    const least = p.indexOf(Math.min(...p));
    expect(found[least]!.adjusted.difference).toBeCloseTo(Math.min(1, 4 * p[least]!), 12);
  });

  it.each([
    [
      '{}',
      'verdict(mean_wait, fcfs) = worse',
      'claims[0]: fcfs is what the others are compared with; say with which, as in verdict(mean_wait, fcfs, OTHER)',
    ],
    ['{ to: easy }', 'verdict(mean_wait, easy) = worse', 'claims[0]: easy is what the others are compared with'],
    ['{}', 'verdict(mean_wait, easy, easy) = worse', 'claims[0]: compares easy with itself'],
    [
      '{ metrics: [mean_wait], margin: 60 }',
      'verdict(utilization, easy) = better',
      'compare.margin: is an amount, and the compared metrics have different units',
    ],
  ])('compare %s refuses %s', async (compare, claim, message) => {
    await expect(studyIn(text(compare, claim))).rejects.toThrow(message);
  });

  it('may be about the policy that others are compared with, where another is named', async () => {
    const { comparison } = await studyIn(text('{ metrics: [mean_wait] }', 'verdict(mean_wait, fcfs, easy) = worse'));
    expect(comparison.pairs.at(-1)).toEqual({ policy: 'fcfs', to: 'easy', metric: 'mean_wait' });
  });
});

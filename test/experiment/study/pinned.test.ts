import { describe, expect, it } from 'vitest';
import { figureInterval } from '../../../src/experiment/statistics/figure-interval.ts';
import { runStudy, type StudyResult } from '../../../src/experiment/study/run-study.ts';
import { hooks, scenario, studyIn } from './setting.ts';

const AXES = 'axes: { workload.poisson.load: [0.5, 0.9], cluster.procs: { named: { small: 8, large: 12 } } }';
const study = async (...claims: readonly string[]): Promise<StudyResult> =>
  runStudy(
    await studyIn(
      scenario(`replications: 4\n${AXES}\ncompare: { metrics: [mean_wait] }\nclaims: ${JSON.stringify(claims)}`),
    ),
    hooks(),
  );
const LOAD = 'workload.poisson.load';

describe('a claim that names points', () => {
  it('is about these alone, and about every value of the axes that it does not name', async () => {
    const { claims, figures } = await study(
      `mean_wait(easy)[${LOAD}=0.9, cluster.procs = small] > 0s`,
      `mean_wait(easy)[cluster.procs="small"] >= mean_wait(easy)[cluster.procs=large]`,
      `mean_wait[${LOAD}=0.50, cluster.procs=large] < 0s`,
    );
    // The last axis changes fastest: load 0.5 with 8 and 12, then load 0.9 with 8 and 12.
    const waits = figures.points.map(({ policies }) => policies.map(({ metrics }) => metrics['mean_wait']!.value!));
    expect(claims[0]).toMatchObject({ met: true, point: 2, value: waits[2]![1] });
    // At both loads, of which the one with the lesser difference is told.
    const gaps = [waits[0]![1]! - waits[1]![1]!, waits[2]![1]! - waits[3]![1]!];
    const at = gaps[0]! < gaps[1]! ? 0 : 2;
    expect(claims[1]).toMatchObject({ met: true, point: at, value: waits[at]![1], target: waits[at + 1]![1] });
    // Of both policies, at one point.
    expect(claims[2]).toMatchObject({ met: false, point: 1, not_met_at: [1], not_met_by: ['fcfs', 'easy'] });
  });

  it('takes the differences of two points within each replication, with their interval', async () => {
    const at = (load: number): string => `mean_wait(easy)[${LOAD}=${load}, cluster.procs=small]`;
    const { claims, runs } = await study(`low(${at(0.9)} - ${at(0.5)}) > 0s`, `${at(0.9)} - ${at(0.5)} > 0s`);
    const [low, high] = runs.study.points.filter(({ values }) => values[1] === 8);
    const waitAt = (point: typeof low, replication: number): number =>
      runs.record(point!, replication, 1).metrics['mean_wait']!;
    const differences = [0, 1, 2, 3].map((replication) => waitAt(high, replication) - waitAt(low, replication));
    const interval = figureInterval(
      differences,
      { skewed: false, range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
      0.95,
    );
    expect(claims[0]!.value).toBeCloseTo(interval.low!, 9);
    expect(claims[1]!.low).toBeCloseTo(interval.low!, 9);
    expect(claims[1]!.value).toBeCloseTo(interval.value!, 9);
  });

  it('may be about the verdict there', async () => {
    const { claims, figures } = await study(`verdict(mean_wait, easy)[${LOAD}=0.9, cluster.procs=small] != worse`);
    const { verdict } = figures.points[2]!.comparisons[0]!;
    expect(claims[0]).toMatchObject({
      met: true,
      point: 2,
      verdict: verdict === 'not enough evidence' ? 'undecided' : verdict,
    });
  });

  it('asks for no run that is not asked for anyway', async () => {
    const { runs } = await study(`mean_wait(easy)[${LOAD}=0.9, cluster.procs=small] > 0s`);
    expect(runs.simulated).toBe(2 * 2 * 4 * 2);
  });
});

describe('what is wrong with the points of a claim is told with its column', () => {
  const told = async (part: string, claim: string): Promise<string> =>
    studyIn(`${scenario(part)}\nclaims:\n  - ${JSON.stringify(claim)}`).then(
      () => 'nothing is wrong',
      (cause: Error) => cause.message.replace(/^s\.yaml:\d+:/, ''),
    );
  it.each([
    [`mean_wait(easy)[${LOAD}=0.7] > 0s`, `22 claims[0]: ${LOAD} is never 0.7; did you mean 0.5?`],
    [
      'mean_wait(easy)[workload.poisson.lod=0.5] > 0s',
      `22 claims[0]: there is no axis 'workload.poisson.lod'; did you mean ${LOAD}?`,
    ],
    ['mean_wait[cluster.procs=smal] > 0s', '16 claims[0]: cluster.procs is never smal; did you mean small?'],
    ['mean_wait[cluster.procs=small,cluster.procs=large] > 0s', '36 claims[0]: cluster.procs is given twice'],
    ['mean_wait[cluster.procs] > 0s', '16 claims[0]: expected AXIS=VALUE, such as [cluster.procs=128]'],
    ['mean_wait[cluster.procs=small > 0s', '15 claims[0]: this bracket is never closed'],
    [
      'low(mean_wait)[cluster.procs=small] > 0s',
      '21 claims[0]: the point belongs to a figure: say low(FIGURE[AXIS=VALUE])',
    ],
  ])('%s', async (claim, message) => {
    expect(await told(`replications: 2\n${AXES}`, claim)).toBe(message);
  });

  it('where there are no axes, or a sample of what they span, or values without names', async () => {
    const claim = 'mean_wait[cluster.procs=8] > 0s';
    expect(await told('replications: 2', claim)).toBe('16 claims[0]: there are no axes of which this could be a value');
    expect(await told('axes: { cluster.procs: [8, 12] }\nsample: { lhs: 2 }', claim)).toBe(
      '16 claims[0]: the points are a sample of what the axes span; leave sample out to name one',
    );
    expect(await told('axes: { cluster: [{ procs: 8 }, { procs: 12 }] }', 'mean_wait[cluster=8] > 0s')).toBe(
      '16 claims[0]: the values of cluster have no names; give them some by named, see docs/experiments.md',
    );
    await expect(studyIn(`${scenario()}claims:\n  - "${claim}"`)).rejects.toThrow(
      'there are no axes of which this could be a value',
    );
  });
});

describe('values with names', () => {
  it('are told by them', async () => {
    await expect(studyIn(scenario('axes: { cluster.procs: { named: { none: -1 } } }'))).rejects.toThrow(
      's.yaml:6:24 axes.cluster.procs: with "none": must be at least 1, found -1',
    );
    await expect(studyIn(scenario('axes: { cluster.procs: { named: {} } }'))).rejects.toThrow(
      '6:33 axes.cluster.procs.named: must not be empty',
    );
    await expect(studyIn(scenario('axes: { cluster.procs: { named: { "a=b": 1 } } }'))).rejects.toThrow(
      'axes.cluster.procs.named.a=b: must be a name without quotation marks, square brackets, commas and =',
    );
    await expect(studyIn(scenario('axes: { cluster.procs: { nmaed: { a: 1 } } }'))).rejects.toThrow(
      'axes.cluster.procs',
    );
  });
});

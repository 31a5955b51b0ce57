import { describe, expect, it } from 'vitest';
import { planCapacity } from '../../../src/experiment/plan/plan.ts';
import type { Probe } from '../../../src/experiment/plan/probe.ts';
import { erlangC } from '../../properties/queueing-theory.ts';
import { hooks, studyIn } from '../study/setting.ts';

/** Jobs of one processor that offer the work of 8, with a mean run time of 1000 s. */
const scenario = (target: string, replications = 12): string =>
  `question: How many?\nworkload: { poisson: { jobs: 3000, procs: 10, load: 0.8, mean_run: 1000 } }\npolicies: [fcfs]\ncluster: { procs: 10 }\nseed: 1\nreplications: ${replications}\nplan: { axis: cluster.procs, from: 7, to: 20, targets: ["${target}"] }`;

describe('the smallest machine that meets a target', () => {
  it('is the one of Erlang C, or one more where the confidence asks for it', async () => {
    // Mean waits by Erlang C with an offered load of 8: 9 servers 653 s, 10 204 s, 11 82 s, 12 35 s.
    const kept = hooks();
    const found = await planCapacity(await studyIn(scenario('mean(wait) <= 120s')), kept);
    const { policies } = found;
    const wait = (servers: number): number => 1000 * erlangC(servers, 8 / servers).wait;
    const exact = [9, 10, 11, 12].find((servers) => wait(servers) <= 120)!;
    const [{ label, size, exceptions, probes }] = policies as [(typeof policies)[number]];
    expect(label).toBe('fcfs');
    expect([exact, exact + 1]).toContain(size);
    expect(exceptions).toEqual([]);
    for (const { meets, targets } of probes) {
      // Met is what has its whole interval below the target.
      expect(meets).toBe(targets[0]!.high! <= 120);
      expect(targets[0]!.value!).toBeLessThan(targets[0]!.high!);
    }
    // What has the target within its interval is not decided.
    const open = probes.filter(({ targets: [one] }) => one!.low! <= 120 && one!.high! > 120);
    expect(policies[0]!.open).toEqual(open.map((probe) => probe.size));
    expect(probes.filter(({ fails }) => fails).map((probe) => probe.targets[0]!.low! > 120)).not.toContain(false);
    // Each size was run under one policy in 12 replications, and nothing of it depends on what was kept.
    expect(found.runs).toBe(12 * probes.length);
    expect(await planCapacity(await studyIn(scenario('mean(wait) <= 120s')), kept)).toEqual(found);
  });

  it.each([
    // 14 answers of 5 % in all leave 0.36 % to each: 2^-8 is more than that, 2^-9 is not.
    [8, null, { size: 7, replications: 9 }],
    [9, 7, null],
    // Without replications there is no confidence to speak of.
    [1, 7, null],
  ])(
    'is sure from figures that are equal in all of %i replications if these are enough',
    async (count, size, undecided) => {
      const { policies } = await planCapacity(await studyIn(scenario('count(jobs) >= 3000', count)), hooks());
      expect(policies).toMatchObject([{ size, undecided, exceptions: [] }]);
      for (const { meets, needs } of policies[0]!.probes)
        expect([meets, needs]).toEqual(undecided === null ? [true, null] : [false, 9]);
    },
  );

  it('leaves others undecided where their figures are equal in too few replications, and says which', async () => {
    // With 9 to 17 servers somebody waits in each of 7 replications, so that means differ; with 20 nobody does in any.
    const above = (probe: Probe): boolean => Number(probe.size) > 9;
    const { policies } = await planCapacity(await studyIn(scenario('mean(wait) <= 2h', 7)), hooks());
    const [{ size, undecided, open, probes }] = policies as [(typeof policies)[number]];
    expect([size, undecided]).toEqual([9, null]);
    // At 8, where all that comes is as much as can be done, some runs meet it and others do not.
    expect(open.filter((one) => Number(one) > 9)).toEqual([20]);
    expect(probes.filter(above).map((probe) => [probe.meets, probe.needs])).toEqual(
      probes.filter(above).map((probe) => (probe.size === 20 ? [false, 9] : [true, null])),
    );
  });

  it('takes no size for which jobs are too wide', async () => {
    // Jobs take up to 6 of 8 processors: with less, some are left out, and the others hardly wait.
    const text = `question: How many?\nworkload: { poisson: { jobs: 60, procs: 8, load: 0.3, size: [1, 6] } }\npolicies: [easy]\ncluster: { procs: 8 }\nseed: 1\nreplications: 2\nplan: { axis: cluster.procs, from: 1, to: 16, targets: ["mean(run) >= 0s"] }`;
    const { policies } = await planCapacity(await studyIn(text), hooks());
    expect(policies[0]!.size).toBe(6);
    for (const probe of policies[0]!.probes)
      expect([probe.meets, probe.fails, probe.too_wide > 0]).toEqual(
        Number(probe.size) < 6 ? [false, true, true] : [true, false, false],
      );
  });

  it('is not sure of a quantile from few replications, which may all be small by chance', async () => {
    const found = await planCapacity(await studyIn(scenario('p95(wait) <= 1000d', 8)), hooks());
    expect(found.policies).toMatchObject([{ size: null, undecided: { size: 7, replications: 9 }, decided: false }]);
    const enough = await planCapacity(await studyIn(scenario('p95(wait) <= 1000d', 9)), hooks());
    expect(enough.policies).toMatchObject([{ size: 7, undecided: null }]);
  });

  it('is none where no size does', async () => {
    const { policies } = await planCapacity(await studyIn(scenario('mean(run) <= 1s')), hooks());
    expect(policies.map(({ size, probes }) => [size, probes.map((probe) => probe.size)])).toEqual([
      [null, [7, 12, 16, 18, 20]],
    ]);
    // Run times have nothing to do with the machine: all are as far from the target, and the first of them is named.
    expect(policies).toMatchObject([{ best: 7, decided: true, open: [] }]);
  });
});

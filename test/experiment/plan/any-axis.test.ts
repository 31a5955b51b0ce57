import { describe, expect, it } from 'vitest';
import { planCapacity } from '../../../src/experiment/plan/plan.ts';
import { erlangC } from '../../properties/queueing-theory.ts';
import { hooks, studyIn } from '../study/setting.ts';

/** Ten servers with mean run times of 1000 s. */
const queue = (plan: string, more = 'replications: 12'): string =>
  `question: How much?\nworkload: { poisson: { jobs: 3000, procs: 10, load: 0.5, mean_run: 1000 } }\npolicies: [fcfs]\ncluster: { procs: 10 }\nseed: 1\n${more}\nplan: { ${plan} }`;

describe('the largest value of an axis that meets a target', () => {
  it('is the load of Erlang C, or one step less where the confidence asks for it', async () => {
    const plan = 'axis: workload.poisson.load, from: 0.5, to: 0.95, step: 0.05, find: largest';
    const study = await studyIn(queue(`${plan}, targets: ["mean(wait) <= 120s"]`));
    const found = await planCapacity(study, hooks());
    expect(found).toMatchObject({ find: 'largest', from: 0.5, to: 0.95 });
    const [{ size, probes, exceptions, best }] = found.policies as [(typeof found.policies)[number]];
    const loads = study.plan!.axis.values as number[];
    expect(loads).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
    // Mean waits by Erlang C: at 0.75 101 s, at 0.8 205 s.
    const exact = Math.max(...loads.filter((load) => 1000 * erlangC(10, load).wait <= 120));
    const place = loads.indexOf(exact);
    expect([loads[place], loads[place - 1]]).toContain(size);
    expect([exceptions, best]).toEqual([[], null]);
    // Probes are by size, and those above the answer do not meet.
    const tried = probes.map((probe) => Number(probe.size));
    expect(tried).toEqual([...tried].sort((a, b) => a - b));
    for (const probe of probes) expect(probe.meets).toBe(Number(probe.size) <= Number(size));
  });

  it('where none does is the one that comes nearest, which is the smallest load', async () => {
    const plan = 'axis: workload.poisson.load, from: 0.8, to: 0.9, step: 0.05, find: largest';
    const { policies } = await planCapacity(await studyIn(queue(`${plan}, targets: ["mean(wait) <= 10s"]`)), hooks());
    expect(policies).toMatchObject([{ size: null, best: 0.8, decided: true }]);
  });
});

describe('an axis whose values have units', () => {
  const nodes = (plan: string): string =>
    `question: How much?\nworkload: { jobs: [{ name: a, run: 10, memory: 90 GiB }, { name: b, run: 10, memory: 30 GiB }] }\npolicies: [fcfs]\ncluster: { groups: { n: { count: 1, cores: 4, memory: 256 GiB } } }\nplan: { ${plan} }`;

  it('is looked through in its own units', async () => {
    // Both start at once where there is room for 90 + 30 GiB; else one waits for 10 s, 5 s on average.
    const plan = 'axis: cluster.groups.n.memory, from: 90 GiB, to: 0.25 TiB, step: 2 GiB, targets: ["max_wait <= 0s"]';
    const study = await studyIn(nodes(plan));
    const { policies } = await planCapacity(study, hooks());
    expect(policies).toMatchObject([{ size: '120 GiB', exceptions: [] }]);
    expect(policies[0]!.probes.map(({ size }) => size)).toContain('118 GiB');
  });
});

describe('replications that are added until the answer is decided', () => {
  const plan = 'axis: cluster.procs, from: 7, to: 20, targets: ["mean(wait) <= 150s"]';
  const few = queue(plan, 'replications: { count: 3, most: 60 }').replace('load: 0.5', 'load: 0.8');

  it('are as many as it takes, and each look is judged at its part of the error', async () => {
    const kept = hooks();
    const study = await studyIn(few);
    const once = await planCapacity(study, kept);
    expect(once).toMatchObject({ looks: null, replications: 3, policies: [{ decided: false }] });
    const found = await planCapacity(study, kept, { untilDecided: true });
    const [{ decided, size, probes, open }] = found.policies as [(typeof found.policies)[number]];
    expect([decided, found.replications < 60, found.looks!.length > 1]).toEqual([true, true, true]);
    expect(found.replications).toBe(found.looks!.at(-1)!.replications);
    // The size before the answer fails beyond doubt.
    const at = probes.findIndex((probe) => probe.size === size);
    expect(probes[at - 1]).toMatchObject({ size: Number(size) - 1, fails: true });
    expect(open).not.toContain(Number(size) - 1);
    // What the looks spend adds up to no more than the whole.
    expect(found.looks!.reduce((sum, { alpha }) => sum + alpha, 0)).toBeLessThanOrEqual(1 - found.confidence + 1e-12);
    // With the same replications, but one look of its own, intervals are narrower.
    const plain = await planCapacity(
      await studyIn(few.replace(/replications: \{.*?\}/, `replications: ${found.replications}`)),
      kept,
    );
    const widthAt = ({ policies }: typeof plain): number => {
      const [{ low, high }] = policies[0]!.probes.find((probe) => probe.size === size)!.targets as [
        (typeof probes)[0]['targets'][0],
      ];
      return high! - low!;
    };
    expect(widthAt(found)).toBeGreaterThan(widthAt(plain));
  });

  it('need replications', async () => {
    const alone = await studyIn(queue(plan, ''));
    await expect(planCapacity(alone, hooks(), { untilDecided: true })).rejects.toThrow(
      '--until-decided needs a scenario with replications, 2 at least',
    );
  });
});

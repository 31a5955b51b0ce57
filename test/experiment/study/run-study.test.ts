import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunStore } from '../../../src/executors/store.ts';
import { loadWorkload } from '../../../src/experiment/load.ts';
import { runOne } from '../../../src/experiment/run.ts';
import { inReplication } from '../../../src/experiment/study/point.ts';
import { runStudy } from '../../../src/experiment/study/run-study.ts';
import { StudyRuns } from '../../../src/experiment/study/study-runs.ts';
import { mean } from '../../../src/metrics/statistics.ts';
import { folder, hooks, scenario, studyIn } from './setting.ts';

/** Every file below a folder with its content. */
const filesOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const storeIn = (path: string): RunStore => new RunStore(path, '1.2.3');

describe('the runs of a study', () => {
  it('begin with the plain comparison', async () => {
    const study = await studyIn(scenario('replications: 2'));
    const { figures } = await runStudy(study, hooks());
    const { signal } = new AbortController();
    const workload = await loadWorkload(study.experiment, { signal });
    for (const [i, policy] of study.experiment.policies.entries()) {
      const plain = await runOne(study.experiment, workload, policy, signal);
      expect(figures.points[0]!.policies[i]!.hashes[0]).toBe(plain.hash);
      expect(figures.points[0]!.policies[i]!.hashes[1]).not.toBe(plain.hash);
    }
  });

  it('of all policies and axes of policies have the same workload', async () => {
    const text = scenario('replications: 3\naxes: { policies.saf.depth: [1, 2] }', '[saf, easy]');
    const { figures } = await runStudy(await studyIn(text), hooks());
    const easy = figures.points.map(({ policies }) => policies[1]!.hashes);
    expect(easy[1]).toEqual(easy[0]);
    expect(new Set(easy[0]).size).toBe(3);
  });

  it('give equal policies equal figures, which are neither better nor worse', async () => {
    const text = scenario(
      'replications: 5\ncompare: { margin: 5% }',
      '[{ label: one, policy: easy }, { label: other, policy: easy }]',
    );
    const { figures } = await runStudy(await studyIn(text), hooks());
    const [one, other] = figures.points[0]!.policies;
    expect(other!.hashes).toEqual(one!.hashes);
    expect(figures.points[0]!.comparisons.length).toBeGreaterThan(0);
    for (const { verdict, difference } of figures.points[0]!.comparisons) {
      expect(['better', 'worse']).not.toContain(verdict);
      expect(difference.value ?? 0).toBe(0);
    }
  });

  it('have claims over the replications in which both sides have a value', async () => {
    // Of 60 jobs of 1 to 6 processors by 9 users some replications lack those that wait for 6, others do not.
    const text = scenario(
      'replications: 12\nclaims: ["max(wait where procs = 6 and wait > 4h, easy) >= 0s", "max(wait where procs = 6 and wait > 4h, easy) <= mean(wait, fcfs)", "max(wait where procs > 6, easy) >= 0s"]',
    );
    const study = await studyIn(text);
    const kept = hooks();
    const { claims } = await runStudy(study, kept);
    const runs = new StudyRuns(study, kept);
    await runs.complete(study.points, 12);
    const values = (policy: number, name: RegExp): number[] =>
      Array.from({ length: 12 }, (_, i) => {
        const { figures } = runs.record(study.points[0]!, i, policy);
        return Object.entries(figures).find(([words]) => name.test(words))![1] ?? Number.NaN;
      });
    const waits = values(1, /^max.*procs = 6/);
    const known = waits.filter(Number.isFinite);
    const means = values(0, /^mean/).filter((_, i) => Number.isFinite(waits[i]!));
    expect(known.length).toBeGreaterThan(2);
    expect(known.length).toBeLessThan(12);
    const [alone, both, none] = claims;
    expect(alone).toMatchObject({ missing: 12 - known.length, met: true, why: null });
    expect(alone!.value).toBeCloseTo(mean(known), 9);
    expect(alone!.low).not.toBeNull();
    expect(both).toMatchObject({ missing: 12 - known.length, value: alone!.value });
    expect(both!.target).toBeCloseTo(mean(means), 9);
    expect(none).toMatchObject({ missing: 12, met: false, value: null });
    expect(none!.why).not.toBeNull();
  });

  it('that are stopped go on from there, to the same figures and the same files', async () => {
    const study = await studyIn(scenario('replications: 4'));
    const whole = folder();
    const { figures } = await runStudy(study, hooks({ store: storeIn(whole) }));
    for (const after of [1, 3, 7]) {
      const part = folder();
      const stop = new AbortController();
      const stopped = runStudy(
        study,
        hooks({ store: storeIn(part), signal: stop.signal, progress: (done) => done >= after && stop.abort() }),
      );
      await expect(stopped).rejects.toThrow();
      const resumed = await runStudy(study, hooks({ store: storeIn(part) }));
      expect(resumed.runs.reused).toBe(after);
      expect(resumed.runs.simulated).toBe(8 - after);
      expect(resumed.figures).toEqual(figures);
      expect(filesOf(part)).toEqual(filesOf(whole));
    }
  });

  it('that are kept but damaged are done again, and this is said', async () => {
    const study = await studyIn(scenario('replications: 2'));
    const path = folder();
    const before = await runStudy(study, hooks({ store: storeIn(path) }));
    const files = filesOf(path);
    const shard = readdirSync(path)[0]!;
    writeFileSync(join(path, shard, readdirSync(join(path, shard))[0]!), '{"cut o');
    const warnings: string[] = [];
    const after = await runStudy(study, hooks({ store: storeIn(path), warn: (text) => warnings.push(text) }));
    expect(after.runs.simulated).toBe(1);
    expect(warnings).toHaveLength(1);
    expect(after.figures).toEqual(before.figures);
    expect(filesOf(path)).toEqual(files);
  });

  it('have records that do not depend on labels, the question, the folder or the order of keys', async () => {
    const path = folder();
    await runStudy(await studyIn(scenario('replications: 2')), hooks({ store: storeIn(path) }));
    const same = scenario('replications: { by: seeds, count: 2 }', '[{ label: first, policy: fcfs }, easy]')
      .replace('Is it?', 'Is it really?')
      .replace('jobs: 60, procs: 8', 'procs: 8, jobs: 60');
    const again = await runStudy(await studyIn(same), hooks({ store: storeIn(path) }));
    expect([again.runs.simulated, again.runs.reused]).toEqual([0, 4]);
  });

  it.each([
    ['the seed', (text: string) => text.replace('seed: 1', 'seed: 2')],
    ['the machine', (text: string) => text.replace('cluster: { procs: 8', 'cluster: { procs: 9')],
    ['the workload', (text: string) => text.replace('jobs: 60', 'jobs: 61')],
    ['the policies', (text: string) => text.replace('[fcfs, easy]', '[sjf, saf]')],
    ['the cuts', (text: string) => `${text}\ntruncate: { warmup: 10% }`],
  ])('are other ones with %s', async (_, changed) => {
    const path = folder();
    await runStudy(await studyIn(scenario('replications: 2')), hooks({ store: storeIn(path) }));
    const again = await runStudy(await studyIn(changed(scenario('replications: 2'))), hooks({ store: storeIn(path) }));
    expect([again.runs.simulated, again.runs.reused]).toEqual([4, 0]);
  });

  it('are added until there are verdicts, and not more than there may be', async () => {
    const clear = await runStudy(
      await studyIn(scenario('replications: { count: 4, most: 64 }\ncompare: { metrics: [mean_wait] }')),
      hooks(),
      { untilDecided: true },
    );
    expect(clear.figures.replications).toBeLessThan(64);
    expect(clear.figures.points[0]!.comparisons.map(({ verdict }) => verdict)).toEqual(['better']);
    const hard = await runStudy(
      await studyIn(
        scenario('replications: { count: 2, most: 4 }\ncompare: { metrics: [mean_wait], margin: 0.001 }', '[saf, sjf]'),
      ),
      hooks(),
      { untilDecided: true },
    );
    expect(hard.figures.replications).toBeLessThanOrEqual(4);
    expect(hard.runs.simulated).toBe(2 * hard.figures.replications);
  });

  it('in a replication differ by their seed alone', async () => {
    const { experiment, replications } = await studyIn(scenario('replications: 2'));
    expect(inReplication(experiment, replications, 0)).toEqual(experiment);
    expect(inReplication(experiment, replications, 1)).toEqual({ ...experiment, seed: '1/1' });
  });
});

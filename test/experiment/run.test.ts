import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { loadWorkload } from '../../src/experiment/load.ts';
import { resolveOptions } from '../../src/experiment/options.ts';
import { planPolicy } from '../../src/experiment/policies.ts';
import { experimentRecord } from '../../src/experiment/record.ts';
import { runExperiment } from '../../src/experiment/run.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import type { Observer } from '../../src/model/facts.ts';
import { folder, swf } from '../cli/recorder.ts';

/** Jobs that arrive one per second, so that a run has more instants than one slice. */
async function experiment(jobs: number, policies: readonly string[]): Promise<Experiment> {
  const path = join(folder(), 'many.swf');
  writeFileSync(
    path,
    swf(
      4,
      Array.from({ length: jobs }, (_, i) => [i, 10, 2, 10] as const),
    ),
  );
  return {
    name: 'many',
    source: { kind: 'trace', path },
    policies: await Promise.all(policies.map((policy) => planPolicy(policy))),
    options: resolveOptions(),
  };
}

test('hooks follow each policy from its start to its end', async () => {
  const told: string[] = [];
  let ended = 0;
  const { runs, workload } = await runExperiment(await experiment(1000, ['fcfs', 'easy']), {
    loaded: ({ jobs }) => told.push(`loaded ${jobs.length}`),
    starting: ({ label }) => told.push(`starting ${label}`),
    observers({ policy, jobs, procs, scheduler }) {
      told.push(`observing ${policy.label} as ${scheduler.name}: ${jobs.length} jobs on ${procs}`);
      const count: Observer = {
        name: 'counter',
        on({ kind }) {
          if (kind === 'end') ended += 1;
        },
      };
      return [count];
    },
    finished: ({ label }) => told.push(`finished ${label} after ${ended}`),
  });
  expect(told).toEqual([
    'loaded 1000',
    'starting fcfs',
    'observing fcfs as fcfs: 1000 jobs on 4',
    'finished fcfs after 1000',
    'starting easy',
    'observing easy as easy: 1000 jobs on 4',
    'finished easy after 2000',
  ]);
  expect(runs.map(({ label, run }) => [label, run.policy, run.jobs === workload.jobs])).toEqual([
    ['fcfs', 'fcfs', true],
    ['easy', 'easy', true],
  ]);
});

test('progress only rises, and ends at all jobs', async () => {
  const progress: number[] = [];
  await runExperiment(await experiment(1000, ['fcfs']), { progress: (_policy, ended) => progress.push(ended) });
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1000);
});

test('a signal stops the policy that runs and keeps those that have finished', async () => {
  const interruption = new AbortController();
  const { runs } = await runExperiment(await experiment(1000, ['fcfs', 'easy', 'sjf']), {
    signal: interruption.signal,
    progress: ({ label }) => {
      if (label === 'easy') interruption.abort();
    },
  });
  expect(runs.map(({ label }) => label)).toEqual(['fcfs']);
});

test('a signal stops the loading of a workload', async () => {
  const trace = { kind: 'trace', path: 'traces/SDSC-SP2-1998-4.2-cln.swf.gz' } as const;
  const drawn = { kind: 'lublin', model: { jobs: 5, procs: 4 } } as const;
  for (const source of [trace, drawn]) {
    const loading = loadWorkload(
      { ...(await experiment(1, ['easy'])), source, seed: 1 },
      { signal: AbortSignal.abort() },
    );
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  }
});

test('slices and observers leave the schedule as it is', async () => {
  const given = await experiment(600, ['conservative', 'easy']);
  const plain = await runExperiment(given);
  const watched = await runExperiment(given, { observers: () => [{ name: 'idle', on() {} }] });
  expect(watched.runs.map(({ run }) => run.hash)).toEqual(plain.runs.map(({ run }) => run.hash));
});

test('a policy that the rules exclude is refused before the workload is read', async () => {
  const given = { ...(await experiment(1, ['conservative'])), options: resolveOptions({ overrun: 'extend' }) };
  const loaded: unknown[] = [];
  await expect(runExperiment(given, { loaded: (workload) => loaded.push(workload) })).rejects.toThrow(
    /overrun 'extend'/,
  );
  expect(loaded).toEqual([]);
});

test('a synthetic workload is drawn from its seed alone', async () => {
  const scenario = (seed: number): string =>
    `question: ok?\nworkload: { lublin: { jobs: 50, procs: 16, load: 0.7 } }\npolicies: [easy]\nseed: ${seed}\n`;
  const hash = async (seed: number): Promise<string> =>
    (await runExperiment(await parseScenario(scenario(seed), 's.yaml'))).runs[0]!.run.hash;
  expect(await hash(1)).toBe(await hash(1));
  expect(await hash(2)).not.toBe(await hash(1));
});

test('the machine of a scenario replaces that of the model', async () => {
  const text = `question: ok?
workload: { poisson: { jobs: 20, procs: 4, load: 0.7, mean_run: 60, size: [1, 4] } }
cluster: { procs: 8 }
policies: [{ policy: backfill, depth: 2, label: two }]
seed: s
`;
  const given = await parseScenario(text, '/study/poisson.yaml');
  const { workload } = await runExperiment(given);
  expect(workload).toMatchObject({ name: 'poisson(jobs=20, procs=4, load=0.7, seed=s)', procs: 8 });
  expect(experimentRecord(given)).toEqual({
    question: 'ok?',
    workload: { poisson: { jobs: 20, procs: 4, load: 0.7, meanRun: 60, size: [1, 4] } },
    cluster: { procs: 8 },
    policies: [{ label: 'two', policy: 'backfill', depth: 2 }],
    options: {
      profile: 'makespan',
      pass: 'instant',
      order: 'completions-first',
      overrun: 'kill',
      estimate: 'requested',
    },
    seed: 's',
  });
});

import { expect, it } from 'vitest';
import { runExperiment } from '../../src/experiment/run.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';

const scenario = (policies: string, metrics: string) =>
  parseScenario(
    `question: Who pays?
workload:
  lublin: { jobs: 120, procs: 16, load: 0.8, estimates: 2 }
policies: ${policies}
metrics: ${metrics}
seed: 1
`,
    'fair.yaml',
  );

it('judges every job where a metric of fairness is named, and none otherwise', async () => {
  const plain = await runExperiment(await scenario('[easy, slack]', '[mean_wait]'));
  for (const { run } of plain.runs) expect(run.fairStart).toBeUndefined();
  const seen: number[] = [];
  const judged = await runExperiment(await scenario('[easy, slack]', '[mean_wait, unfair_jobs]'), {
    progress: (_, done) => void seen.push(done),
  });
  for (const [i, { run }] of judged.runs.entries()) {
    expect(run.hash).toBe(plain.runs[i]!.run.hash);
    expect(run.fairStart?.length).toBe(120);
    expect(run.fairStart?.some((fair, job) => fair < run.start[job]!)).toBe(true);
  }
  // Progress rises to the number of jobs for each policy, and past it for none.
  const half = seen.indexOf(120) + 1;
  for (const part of [seen.slice(0, half), seen.slice(half)]) {
    expect(part).toEqual([...part].sort((a, b) => a - b));
    expect(part.at(-1)).toBe(120);
  }
});

it('stops between two jobs when it is told to, and keeps what had finished', async () => {
  const stop = new AbortController();
  const { runs } = await runExperiment(await scenario('[easy, slack]', '[unfair_jobs]'), {
    signal: stop.signal,
    progress: ({ label }, done) => {
      if (label === 'slack' && done > 60) stop.abort();
    },
  });
  expect(runs.map(({ label }) => label)).toEqual(['easy']);
});

it('refuses a policy that is a program', async () => {
  await expect(scenario('[easy, { command: "python3 easy.py", label: mine }]', '[unfair_jobs]')).rejects.toThrow(
    "policy 'mine' is a program: fair start times would take starting it once per job",
  );
});

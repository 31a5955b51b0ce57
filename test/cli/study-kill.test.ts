import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomStreams } from '../../src/kernel/random.ts';
import { BuiltStudy } from './built-study.ts';
import { folder } from './recorder.ts';

/** 4 points x 15 replications x 2 policies: 120 runs. */
const RUNS = 120;
const SCENARIO = `question: Is one better?
workload: { poisson: { jobs: 300, procs: 16, load: 0.8, size: [1, 8] } }
policies: [easy, sjf]
replications: 15
axes: { workload.poisson.load: { from: 0.5, to: 0.8, steps: 4 } }
truncate: { warmup: 10%, cooldown: 5% }
claims: ["mean_wait(easy) >= 0 s", "low(mean_wait(easy)) >= 0 s"]
seed: 1
`;

const WHILE_RUNNING = 16;
const WHILE_REPORTING = 4;

test('runs one by one, in threads, and after 20 kills of the whole command come to the same bytes', async () => {
  const place = folder({ 's.yaml': SCENARIO });
  const study = (name: string): BuiltStudy => new BuiltStudy(join(place, 's.yaml'), join(place, name));
  const [serial, one, two, torn] = [study('serial'), study('one'), study('two'), study('torn')];
  const uninterrupted = await serial.run('--executor', 'in-process');
  expect(uninterrupted).toMatchObject({ code: 0, err: '' });
  expect(serial.kept()).toHaveLength(RUNS);
  const whole = serial.files();
  expect(Object.keys(whole)).toEqual(
    expect.arrayContaining(['out/report.json', 'out/report.html', 'out/summary.md', 'tables/runs.parquet']),
  );
  expect(await one.run('--workers', '1')).toEqual(uninterrupted);
  expect(await two.run('--workers', '2')).toEqual(uninterrupted);
  expect(one.files()).toEqual(whole);
  expect(two.files()).toEqual(whole);

  const random = randomStreams(1).stream('moments');
  const after = async (runs: number, ms: number, kill: number): Promise<void> => {
    const how = kill % 4 === 3 ? ['--executor', 'in-process'] : ['--workers', '2'];
    const { signal } = await torn.killed(runs, ms, ...how);
    if (kill < WHILE_RUNNING) expect(signal).toBe('SIGKILL');
    // Whatever is there is whole, and is what it will be in the end.
    expect(whole).toMatchObject(torn.files());
  };
  // Each life keeps three more at most than all before it, or than when it is killed: none gets to the end.
  const moments = Array.from({ length: WHILE_RUNNING }, () => Math.floor(random() * (RUNS - 3 * WHILE_RUNNING)));
  moments.sort((a, b) => a - b);
  for (const [kill, runs] of moments.entries()) {
    const before = torn.kept().length;
    await after(Math.max(runs, before + 1), 5 * random(), kill);
    expect(torn.kept().length).toBeGreaterThan(before);
  }
  expect(torn.kept().length).toBeLessThan(RUNS);
  expect(torn.files()).not.toHaveProperty(['out/report.json']);
  for (let i = 0; i < WHILE_REPORTING; i++) await after(RUNS, 400 * random(), WHILE_RUNNING + i);

  const last = await torn.run('--workers', '2');
  expect(last).toEqual(uninterrupted);
  expect(torn.files()).toEqual(whole);
}, 240_000);

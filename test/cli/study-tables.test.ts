import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makespan, type Recorded } from './recorder.ts';

const SCENARIO = `question: Is one better?
workload: { poisson: { jobs: 40, procs: 4, load: 0.8 } }
policies: [easy, sjf]
replications: 2
axes: { cluster.procs: [4, 5], options.estimate: [requested, runtime] }
seed: 1
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makespan-runs-table-'));
  writeFileSync(join(folder, 's.yaml'), SCENARIO);
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...options: string[]): Promise<Recorded> => {
  const paths = ['--store', join(folder, 'store'), '--out', join(folder, 'out'), '--executor', 'in-process'];
  return makespan('run', join(folder, 's.yaml'), ...paths, ...options);
};

test('a study has a row for each run, with the values of its axes and every metric', async () => {
  const tables = join(folder, 'tables');
  expect(await run('--tables', tables, '--format', 'jsonl')).toMatchObject({ code: 0 });
  const rows = readFileSync(join(tables, 'runs.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  // 2 sizes x 2 kinds of estimates x 2 replications x 2 policies.
  expect(rows).toHaveLength(16);
  expect(rows[0]).toMatchObject({
    ...{ point: 0, 'axis.cluster.procs': 4, 'axis.options.estimate': '"requested"' },
    ...{ replication: 1, policy: 'easy', jobs: 40 },
  });
  expect(rows[15]).toMatchObject({ point: 3, 'axis.cluster.procs': 5, replication: 2, policy: 'sjf' });
  const report = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8'));
  const waits = rows.filter(({ point, policy }) => point === 0 && policy === 'easy').map(({ mean_wait: wait }) => wait);
  expect(report.points[0].policies[0].metrics.mean_wait.value).toBeCloseTo((waits[0] + waits[1]) / 2, 9);
});

test('options that are about one run are refused before anything is done', async () => {
  expect(await run('--every', '5min')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--every is about the time of one run'),
  });
  expect(await run('--jobs', 'x.csv')).toMatchObject({
    code: 2,
    err: expect.stringContaining('choose it by --at or --replication'),
  });
});

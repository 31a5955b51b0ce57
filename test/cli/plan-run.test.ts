import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandWords } from '../docs/markdown.ts';
import { makespan } from './recorder.ts';

const SCENARIO = `question: How many?
workload: { poisson: { jobs: 300, procs: 16, load: 0.8, size: [1, 8] } }
policies: [easy]
replications: { count: 5, most: 40 }
cluster: { procs: 20 }
seed: 1
plan: { axis: cluster.procs, from: 12, to: 40, targets: ["mean(wait) <= 1h"] }
`;

let folder: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'makespan-plan-'));
  process.chdir(folder);
  writeFileSync('p.yaml', SCENARIO);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const plan = (...more: string[]) => makespan('plan', 'p.yaml', '--store', 'runs', '--executor', 'in-process', ...more);
const report = () => JSON.parse(readFileSync(join('reports', 'p', 'report.json'), 'utf8'));
/** Records by the name of their run. */
const records = (): Map<string, { hash: string }> =>
  new Map(
    readdirSync('runs', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join('runs', name), 'utf8')))
      .map(({ name, record }) => [name, record]),
  );

test('the answer of a plan is looked at job by job by the command that it shows, and is the very run of its probe', async () => {
  const { out } = await plan();
  const { look, size } = report().plan.policies[0];
  expect(out.replaceAll(/\s+/g, ' ')).toContain(`Job by job: ${look}`);
  expect(look).toBe(`makespan run p.yaml --at cluster.procs=${size} --out reports/p-${size}`);
  expect(await makespan(...commandWords(look))).toMatchObject({ code: 0, err: '' });
  const [{ hash }] = JSON.parse(readFileSync(join('reports', `p-${size}`, 'report.json'), 'utf8')).policies;
  expect(hash).toBe(records().get(`p: easy, replication 1, cluster.procs = ${size}`)!.hash);
  // And so is any other one, in any replication.
  const at = ['--at', 'cluster.procs=12', '--replication', '3', '--json', '--out', 'one'];
  const one = await makespan('run', 'p.yaml', ...at);
  expect(JSON.parse(one.out).policies.easy.hash).toBe(
    records().get('p: easy, replication 3, cluster.procs = 12')!.hash,
  );
  expect(await makespan('explain', 'one', '5')).toMatchObject({ code: 0, err: '' });
  expect((await makespan('diff', 'one', `reports/p-${size}`)).err).toContain('different workloads');
});

test.each([
  ['cluster.procs=41', '--at cluster.procs=41: cluster.procs is never 41; the nearest is 40'],
  ['cluster.procs=16.5', '--at cluster.procs=16.5: cluster.procs is never 16.5; the nearest is 16'],
  ['cluster.prcs=16', '--at cluster.prcs=16: there is no such axis; did you mean cluster.procs?'],
])('--at %s of a plan is refused', async (at, message) => {
  const { code, err } = await makespan('run', 'p.yaml', '--at', at);
  expect([code, err]).toEqual([2, `makespan: ${message}\n`]);
});

test('without a size --replication looks at the scenario as it stands', async () => {
  const one = await makespan('run', 'p.yaml', '--replication', '1', '--json', '--out', 'one');
  writeFileSync('plain.yaml', SCENARIO.replace(/^(replications|plan):.*\n/gm, ''));
  const plain = await makespan('run', 'plain.yaml', '--json');
  expect(one.out).toBe(plain.out);
});

test('plan --until-decided adds replications, and says with which command and how many looks', async () => {
  writeFileSync(
    'p.yaml',
    SCENARIO.replace('to: 40, targets: ["mean(wait) <= 1h"]', 'to: 40, step: 4, targets: ["mean(wait) <= 45min"]'),
  );
  const { code, out } = await plan('--until-decided');
  expect(code).toBe(0);
  const { command, plan: found } = report();
  expect(command).toBe('makespan plan --until-decided p.yaml');
  expect([found.policies[0].decided, found.most, found.replications > 5]).toEqual([true, 40, true]);
  const looks = found.looks.length;
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    `replications were added until the answer was decided, at most 40: ${looks} looks, which share the error.`,
  );
});

test('a plan of durations is looked at by any way to write one', async () => {
  const workload = 'workload: { jobs: [{ name: a, run: 9h }] }\npolicies: [fcfs]\n';
  const machine =
    'cluster: { groups: { n: { count: 1, cores: 1 } } }\nfailures: { nodes: { mtbf: 5h, repair: 10min } }\ncheckpoints: { interval: 1h, write: 3min, read: 1min }\nrecovery: { retries: 200 }\n';
  const axis =
    'plan: { axis: checkpoints.interval, from: 30min, to: 3h, step: 30min, find: largest, targets: ["max_wait <= 1000d"] }\n';
  writeFileSync('p.yaml', `question: How rare?\n${workload}${machine}seed: 1\nreplications: 9\n${axis}`);
  const { err, out } = await plan();
  expect(err).toBe('');
  expect(out).toContain('checkpoints.interval = 3h is the largest');
  // In hours, of which the largest is 3.
  const page = readFileSync(join('reports', 'p', 'report.html'), 'utf8');
  expect(page).toContain('"axis":"checkpoints.interval (h)"');
  expect(page).toContain('"size":3,"tried":"3h"');
  expect(page).toContain('<code>makespan run p.yaml --at checkpoints.interval=3h --out reports/p-3h</code>');
  const [half, whole] = [
    await makespan('run', 'p.yaml', '--at', 'checkpoints.interval=90min', '--json'),
    await makespan('run', 'p.yaml', '--at', 'checkpoints.interval=1h 30min', '--json'),
  ];
  expect([half.code, half.out]).toEqual([0, whole.out]);
});

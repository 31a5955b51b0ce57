import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makespan } from './recorder.ts';

/** 4 points x 5 replications x 2 policies: 40 runs. */
const SCENARIO = `question: Is one better?
workload: { poisson: { jobs: 300, procs: 16, load: 0.8, size: [1, 8] } }
policies: [easy, sjf]
replications: 5
axes: { workload.poisson.load: { from: 0.5, to: 0.8, steps: 4 } }
truncate: { warmup: 10%, cooldown: 5% }
claims: ["mean_wait(easy) >= 0 s", "low(mean_wait(easy)) >= 0 s"]
seed: 1
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makespan-study-'));
  writeFileSync(join(folder, 's.yaml'), SCENARIO);
});
afterEach(() => rmSync(folder, { recursive: true }));

const command = (store: string, ...options: string[]): string[] => [
  ...['run', join(folder, 's.yaml'), '--store', join(folder, store), '--out', join(folder, `${store}-out`)],
  ...options,
];
const report = (store: string): string => readFileSync(join(folder, `${store}-out`, 'report.json'), 'utf8');
/** Every kept run with its bytes. */
const kept = (store: string): [string, string][] =>
  readdirSync(join(folder, store), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, readFileSync(join(folder, store, name), 'utf8')]);

test('what is kept is not run again, and a damaged run is made again and said', async () => {
  await makespan(...command('store', '--executor', 'in-process'));
  const first = report('store');
  const [[damaged] = ['']] = kept('store');
  writeFileSync(join(folder, 'store', damaged), '{"schema":1');
  // A warning is no progress, so it is not quieted.
  const again = await makespan(...command('store', '--executor', 'in-process', '--quiet'));
  expect(again).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^makespan: warning: the kept run of s: .* is made again: .*cut off or no JSON\n$/),
  });
  expect(report('store')).toBe(first);
});

test('a thread that is killed loses its own run, which is done again, and the bytes are the same', async () => {
  const policy = (once: string): string => `import { existsSync, writeFileSync } from 'node:fs';
const once = ${once};
export default () => ({
  name: 'mine',
  decide({ queue }, plan) {
    for (let job = queue.first(); job !== -1; job = queue.after(job)) {
      if (job === 200 && once !== '' && !existsSync(once)) {
        writeFileSync(once, '');
        process.exit(9);
      }
      if (!plan.start(job)) break;
    }
  },
});
`;
  const files = async (name: string, once: string, ...options: string[]): Promise<[unknown, string[]]> => {
    writeFileSync(join(folder, 'mine.mjs'), policy(once));
    writeFileSync(join(folder, 's.yaml'), SCENARIO.replace('[easy, sjf]', '[easy, ./mine.mjs]'));
    const { code, err } = await makespan(...command(name, '--quiet', ...options));
    return [{ code, err }, kept(name).map(([, text]) => JSON.stringify(JSON.parse(text).record))];
  };
  const [killed, runs] = await files('killed', JSON.stringify(join(folder, 'once')), '--workers', '2');
  expect(killed).toEqual({
    code: 0,
    err: expect.stringMatching(
      /^makespan: warning: the thread that did s: mine, .* has died and the run is tried again: worker exited with code: 9\n$/,
    ),
  });
  const [, whole] = await files('whole', "''", '--workers', '2');
  expect(runs).toHaveLength(40);
  expect(runs.sort()).toEqual(whole.sort());
});

test('one of the runs can be looked at job by job', async () => {
  const at = ['--at', 'workload.poisson.load=0.8', '--replication', '2', '--jobs', join(folder, 'jobs.csv'), '--json'];
  const { code, out } = await makespan('run', join(folder, 's.yaml'), ...at, '--out', join(folder, 'one'));
  expect(code).toBe(0);
  await makespan(...command('store', '--executor', 'in-process'));
  const { points } = JSON.parse(report('store'));
  expect(points[3].policies[0].hashes[1]).toBe(JSON.parse(out).policies.easy.hash);
  expect(readdirSync(folder)).toContain('jobs.easy.csv');
});

test.each([
  [['--at', 'workload.poisson.lod=1'], 'there is no such axis; did you mean workload.poisson.load?'],
  [['--at', 'workload.poisson.load=0.72'], 'workload.poisson.load is never 0.72; the nearest is 0.7'],
  [['--at', 'workload.poisson.load=high'], 'workload.poisson.load is never high; expected one of: 0.5, 0.6, 0.7, 0.8'],
  // 20 times 5 where they are added.
  [['--replication', '101'], 's.yaml has 5, or 100 with --until-decided; the nearest is 100'],
  [['--at', 'load'], "--at 'load' is not of the form AXIS=VALUE"],
  [['--replication', '0'], "--replication must be a whole number of at least 1, found '0'"],
  [['--executor', 'thread'], '--executor thread: there is no such executor; did you mean threads?'],
  [['--audit', 'x.jsonl'], '--audit is about the jobs of one comparison: choose it by --at or --replication'],
])('%j is refused in one line', async (options, message) => {
  const { code, err } = await makespan('run', join(folder, 's.yaml'), ...options, '--out', join(folder, 'x'));
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('plan tells a scenario without its key where that is missing', async () => {
  const { code, err } = await makespan('plan', join(folder, 's.yaml'), '--out', join(folder, 'x'));
  expect(code).toBe(2);
  expect(err).toMatch(/s\.yaml:1:1 scenario: has no key plan; see docs\/experiments\.md\n$/);
});

test('a plan that no size can keep says so, and exits with 1', async () => {
  const plan = 'plan: { axis: cluster.procs, from: 8, to: 12, targets: ["mean_wait >= 1000 d"] }\n';
  writeFileSync(join(folder, 'p.yaml'), SCENARIO.replace(/axes:.*\n/, '').replace('seed: 1\n', `seed: 1\n${plan}`));
  const options = ['--store', join(folder, 'store'), '--out', join(folder, 'plan'), '--executor', 'in-process'];
  const { code, out } = await makespan('plan', join(folder, 'p.yaml'), ...options);
  expect(code).toBe(1);
  // Whoever waits too little waits longest at the smallest.
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /Under easy no size of cluster.procs up to 12 meets the targets \(\d were tried\); best was 8, where mean_wait >= 1000 d is not met: /,
  );
});

test('a plan whose figures are equal in too few replications says how many it takes, and exits with 1', async () => {
  const plan = 'plan: { axis: cluster.procs, from: 8, to: 12, targets: ["count(jobs) >= 255"] }\n';
  writeFileSync(join(folder, 'p.yaml'), SCENARIO.replace(/axes:.*\n/, '').replace('seed: 1\n', `seed: 1\n${plan}`));
  const options = ['--store', join(folder, 'store'), '--out', join(folder, 'plan'), '--executor', 'in-process'];
  const { code, out } = await makespan('plan', join(folder, 'p.yaml'), ...options);
  expect(code).toBe(1);
  // Five answers under each of two policies share 5 %: 2^-8 is the first power below a tenth of it.
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'Under easy cluster.procs = 8 is the smallest that was found to pass the targets, but 5 replications are too few: 95 % confidence takes 8.',
  );
});

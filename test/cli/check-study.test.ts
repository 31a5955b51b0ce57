import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { PLANTED, POLICY, REFACTORED } from './planted-policy.ts';
import { folder, makespan, type Recorded } from './recorder.ts';

/** The planted line, which is reached where the machine is a larger one alone. */
const ELSEWHERE = POLICY.replace('decide({ queue }', 'decide({ queue, procs }').replace(
  '      plan.reserve(job);',
  '      plan.reserve(job);\n      if (procs > 16) break;',
);

/** 2 points x 3 replications x 2 policies: 12 runs. */
const SCENARIO = `question: Does it still do what it did, on any machine and workload?
workload: { poisson: { jobs: 120, procs: 16, load: 0.9, size: [1, 8] } }
policies: [easy, ./mine.mjs]
replications: 3
axes: { cluster.procs: [16, 20] }
compare: { metrics: [mean_wait, utilization] }
seed: 1
`;

const project = (policy: string, more: Readonly<Record<string, string>> = {}): string =>
  folder({ 's.yaml': SCENARIO, 'mine.mjs': policy, ...more });

const check = (path: string, ...more: string[]): ReturnType<typeof makespan> =>
  makespan(
    ...['check', join(path, 's.yaml'), '--baseline', join(path, 'b.json'), '--store', join(path, 'store')],
    ...['--executor', 'in-process', ...more],
  );

interface Kept {
  readonly at: object;
  readonly replication: number;
  readonly label: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly schedule?: object;
}
const keptIn = (text: string): Kept[] => JSON.parse(text).scenarios[0].runs;

async function made(): Promise<string> {
  const path = project(POLICY);
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  return readFileSync(join(path, 'b.json'), 'utf8');
}

test('every run is kept, a line each, by the runs that run keeps; unchanged and refactored ones pass', async () => {
  const path = project(POLICY);
  const run = ['run', join(path, 's.yaml'), '--out', join(path, 'out'), '--store', join(path, 'store')];
  expect(await makespan(...run, '--executor', 'in-process')).toMatchObject({ code: 0 });
  const kept = readdirSync(join(path, 'store'), { recursive: true }).sort();
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(join(path, 'store'), { recursive: true }).sort()).toEqual(kept);
  const text = readFileSync(join(path, 'b.json'), 'utf8');
  const runs = keptIn(text);
  expect(runs).toHaveLength(12);
  expect(runs.map(({ at, replication, label }) => [at, replication, label]).slice(5, 8)).toEqual([
    [{ 'cluster.procs': 16 }, 3, 'mine'],
    [{ 'cluster.procs': 20 }, 1, 'easy'],
    [{ 'cluster.procs': 20 }, 1, 'mine'],
  ]);
  expect(Object.keys(runs[0]!.metrics).sort()).toEqual(['mean_wait', 'utilization']);
  // Only the first run of each policy keeps what it did, on a second line.
  expect(runs.map(({ schedule }, i) => (schedule === undefined ? -1 : i)).filter((i) => i >= 0)).toEqual([0, 1]);
  expect(text.split('\n').filter((line) => line.startsWith('    {"at":'))).toHaveLength(12);
  const { code, out } = await check(path);
  expect({ code, out }).toEqual({ code: 0, out: `12 runs of 1 scenario: as in ${path}/b.json\n` });
  expect(await check(path, '--update')).toMatchObject({ code: 0 });
  expect(readFileSync(join(path, 'b.json'), 'utf8')).toBe(text);
  const refactored = project(REFACTORED, { 'b.json': text });
  expect(await check(refactored)).toMatchObject({ code: 0, err: '' });
});

test('a planted line is caught at every point, with the decision at the first, and in every output', async () => {
  const path = project(PLANTED, { 'b.json': await made() });
  const [xml, md] = [join(path, 'out.xml'), join(path, 'out.md')];
  const { code, out } = await check(path, '--junit', xml, '--markdown', md, '--annotations', 'github');
  expect(code).toBe(1);
  expect(out).toMatch(/mine at cluster\.procs = 16 makes another schedule in 3 of 3 replications/);
  expect(out).toMatch(/mine at cluster\.procs = 20 makes another schedule in [123] of 3 replications/);
  expect(out).toContain('figures are means over 3 replications');
  expect(out).toContain('the first decision that differs is at');
  expect(out).toContain('the policy did not start it');
  expect(out).not.toContain('easy at');
  const junit = readFileSync(xml, 'utf8');
  expect(junit).toContain('<testsuites name="makespan check" tests="4" failures="2" errors="0">');
  expect(junit).toContain('name="easy at cluster.procs = 20"/>');
  expect(readFileSync(md, 'utf8')).toContain('#### mine at cluster.procs = 16\n');
  const annotations = out.split('\n').filter((line) => line.startsWith('::error '));
  expect(annotations).toHaveLength(2);
  // Each output says of which replication the decision is told.
  const which = /in replication \d hash [0-9a-f]{16}, was [0-9a-f]{16}/;
  for (const text of [out.replaceAll(/\s+/g, ' '), junit, readFileSync(md, 'utf8'), ...annotations])
    expect(text).toMatch(which);
  const json = JSON.parse((await check(path, '--json')).out);
  expect(json.scenarios[0].runs.map(({ passed }: { passed: boolean }) => passed)).toEqual([true, false, true, false]);
  expect(json.scenarios[0].runs[1].rescheduled).toEqual([1, 2, 3]);
});

test('where another run than the first parts, the commands that tell its decision are named, and they do', async () => {
  const path = project(POLICY);
  // A module is loaded once in a process: this one knows the version of before, and others, from now on, that of now.
  const now = (...argv: string[]): Recorded => {
    const words = ['--import', import.meta.resolve('tsx'), join(ROOT, 'src/cli/main.ts'), ...argv];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    return { code: status!, out: stdout, err: stderr };
  };
  const [scenario, baseline, xml] = ['s.yaml', 'b.json', 'out.xml'].map((name) => join(path, name)) as [
    string,
    string,
    string,
  ];
  const [before, after] = [join(path, 'before'), join(path, 'now')];
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  const at20 = (replication: number): string[] => [
    ...['run', scenario, '--at', 'cluster.procs=20', '--replication', String(replication)],
  ];
  for (const one of [1, 2, 3])
    expect(await makespan(...at20(one), '--out', `${before}${one}`)).toMatchObject({ code: 0 });
  writeFileSync(join(path, 'mine.mjs'), ELSEWHERE);
  const { code, out } = now('check', scenario, '--baseline', baseline, '--store', join(path, 'store'), '--junit', xml);
  expect(code).toBe(1);
  expect(out).not.toContain('mine at cluster.procs = 16');
  const [, replication, run = '', again, diff = ''] =
    /replication (\d), of which .* told by makespan (run .*) --out now, .* (--out before), .* makespan (diff before:mine now:mine)/.exec(
      readFileSync(xml, 'utf8'),
    ) ?? [];
  expect(run.split(' ')).toEqual(at20(Number(replication)));
  expect(again).toBe('--out before');
  const judged = now('check', scenario, '--baseline', baseline, '--store', join(path, 'store'), '--json');
  const [changed] = JSON.parse(judged.out).scenarios[0].runs.filter(({ passed }: { passed: boolean }) => !passed);
  expect(changed.parting).toEqual({
    ...{ kind: 'untold', replication: Number(replication) },
    ...{ run: `makespan ${run}`, diff: `makespan ${diff}` },
  });
  expect(now(...run.split(' '), '--out', after)).toMatchObject({ code: 0 });
  const words = diff.replace('before:', `${before}${replication}:`).replace('now:', `${after}:`).split(' ');
  const told = now(...words);
  expect(told).toMatchObject({ code: 0, err: '' });
  const text = told.out.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(
    /Under mine \(\S+before\d\) starts job \d+ no reasons: policy 'mine' makes another schedule now than the one/,
  );
  expect(text).toMatch(/Under mine \(\S+now\) does not start job \d+ could have started .* policy did not start it/);
  // With the version of before it is the other side that has reasons.
  const { parting } = JSON.parse((await makespan(...words, '--json')).out);
  expect(parting.a).toMatchObject({ no_reasons: null, starts: [{ rule: 'in-spare' }] });
  expect(parting.b).toMatchObject({
    decision: null,
    no_reasons: expect.stringContaining("policy 'mine' makes another"),
  });
}, 120_000);

test('budgets are about means over the replications, and only about what the baseline keeps', async () => {
  const text = await made();
  const path = project(POLICY, { 'b.json': text });
  const at16 = keptIn(text).filter(({ at, label }) => label === 'easy' && JSON.stringify(at).includes('16'));
  const waits = at16.map(({ metrics }) => metrics['mean_wait']!);
  // The baseline had 30 s less in one of three replications: a mean of 10 s less, whatever the rest.
  const first = JSON.stringify(waits[0]);
  writeFileSync(join(path, 'b.json'), text.replace(`"mean_wait":${first}`, `"mean_wait":${waits[0]! - 30}`));
  const { code, out } = await check(path);
  expect(code).toBe(1);
  expect(out).toContain('easy at cluster.procs = 16 makes the same schedule, but other figures in 1 of 3 replications');
  expect(out).toContain('1 of 12 runs of 1 scenario not as in');
  expect(await check(path, '--budget', 'mean_wait may rise 10.001s')).toMatchObject({ code: 0 });
  expect(await check(path, '--budget', 'mean_wait may rise 9.999s')).toMatchObject({ code: 1 });
  expect(await check(path, '--budget', 'p95_wait may rise 1s')).toEqual({
    code: 2,
    out: '',
    err: `makespan: ${path}/b.json: keeps no p95_wait of ${path}/s.yaml, which 'p95_wait may rise 1s' is about; --update keeps it\n`,
  });
  expect(await check(path, '--budget', 'p95_wait may rise 1s', '--update')).toMatchObject({ code: 0 });
  expect(await check(path, '--budget', 'p95_wait may rise 1s')).toMatchObject({ code: 0 });
});

test('of many points twenty are told, and nine are annotated; the rest is counted, and in --json', async () => {
  const small = (points: readonly number[]): string =>
    SCENARIO.replace('jobs: 120', 'jobs: 4')
      .replace('[easy, ./mine.mjs]', '[easy]')
      .replace('replications: 3\n', '')
      .replace('[16, 20]', JSON.stringify(points));
  const path = folder({ 's.yaml': small([16]) });
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  const told = async (more: number, ...argv: string[]): Promise<string> => {
    writeFileSync(join(path, 's.yaml'), small(Array.from({ length: 1 + more }, (_, i) => 16 + i)));
    const { code, out } = await check(path, ...argv);
    expect(code).toBe(1);
    return out;
  };
  const lines = (out: string): number =>
    (out.match(/easy at cluster\.procs = \d+ is new to the baseline/g) ?? []).length;
  const exactly = await told(20);
  expect([lines(exactly), exactly.includes('more; --json has them all')]).toEqual([20, false]);
  const over = await told(23);
  expect([lines(over), over.includes('and 3 more; --json has them all')]).toEqual([20, true]);
  const annotated = (await told(23, '--annotations', 'github')).split('\n').filter((line) => line.startsWith('::'));
  expect(annotated.length).toBe(10);
  expect(annotated.filter((line) => /title=easy at cluster\.procs = \d+ is new/.test(line)).length).toBe(9);
  // 23 - 9 are left.
  expect(annotated.at(-1)).toContain('and 14 more; --json has them all');
  const { scenarios } = JSON.parse(await told(23, '--json'));
  expect(scenarios[0].runs).toHaveLength(24);
  expect(scenarios[0]).toMatchObject({ removed: [], removed_points: [], removed_replications: [] });
  expect(scenarios[0].runs.map((run: { same_schedule: boolean }) => run.same_schedule)).toEqual(
    Array.from({ length: 24 }, (_, i) => i === 0),
  );
});

test('points and replications that come fail, those that go are told', async () => {
  const path = project(POLICY, { 'b.json': await made() });
  writeFileSync(join(path, 's.yaml'), SCENARIO.replace('[16, 20]', '[12, 16, 20]').replace(': 3', ': 4'));
  const more = await check(path);
  expect(more.code).toBe(1);
  expect(more.out).toContain('easy at cluster.procs = 12 is new to the baseline');
  expect(more.out).toContain('easy at cluster.procs = 16 has runs that are new to the baseline');
  expect(more.out).toContain('new to the baseline: replication 4');
  // 2 policies x 4 replications at the new point, and 2 x 1 at each of the two others.
  expect(more.out).toContain('12 of 24 runs of 1 scenario not as in');
  writeFileSync(join(path, 's.yaml'), SCENARIO.replace('[16, 20]', '[20]').replace(': 3', ': 2'));
  const less = await check(path);
  expect(less.code).toBe(0);
  expect(less.out).toContain('cluster.procs = 16 is in the baseline, and the scenario no longer has this point');
  expect(less.out).toContain('replication 3 of the baseline: the scenario no longer has so many');
});

test.each([
  ['other axes', SCENARIO.replace('cluster.procs: [16, 20]', 'workload.poisson.load: [0.9]'), 'axes and cluster of'],
  ['other cuts', `${SCENARIO}truncate: { warmup: 10% }\n`, 'truncate of'],
  ['another seed', SCENARIO.replace('seed: 1', 'seed: 2'), 'seed of'],
  ['no replications', SCENARIO.replace('replications: 3\n', ''), 'replications of'],
])('a baseline of %s is refused in one line', async (_what, scenario, parts) => {
  const path = project(POLICY, { 'b.json': await made() });
  writeFileSync(join(path, 's.yaml'), scenario);
  const { code, out, err } = await check(path);
  expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  expect(err).toContain(`b.json: is of another scenario: ${parts} `);
});

test('options of studies are refused where there is none', async () => {
  const path = folder({ 's.yaml': SCENARIO.replace(/(replications|axes|compare): .*\n/g, ''), 'mine.mjs': POLICY });
  expect(await check(path, '--update')).toMatchObject({
    code: 2,
    err: 'makespan: --executor needs a scenario with replications or axes; see docs/experiments.md\n',
  });
});

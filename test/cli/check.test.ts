import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PLANTED, POLICY, REFACTORED } from './planted-policy.ts';
import { contents, folder, makespan, swf } from './recorder.ts';

type Four = [number, number, number, number];

/**
 * Eight processors. The first job holds six until 3600, planned until 7200; the second wants all eight; the third, at 120,
 * asks for 10800 s and would delay it; the fourth, at 180, asks for 3600 s and would not: 180 + 3600 <= 7200.
 */
const FOUR: Four[] = [
  [0, 3600, 6, 7200],
  [60, 1800, 8, 3600],
  [120, 3000, 2, 10_800],
  [180, 900, 2, 3600],
];

const SCENARIO = `question: Does it still do what it did?
workload:
  trace: four.swf
policies: [easy, ./mine.mjs]
`;

/** The same project with this policy in it. */
function project(policy: string, more: Readonly<Record<string, string>> = {}): string {
  return folder({ 's.yaml': SCENARIO, 'four.swf': swf(8, FOUR), 'mine.mjs': policy, ...more });
}

async function made(): Promise<string> {
  const path = project(POLICY);
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  return readFileSync(join(path, 'b.json'), 'utf8');
}

const check = (path: string, ...more: string[]): ReturnType<typeof makespan> =>
  makespan('check', join(path, 's.yaml'), '--baseline', join(path, 'b.json'), ...more);

test('nothing has changed: one line, none with --quiet, and --update leaves the same bytes', async () => {
  const path = project(POLICY);
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  const before = contents(path);
  const { code, out } = await check(path);
  expect({ code, out }).toEqual({ code: 0, out: `2 runs of 1 scenario: as in ${path}/b.json\n` });
  expect(await check(path, '--quiet')).toEqual({ code: 0, out: '', err: '' });
  expect(await check(path, '--update')).toMatchObject({ code: 0 });
  expect(contents(path)).toEqual(before);
  // And without the scenario's name it is found by the baseline.
  expect(await makespan('check', '--baseline', join(path, 'b.json'), '-q')).toEqual({ code: 0, out: '', err: '' });
});

test('a policy that was only written in other words passes', async () => {
  const path = project(REFACTORED, { 'b.json': await made() });
  expect(await check(path)).toMatchObject({ code: 0, err: '' });
});

test('a planted line is caught, with the first decision that differs, its reason and what moved', async () => {
  const path = project(PLANTED, { 'b.json': await made() });
  const before = contents(path);
  const { code, out } = await check(path);
  expect(code).toBe(1);
  // The fourth job started at 180 beside the first; now the second, which does not fit, stops the scan.
  expect(out).toContain('mine makes another schedule');
  expect(out).toContain('day 0 00:03:00, 180 s on the clock of the workload');
  expect(out).toContain('no longer starts job 4: could have started (needs 2, 2 free); the policy did not start it');
  // Waits were 0, 3540, 5280 and 0: 2205 s. Now the fourth waits for 5400 as well: 5220 s more, 1305 s per job.
  expect(out).toMatch(/mean_wait +36\.8 min +58\.5 min +\+59\.2 % +no budget/);
  expect(out).toContain('1 of 2 runs of 1 scenario not as in');
  expect(out).not.toContain('easy makes');
  expect(contents(path)).toEqual(before);
  const update = await check(path, '--update');
  expect(update.out).toContain('b.json: written; 1 of 2 runs not as before');
  expect(await check(path)).toMatchObject({ code: 0 });
});

test('budgets of the scenario and of the command line decide', async () => {
  const baseline = await made();
  const path = project(PLANTED, { 'b.json': baseline });
  const free = ['--budget', 'others may change freely'];
  // From 2205 s to 3510 s: 1305 s, or 59.18...%.
  expect(await check(path, ...free, '--budget', 'mean_wait(mine) may rise 1305s')).toMatchObject({ code: 0 });
  expect(await check(path, ...free, '--budget', 'mean_wait(mine) may rise 1304s')).toMatchObject({ code: 1 });
  expect(await check(path, ...free, '--budget', 'mean_wait(easy) may rise 1s')).toMatchObject({ code: 0 });
  const budgets = 'budgets:\n  - others may change freely\n  - mean_wait may rise 60%\n';
  writeFileSync(join(path, 's.yaml'), SCENARIO + budgets);
  const { code, out } = await check(path);
  expect(code).toBe(0);
  expect(out).toContain('mine makes another schedule, within its budgets');
  expect(out).toContain('within: mean_wait may rise 60%');
  expect((await check(path, '--budget', 'mean_wait may rise 1%')).out).toContain('exceeds: mean_wait may rise 1%');
});

test('a budget that is wrong is told with its place', async () => {
  const path = project(POLICY, { 'b.json': await made() });
  writeFileSync(join(path, 's.yaml'), `${SCENARIO}budgets:\n  - mean_wiat may rise 2%\n  - p95_wait may rise 2\n`);
  expect(await check(path)).toEqual({
    code: 2,
    out: '',
    err:
      `${path}/s.yaml:6:5 budgets[0]: unknown metric 'mean_wiat'; did you mean mean_wait?\n` +
      `${path}/s.yaml:7:23 budgets[1]: p95_wait is a time: give it a unit, such as 2s\n`,
  });
  writeFileSync(join(path, 's.yaml'), SCENARIO);
  expect((await check(path, '--budget', 'mean_wait may rise')).err).toBe(
    "makespan: --budget 'mean_wait may rise', column 19: expected an amount, such as 2% or 5min, or freely\n",
  );
});

test('policies that come and go are told, and one that is new has nothing that vouches for it', async () => {
  const path = project(POLICY, { 'b.json': await made() });
  writeFileSync(join(path, 's.yaml'), SCENARIO.replace('easy,', 'sjf,'));
  const { code, out } = await check(path);
  expect(code).toBe(1);
  expect(out).toContain('sjf is new to the baseline');
  expect(out).toContain('easy is in the baseline, and the scenario no longer has it');
  writeFileSync(join(path, 's.yaml'), SCENARIO.replace('easy, ', ''));
  expect(await check(path)).toMatchObject({ code: 0 });
});

test.each([
  [
    'another file',
    's2.yaml',
    SCENARIO,
    /b\.json: is a baseline of other scenarios, s2\.yaml is not among them; did you mean s\.yaml\?/,
  ],
  [
    'other rules',
    's.yaml',
    `${SCENARIO}options: { overrun: extend }\n`,
    /b\.json: is of another scenario: options of \S+s\.yaml is not what it/,
  ],
  ['another machine', 's.yaml', `${SCENARIO}cluster: { procs: 9 }\n`, /b\.json: is of another scenario: cluster of/],
])('a baseline of %s is refused in one line', async (_what, name, scenario, message) => {
  const path = project(POLICY, { 'b.json': await made() });
  writeFileSync(join(path, name), scenario);
  const { code, out, err } = await makespan('check', join(path, name), '--baseline', join(path, 'b.json'));
  expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  expect(err).toMatch(message);
});

test('a baseline of another trace, of another version, and a damaged one are told apart', async () => {
  const baseline = await made();
  const path = project(POLICY, { 'b.json': baseline });
  writeFileSync(join(path, 'four.swf'), swf(8, [...FOUR.slice(0, 3), [180, 901, 2, 3600]]));
  expect(await check(path)).toEqual({
    code: 2,
    out: '',
    err: `makespan: ${path}/b.json: is of another trace: the jobs of four.swf are not the same; --update makes it again\n`,
  });
  expect(await check(path, '--update')).toMatchObject({ code: 0 });
  writeFileSync(join(path, 'four.swf'), swf(8, FOUR));
  writeFileSync(join(path, 'b.json'), baseline.replace(/"version": "[^"]*"/, '"version": "0.0.9"'));
  const { code, out } = await check(path);
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining('the baseline was made by version 0.0.9'),
  });
  for (const [damaged, why] of [
    [baseline.slice(0, -20), 'it is no JSON, or only the beginning of it'],
    [baseline.replace('"hash":"', '"hash":"x'), 'scenarios.0.runs.0.hash'],
    ['{"schema": 1}', 'kind'],
    ['[]', 'it is JSON, but no object'],
    ['null', 'it is JSON, but no object'],
    ['7', 'it is JSON, but no object'],
  ] as const) {
    writeFileSync(join(path, 'b.json'), damaged);
    const refused = await check(path);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^makespan: \S+b\.json: is not a baseline of makespan, or damaged: [^\n]+\n$/);
    expect(refused.err).toContain(why);
  }
  writeFileSync(join(path, 'b.json'), baseline.replace('"schema": 2', '"schema": 1'));
  const older = `${path}/b.json: has schema 1, and this version reads 2; remove it, and make it again with --update and the names`;
  expect(await check(path)).toEqual({ code: 2, out: '', err: `makespan: ${older} of its scenarios\n` });
});

test('JUnit, Markdown, annotations and JSON say the same, well escaped', async () => {
  const path = project(PLANTED, { 'b.json': await made() });
  const [xml, md] = [join(path, 'out.xml'), join(path, 'summary.md')];
  writeFileSync(md, 'An earlier step.\n');
  const { out } = await check(path, '--junit', xml, '--markdown', md, '--annotations', 'github', '--quiet');
  const junit = readFileSync(xml, 'utf8');
  expect(junit).toContain('<testsuites name="makespan check" tests="2" failures="1" errors="0">');
  expect(junit).toContain(`<testcase classname="${path}/s.yaml" name="easy"/>`);
  expect(junit).toContain('<failure type="changed" message="mine makes another schedule">hash ');
  expect(junit).toContain('mean_wait: 36.8 min -&gt; 58.5 min (+59.2 %), no budget');
  const markdown = readFileSync(md, 'utf8');
  expect(markdown).toMatch(/^An earlier step\.\n\n## ✗ Schedules against the baseline\n/);
  expect(markdown).toContain('| `mean_wait` | 36.8 min | 58.5 min | +59.2 % | **no budget** |');
  const lines = out.split('\n').filter((line) => line.startsWith('::'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^::error file=\S+s\.yaml,title=mine makes another schedule::hash \w+, was \w+%0Athe first decision/,
  );
  expect(lines[0]).toContain('(+59.2 %25)');
  const { out: json } = await check(path, '--json');
  expect(JSON.parse(json)).toMatchObject({
    passed: false,
    scenarios: [
      {
        runs: [
          { policy: 'easy', passed: true, moved: [] },
          { policy: 'mine', parting: { kind: 'decision', time: 180 } },
        ],
      },
    ],
  });
});

test('on a machine of nodes too, with the node', async () => {
  // a holds three of four cores until 100; b, which wants all four, waits for it; c, of one core, fits beside a.
  const nodes = (policy: string): string => `question: Who starts when?
workload:
  jobs:
    - { name: a, run: 100s, cores: 3 }
    - { name: b, submit: 10s, run: 100s, cores: 4 }
    - { name: c, submit: 20s, run: 50s, cores: 1 }
cluster:
  groups:
    n: { count: 1, cores: 4 }
policies:
  - { policy: ${policy}, label: ours }
`;
  const path = folder({ 's.yaml': nodes('fcfs') });
  expect(await check(path, '--update')).toMatchObject({ code: 0, err: '' });
  expect(await check(path)).toMatchObject({ code: 0, err: '' });
  writeFileSync(join(path, 's.yaml'), nodes('easy'));
  const { code, out } = await check(path);
  expect(code).toBe(1);
  expect(out).toContain('the policy was fcfs');
  expect(out).toContain('20 s on the clock of the workload');
  expect(out).toContain('now starts job c: on all nodes; backfilled');
});

test('an update keeps what it knows of other scenarios', async () => {
  const path = project(POLICY);
  mkdirSync(join(path, 'more'));
  writeFileSync(join(path, 'more/t.yaml'), SCENARIO.replace('four.swf', '../four.swf').replace('./mine', '../mine'));
  await check(path, '--update');
  const both = await makespan('check', join(path, 'more/t.yaml'), '--baseline', join(path, 'b.json'), '--update');
  expect(both).toMatchObject({ code: 0, err: '' });
  const { scenarios } = JSON.parse(readFileSync(join(path, 'b.json'), 'utf8'));
  expect(scenarios.map(({ scenario }: { scenario: string }) => scenario)).toEqual(['more/t.yaml', 's.yaml']);
  expect(await makespan('check', '--baseline', join(path, 'b.json'), '-q')).toEqual({ code: 0, out: '', err: '' });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makespan } from './recorder.ts';

test('a value of an axis with a name is called by it, in tables and by --at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-named-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 's.yaml');
  const out = ['--out', join(folder, 'out')];
  const axes = 'axes: { cluster: { named: { as it is: { procs: 8 }, half as large again: { procs: 12 } } } }';
  const text = `question: Is it?\nworkload: { poisson: { jobs: 30, procs: 8, load: 0.7 } }\npolicies: [easy]\nseed: 1\n${axes}\n`;
  writeFileSync(scenario, text);
  const whole = await makespan(
    'run',
    scenario,
    '--store',
    join(folder, 'runs'),
    '--executor',
    'in-process',
    '--json',
    ...out,
  );
  const { axes: shown, points } = JSON.parse(whole.out);
  expect(shown).toEqual([{ path: 'cluster', values: ['as it is', 'half as large again'] }]);
  expect(points[1].values).toEqual(['half as large again']);
  const one = await makespan('run', scenario, '--at', 'cluster=half as large again', '--json', ...out);
  expect(JSON.parse(one.out).policies.easy.hash).toBe(points[1].policies[0].hashes[0]);
  // As check writes it.
  const quoted = await makespan('run', scenario, '--at', 'cluster="half as large again"', '--json', ...out);
  expect(quoted.out).toBe(one.out);
  const wrong = await makespan('run', scenario, '--at', 'cluster=as it was', ...out);
  expect(wrong).toMatchObject({
    code: 2,
    err: 'makespan: --at cluster=as it was: cluster is never as it was; did you mean as it is?\n',
  });
});

test('where points are a sample, --at takes values between those that were drawn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-between-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 's.yaml');
  const axes = 'axes: { workload.poisson.load: { from: 0.6, to: 0.95 } }\nsample: { lhs: 3 }';
  const text = `question: Is it?\nworkload: { poisson: { jobs: 30, procs: 8, load: 0.7 } }\npolicies: [easy]\nseed: 1\n${axes}\n`;
  writeFileSync(scenario, text);
  const one = await makespan(
    'run',
    scenario,
    '--at',
    'workload.poisson.load=0.8',
    '--json',
    '--out',
    join(folder, 'o'),
  );
  expect(one).toMatchObject({ code: 0, err: '' });
});

test('a drawn value is shown with few digits, and --at takes what is shown', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-drawn-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 's.yaml');
  const axes = 'axes: { workload.poisson.load: { from: 0.6, to: 0.95 } }\nsample: { lhs: 3 }';
  const text = `question: Is it?\nworkload: { poisson: { jobs: 30, procs: 8, load: 0.7 } }\npolicies: [easy]\nseed: 1\n${axes}\n`;
  writeFileSync(scenario, text);
  const run = [
    'run',
    scenario,
    '--store',
    join(folder, 'runs'),
    '--out',
    join(folder, 'out'),
    '--executor',
    'in-process',
  ];
  const whole = await makespan(...run);
  const { points } = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8'));
  const shown = whole.out.split('\n').flatMap((line) => /^│ (0\.\d+) +easy/.exec(line)?.[1] ?? []);
  expect(shown).toHaveLength(3);
  for (const [i, value] of shown.entries()) {
    const [exact] = points[i].values;
    expect([value.length <= 6, value, String(exact).length > 8]).toEqual([
      true,
      String(Number(exact.toPrecision(4))),
      true,
    ]);
    const one = await makespan('run', scenario, '--at', `workload.poisson.load=${value}`, '--json');
    expect(JSON.parse(one.out).policies.easy.hash).toBe(points[i].policies[0].hashes[0]);
    expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toContain(`<td class="text">${value}</td>`);
  }
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makespan } from './recorder.ts';

test('a value of an axis with a name is called by it, in tables and by --at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-named-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 's.yaml');
  const axes = 'axes: { cluster: { named: { as it is: { procs: 8 }, half as large again: { procs: 12 } } } }';
  const text = `question: Is it?\nworkload: { poisson: { jobs: 30, procs: 8, load: 0.7 } }\npolicies: [easy]\nseed: 1\n${axes}\n`;
  writeFileSync(scenario, text);
  const whole = await makespan('run', scenario, '--store', join(folder, 'runs'), '--executor', 'in-process', '--json');
  const { axes: shown, points } = JSON.parse(whole.out);
  expect(shown).toEqual([{ path: 'cluster', values: ['as it is', 'half as large again'] }]);
  expect(points[1].values).toEqual(['half as large again']);
  const one = await makespan('run', scenario, '--at', 'cluster=half as large again', '--json');
  expect(JSON.parse(one.out).policies.easy.hash).toBe(points[1].policies[0].hashes[0]);
});

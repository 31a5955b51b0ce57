import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PolicyFailure, runExperiment } from '../../src/experiment/run.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { contents, folder, makespan, swf } from '../cli/recorder.ts';

const program = fileURLToPath(new URL('../own/misbehaving.mjs', import.meta.url));
// On 4 processors the second waits for the first, the third arrives meanwhile.
const TRACE = swf(4, [
  [0, 10, 3, 10],
  [1, 10, 2, 10],
  [2, 10, 4, 10],
]);

/** A scenario of its own folder that compares fcfs, the program in a mode, and easy. */
async function experiment(mode: string, options = '') {
  const path = folder({ 't.swf': TRACE });
  const command = `{ command: [${process.execPath}, ${program}, ${mode}], label: mine }`;
  const text = `question: ok?\nworkload: { trace: t.swf }\npolicies: [fcfs, ${command}, easy]\n${options}`;
  writeFileSync(join(path, 's.yaml'), text);
  return { path, given: await parseScenario(text, join(path, 's.yaml')) };
}

it('a program decides as a built-in policy would, between others', async () => {
  const { runs } = await runExperiment((await experiment('none')).given);
  expect(runs.map(({ label, run }) => [label, run.policy])).toEqual([
    ['fcfs', 'fcfs'],
    ['mine', 'misbehaving'],
    ['easy', 'easy'],
  ]);
  expect(runs[1]!.run.hash).toBe(runs[0]!.run.hash);
});

it('a policy that fails leaves what had finished before it', async () => {
  const told: string[] = [];
  const { given, path } = await experiment('exit');
  const failure: unknown = await runExperiment(given, {
    policyOutput: ({ label }, text) => told.push(label, text),
  }).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(PolicyFailure);
  const { message, result } = failure as PolicyFailure;
  expect(message).toBe(
    "policy 'mine': message 3 (decide at 1 s): the program ended with exit code 3; its last words: " +
      'Traceback (most recent call last): | File "p.py" | ValueError: no idea',
  );
  expect(result.runs.map(({ label }) => label)).toEqual(['fcfs']);
  expect(told).toEqual(['mine', expect.stringMatching(/^Traceback/)]);

  const out = join(path, 'out');
  const shown = await makespan('run', join(path, 's.yaml'), '--out', out, '--audit', join(path, 'a.jsonl'));
  expect(shown.code).toBe(2);
  expect(shown.out).toMatch(/│ fcfs /);
  expect(shown.err.split('\n').at(-2)).toBe(
    `makespan: ${message}; the audit log up to there is in ${join(path, 'a.mine.jsonl')}`,
  );
  expect(Object.keys(contents(path))).toEqual(
    expect.arrayContaining(['a.fcfs.jsonl', 'a.mine.jsonl', 'out/report.json']),
  );
  expect(Object.keys(contents(path))).not.toContain('a.easy.jsonl');
});

it('what a program needs is asked before anything is simulated', async () => {
  const { given } = await experiment('needs-kill, 1', 'options: { overrun: extend }\n');
  const started: string[] = [];
  await expect(runExperiment(given, { starting: ({ label }) => started.push(label) })).rejects.toThrow(
    "policy 'mine' needs jobs to end by their estimates: it cannot run with overrun 'extend'",
  );
  expect(started).toEqual([]);
});

it('a signal ends a program that does not answer, and keeps what has finished', async () => {
  const { given } = await experiment('silent');
  const interruption = new AbortController();
  const { runs } = await runExperiment(given, {
    signal: interruption.signal,
    starting: ({ label }) => {
      if (label === 'mine') setTimeout(() => interruption.abort(), 200);
    },
  });
  expect(runs.map(({ label }) => label)).toEqual(['fcfs']);
});

it('the command line takes modules and programs', async () => {
  const path = folder({ 't.swf': TRACE });
  const argv = [
    '--trace',
    join(path, 't.swf'),
    '--policy',
    'fcfs',
    '--policy',
    './scenarios/policies/widest-first.mjs',
  ];
  const command = `${process.execPath} ${program} none`;
  const out = join(path, 'out');
  const all = [...argv, '--policy-command', command, '--policy-timeout', '20s', '--json', '--check', '--out', out];
  const { code, out: text, err } = await makespan('run', ...all);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { policies } = JSON.parse(text);
  expect(Object.keys(policies)).toEqual(['fcfs', 'widest-first', command]);
  expect(policies[command].hash).toBe(policies.fcfs.hash);
  const report = JSON.parse(contents(out)['report.json']!);
  expect(report.command).toBe(
    `makespan run --trace t.swf --policy fcfs --policy ./widest-first.mjs --policy-command '${command}' --policy-timeout 20s`,
  );
});

it('a time-out without a program is refused', async () => {
  const { code, err } = await makespan('run', '--trace', 't.swf', '--policy', 'fcfs', '--policy-timeout', '1s');
  expect({ code, err }).toEqual({ code: 2, err: 'makespan: --policy-timeout needs a --policy-command\n' });
});

it('a module that leaves jobs waiting is told from a defect of makespan', async () => {
  const path = folder({ 't.swf': TRACE, 'idle.mjs': 'export default { decide() {} };' });
  const text = 'question: ok?\nworkload: { trace: t.swf }\npolicies: [./idle.mjs]\n';
  const given = await parseScenario(text, join(path, 's.yaml'));
  await expect(runExperiment(given)).rejects.toThrow(
    "policy 'idle': nothing is left to happen after 2 s, and it has left 3 jobs waiting; the first is row 0, which asks for 3 processors",
  );
});

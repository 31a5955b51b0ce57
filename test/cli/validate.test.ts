import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contents, folder, makespan, swf } from './recorder.ts';

const FILES = {
  // The third record has no run time and is dropped; the second outlives its estimate and is cut.
  't.swf': `${swf(4, [
    [0, 10, 2, 20],
    [0, 30, 2, 20],
  ])}3 0 -1 -1 1 -1 -1 1 20 -1 1 1 1 -1 1 -1 -1 -1\n`,
  'good.yaml': 'question: Which?\nworkload: { trace: t.swf }\npolicies: [easy, fcfs]\noptions: { profile: pyss }\n',
  'broken.yaml': 'question: What?\nworkload: { trace: t.swf }\npolices: [easy]\n',
  'lost.yaml': 'question: What?\nworkload: { trace: none.swf }\npolicies: [easy]\n',
};

test('validate says what would run, and writes nothing', async () => {
  const path = folder(FILES);
  const file = join(path, 'good.yaml');
  const { code, out, err } = await makespan('validate', file);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`${file}: valid
  question  Which?
  workload  t.swf: 2 jobs on 4 processors
  records   1 dropped, 1 edited, 0 malformed lines
  policies  2: easy, fcfs
  rules     profile pyss: pass event, order arrivals-first, overrun kill, estimate requested
  to run    4 jobs in 2 simulations
`);
  expect(contents(path)).toEqual(FILES);
});

test('each wrong file is told with its places, the right ones are summed up all the same, and the exit code is 2', async () => {
  const path = folder(FILES);
  const [good, broken, lost] = ['good.yaml', 'broken.yaml', 'lost.yaml'].map((name) => join(path, name));
  const mixed = await makespan('validate', broken!, lost!, good!);
  expect(mixed.code).toBe(2);
  expect(mixed.err).toBe(
    `${broken}:3:1 polices: unknown key; did you mean policies?\n` +
      `${join(path, 'lost.yaml')}:2:20 workload.trace: there is no such file: ${join(path, 'none.swf')}\n`,
  );
  expect(mixed.out).toContain(`${good}: valid\n`);
  expect(await makespan('validate', good!, good!, '-q')).toEqual({ code: 0, out: '', err: '' });
  expect(await makespan('validate', lost!, '-q')).toMatchObject({ code: 2, out: '' });
});

test('--json gives one object, with what is wrong in it', async () => {
  const path = folder(FILES);
  const [good, lost] = [join(path, 'good.yaml'), join(path, 'lost.yaml')];
  const { code, out, err } = await makespan('validate', good, lost, '--json');
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(JSON.parse(out).scenarios).toMatchObject([
    { scenario: good, valid: true, jobs: 2, procs: 4, policies: ['easy', 'fcfs'], simulated_jobs: 4 },
    {
      scenario: lost,
      valid: false,
      problems: [`${lost}:2:20 workload.trace: there is no such file: ${join(path, 'none.swf')}`],
    },
  ]);
});

const study = (loads: string): string => `question: How much?
workload: { lublin: { jobs: 20, procs: 8, load: 0.5 } }
policies: [easy, fcfs]
seed: 1
replications: 4
axes: { workload.lublin.load: ${loads} }
`;

test('a study is summed up by its points, replications and policies', async () => {
  const file = join(folder({ 'study.yaml': study('[0.5, 0.6, 0.7]') }), 'study.yaml');
  const { out } = await makespan('validate', file);
  // 3 x 4 x 2 = 24 runs of 20 jobs.
  expect(out).toContain('24 runs: 3 points x 4 replications x 2 policies; about 480 jobs\n');
  const { out: json } = await makespan('validate', file, '--json');
  const counts = { study: { points: 3, replications: 4, runs: 24 }, simulated_jobs: 480 };
  expect(JSON.parse(json).scenarios).toMatchObject([counts]);
});

test('a value that only the last point has is told with its place on the axis', async () => {
  const file = join(folder({ 'study.yaml': study('[0.5, 0.6, high]') }), 'study.yaml');
  const { code, err } = await makespan('validate', file);
  expect(code).toBe(2);
  expect(err).toMatch(/study\.yaml:6:\d+ axes\.workload\.lublin\.load: with "high"/);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { contents, folder, type Recorded, recorder, swf } from './recorder.ts';

const JOBS: [number, number, number, number][] = [
  [0, 3600, 6, 7200],
  [60, 1800, 8, 3600],
  [120, 900, 2, 3600],
];
const SCENARIO = 'question: How long does it take?\nworkload:\n  trace: t.swf\npolicies: [fcfs, easy]\n';

const project = (more: Readonly<Record<string, string>> = {}): string =>
  folder({ 's.yaml': SCENARIO, 't.swf': swf(8, JOBS), ...more });

/** `makespan bench`, with a stopwatch that has moved on by 100 ms whenever it is looked at. */
async function bench(path: string, ...argv: string[]): Promise<Recorded> {
  let time = 0;
  const now = (): number => {
    time += 100;
    return time;
  };
  const terminal = { ...recorder(), now };
  const samples = argv.includes('--samples') ? [] : ['--samples', '10'];
  const code = await main(['bench', join(path, 's.yaml'), ...samples, ...argv], terminal);
  return { code, ...terminal.text };
}

interface Stored {
  policies: { label: string; hash: string; ratios: number[] }[];
  [key: string]: unknown;
}

/** A baseline of the project, changed. */
async function baseline(path: string, change: (stored: Stored) => void = () => {}): Promise<string> {
  const file = join(path, 'speed.json');
  expect(await bench(path, '--save', file)).toMatchObject({ code: 0, err: '' });
  const stored: Stored = JSON.parse(readFileSync(file, 'utf8'));
  change(stored);
  writeFileSync(file, JSON.stringify(stored));
  return file;
}

/** Policies that took so many times as long when they were timed. */
const took = (factor: number) => (stored: Stored) => {
  for (const policy of stored.policies) policy.ratios = policy.ratios.map((ratio) => ratio * factor);
};

describe('bench', () => {
  it('times every policy in units of the calibration around its samples', async () => {
    const { code, out } = await bench(project(), '--json');
    expect(code).toBe(0);
    const { policies, passed, baseline: none } = JSON.parse(out);
    expect([passed, none]).toEqual([true, null]);
    // Whatever is timed takes 100 ms on this clock: a sample is one run, and as long as a calibration.
    const timed = { samples: 10, runs_per_sample: 1, time_ms: 100, ratio: 1, against: null };
    expect(policies).toMatchObject([
      { policy: 'fcfs', ...timed },
      { policy: 'easy', ...timed },
    ]);
  });

  it('times the centre of a study, and says so', async () => {
    const path = project();
    expect((await bench(path)).out).not.toContain('centre');
    writeFileSync(join(path, 's.yaml'), `${SCENARIO}axes: { cluster.procs: [8, 16] }\n`);
    expect((await bench(path)).out).toContain('a study: timed is the plain comparison at its centre');
    expect(JSON.parse((await bench(path, '--json')).out)).toMatchObject({ study: true, passed: true });
  });

  it('keeps what it measured, and finds the same again', async () => {
    const path = project();
    const { code, out } = await bench(path, '--baseline', await baseline(path));
    expect(code).toBe(0);
    expect(out).toMatch(/fcfs +100 +1\.00 +x 1\.00 \(1\.00 to 1\.00\) +same within margin/);
    expect(out).toContain('margin 10 %: 2 same within margin');
  });

  it('fails for what is slower beyond the margin, and for nothing else', async () => {
    const path = project();
    const file = await baseline(path, took(1 / 1.3));
    const slower = await bench(path, '--baseline', file, '--json');
    expect(slower.code).toBe(1);
    expect(JSON.parse(slower.out).passed).toBe(false);
    expect(JSON.parse(slower.out).policies[0].against.verdict).toBe('slower');
    expect(JSON.parse(slower.out).policies[0].against.factor).toBeCloseTo(1.3, 9);
    expect((await bench(path, '--baseline', file, '--margin', '40%')).code).toBe(0);
    const faster = await bench(path, '--baseline', await baseline(path, took(2)), '--policy', 'easy');
    expect(faster.code).toBe(0);
    expect(faster.out).toContain('1 faster');
    expect(faster.out).not.toContain('fcfs');
  });

  it('tells a baseline of other Node, and what would narrow an interval', async () => {
    const path = project();
    const file = await baseline(path, (stored) => {
      stored['node'] = 'v1.2.3';
      for (const policy of stored.policies) policy.ratios = [0.5, 2];
    });
    const { code, out } = await bench(path, '--baseline', file);
    expect(code).toBe(0);
    expect(out).toContain('2 not enough evidence');
    expect(out).toContain('more --samples');
    expect(out).toContain('made under Node v1.2.3');
  });

  it('times only what computes the same every time', async () => {
    // Every other run lets nobody pass.
    const own = `let runs = 0;
export default () => {
  let run;
  return {
    name: 'fickle',
    decide({ queue }, plan) {
      run ??= runs++;
      for (let job = queue.first(); job !== -1; job = queue.after(job)) if (!plan.start(job) && run % 2 === 1) break;
    },
  };
};
`;
    const scenario = SCENARIO.replace('fcfs, easy', './own.mjs');
    const path = project({ 'own.mjs': own, 's.yaml': scenario });
    const { code, err } = await bench(path, '--save', join(path, 'x.json'));
    expect(err).toMatch(/^makespan: policy '.*': its runs differ \(hash [0-9a-f]{16}, then [0-9a-f]{16}\).*\n$/);
    expect(code).toBe(2);
    expect(Object.keys(contents(path))).not.toContain('x.json');
  });
});

test.each<[string, (stored: Stored) => void, RegExp]>([
  [
    'another scenario',
    (s) => Object.assign(s['setting'] as object, { options: 'x' }),
    /is of another scenario: options of .* is not/,
  ],
  [
    'other jobs',
    (s) => Object.assign(s['jobs'] as object, { count: 4 }),
    /is of other jobs: those of .* were 4 and are 3/,
  ],
  [
    'another schedule',
    (s) => Object.assign(s.policies[1]!, { hash: '0'.repeat(16) }),
    /easy made another schedule when it was timed/,
  ],
  ['a policy less', (s) => s.policies.pop(), /has no policy easy; --save/],
  [
    'a policy more',
    (s) => s.policies.push({ ...s.policies[0]!, label: 'sjf' }),
    /has the policy sjf, which the scenario has not/,
  ],
  ['another calibration', (s) => Object.assign(s, { calibration: 0 }), /was calibrated by other work/],
  ['a damaged ratio', (s) => s.policies[0]!.ratios.push(-1), /or damaged: policies\.0\.ratios\.10/],
])('refuses a baseline with %s', async (_, change, message) => {
  const path = project();
  const { code, err, out } = await bench(path, '--baseline', await baseline(path, change));
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
  expect([code, out]).toEqual([2, '']);
});

test.each<[string[], RegExp]>([
  [['--baseline', 's.yaml'], /is not a baseline of makespan bench, or damaged: it is no JSON/],
  [['--baseline', 'none.json'], /cannot read the baseline .*; --save makes one/],
  [['--margin', '5%'], /--margin: goes with --baseline/],
  [['--margin', '0.1', '--baseline', 's.yaml'], /--margin must be a percentage above 0, such as 10%, found '0\.1'/],
  [['--samples', '3'], /--samples must be from 10 to 100, found '3'/],
  [['--policy', 'esay'], /has no such policy.*easy/],
  [['--save', 's.yaml'], /would replace the file that is read/],
])('tells wrong input in one line: %s', async (argv, message) => {
  const path = project();
  const placed = argv.map((word) => (/\.(yaml|json)$/.test(word) ? join(path, word) : word));
  const { code, err } = await bench(path, ...placed);
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
  expect(code).toBe(2);
});

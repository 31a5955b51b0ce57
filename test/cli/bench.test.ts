import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { clockOf, type Measured, measure, type Reading } from '../../src/cli/bench-measure.ts';
import type { Sampler } from '../../src/cli/bench-processes.ts';
import { bench as answer, type BenchRequest } from '../../src/cli/bench-run.ts';
import { explain } from '../../src/cli/failure.ts';
import { contents, folder, makespan, type Recorded, recorder, swf } from './recorder.ts';

const JOBS: [number, number, number, number][] = [
  [0, 3600, 6, 7200],
  [60, 1800, 8, 3600],
  [120, 900, 2, 3600],
];
const SCENARIO = 'question: How long does it take?\nworkload:\n  trace: t.swf\npolicies: [fcfs, easy]\n';

const project = (more: Readonly<Record<string, string>> = {}): string =>
  folder({ 's.yaml': SCENARIO, 't.swf': swf(8, JOBS), ...more });

/** Finds the same of every policy, whatever it is. */
const steady =
  (found: Partial<Measured> = {}): Sampler =>
  async ({ policies }, _signal, told) =>
    policies.map(({ label }) => {
      told(label);
      return { time: 100, ratio: 1, share: 1, ...found };
    });

/** What `makespan bench` does with options, where a sampler stands for the processes that time policies. */
async function bench(path: string, given: Partial<BenchRequest> = {}, sampler = steady()): Promise<Recorded> {
  const terminal = recorder();
  const none = { save: undefined, baseline: undefined, margin: undefined, samples: undefined, labels: undefined };
  try {
    const code = await answer({ scenario: join(path, 's.yaml'), ...none, json: false, ...given }, terminal, sampler);
    return { code, ...terminal.text };
  } catch (failure) {
    const { text, code } = explain(failure);
    return { code, out: terminal.text.out, err: text };
  }
}

interface Stored {
  policies: { label: string; hash: string; ratios: number[]; share: number }[];
  [key: string]: unknown;
}

/** A baseline of the project, changed. */
async function baseline(path: string, change: (stored: Stored) => void = () => {}): Promise<string> {
  const file = join(path, 'speed.json');
  expect(await bench(path, { save: file })).toMatchObject({ code: 0, err: '' });
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
  it('keeps what it measured, and finds the same again', async () => {
    const path = project();
    const { code, out } = await bench(path, { baseline: await baseline(path) });
    expect(code).toBe(0);
    expect(out).toMatch(/fcfs +100 +1\.00 +x 1\.00 \(1\.00 to 1\.00\) +same within margin/);
    expect(out).toContain('margin 10 %: 2 same within margin');
  });

  it('fails for what is slower beyond the margin, and for nothing else', async () => {
    const path = project();
    const file = await baseline(path, took(1 / 1.3));
    const slower = await bench(path, { baseline: file, json: true });
    expect(slower.code).toBe(1);
    expect(JSON.parse(slower.out).passed).toBe(false);
    expect(JSON.parse(slower.out).policies[0].against.verdict).toBe('slower');
    expect(JSON.parse(slower.out).policies[0].against.factor).toBeCloseTo(1.3, 9);
    expect((await bench(path, { baseline: file, margin: '40%' })).code).toBe(0);
    const faster = await bench(path, { baseline: await baseline(path, took(2)), labels: ['easy'] });
    expect(faster.code).toBe(0);
    expect(faster.out).toContain('1 faster');
    expect(faster.out).not.toContain('fcfs');
  });

  it('gives no verdict where the machine was too busy, then or now, and says so', async () => {
    const path = project();
    const file = await baseline(path, took(1 / 1.3));
    const now = await bench(path, { baseline: file }, steady({ share: 0.08 }));
    expect(now.code).toBe(0);
    expect(now.out).toContain('2 not enough evidence: machine too busy');
    expect(now.out).toContain('the machine had other work: the calibration was given 8 % of a processor');
    const busy = await baseline(path, (stored) => {
      took(1 / 1.3)(stored);
      for (const policy of stored.policies) policy.share = 0.09;
    });
    const then = await bench(path, { baseline: busy });
    expect(then.code).toBe(0);
    expect(then.out).toMatch(/speed\.json was made beside other work, with 9 % of a processor/);
    // That nothing has changed is told all the same.
    const same = await bench(path, { baseline: await baseline(path), json: true }, steady({ share: 0.08 }));
    expect(JSON.parse(same.out).policies[0]).toMatchObject({
      ...{ processor_share: 0.08, clock: 'processor', against: { verdict: 'same within margin' } },
    });
  });

  it('tells a baseline of another version or Node, and what would narrow an interval', async () => {
    const path = project();
    const file = await baseline(path, (stored) => {
      stored['node'] = 'v1.2.3';
      stored['version'] = '0.0.9';
      for (const policy of stored.policies) policy.ratios = [0.5, 2];
    });
    const { code, out } = await bench(path, { baseline: file });
    expect(code).toBe(0);
    expect(out).toContain('2 not enough evidence');
    expect(out).toContain('more --samples');
    expect(out).toContain('made under Node v1.2.3');
    expect(out).toContain('was made by version 0.0.9, this is ');
  });

  it('takes the centre of a study, and says so', async () => {
    const path = project();
    expect((await bench(path)).out).not.toContain('centre');
    writeFileSync(join(path, 's.yaml'), `${SCENARIO}axes: { cluster.procs: [8, 16] }\n`);
    expect((await bench(path)).out).toContain('a study: timed is the plain comparison at its centre');
    expect(JSON.parse((await bench(path, { json: true })).out)).toMatchObject({ study: true, passed: true });
  });
});

describe('bench in processes of their own', () => {
  const least = ['--samples', '5'];

  it('times every policy in units of the calibration around its runs', async () => {
    const path = project();
    const file = join(path, 'speed.json');
    const { code, out, err } = await makespan('bench', join(path, 's.yaml'), ...least, '--json', '--save', file);
    expect([code, err]).toEqual([0, '']);
    const { policies, passed, baseline: none } = JSON.parse(out);
    expect([passed, none]).toEqual([true, null]);
    expect(policies.map(({ policy }: { policy: string }) => policy)).toEqual(['fcfs', 'easy']);
    for (const policy of policies) {
      expect(policy).toMatchObject({ samples: 5, clock: 'processor', against: null });
      // Three jobs are far less work than the calibration's 1500.
      expect(policy.ratio).toBeGreaterThan(0);
      expect(policy.ratio).toBeLessThan(0.5);
      expect(policy.processor_share).toBeGreaterThan(0);
      expect(policy.processor_share).toBeLessThanOrEqual(1);
    }
    const stored: Stored = JSON.parse(readFileSync(file, 'utf8'));
    expect(stored.policies.map(({ ratios }) => ratios.length)).toEqual([5, 5]);
  });

  it.each([
    [
      'computes the same every time',
      // Every other run lets nobody pass.
      'run % 2 === 1',
      /^makespan: policy '.*': its runs differ \(hash [0-9a-f]{16}, then [0-9a-f]{16}\).*\n$/,
    ],
    [
      'does not end the process',
      'process.argv[1].includes("bench-worker") && process.kill(process.pid, "SIGKILL")',
      /^makespan: policy '.*': the process that timed it has died: SIGKILL\n$/,
    ],
  ])('times only what %s', async (_what, stop, message) => {
    const own = `let runs = 0;
export default () => {
  let run;
  return {
    name: 'fickle',
    decide({ queue }, plan) {
      run ??= runs++;
      for (let job = queue.first(); job !== -1; job = queue.after(job)) if (!plan.start(job) && (${stop})) break;
    },
  };
};
`;
    const scenario = SCENARIO.replace('fcfs, easy', './own.mjs');
    const path = project({ 'own.mjs': own, 's.yaml': scenario });
    const { code, err } = await makespan('bench', join(path, 's.yaml'), ...least, '--save', join(path, 'x.json'));
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(Object.keys(contents(path))).not.toContain('x.json');
  });

  it('ends them at Ctrl-C', async () => {
    const path = project();
    const stop = new AbortController();
    const terminal = recorder(stop.signal);
    const ended = main(['bench', join(path, 's.yaml'), '--save', join(path, 'x.json')], terminal);
    setTimeout(() => stop.abort(), 500);
    expect(await ended).toBe(130);
    expect(terminal.text).toEqual({ out: '', err: 'makespan: interrupted; nothing was written\n' });
    expect(Object.keys(contents(path))).not.toContain('x.json');
  });
});

describe('one process', () => {
  /** Clocks that have moved on whenever they are looked at: the wall's four times as fast. */
  function clocks(): () => Reading {
    let looks = 0;
    return () => {
      looks += 1;
      return { processor: 10 * looks, wall: 40 * looks };
    };
  }

  it.each([
    // Whatever is timed takes 10 ms: at last a batch of 1000 runs, which then make a sample, and the calibration.
    ['processor', { time: 0.01, ratio: 0.001 }],
    // 40 ms are a sample of their own.
    ['wall', { time: 40, ratio: 1 }],
  ] as const)('counts by the clock of the %s, and sees how much of the machine it had', async (clock, found) => {
    let runs = 0;
    const run = async (): Promise<void> => {
      runs += 1;
    };
    expect(await measure(run, { clock, read: clocks() })).toEqual({ ...found, share: 0.25 });
    expect(runs).toBeGreaterThan(10);
  });

  it('counts by the wall where a policy is a program', () => {
    expect([clockOf('easy'), clockOf({ command: ['./mine'] })]).toEqual(['processor', 'wall']);
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
  const { code, err, out } = await bench(path, { baseline: await baseline(path, change) });
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
  expect([code, out]).toEqual([2, '']);
});

test.each<[string[], RegExp]>([
  [['--baseline', 's.yaml'], /is not a baseline of makespan bench, or damaged: it is no JSON/],
  [['--baseline', 'none.json'], /cannot read the baseline .*; --save makes one/],
  [['--margin', '5%'], /--margin: goes with --baseline/],
  [['--margin', '0.1', '--baseline', 's.yaml'], /--margin must be a percentage above 0, such as 10%, found '0\.1'/],
  [['--samples', '3'], /--samples must be from 5 to 100, found '3'/],
  [['--policy', 'esay'], /has no such policy.*easy/],
  [['--save', 's.yaml'], /would replace the file that is read/],
])('tells wrong input in one line: %s', async (argv, message) => {
  const path = project();
  const placed = argv.map((word) => (/\.(yaml|json)$/.test(word) ? join(path, word) : word));
  const { code, err } = await makespan('bench', join(path, 's.yaml'), ...placed);
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
  expect(code).toBe(2);
});

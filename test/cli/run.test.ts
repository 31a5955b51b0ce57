import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { contents, folder, makespan, recorder, swf } from './recorder.ts';

/**
 * Four jobs on 128 processors, all submitted at 0. The second waits for the whole machine until 1000; the fourth ends
 * before that and backfills, the third would not.
 */
const FOUR = swf(128, [
  [0, 1000, 100, 1000],
  [0, 100, 128, 100],
  [0, 5000, 28, 5000],
  [0, 900, 28, 900],
]);

const EASY = 'job_id,submit,start,end,procs\n1,0,0,1000,100\n2,0,1000,1100,128\n3,0,1100,6100,28\n4,0,0,900,28\n';
const FCFS = 'job_id,submit,start,end,procs\n1,0,0,1000,100\n2,0,1000,1100,128\n3,0,1100,6100,28\n4,0,1100,2000,28\n';

test('--json prints the figures worked out by hand, and nothing else', async () => {
  const trace = join(folder({ 'four.swf': FOUR }), 'four.swf');
  const { code, out, err } = await makespan('run', '--trace', trace, '--policy', 'easy', '--policy', 'fcfs', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const hash = expect.stringMatching(/^[0-9a-f]{16}$/);
  const counts = {
    jobs: 4,
    skipped: 0,
    malformed: 0,
    killed: 0,
    makespan: 6100,
    utilization: 278_000 / (128 * 6100),
    hash,
  };
  expect(JSON.parse(out)).toEqual({
    policies: {
      easy: {
        ...counts,
        mean_wait: (1000 + 1100) / 4,
        max_wait: 1100,
        mean_bounded_slowdown: (1 + 1100 / 100 + 6100 / 5000 + 1) / 4,
      },
      fcfs: {
        ...counts,
        mean_wait: (1000 + 1100 + 1100) / 4,
        max_wait: 1100,
        mean_bounded_slowdown: (1 + 1100 / 100 + 6100 / 5000 + 2000 / 900) / 4,
      },
    },
    ledger: [],
  });
});

test('--jobs writes the schedule, one file per policy where there are several', async () => {
  const path = folder({ 'four.swf': FOUR });
  const run = ['run', '--trace', join(path, 'four.swf'), '--jobs', join(path, 'jobs.csv')];
  expect((await makespan(...run, '--policy', 'easy')).code).toBe(0);
  expect((await makespan(...run, '--policy', 'fcfs', '--policy', 'backfill(depth=1)')).code).toBe(0);
  expect(contents(path)).toEqual({
    'four.swf': FOUR,
    'jobs.csv': EASY,
    'jobs.fcfs.csv': FCFS,
    'jobs.backfill-depth=1.csv': EASY,
  });
});

test('--audit writes the facts and decisions in the order in which they became true', async () => {
  const path = folder({
    't.swf': swf(2, [
      [5, 10, 2, 10],
      [6, 3, 1, 3],
    ]),
  });
  const { code } = await makespan(
    'run',
    '--trace',
    join(path, 't.swf'),
    '--policy',
    'fcfs',
    '--audit',
    join(path, 'a.jsonl'),
  );
  expect(code).toBe(0);
  const facts = contents(path)
    ['a.jsonl']!.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(facts.map(({ time, fact, job }) => [time, fact, job])).toEqual([
    [5, 'submit', 1],
    [5, 'start', 1],
    [6, 'submit', 2],
    [6, 'decision', undefined],
    [15, 'end', 1],
    [15, 'start', 2],
    [18, 'end', 2],
  ]);
});

test('--check changes no figure', async () => {
  const trace = join(folder({ 'four.swf': FOUR }), 'four.swf');
  const run = ['run', '--trace', trace, '--policy', 'easy', '--policy', 'conservative', '--json'];
  const plain = await makespan(...run);
  expect(await makespan(...run, '--check')).toEqual(plain);
});

test('--overrun, --estimate, --procs and the profiles are obeyed', async () => {
  // The first job runs 100 s and asks for 10 s; the second needs all processors and follows it.
  const path = folder({
    't.swf': swf(4, [
      [0, 100, 4, 10],
      [0, 10, 4, 10],
    ]),
  });
  const maxWait = async (...options: string[]): Promise<number> => {
    const { out } = await makespan('run', '--trace', join(path, 't.swf'), '--policy', 'fcfs', '--json', ...options);
    return JSON.parse(out).policies.fcfs.max_wait;
  };
  expect(await maxWait()).toBe(10);
  expect(await maxWait('--overrun', 'extend')).toBe(100);
  expect(await maxWait('--estimate', 'runtime')).toBe(100);
  expect(await maxWait('--profile', 'cqsim')).toBe(100);
  expect(await maxWait('--profile', 'cqsim', '--estimate', 'requested')).toBe(10);
  expect(await maxWait('--procs', '8')).toBe(0);
});

test('people get the ledger and a table, and a report where they ask for one', async () => {
  const path = folder({ 'four.swf': `${FOUR}x y z\n` });
  const run = ['run', '--trace', join(path, 'four.swf'), '--policy', 'easy', '--policy', 'fcfs'];
  const plain = await makespan(...run);
  expect(plain.code).toBe(0);
  expect(plain.out).toContain('four.swf: 4 jobs on 128 processors; 0 records skipped, 1 line malformed');
  expect(plain.out).toMatch(/│ easy +│/);
  expect(Object.keys(contents(path))).toEqual(['four.swf']);

  const out = join(path, 'deep', 'report');
  const reported = await makespan(...run, '--out', out);
  expect(reported.out).toContain(`Report: ${join(out, 'report.html')}`);
  expect(Object.keys(contents(out)).sort()).toEqual([
    'jobs.json',
    'report.html',
    'report.json',
    'summary.md',
    'timings.json',
  ]);
  const report = JSON.parse(contents(out)['report.json']!);
  expect(report).toMatchObject({
    command: 'makespan run --trace four.swf --policy easy --policy fcfs',
    question: null,
  });
  expect(JSON.parse(contents(out)['timings.json']!).policies.map((timed: { policy: string }) => timed.policy)).toEqual([
    'easy',
    'fcfs',
  ]);
}, 60_000);

test('--quiet leaves the table and nothing else', async () => {
  const path = folder({ 'four.swf': `${FOUR}x y z\n` });
  const run = ['run', '--trace', join(path, 'four.swf'), '--policy', 'easy', '--policy', 'fcfs'];
  const [loud, quiet] = [await makespan(...run), await makespan(...run, '-q', '--out', join(path, 'out'))];
  expect(quiet).toMatchObject({ code: 0, err: '' });
  expect(loud.out.endsWith(`\n\n${quiet.out}`)).toBe(true);
  expect(quiet.out).toMatch(/^┌.*\n/);
  expect(Object.keys(contents(path))).toContain('out/report.html');
});

test('a scenario file is the same run, and its report is the same to the byte wherever it stands', async () => {
  const scenario = `question: Who serves the four best?
workload: { trace: four.swf.gz }
policies: [easy, { policy: fcfs, label: first come }]
metrics: [mean_wait, makespan]
`;
  const reports = [];
  for (const at of ['a', 'b']) {
    const path = folder({ 'four.yaml': scenario, 'four.swf.gz': '' });
    await import('node:fs').then(({ writeFileSync }) => writeFileSync(join(path, 'four.swf.gz'), gzipSync(FOUR)));
    const { code, out } = await makespan(
      'run',
      join(path, 'four.yaml'),
      '--out',
      join(path, at),
      '--jobs',
      join(path, 'j.csv'),
    );
    expect(code).toBe(0);
    expect(out.startsWith('Who serves the four best?\n')).toBe(true);
    expect(contents(path)).toMatchObject({ 'j.easy.csv': EASY, 'j.first-come.csv': FCFS });
    const { 'timings.json': _apart, ...report } = contents(join(path, at));
    reports.push(report);
  }
  expect(reports[1]).toEqual(reports[0]);
  expect(JSON.parse(reports[0]!['report.json']!)).toMatchObject({
    question: 'Who serves the four best?',
    command: 'makespan run four.yaml',
    main: ['mean_wait', 'makespan'],
    scenario: {
      workload: { trace: 'four.swf.gz' },
      policies: [
        { label: 'easy', policy: 'easy' },
        { label: 'first come', policy: 'fcfs' },
      ],
    },
  });
}, 60_000);

test('Ctrl-C keeps the policies that have finished', async () => {
  const path = folder({ 'four.swf': FOUR });
  const interruption = new AbortController();
  // The stopwatch is read at the beginning, when the trace is loaded, and at both ends of each policy.
  let readings = 0;
  const terminal = {
    ...recorder(interruption.signal),
    now: () => {
      readings += 1;
      if (readings === 4) interruption.abort();
      return 0;
    },
  };
  const run = ['run', '--trace', join(path, 'four.swf'), '--policy', 'easy', '--policy', 'fcfs', '--json'];
  expect(await main([...run, '--jobs', join(path, 'j.csv'), '--audit', join(path, 'a.jsonl')], terminal)).toBe(130);
  expect(Object.keys(JSON.parse(terminal.text.out).policies)).toEqual(['easy']);
  expect(terminal.text.err).toBe('makespan: interrupted with 1 of 2 policies left; kept: easy\n');
  expect(Object.keys(contents(path)).sort()).toEqual(['a.easy.jsonl', 'four.swf', 'j.easy.csv']);
});

test('an output that is a link stays one, and what it points to is replaced', async () => {
  const path = folder({ 'four.swf': FOUR, 'real.csv': 'old' });
  symlinkSync(join(path, 'real.csv'), join(path, 'link.csv'));
  await makespan('run', '--trace', join(path, 'four.swf'), '--policy', 'easy', '--jobs', join(path, 'link.csv'));
  expect(readFileSync(join(path, 'real.csv'), 'utf8')).toBe(EASY);
});

test('an existing report folder is written into, other files in it stay', async () => {
  const path = folder({ 'four.swf': FOUR });
  mkdirSync(join(path, 'out'));
  await makespan('run', '--trace', join(path, 'four.swf'), '--policy', 'easy', '--out', join(path, 'out'));
  expect(Object.keys(contents(join(path, 'out')))).toHaveLength(5);
}, 60_000);

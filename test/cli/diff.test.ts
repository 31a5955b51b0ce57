import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { contents, folder, makespan, recorder, swf } from './recorder.ts';

type Four = [number, number, number, number];

/**
 * Eight processors. The first holds six until 3600, planned until 7200; the second wants all eight; the third would fit
 * beside the first, but asks for 10800 s; the fourth asks for 3600 s, so easy backfills it at 180: 180 + 3600 <= 7200.
 * Under fcfs it waits for the second and starts with the third when that ends, at 3600 + 1800 = 5400.
 */
const FOUR: Four[] = [
  [0, 3600, 6, 7200],
  [60, 1800, 8, 3600],
  [120, 3000, 2, 10_800],
  [180, 1200, 2, 3600],
];

/** A run of some jobs under some policies, and the folder of its report. */
async function run(jobs: readonly Four[], policies: readonly string[], procs = 8): Promise<string> {
  const path = folder({ 't.swf': swf(procs, jobs) });
  const argv = ['run', '--trace', join(path, 't.swf'), '--out', join(path, 'run')];
  const { code, err } = await makespan(...argv, ...policies.flatMap((policy) => ['--policy', policy]));
  expect([code, err]).toEqual([0, '']);
  return join(path, 'run');
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('diff', () => {
  it('tells the first moment at which two policies part, with the reasons of both', async () => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    const { code, out, err } = await makespan('diff', path, '--json');
    expect([code, err]).toEqual([0, '']);
    const { a, b, same, parting, shifts, shrunk } = JSON.parse(out);
    expect([a.policy, b.policy, same, shrunk]).toEqual(['fcfs', 'easy', false, null]);
    expect(parting.time).toBe(180);
    expect(parting.a).toMatchObject({
      starts: [],
      leaves: [{ job: 4, row: 3, running: false, rule: 'in-order', next: 5400 }],
      decision: { free: 2, waiting: 3, first: { job: 2, row: 1 }, expected: 7200, strict: true, reserved: null },
    });
    expect(parting.b).toMatchObject({
      starts: [{ job: 4, row: 3, rule: 'before-shadow' }],
      leaves: [],
      decision: { free: 0, waiting: 2, strict: false, reserved: { job: 2, at: 7200 } },
    });
    // The fourth starts 5220 s earlier, nobody else moves: -5220 / 4.
    expect(shifts).toEqual({
      ...{ earlier: 1, later: 0, only_a: 0, only_b: 0, mean: -1305, mean_size: 5220 },
      greatest: { job: 4, row: 3, by: -5220 },
    });
  });

  it('says it in words', async () => {
    const path = await run(FOUR, ['fcfs', 'easy', 'conservative']);
    const { out } = await makespan('diff', `${path}:easy`, `${path}:fcfs`);
    const text = flat(out);
    expect(text).toMatch(/^easy and fcfs part at day 0 00:03:00, 180 s on the clock of the workload Under easy starts/);
    expect(text).toContain(
      'job 4 backfilled: planned to end at day 0 01:03:00, by the shadow of job 2 at day 0 02:00:00',
    );
    expect(text).toContain(
      'does not start job 4 behind job 2, which is first and needs 8, 2 free; nobody passes it; held by job 1 (6); ' +
        'started at day 0 01:30:00',
    );
    expect(text).toContain('2 of 8 processors free, 3 jobs wait; job 2 is first, asks for 8 processors');
    expect(text).toContain('1 of 4 jobs starts at another time: 0 earlier under fcfs than under easy, 1 later');
    expect(text).toContain('at most by 1 h 27 min (job 4, later under fcfs)');
    expect(text).toContain('over all jobs the mean wait is 21 min 45 s longer under fcfs than under easy');
  });

  it('says that schedules are the same, by their hash', async () => {
    const path = await run(FOUR, ['easy', 'conservative']);
    const { code, out } = await makespan('diff', path);
    expect(code).toBe(0);
    expect(out).toMatch(/^easy and conservative make the same schedule \(run hash [0-9a-f]{16}\)\n$/);
    const asJson = JSON.parse((await makespan('diff', path, '--json', '--shrink')).out);
    expect(asJson).toMatchObject({ same: true, parting: null, shifts: null, shrunk: null });
    expect(asJson.a.hash).toBe(asJson.b.hash);
  });

  it('compares the same policy of two reports, by name', async () => {
    const [one, other] = [await run(FOUR, ['fcfs', 'easy']), await run(FOUR, ['easy', 'conservative'])];
    const { code, out } = await makespan('diff', one, other, '--policy', 'easy');
    expect(code).toBe(0);
    expect(flat(out)).toContain(`easy (${one}) and easy (${other}) make the same schedule`);
    expect(JSON.parse((await makespan('diff', `${one}:fcfs`, `${other}:easy`, '--json')).out).parting.time).toBe(180);
  });
});

describe('diff --shrink', () => {
  it('leaves out all that is not needed, and writes what is left as a trace that parts them', async () => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    const trace = join(path, '..', 'few.swf');
    const { code, out } = await makespan('diff', path, '--shrink', '--out', trace);
    expect(code).toBe(0);
    // The third only waits: under fcfs the fourth waits for the second alone.
    expect(flat(out)).toContain('3 of 4 jobs are enough to part them; none of these can be left out');
    expect(flat(out)).toContain('4 day 0 00:03:00 2 1 h 20 min day 0 01:30:00 day 0 00:03:00');
    expect(readFileSync(trace, 'utf8').split('\n').slice(-4, -1).map(Number.parseFloat)).toEqual([1, 2, 4]);
    const again = join(path, '..', 'again');
    await makespan('run', '--trace', trace, '--policy', 'fcfs', '--policy', 'easy', '--out', again);
    const { parting, shrunk } = JSON.parse((await makespan('diff', again, '--json', '--shrink')).out);
    expect(parting.time).toBe(180);
    expect(shrunk).toMatchObject({
      minimal: true,
      jobs: [{ job: 1 }, { job: 2 }, { job: 4, start: { a: 5400, b: 180 } }],
    });
  });

  it('has lines for each job where a table has no room', async () => {
    const path = await run(FOUR, ['fcfs', 'backfill(depth=1)']);
    const terminal = { ...recorder(), columns: 20 };
    await main(['diff', path, '--shrink'], terminal);
    expect(flat(terminal.text.out)).toContain('job 4: submitted day 0 00:03:00, processors 2, asks for 1 h');
    for (const line of terminal.text.out.split('\n')) expect(line.length).toBeLessThanOrEqual(20);
  });

  it('writes nothing when stopped', async () => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    const before = contents(join(path, '..'));
    const terminal = recorder(AbortSignal.abort());
    expect(await main(['diff', path, '--shrink', '--out', join(path, 'few.swf')], terminal)).toBe(130);
    expect(contents(join(path, '..'))).toEqual(before);
  });
});

/** One GPU node of two GPUs. The urgent job needs both: backfill with preemption takes them, fcfs waits. */
const NODES = `
question: Why?
workload:
  jobs:
    - { name: train, run: 1h, cores: 4, gpus: 2 }
    - { name: urgent, submit: 10min, run: 20min, cores: 2, gpus: 2, qos: urgent }
cluster:
  groups:
    gpu: { count: 1, cores: 8, memory: 32 GiB, gpus: 2 }
qos:
  normal: { preempted: requeue }
  urgent: { preempts: [normal], preempted: never }
policies:
  - { policy: backfill, preempt: qos, mode: requeue, label: making room }
  - { policy: fcfs, label: waiting }
`;

test('diff on nodes tells who is preempted by one run alone, and why the other waits', async () => {
  const path = folder({ 's.yaml': NODES });
  await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'));
  const { code, out, err } = await makespan('diff', join(path, 'run'), '--json');
  expect([code, err]).toEqual([0, '']);
  const { parting, shifts } = JSON.parse(out);
  expect(parting.time).toBe(600);
  expect(parting.a).toMatchObject({
    starts: [{ job: 'urgent', nodes: ['gpu-1'] }],
    stops: [{ job: 'train', mode: 'requeue', for: { job: 'urgent' } }],
    leaves: [],
  });
  expect(parting.b).toMatchObject({
    ...{ starts: [], stops: [] },
    leaves: [
      { job: 'train', running: true, rule: null },
      { job: 'urgent', running: false, rule: 'room', next: 3600 },
    ],
  });
  // The urgent one starts at 600 or, when the first has run its hour, at 3600.
  expect(shifts.greatest).toEqual({ job: 'urgent', row: 1, by: 3000 });
  const text = flat((await makespan('diff', join(path, 'run'))).out);
  expect(text).toContain('stops job train requeue: it makes room for job urgent');
  expect(text).toContain('leaves alone job train goes on running');
  expect(text).toMatch(/does not start job urgent .*too few GPUs \(none free\)/);
  expect(await makespan('diff', join(path, 'run'), '--shrink')).toMatchObject({
    code: 2,
    err: 'makespan: --shrink: works where processors are counted; these are runs on a machine of nodes\n',
  });
});

describe('diff refuses', () => {
  const refused = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await makespan('diff', ...argv);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    return err;
  };

  it('runs of different workloads, and says what differs', async () => {
    const one = await run(FOUR, ['easy']);
    const with_ = (job: number, field: number, value: number): Four[] =>
      FOUR.map((four, i) => (i === job ? (four.with(field, value) as Four) : four));
    const against = async (jobs: Four[], procs?: number): Promise<string> =>
      refused(one, await run(jobs, ['fcfs'], procs));
    expect(await against(FOUR.slice(1))).toMatch(/runs of different workloads, which cannot be compared: 4 and 3 jobs/);
    expect(await against(with_(2, 3, 9000))).toContain('the estimate of job 3 (row 2) is not the same');
    expect(await against(with_(3, 0, 181))).toContain('the submit time of job 4 (row 3) is not the same');
    expect(await against(FOUR, 9)).toContain('machines of 8 and 9 processors');
    const nodes = folder({ 's.yaml': NODES, 'other.yaml': NODES.replace('cores: 8', 'cores: 16') });
    for (const name of ['s', 'other']) await makespan('run', join(nodes, `${name}.yaml`), '--out', join(nodes, name));
    const waiting = (name: string): string => `${join(nodes, name)}:waiting`;
    expect(await refused(waiting('s'), waiting('other'))).toMatch(/machines? of/);
    expect(await refused(waiting('s'), one)).toContain('2 and 4 jobs');
  });

  it('what does not name two runs', async () => {
    const path = await run(FOUR, ['fcfs', 'easy', 'conservative']);
    const single = await run(FOUR, ['easy']);
    expect(await refused(path)).toContain('3 policies were run; name two of them with --policy, or another folder');
    expect(await refused(single)).toContain('only one policy was run; name two of them');
    expect(await refused(path, single)).toContain(`3 policies were run; say which, as in ${path}:fcfs`);
    expect(await refused(path, '--policy', 'easy')).toContain('expected two different policies');
    const twice = await refused(path, '--policy', 'easy', '--policy', 'easy');
    expect(twice).toContain(`expected two different policies of ${path}, found 1`);
    expect(await refused(`${path}:easi`, single)).toContain("no policy 'easi'; did you mean easy?");
    expect(await refused(`${path}:easy`)).toContain('B is required');
    expect(await refused(`${path}:easy`, single, '--policy', 'easy')).toContain('named behind a colon already');
    expect(await refused(path, single, ...['fcfs', 'easy', 'fcfs'].flatMap((one) => ['--policy', one]))).toContain(
      'expected one or two policies, found 3',
    );
    expect(await refused(`${path}x:easy`, single)).toContain(`${path}x: there is no such folder`);
  });

  it('an --out without --shrink, or that is no place for a file', async () => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    expect(await refused(path, '--out', join(path, 'x.swf'))).toContain('--out: goes with --shrink');
    expect(await refused(path, '--shrink', '--out', path)).toContain('--out');
    expect(await refused(path, '--shrink', '--out', '/dev/null')).toContain('must be a regular file');
  });

  it('to leave out jobs of a run that cannot be simulated again', async () => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    changed(path, { spec: 'sjf' });
    expect(await refused(path, '--shrink')).toMatch(
      /^makespan: --shrink: leaves out jobs and simulates both runs again each time, but policy 'easy' makes another schedule now than the one that is stored \(run hash [0-9a-f]{16}, stored [0-9a-f]{16}\): the policy or this program has changed since\n$/,
    );
    changed(path, { spec: undefined });
    expect(await refused(path, '--shrink')).toContain("but policy 'easy' was made by a program");
  });
});

/** Changes what a report has stored of its second policy. */
function changed(path: string, policy: object): void {
  const file = join(path, 'jobs.json');
  const stored = JSON.parse(readFileSync(file, 'utf8'));
  const policies = [stored.policies[0], { ...stored.policies[1], ...policy }];
  writeFileSync(file, JSON.stringify({ ...stored, policies }));
}

describe('diff tells what a run did that cannot be simulated again, without its reasons', () => {
  it.each([
    [
      'makes another schedule',
      { spec: 'sjf' },
      /^policy 'easy' makes another schedule now than the one that is stored/,
    ],
    ['was made by a program', { spec: undefined }, /^policy 'easy' was made by a program, so it cannot/],
    ['is no policy any more', { spec: 'easier' }, /^unknown policy easier; did you mean/],
    ['is in a file that is gone', { spec: './gone.mjs' }, /^there is no module .*gone\.mjs/],
    ['is a program that is gone', { spec: { command: ['./gone'] } }, /^policy 'easy': .*gone/],
  ])('since its policy %s', async (_what, policy, why) => {
    const path = await run(FOUR, ['fcfs', 'easy']);
    const before = JSON.parse((await makespan('diff', path, '--json')).out);
    changed(path, policy);
    const { code, out, err } = await makespan('diff', path, '--json');
    expect([code, err]).toEqual([0, '']);
    const now = JSON.parse(out);
    expect([now.shifts, now.parting.time, now.parting.a]).toEqual([before.shifts, 180, before.parting.a]);
    expect(now.parting.a.no_reasons).toBeNull();
    expect(now.parting.b).toEqual({
      starts: [{ job: 4, row: 3, rule: null, why: null, note: null }],
      ...{ stops: [], leaves: [], decision: null },
      no_reasons: expect.stringMatching(why),
    });
    const text = flat((await makespan('diff', path)).out);
    expect(text).toContain('Under easy starts job 4 no reasons: ');
    expect(text).toContain('1 of 4 jobs starts at another time');
  });

  it('nor those of the other side', async () => {
    const path = await run(FOUR, ['easy', 'fcfs']);
    changed(path, { spec: 'sjf' });
    const { parting } = JSON.parse((await makespan('diff', path, '--json')).out);
    expect(parting.a.decision.reserved).toMatchObject({ job: 2 });
    expect(parting.b.leaves).toEqual([
      { job: 4, row: 3, running: false, state: 'waiting', rule: null, why: null, next: 5400 },
    ]);
    const text = flat((await makespan('diff', path)).out);
    expect(text).toContain("Under fcfs does not start job 4 started at day 0 01:30:00 no reasons: policy 'fcfs' makes");
  });

  it('on nodes with where it starts and who is stopped, which is stored', async () => {
    const path = folder({ 's.yaml': NODES.replace(/( {2}- \{ policy: backfill.*\n)(.*\n)/, '$2$1') });
    await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'));
    changed(join(path, 'run'), { spec: undefined });
    const { parting } = JSON.parse((await makespan('diff', join(path, 'run'), '--json')).out);
    expect(parting.b).toMatchObject({
      starts: [{ job: 'urgent', rule: null, why: null, nodes: ['gpu-1'] }],
      stops: [
        { job: 'train', mode: 'requeue', for: { job: 'urgent' }, why: expect.stringContaining('needs the room') },
      ],
      ...{ leaves: [], decision: null },
    });
    const text = flat((await makespan('diff', join(path, 'run'))).out);
    expect(text).toContain('starts job urgent on all nodes no reasons:');
    expect(text).toContain('stops job train requeue: it makes room for job urgent: ');
  });
});

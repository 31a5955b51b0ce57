import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { folder, makespan, recorder } from './recorder.ts';

/** Two GPU nodes, one of which is drained from 1 h on, and a policy that draws and another that takes over. */
const SCENARIO = `
question: Why?
workload:
  jobs:
    - { name: train, array: 2, run: 1h, cores: 4, gpus: 2, memory: 8 GiB }
    - { name: eval, run: 30min, cores: 2, gpus: 1, after: train }
    - { name: urgent, submit: 10min, run: 20min, cores: 2, gpus: 2, qos: urgent }
    - { name: huge, run: 1h, cores: 1, tasks: 64 }
cluster:
  groups:
    gpu: { count: 2, cores: 8, memory: 32 GiB, gpus: 2 }
at:
  - { at: 1h, drain: { nodes: [gpu-1] } }
  - { at: 20min, policy: easy }
qos:
  normal: { preempted: requeue }
  urgent: { preempts: [normal], preempted: never }
seed: 3
policies:
  - { policy: backfill, preempt: qos, mode: requeue, placement: random, label: first }
  - { policy: fcfs, label: second }
`;

async function run(text = SCENARIO): Promise<string> {
  const path = folder({ 's.yaml': text });
  const { code, err } = await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'));
  expect([code, err]).toEqual([0, '']);
  return join(path, 'run');
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

test('explain tells in a line per policy why a job waited on nodes, and says its names', async () => {
  const path = await run();
  const { code, out, err } = await makespan('explain', path, 'eval');
  expect([code, err]).toEqual([0, '']);
  expect(flat(out)).toContain('job eval: 1 task of 2 cores and 1 GPU, asked for 30 min, needs 30 min; partition all');
  expect(flat(out)).toMatch(/second 1 h day 0 01:00:00 waits for job train\[1\], job train\[2\] to complete/);
});

test('explain tells who preempted a job, and the same again for draws and for policies that take over', async () => {
  const path = await run();
  for (const name of ['train[1]', 'train[2]']) {
    const { code, out, err } = await makespan('explain', path, name, '--policy', 'first', '--json');
    expect([code, err]).toEqual([0, '']);
    const [{ stints, waits }] = JSON.parse(out).policies;
    if (stints.length === 1) continue;
    expect(stints[0]).toMatchObject({ from: 0, to: 600, preempted: { mode: 'requeue', for: { job: 'urgent' } } });
    expect(waits[0]).toMatchObject({ from: 600, rule: 'room' });
    expect(waits[0].first.lacks).toEqual([{ resource: 'gpus', room: 0, free: 0, most: 0 }]);
    const told = flat((await makespan('explain', path, name, '--policy', 'first')).out);
    expect(told).toContain('requeued day 0 00:10:00 after 10 min made room for job urgent');
    expect(told).toContain('too few GPUs (none free)');
    return;
  }
  expect.unreachable('one of the two makes room');
});

test('explain tells why a job was rejected', async () => {
  const { out } = await makespan('explain', await run(), 'huge', '--policy', 'second');
  expect(flat(out)).toContain('rejected partition all has room for 16 of its 64 tasks when nothing else runs');
});

test.each([40, 80, 200])('explain keeps to %d columns on nodes', async (columns) => {
  const path = await run();
  for (const argv of [['eval'], ['urgent', '--policy', 'second'], ['train[2]', '--policy', 'first']]) {
    const terminal = { ...recorder(), columns };
    expect(await main(['explain', path, ...argv], terminal)).toBe(0);
    for (const line of terminal.text.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  }
});

describe('explain answers a wrong name with one line', () => {
  it.each([
    ['evil', "JOB must be the label of a job or row:N, found 'evil'; did you mean eval?"],
    ['nothing like it', "JOB must be the label of a job or row:N, found 'nothing like it'"],
  ])('%s', async (name, message) => {
    expect(await makespan('explain', await run(), name)).toMatchObject({
      code: 2,
      out: '',
      err: `makespan: ${message}\n`,
    });
  });
});

test('explain tells how much of a quota is taken, and why whoever comes on top of the others is rejected', async () => {
  // Both ask for 2 of 3 core-hours; one has used 1 when it ends, which leaves enough for the other.
  const path = await run(`
question: How much?
workload:
  jobs:
    - { name: a, array: 2, run: 1h, estimate: 2h, account: lab }
    - { name: more, submit: 1min, run: 1h, account: lab }
cluster: { groups: { n: { count: 1, cores: 8 } } }
accounts: { lab: { limits: { core_hours: 3, submitted: 2 } } }
policies: [easy]
`);
  const text = flat((await makespan('explain', path, 'a[2]')).out);
  expect(text).toContain(
    'account lab may use 3 core-hours in the whole run, and 2 are used or planned by those who run; it asks for 2',
  );
  expect(text).toContain('without the limit of account lab on core-hours');
  const [{ waits }] = JSON.parse((await makespan('explain', path, 'a[2]', '--json')).out).policies;
  const limit = { who: 'account lab', of: 'core_hours', limit: 3, held: 2, asks: 2 };
  expect(waits[0]).toMatchObject({ rule: 'limit', from: 0, to: 3600, first: { limit } });
  expect(flat((await makespan('explain', path, 'more')).out)).toContain(
    'it is one too many: account lab may have 2 jobs wait or run at once',
  );
});

test('explain says of whole nodes what keeps them, and nothing of what nobody asked for', async () => {
  // The machine has neither storage nor a job that asks for GPUs; a has a part of n-1, and g-1 is drained meanwhile.
  const path = await run(`
question: What is lacking?
workload:
  jobs:
    - { name: a, run: 1h, cores: 1, account: lab, user: ada }
    - { name: w, submit: 1min, run: 1h, nodes: 2, account: lab, user: bob }
cluster: { groups: { n: { count: 1, cores: 2, memory: 8 }, g: { count: 1, cores: 4, memory: 4, gpus: 2 } } }
accounts: { lab: { users: { ada: {}, bob: {} } } }
at: [{ at: 10min, drain: { nodes: [g-1] } }, { at: 100min, return: { nodes: [g-1] } }]
policies: [easy]
`);
  const text = flat((await makespan('explain', path, 'w')).out);
  expect(text).toContain('of which 1 is not online: none is idle, others have a part of each; held by job a');
  expect(text).toContain('on 2 nodes of partition all: 1 idle, others have a part of the rest;');
  expect(text).not.toMatch(/too little|too few/);
  const { account, user } = JSON.parse((await makespan('explain', path, 'w', '--json')).out);
  expect([account, user]).toEqual(['lab', 'bob']);
});

test('explain says that nothing tried helped, of one and of several', async () => {
  // Both b and c have to end before w starts, and they end at the same time: without one of them w starts no earlier.
  const path = await run(`
question: What helps?
workload:
  jobs:
    - { name: b, run: 1h, cores: 1 }
    - { name: c, run: 1h, cores: 1 }
    - { name: w, run: 1h, cores: 1, after: [b, c] }
cluster: { groups: { n: { count: 1, cores: 4 } } }
policies: [easy]
`);
  const text = flat((await makespan('explain', path, 'w')).out);
  expect(text).toContain('none of those it depends on, not waited for (2 tried) would have helped');
  expect(text).toContain('none of the 2 jobs longest in its way, taken away alone would have helped');
});

test('explain says that no time is in sight for whom a job is backfilled', async () => {
  const path = await run(`
question: When?
workload:
  jobs:
    - { name: r1, run: 50min, cores: 2, reservation: r }
    - { name: b, submit: 4min, run: 10min, cores: 1 }
cluster: { groups: { n: { count: 2, cores: 2 } }, reservations: [{ name: r, from: 5h, for: 1h, nodes: [n-1] }] }
policies: [relaxed]
`);
  const text = flat((await makespan('explain', path, 'b')).out);
  expect(text).toContain('backfilled: planned to end at day 0 00:14:00; for job r1 no time is in sight');
});

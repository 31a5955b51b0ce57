import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/experiment/scenario.ts';
import { folder, makespan } from '../../cli/recorder.ts';

/** A scenario of which a part is wrong; the part begins on line 6. */
const scenario = (part: string, cluster = '{ groups: { n: { count: 2, cores: 4 } } }'): string =>
  `question: Is it?\nworkload:\n  jobs: [{ name: a, run: 10 }]\npolicies: [easy]\ncluster: ${cluster}\n${part}`;

describe('what is wrong with a machine of nodes is told with its place', () => {
  it.each([
    ['asks: [{ partition: al }]', "6:21 asks[0].partition: unknown partition 'al'; did you mean all?"],
    [
      'accounts: { a: { shares: 60% }, b: { shares: 50% } }',
      '6:46 accounts.b.shares: shares come to 110%, over 100%: a 60%, b 50%',
    ],
    ['accounts: { a: { guarantee: 4, burst: 2 } }', '6:39 accounts.a.burst: is 2 cores, less than the 4 guaranteed'],
    ['qos: { low: {}, high: { preempts: [lo] } }', "6:36 qos.high.preempts[0]: unknown QOS 'lo'; did you mean low?"],
    [
      'at: [{ at: 1h, drain: { racks: [n-r2] } }]',
      "6:33 at[0].drain.racks[0]: unknown rack 'n-r2'; did you mean n-r1?",
    ],
    [
      'asks: [{ gpus: 1 }]',
      '6:8 asks[0]: none of its jobs could run: each of its tasks needs 1 GPUs, and no node has more than 0 GPUs',
    ],
    ['asks: [{ kind: cdf }]', "6:16 asks[0].kind: unknown kind 'cdf': no group has a speed_of any kind"],
    [
      'asks: [{ when: { procs: { min: 5, max: 3 } }, memory: 0 }]',
      '6:40 asks[0].when.procs.max: is less than min, so that nothing fits',
    ],
    [
      'asks: [{ when: { estimate: { min: 5h, max: 180min } }, memory: 0 }]',
      '6:44 asks[0].when.estimate.max: is less than min, so that nothing fits',
    ],
    [
      'accounts: { "20": {}, b: {} }',
      '6:13 accounts.20: must be a name: letters, digits, _, . or -, and not digits alone',
    ],
    ['qos: { "20": {} }', '6:8 qos.20: must be a name: letters, digits, _, . or -, and not digits alone'],
    [
      'accounts: { a: { parent: constructor } }',
      "6:26 accounts.a.parent: unknown account 'constructor'; expected one of: a",
    ],
    ['accounts: { __proto__: {} }', '6:13 yaml: __proto__ is no name that anything can have'],
    ['asks: [{ cores: 0 }]', '6:17 asks[0].cores: is 0, and a task that asks for nothing else cannot be placed'],
    ['at: [{ at: 99999999999d, drain: {} }]', '6:12 at[0].at: must be at most 100000000000 s'],
    ['qos: { q: { max_time: 0 } }', '6:23 qos.q.max_time: must be more than 0'],
  ])('%s', async (part, message) => {
    await expect(parseScenario(scenario(part), 's.yaml')).rejects.toThrow(`s.yaml:${message}`);
  });

  it.each([
    ['at: [{ at: 1h, policy: easy++ }]', "6:24 at[0].policy: policy 'easy++' predicts run times"],
    ['at: [{ at: 1h, policy: { command: x } }]', "6:24 at[0].policy: policy 'x' is a program"],
  ])('a policy that takes over must know nodes, too: %s', async (part, message) => {
    await expect(parseScenario(scenario(part), 's.yaml')).rejects.toThrow(`s.yaml:${message}`);
  });

  it('only what draws needs a seed, whatever it is called', async () => {
    const labelled = scenario('').replace('[easy]', '[{ policy: easy, label: random }]');
    await expect(parseScenario(labelled, 's.yaml')).resolves.toMatchObject({ seed: undefined });
    const drawing = scenario('at: [{ at: 1h, policy: easy(placement=random) }]');
    await expect(parseScenario(drawing, 's.yaml')).rejects.toThrow('seed: is missing: something is drawn from it');
    await expect(parseScenario(`${drawing}\nseed: 1`, 's.yaml')).resolves.toMatchObject({ seed: 1 });
  });

  it('a circle of jobs is named', async () => {
    const jobs = 'jobs: [{ name: a, run: 1, after: b }, { name: b, run: 1, after: c }, { name: c, run: 1, after: a }]';
    const text = scenario('').replace('jobs: [{ name: a, run: 10 }]', jobs);
    await expect(parseScenario(text, 's.yaml')).rejects.toThrow('jobs wait for each other: a -> b -> c -> a');
  });

  it('nobody else can have nodes that are reserved', async () => {
    const cluster =
      '{ groups: { n: { count: 2, cores: 4 } }, reservations: [{ name: r, from: 0, for: 10 }, { name: s, from: 5, for: 10 }] }';
    await expect(parseScenario(scenario('', cluster), 's.yaml')).rejects.toThrow('overlaps reservation r on node n-1');
  });

  it('what needs nodes is refused without them', async () => {
    const text = scenario('accounts: { a: {} }')
      .replace(/cluster:.*\n/, '')
      .replace(/ {2}jobs:.*\n/, '  trace: t.swf\n')
      .replace('easy', 'edf');
    const problem = expect(parseScenario(text, 's.yaml')).rejects;
    await problem.toThrow("policies[0]: policy 'edf' needs a machine of nodes");
    await expect(parseScenario(text, 's.yaml')).rejects.toThrow('accounts: needs a machine of nodes');
  });
});

/** A cluster of two nodes of 4 cores, with more about it; the more begins in column 51. */
const two = (more: string): string => `{ groups: { n: { count: 2, cores: 4 } }, ${more} }`;

describe('windows', () => {
  it.each([
    ['maintenance: [{ from: 0, for: 0 }]', '81 cluster.maintenance[0].for: must be more than 0'],
    ['maintenance: [{ from: 0, for: -5 }]', '81 cluster.maintenance[0].for: must be at least 0, found -5'],
    [
      'maintenance: [{ from: 0, for: -5s }]',
      '81 cluster.maintenance[0].for: must be a time: a number of seconds, or a text such as 90s, 30min, 8h, 2d or "1d 12h"',
    ],
    ['half_life: 0', '62 cluster.half_life: must be more than 0'],
    [
      'reservations: [{ name: r, from: 0, for: 9 }, { name: r, from: 9, for: 9 }]',
      "104 cluster.reservations[1].name: a reservation called 'r' is there already",
    ],
    [
      'maintenance: [{ name: r, from: 0, for: 9 }], reservations: [{ name: r, from: 9, for: 9 }]',
      "119 cluster.reservations[0].name: a maintenance called 'r' is there already",
    ],
    [
      'maintenance: [{ from: 0, for: 9, nodes: ["n-[2-1]"] }]',
      '92 cluster.maintenance[0].nodes[0]: 2-1 counts backwards; write 1-2',
    ],
    ...['n-[1-]', 'n-[1,,2]', 'n-[a-b]', 'n-[1', '[1]'].map((nodes): [string, string] => [
      `maintenance: [{ from: 0, for: 9, nodes: ["${nodes}"] }]`,
      '92 cluster.maintenance[0].nodes[0]: must be a node such as gpu-3, or several such as gpu-[1-4,7]',
    ]),
    [
      'maintenance: [{ from: 0, for: 9, nodes: ["n-[1-99999999999]"] }]',
      "92 cluster.maintenance[0].nodes[0]: unknown node 'n-3'; did you mean n-1?",
    ],
    [
      'reservations: [{ name: r, from: 0, for: 9, users: [17] }]',
      "102 cluster.reservations[0].users[0]: unknown user '17': no job says whose it is, and no account has users",
    ],
    [
      'reservations: [{ name: r, from: 0, for: 9, accounts: [phys] }]',
      "105 cluster.reservations[0].accounts[0]: unknown account 'phys'; expected one of: default",
    ],
  ])('%s', async (more, message) => {
    await expect(parseScenario(scenario('', two(more)), 's.yaml')).rejects.toThrow(`s.yaml:5:${message}`);
  });

  it('racks are filled evenly, and more of them than nodes are refused', async () => {
    const cluster = '{ groups: { n: { count: 2, cores: 4, racks: 3 } } }';
    const problem = '5:54 cluster.groups.n.racks: are more than there are nodes to fill them';
    await expect(parseScenario(scenario('', cluster), 's.yaml')).rejects.toThrow(problem);
  });
});

describe('limits that contradict each other', () => {
  it.each([
    [
      'accounts: { a: { guarantee: 5 }, b: { guarantee: 4 } }',
      '50 accounts.b.guarantee: guarantees come to 9 cores, over the 8 of the machine: a 5, b 4',
    ],
    [
      'accounts: { a: { guarantee: 60% }, b: { guarantee: 5 } }',
      '52 accounts.b.guarantee: guarantees come to 9 cores, over the 8 of the machine: a 4, b 5',
    ],
    [
      'accounts: { a: { guarantee: 4 }, b: { parent: a, guarantee: 2 } }',
      '61 accounts.b.guarantee: has no effect, for the guarantee of a covers its sub-accounts; remove one',
    ],
    [
      'accounts: { a: { limits: { cores: 4 } }, b: { parent: a, guarantee: 3 }, c: { parent: a, guarantee: 2 } }',
      '101 accounts.c.guarantee: is over the 4 cores that a may hold: b 3, c 2',
    ],
    [
      'accounts: { a: { burst: 2 }, b: { parent: a, guarantee: 3 } }',
      '57 accounts.b.guarantee: is over the 2 cores that a may hold: b 3',
    ],
    [
      'accounts: { a: { limits: { cores: 2 }, guarantee: 3 } }',
      '35 accounts.a.limits.cores: is 2 cores, less than the 3 guaranteed',
    ],
    ['accounts: { a: { limits: { cores: 2 }, burst: 3 } }', '47 accounts.a.burst: is 3 cores, over the 2 of account a'],
    [
      'accounts: { a: { limits: { jobs: 2 } }, b: { parent: a, limits: { jobs: 3 } } }',
      '73 accounts.b.limits.jobs: is 3, over the 2 of account a',
    ],
    [
      'accounts: { a: { burst: 2, users: { u: { limits: { cores: 3 } } } } }',
      '59 accounts.a.users.u.limits.cores: is 3, over the 2 of account a, its burst',
    ],
    [
      'accounts: { a: { users: { u: { shares: 60% }, v: { shares: 60% } } } }',
      '60 accounts.a.users.v.shares: shares come to 120%, over 100%: u 60%, v 60%',
    ],
    [
      'qos: { q: { max_cores: 3, limits: { cores: 2 } } }',
      '24 qos.q.max_cores: is 3 for one job, over the 2 of all its jobs together',
    ],
    [
      'qos: { q: { max_cores: 3, limits_per_user: { cores: 2 } } }',
      '24 qos.q.max_cores: is 3 for one job, over the 2 of one user',
    ],
    [
      'qos: { q: { limits_per_user: { memory: 3 }, limits: { memory: 512 MiB } } }',
      '40 qos.q.limits_per_user.memory: is 3 GiB, over the 0.5 GiB of all its jobs together',
    ],
    [
      'accounts: { a: { limits: { core_hours: 2.5 }, users: { u: { limits: { core_hours: 3 } } } } }',
      '83 accounts.a.users.u.limits.core_hours: is 3, over the 2.5 of account a',
    ],
    [
      'accounts: { a: { limits: { storage: 1 TiB } }, b: { parent: a, limits: { storage: 2 TiB } } }',
      '83 accounts.b.limits.storage: is 2048 GiB, over the 1024 GiB of account a',
    ],
    [
      'qos: { q: { limits_per_user: { submitted: 3 }, limits: { submitted: 2 } } }',
      '43 qos.q.limits_per_user.submitted: is 3, over the 2 of all its jobs together',
    ],
    [
      'accounts: { a: { limits: { jobs: 3, submitted: 2 } } }',
      '34 accounts.a.limits.jobs: is 3 running jobs, over the 2 submitted ones of these limits',
    ],
    [
      'accounts: { a: { limits: { submitted: 2 } }, b: { parent: a, limits: { jobs: 3 } } }',
      '78 accounts.b.limits.jobs: is 3 running jobs, over the 2 submitted ones of account a',
    ],
    [
      'qos: { q: { limits: { jobs: 3, submitted: 2 } } }',
      '29 qos.q.limits.jobs: is 3 running jobs, over the 2 submitted ones of these limits',
    ],
    [
      'qos: { q: { limits_per_user: { jobs: 3, submitted: 2 } } }',
      '38 qos.q.limits_per_user.jobs: is 3 running jobs, over the 2 submitted ones of these limits',
    ],
    [
      'qos: { a: { preempts: [b] }, b: { preempts: [a] } }',
      '24 qos.a.preempts[0]: they would preempt each other, so that none could: a -> b -> a',
    ],
    [
      'qos: { a: { preempts: [b] }, b: { preempts: [c] }, c: { preempts: [a] } }',
      '68 qos.c.preempts[0]: they would preempt each other, so that none could: c -> a -> b -> c',
    ],
    [
      'qos: { a: { preempts: [b] }, b: { preempted: never } }',
      '24 qos.a.preempts[0]: b is preempted never, so that a cannot preempt it',
    ],
  ])('%s', async (part, message) => {
    await expect(parseScenario(scenario(part), 's.yaml')).rejects.toThrow(`:${message}`);
  });

  it('of a partition, too', async () => {
    const cluster = two('partitions: { p: { max_cores: 3, limits: { cores: 2 } } }');
    const problem = '5:81 cluster.partitions.p.max_cores: is 3 for one job, over the 2 of all its jobs together';
    await expect(parseScenario(scenario('', cluster), 's.yaml')).rejects.toThrow(problem);
  });

  it('of how many jobs run in a partition, too', async () => {
    const cluster = two('partitions: { p: { limits: { jobs: 3, submitted: 2 } } }');
    const problem = 'cluster.partitions.p.limits.jobs: is 3 running jobs, over the 2 submitted ones of these limits';
    await expect(parseScenario(scenario('', cluster), 's.yaml')).rejects.toThrow(problem);
  });

  it.each([
    ['core_hours: -1', 'limits.core_hours: '],
    ['core_hours: 2h', 'limits.core_hours: '],
    ['submitted: 1.5', 'limits.submitted: '],
    ['storage: 3 cores', 'limits.storage: must be an amount such as 256 GiB'],
    ['core-hours: 3', 'limits.core-hours: unknown key; did you mean core_hours?'],
  ])('%s is no limit', async (limit, problem) => {
    const part = `accounts: { a: { limits: { ${limit} } } }`;
    await expect(parseScenario(scenario(part), 's.yaml')).rejects.toThrow(problem);
  });

  it('are refused, and loose ones are not: nothing is wrong with more than there is', async () => {
    const cluster = two('partitions: { p: { max_nodes: 9, max_cores: 99, limits: { cores: 1000 } } }');
    const part = 'accounts: { a: { burst: 150%, limits: { jobs: 0 } }, b: { guarantee: 8 } }';
    await expect(parseScenario(scenario(part, cluster), 's.yaml')).resolves.toBeDefined();
  });
});

describe('what happens on the way', () => {
  const accounts = 'accounts: { a: { shares: 60%, guarantee: 4, users: { u: {} } }, b: { shares: 40%, burst: 4 } }';
  it.each([
    ['deadline: { job: b, to: 3 }', "deadline.job: unknown job 'b'; expected one of: a"],
    ['submit: { name: r, run: 1, deadline: 3 }', 'submit.deadline: is before the job is submitted, at 5 s'],
    ['submit: { name: a, run: 1 }', "submit.name: a job called 'a' is there already"],
    ['shares: { account: c, to: 1 }', "shares.account: unknown account 'c'; expected one of: a, b"],
    [
      'shares: { account: a, user: v, to: 1 }',
      "shares.user: unknown user 'v' of account 'a'; expected one of: u, unknown",
    ],
    ['shares: { account: b, user: 3, to: 1 }', "shares.user: unknown user '3' of account 'b', for which nobody works"],
    [
      'shares: { account: a, to: 80% }',
      'shares.to: is too much: accounts.b.shares: shares come to 120%, over 100%: a 80%, b 40%',
    ],
    [
      'guarantee: { account: a, to: 9 }',
      'guarantee.to: is too much: accounts.a.guarantee: guarantees come to 9 cores, over the 8 of the machine: a 9',
    ],
    [
      'guarantee: { account: b, to: 5 }',
      'guarantee.to: is too much: accounts.b.burst: is 4 cores, less than the 5 guaranteed',
    ],
  ])('%s', async (one, message) => {
    const part = `${accounts}\nat: [{ at: 5, ${one} }]`;
    const error = await parseScenario(
      scenario(part).replace('{ name: a, run: 10 }', '{ name: a, run: 10, account: a }'),
      's.yaml',
    ).then(
      () => undefined,
      (cause: Error) => cause.message,
    );
    expect(error).toMatch(/^s\.yaml:7:\d+ at\[0\]\./);
    expect(error?.replace(/^.* at\[0\]\./, '')).toBe(message);
  });

  it('changes of one instant hold together', async () => {
    const both = ['{ at: 1h, shares: { account: a, to: 80% } }', '{ at: 1h, shares: { account: b, to: 20% } }'];
    await expect(parseScenario(scenario(`${accounts}\nat: [${both.join(', ')}]`), 's.yaml')).resolves.toBeDefined();
    const later = both[1]!.replace('1h', '2h');
    await expect(parseScenario(scenario(`${accounts}\nat: [${both[0]}, ${later}]`), 's.yaml')).rejects.toThrow(
      '7:42 at[0].shares.to: is too much',
    );
  });
});

describe('what only the workload shows', () => {
  /** A trace of two users of two groups, whose second job is submitted at 50 s. */
  const TRACE = ['1 0 -1 10 1 -1 -1 1 20 -1 1 17 5 -1 -1 -1 -1 -1', '2 50 -1 10 1 -1 -1 1 20 -1 1 18 6 -1 -1 -1 -1 -1'];
  async function validated(part: string, more = 'half_life: 1d'): Promise<string> {
    const text = scenario(part, two(more)).replace('jobs: [{ name: a, run: 10 }]', 'trace: t.swf');
    const file = join(folder({ 't.swf': TRACE.join('\n'), 's.yaml': text }), 's.yaml');
    const { code, err } = await makespan('validate', file);
    expect([code, err === '']).toEqual(err === '' ? [0, true] : [2, false]);
    return err.replaceAll(`${file}:`, '').trim();
  }

  it.each([
    ['at: [{ at: 60, deadline: { job: 2, to: 40 } }]', 'at[0].deadline.to: is before the job is submitted, at 50 s'],
    ['at: [{ at: 60, deadline: { job: 3, to: 90 } }]', "at[0].deadline.job: unknown job '3'; expected one of: 1, 2"],
    [
      'accounts: groups\nat: [{ at: 60, shares: { account: group-7, to: 3 } }]',
      "at[0].shares.account: unknown account 'group-7'; did you mean group-5?",
    ],
    [
      'accounts: groups\nat: [{ at: 60, shares: { account: group-5, user: 18, to: 3 } }]',
      "at[0].shares.user: unknown user '18' of account 'group-5'; did you mean 17?",
    ],
  ])('is told with its place, too: %s', async (part, message) => {
    const told = await validated(part);
    expect(told).toMatch(/^[67]:\d+ at\[0\]/);
    expect(told.slice(told.indexOf('at['))).toBe(message);
  });

  it('users and groups of a trace may be members of a reservation and have shares', async () => {
    const reserved = (who: string) => `reservations: [{ name: r, from: 0, for: 1h, ${who} }]`;
    const asks = 'asks: [{ when: { user: 17 }, reservation: r }]';
    expect(await validated(asks, reserved('users: [17]'))).toBe('');
    expect(await validated(`${asks}\naccounts: groups`, reserved('accounts: [group-5]'))).toBe('');
    expect(await validated('accounts: groups\nat: [{ at: 60, shares: { account: group-5, user: 17, to: 3 } }]')).toBe(
      '',
    );
    expect(await validated(asks, reserved('users: [170]'))).toBe(
      "5:103 cluster.reservations[0].users[0]: unknown user '170'; did you mean 17?",
    );
  });
});

it('jobs of one name are offered once for a name that is missing', async () => {
  const file = join(
    folder({
      's.yaml': `question: Who?
workload: { jobs: [{ name: a, run: 10 }] }
cluster: { groups: { n: { count: 1, cores: 4 } } }
at: [{ at: 20, deadline: { job: b, to: 30 } }, { at: 10, submit: { name: a, run: 10 } }]
policies: [easy]
`,
    }),
    's.yaml',
  );
  const { code, err } = await makespan('validate', file);
  expect(code).toBe(2);
  expect(err).toMatch(/unknown job 'b'; expected one of: a\n/);
});

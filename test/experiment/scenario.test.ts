import { expect, test } from 'vitest';
import { loadScenario, parseScenario } from '../../src/experiment/scenario.ts';

const GOOD = `question: Which is better?
workload: { trace: ../traces/week.swf.gz }
policies:
  - fcfs
  - wfp3(depth=1)
  - { policy: backfill, depth: 4, label: four reservations }
  - { policy: backfill, depth: 2 }
`;

/** The problems that parsing reports, one line each. */
async function problems(text: string): Promise<string[]> {
  try {
    await parseScenario(text, 's.yaml');
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

test('a scenario becomes an experiment with every default filled in', async () => {
  expect(await parseScenario(GOOD, '/study/scenarios/week.yaml')).toEqual({
    name: 'week',
    question: 'Which is better?',
    source: { kind: 'trace', path: '/study/traces/week.swf.gz' },
    procs: undefined,
    policies: [
      { label: 'fcfs', spec: 'fcfs' },
      { label: 'wfp3(depth=1)', spec: 'wfp3(depth=1)' },
      { label: 'four reservations', spec: { policy: 'backfill', depth: 4 } },
      { label: 'backfill(depth=2)', spec: { policy: 'backfill', depth: 2 } },
    ],
    options: {
      profile: 'makespan',
      pass: 'instant',
      order: 'completions-first',
      overrun: 'kill',
      estimate: 'requested',
    },
    metrics: undefined,
    seed: undefined,
  });
});

test('explicit options win over the profile', async () => {
  const options = async (text: string): Promise<unknown> =>
    (await parseScenario(`${GOOD}options: ${text}\n`, 's.yaml')).options;
  expect(await options('{ profile: cqsim }')).toMatchObject({
    pass: 'event',
    order: 'completions-first',
    estimate: 'runtime',
  });
  expect(await options('{ profile: pyss, order: completions-first, overrun: extend }')).toEqual({
    profile: 'pyss',
    pass: 'event',
    order: 'completions-first',
    overrun: 'extend',
    estimate: 'requested',
  });
});

test('synthetic workloads carry their model options and a seed', async () => {
  const synthetic = (model: string): Promise<unknown> =>
    parseScenario(`question: ok?\nworkload: { ${model} }\npolicies: [easy]\nseed: 7\n`, 's.yaml');
  expect(await synthetic('lublin: { jobs: 10, procs: 8, load: 0.5, estimates: 3 }')).toMatchObject({
    source: { kind: 'lublin', model: { jobs: 10, procs: 8, load: 0.5, estimates: { factor: 3 } } },
    seed: 7,
  });
  expect(
    await synthetic('poisson: { jobs: 10, procs: 8, load: 0.5, mean_run: 60, size: [1, 4], estimates: exact }'),
  ).toMatchObject({
    source: {
      kind: 'poisson',
      model: { jobs: 10, procs: 8, load: 0.5, meanRun: 60, size: [1, 4], estimates: 'exact' },
    },
  });
});

const WORKLOAD = 'workload: { trace: t.swf }\n';
const HEAD = `question: Is it?\n${WORKLOAD}`;

test.each([
  ['an empty file', '', ['s.yaml:1:1 scenario: the file is empty; see docs/scenarios.md']],
  ['a text', 'hello\n', ["s.yaml:1:1 scenario: expected a map, found 'hello'"]],
  ['a list', '- a\n', ['s.yaml:1:1 scenario: expected a map, found a list']],
  [
    'nothing but a key that is wrong',
    'polices: [easy]\n',
    [
      's.yaml:1:1 question: is missing',
      's.yaml:1:1 workload: is missing',
      's.yaml:1:1 polices: unknown key; did you mean policies?',
    ],
  ],
  [
    'no question mark',
    `question: Is it.\n${WORKLOAD}policies: [easy]\n`,
    ['s.yaml:1:11 question: must be a question that ends in ?'],
  ],
  [
    'a late question',
    `${WORKLOAD}question: Is it?\npolicies: [easy]\n`,
    ['s.yaml:2:1 question: must come first, before all other keys'],
  ],
  ['a missing policy list', HEAD, ['s.yaml:1:1 policies: is missing']],
  ['no policy', `${HEAD}policies: []\n`, ['s.yaml:3:11 policies: must not be empty']],
  ['a null list', `${HEAD}policies:\n`, ['s.yaml:3:10 policies: expected a list, found nothing']],
  [
    'wrong policies',
    `${HEAD}policies:\n  - esay\n  - { policy: backfill, dept: 3 }\n  - 5\n  - { label: x }\n  - { policy: easy, label: 3 }\n`,
    [
      's.yaml:4:5 policies[0]: unknown policy esay; did you mean easy?',
      's.yaml:5:5 policies[1]: policy backfill has no option dept; did you mean depth?',
      "s.yaml:6:5 policies[2]: must be a policy's name or a map with the key policy or command",
      "s.yaml:7:5 policies[3]: must be a policy's name or a map with the key policy or command",
      's.yaml:8:5 policies[4]: its label must be a text',
    ],
  ],
  [
    'a label twice',
    `${HEAD}policies: [easy, fcfs, { policy: fcfs, label: easy }]\n`,
    ["s.yaml:3:24 policies[2]: policy 'easy' is given twice; give one of them a label of its own"],
  ],
  [
    'conservative under extend',
    `${HEAD}policies: [easy, conservative]\noptions: { overrun: extend }\n`,
    [
      "s.yaml:3:18 policies[1]: policy 'conservative' needs jobs to end by their estimates: it cannot run with overrun 'extend'",
    ],
  ],
  [
    'wrong options',
    `${HEAD}policies: [easy]\noptions:\n  profile: pys\n  overrun: kil\n  pass: 3\n  ordr: x\n`,
    [
      "s.yaml:5:12 options.profile: unknown profile 'pys'; did you mean pyss?",
      "s.yaml:6:12 options.overrun: 'kil' is not known; did you mean kill?",
      's.yaml:7:9 options.pass: expected one of: instant, event; found 3',
      's.yaml:8:3 options.ordr: unknown key; did you mean order?',
    ],
  ],
  [
    'wrong metrics',
    `${HEAD}policies: [easy]\nmetrics: [mean_wiat, utilization]\n`,
    ["s.yaml:4:11 metrics[0]: unknown metric 'mean_wiat'; did you mean mean_wait?"],
  ],
  ['a metric twice', `${HEAD}policies: [easy]\nmetrics: [awrt, awrt]\n`, ['s.yaml:4:10 metrics: names a metric twice']],
  [
    'a machine of no size',
    `${HEAD}policies: [easy]\ncluster: { procs: 0 }\n`,
    ['s.yaml:4:19 cluster.procs: must be at least 1, found 0'],
  ],
  [
    'a machine of half a processor',
    `${HEAD}policies: [easy]\ncluster: { procs: 1.5 }\n`,
    ['s.yaml:4:19 cluster.procs: expected a whole number, found 1.5'],
  ],
  [
    'a machine of no number',
    `${HEAD}policies: [easy]\ncluster: { procs: many }\n`,
    ["s.yaml:4:19 cluster.procs: expected a number, found 'many'"],
  ],
  [
    'two workloads',
    'question: ok?\nworkload: { trace: t.swf, lublin: { jobs: 1, procs: 1 } }\npolicies: [easy]\n',
    ['s.yaml:2:11 workload: needs exactly one of: trace, lublin, poisson, jobs'],
  ],
  [
    'no workload',
    'question: ok?\nworkload: {}\npolicies: [easy]\n',
    ['s.yaml:2:11 workload: needs exactly one of: trace, lublin, poisson, jobs'],
  ],
  [
    'a seed beside a trace',
    `${HEAD}policies: [easy]\nseed: 1\n`,
    ['s.yaml:4:1 seed: has no effect: a trace draws nothing; remove it'],
  ],
  [
    'no seed',
    'question: ok?\nworkload: { lublin: { jobs: 5, procs: 5 } }\npolicies: [easy]\n',
    ['s.yaml:1:1 seed: is missing: a synthetic workload is drawn from it'],
  ],
  [
    'wrong model options',
    'question: ok?\nworkload:\n  lublin: { jobs: 0, procs: 5, laod: 1, load: 0 }\npolicies: [easy]\nseed: 1\n',
    [
      's.yaml:3:19 workload.lublin.jobs: must be at least 1, found 0',
      's.yaml:3:32 workload.lublin.laod: unknown key; did you mean load?',
      's.yaml:3:47 workload.lublin.load: must be more than 0, found 0',
    ],
  ],
  [
    'jobs wider than the machine',
    'question: ok?\nworkload: { poisson: { jobs: 5, procs: 4, load: 1, size: [1, 5] } }\npolicies: [easy]\nseed: 1\n',
    ['s.yaml:2:58 workload.poisson.size: is more than the machine has processors'],
  ],
  [
    'wrong claims',
    `${HEAD}policies: [easy]
claims:
  - p95(wait) <= 4
  - "mean_wait(esay) < 4h"
  - 'mean_wiat < 4h'
  - { id: short, claim: mean_wait(fcfs) < 4h }
  - id: short
    claim: >-
      mean_wait
      < 4
  - "mean_wait(\\"easy\\") < 4"
  - mean_wait <
    4
`,
    [
      's.yaml:5:18 claims[0]: cannot compare a time with a plain number: give it a unit, such as 4h or 4s',
      "s.yaml:6:16 claims[1]: the scenario has no policy 'esay'; did you mean easy?",
      "s.yaml:7:6 claims[2]: unknown figure 'mean_wiat'; did you mean mean_wait?",
      "s.yaml:8:35 claims[3].claim: the scenario has no policy 'fcfs'; expected one of: easy",
      "s.yaml:9:9 claims[4].id: the id 'short' is given twice",
      's.yaml:10:12 claims[4].claim: cannot compare a time with a plain number: give it a unit, such as 4h or 4s',
      's.yaml:13:5 claims[5]: cannot compare a time with a plain number: give it a unit, such as 4h or 4s',
      's.yaml:14:5 claims[6]: cannot compare a time with a plain number: give it a unit, such as 4h or 4s',
    ],
  ],
  [
    'claims that have not the form of any',
    `${HEAD}policies: [easy]\nclaims: [3, '', { id: a b, claim: x }, { claim: p95(wait, easy) <= 4h }, { id: x }, { claim: 3 }]\n`,
    [
      's.yaml:4:10 claims[0]: must be a text, or a map with claim and id',
      's.yaml:4:13 claims[1]: must not be empty',
      's.yaml:4:23 claims[2].id: an id is made of letters, digits, dots, dashes and underlines',
      's.yaml:4:59 claims[3].easy) <= 4h: unknown key; expected one of: id, claim',
      's.yaml:4:74 claims[4].claim: is missing',
      's.yaml:4:94 claims[5].claim: expected a text, found 3',
    ],
  ],
  ['no claims', `${HEAD}policies: [easy]\nclaims: []\n`, ['s.yaml:4:9 claims: must not be empty']],
  [
    'an id that another claim has by its place',
    `${HEAD}policies: [easy]\nclaims: [{ id: claim-2, claim: mean_wait < 4h }, mean_wait < 5h]\n`,
    ["s.yaml:4:50 claims[1]: the id 'claim-2' is given twice"],
  ],
  [
    'a claim on a policy that is itself wrong',
    `${HEAD}policies: [esay]\nclaims: [mean_wait(esay) < 4h]\n`,
    ['s.yaml:3:12 policies[0]: unknown policy esay; did you mean easy?'],
  ],
  ['a key twice', `${HEAD}policies: [easy]\npolicies: [fcfs]\n`, ['s.yaml:4:1 yaml: this key is given twice']],
  [
    'two documents',
    `${HEAD}policies: [easy]\n---\na: 1\n`,
    ['s.yaml:4:1 yaml: a scenario is one YAML document, and here a second one begins'],
  ],
  ['a tag', 'question: !secret ok?\n', ['s.yaml:1:11 yaml: Unresolved tag: !secret']],
  [
    'an unknown alias',
    `${HEAD}policies: *list\n`,
    ['s.yaml:1:1 scenario: Unresolved alias (the anchor must be set before the alias): list'],
  ],
])('%s', async (_what, text, expected) => {
  expect(await problems(text)).toEqual(expected);
});

test('aliases that expand without end are refused rather than expanded', async () => {
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  const text = `question: ok?\nl0: &l0 [x, x]\n${levels.join('\n')}\n`;
  expect(await problems(text)).toEqual(['s.yaml:1:1 scenario: its aliases expand more than 100 times']);
});

test('claims have ids by their places unless they are given', async () => {
  const text = `${GOOD}claims:\n  - mean_wait(easy\n    ) < 4h\n  - { id: short.waits, claim: 'p95(wait, fcfs) < 4h' }\n`;
  const { claims } = await parseScenario(text.replace('- fcfs', '- fcfs\n  - easy'), 's.yaml');
  expect(claims).toEqual([
    { id: 'claim-1', text: 'mean_wait(easy ) < 4h' },
    { id: 'short.waits', text: 'p95(wait, fcfs) < 4h' },
  ]);
});

test('a file that is no scenario is not answered without end', async () => {
  const found = await problems(`{"a": [${'@,\n'.repeat(300)}`);
  expect(found).toHaveLength(21);
  expect(found[20]).toMatch(/^\.\.\. and \d+ more$/);
});

test('a syntax error is reported at its place', async () => {
  expect((await problems('question: ok?\nworkload: { trace: [x }\n'))[0]).toMatch(/^s\.yaml:2:\d+ yaml: \S/);
});

test.each([
  ['scenarios/none.yaml', 'cannot read the scenario scenarios/none.yaml: there is no such file'],
  ['scenarios', 'cannot read the scenario scenarios: it is a folder'],
])('a file that cannot be read: %s', async (path, message) => {
  await expect(loadScenario(path)).rejects.toThrow(message);
});

test.each(['sdsc-sp2', 'perfect-estimates', 'ten-percent-more', 'lublin-load'])(
  'scenarios/%s.yaml is right',
  async (name) => {
    expect((await loadScenario(`scenarios/${name}.yaml`)).question).toMatch(/\?$/);
  },
);

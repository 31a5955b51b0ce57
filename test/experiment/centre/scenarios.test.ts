import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/experiment/scenario.ts';
import { makespan } from '../../cli/recorder.ts';
import { ROOT } from '../../docs/markdown.ts';

const FOLDER = join(ROOT, 'scenarios/machines');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
/** These replay two years of a trace under several policies, which takes too long for a test. */
const LONG = ['fair-share-and-wide-jobs.yaml', 'maintenance.yaml'];

describe('scenarios/machines', () => {
  it('has an answer to several questions', () => expect(NAMES.length).toBeGreaterThanOrEqual(6));

  it.each(NAMES)('%s is right', async (name) => {
    expect(await makespan('validate', join(FOLDER, name))).toMatchObject({ code: 0, err: '' });
  });

  it.each(NAMES.filter((name) => !LONG.includes(name)))('%s keeps every law and meets its claims', async (name) => {
    const run = await makespan('run', join(FOLDER, name), '--check', '--require-claims', '--quiet');
    expect(run).toMatchObject({ code: 0, err: '' });
  });
});

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
    ['asks: [{ gpus: 1 }]', '6:8 asks[0]: no node of the machine has what one of its tasks needs'],
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

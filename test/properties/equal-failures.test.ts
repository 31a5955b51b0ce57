import { expect, test } from 'vitest';
import type { CentreForm } from '../../src/experiment/centre/centre-form.ts';
import { runExperiment } from '../../src/experiment/run.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { failuresMet } from '../../src/failures/failures-met.ts';
import type { Observer } from '../../src/model/facts.ts';
import type { OutageRecord } from '../../src/model/fault-run.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { faultsOf } from './faulty-centre.ts';

const CLUSTER: CentreForm['cluster'] = { groups: { n: { count: 8, cores: 4, racks: 2 } } };
/** Everything of the machine fails, becomes known and is foreseen; every policy and placement does something else. */
const scenario = (policies: readonly string[], more: object = {}): string =>
  JSON.stringify({
    question: 'Does anything move a failure?',
    workload: { lublin: { jobs: 150, procs: 32, load: 0.8 } },
    seed: 7,
    cluster: CLUSTER,
    failures: {
      nodes: { law: 'weibull', shape: 0.7, mtbf: '12h', repair: { law: 'lognormal', mean: '1h', sigma: 1 } },
      racks: { mtbf: '10d', repair: '1h' },
      bursts: { every: '5d', size: 3, within: '10min', repair: '1h' },
      cascade: { probability: '20%', within: '1h' },
      jobs: { crash: { share: '5%' } },
    },
    detection: { heartbeat: '10s', timeout: '30s' },
    checkpoints: { interval: 'daly', write: '1min' },
    recovery: { retries: 20, quarantine: { failures: 3, within: '2d', for: '1d' } },
    policies,
    ...more,
  });

const POLICIES = ['fcfs', 'easy', 'conservative', 'sjf', 'easy(placement=random)'];

type Runs = ReadonlyMap<string, FinishedRun>;
const made = new Map<string, Promise<Runs>>();

/** What nobody watches is run once for all tests. */
function runsOf(text: string): Promise<Runs> {
  if (!made.has(text)) made.set(text, run(text, false));
  return made.get(text)!;
}

async function run(text: string, observed: boolean): Promise<Runs> {
  const observers = (): readonly Observer[] => (observed ? [{ name: 'curious', reasons: true, on: () => {} }] : []);
  const { runs } = await runExperiment(await parseScenario(text, 's.yaml'), { observers });
  return new Map(runs.map(({ label, run }) => [label, run]));
}

/** What failed before a moment, and when that was known: until when it did may not be over by the end of a run. */
const log = (run: FinishedRun, before: number): Pick<OutageRecord, 'node' | 'from' | 'known' | 'cause' | 'event'>[] =>
  faultsOf(run)
    .outages.filter(({ from }) => from < before)
    .map(({ node, from, known, cause, event }) => ({ node, from, known, cause, event }));

const lastEnd = (run: FinishedRun): number => run.end.reduce((last, end) => Math.max(last, end), 0);

test('every policy meets the same failures', async () => {
  const runs = [...(await runsOf(scenario(POLICIES))).values()];
  const before = Math.min(...runs.map(lastEnd));
  const [first, ...others] = runs.map((run) => log(run, before));
  expect(first!.length).toBeGreaterThan(40);
  expect(new Set(first!.map(({ cause }) => cause))).toEqual(new Set(['node', 'rack', 'burst', 'cascade']));
  for (const other of others) expect(other).toEqual(first);
  // So is the log that a report has of each of them.
  expect(new Set(runs.map((run) => failuresMet(run, before).hash)).size).toBe(1);
  expect(failuresMet(runs[0]!, before).faults).toBe(first!.length);
  expect(failuresMet(runs[0]!, before / 2).hash).not.toBe(failuresMet(runs[0]!, before).hash);
  // They would prove nothing if they did the same.
  expect(new Set(runs.map(({ hash }) => hash)).size).toBeGreaterThan(3);
});

test.each<readonly [string, string, boolean]>([
  ['an observer that asks for reasons', scenario(['easy']), true],
  ['other policies', scenario(POLICIES), false],
  [
    'warnings that nobody heeds',
    scenario(['easy'], {
      detection: {
        heartbeat: '10s',
        timeout: '30s',
        predictor: { precision: '50%', recall: '50%', lead: '1h', holds: '1h' },
        signal: { every: '5min', noise: 1, failing: 5, lead: '2h', threshold: 2.5, holds: '1h' },
      },
    }),
    false,
  ],
])('%s moves no failure and no job', async (_, text, observed) => {
  const alone = (await runsOf(scenario(['easy']))).get('easy')!;
  const other = (await (observed ? run(text, observed) : runsOf(text))).get('easy')!;
  expect(other.hash).toBe(alone.hash);
  expect(faultsOf(other).outages).toEqual(faultsOf(alone).outages);
  expect(faultsOf(other).incidents).toEqual(faultsOf(alone).incidents);
});

test('another stream moves no failure of a node', async () => {
  const alone = (await runsOf(scenario(['easy']))).get('easy')!;
  const more = (
    await runsOf(
      scenario(['easy'], {
        cluster: { groups: { ...CLUSTER.groups, m: { count: 2, cores: 4 } } },
      }),
    )
  ).get('easy')!;
  const before = Math.min(lastEnd(alone), lastEnd(more));
  const ofNodes = (run: FinishedRun): readonly string[] =>
    log(run, before)
      .filter(({ cause, node }) => cause === 'node' && node < 8)
      .map(({ node, from }) => `${node} ${from}`);
  expect(ofNodes(alone).length).toBeGreaterThan(10);
  expect(ofNodes(more)).toEqual(ofNodes(alone));
});

test('deadlocks are in the log of what each policy has met', async () => {
  const failures = { jobs: { deadlock: { account: 'default', every: '12h' } } };
  const more = { failures, detection: undefined, checkpoints: undefined, recovery: { retries: 50, watchdog: '10min' } };
  const runs = [...(await runsOf(scenario(['fcfs', 'easy'], more))).values()];
  const before = Math.min(...runs.map(lastEnd));
  const [first, second] = runs.map((run) => failuresMet(run, before));
  expect(first!.faults).toBeGreaterThan(2);
  expect(second).toEqual(first);
  expect(failuresMet(runs[0]!, before / 2).hash).not.toBe(first!.hash);
  expect(runs[0]!.hash).not.toBe(runs[1]!.hash);
});

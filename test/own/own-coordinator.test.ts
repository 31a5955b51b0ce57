import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayOf } from '../../src/cli/stored-run.ts';
import { resilienceRecord } from '../../src/experiment/failures/record.ts';
import { runExperiment } from '../../src/experiment/run.ts';
import { loadScenario } from '../../src/experiment/scenario.ts';
import { replayedAsStored } from '../../src/experiment/stored-replay.ts';
import { RunKeys } from '../../src/experiment/study/key.ts';
import type { FaultRun } from '../../src/model/fault-run.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { decodeRun, encodeRun } from '../../src/report/run-data.ts';
import { BuiltStudy } from '../cli/built-study.ts';
import { folder, makespan } from '../cli/recorder.ts';
import { fences, read } from '../docs/markdown.ts';

/** One node, and a job of 100 s; the node is down from 10 s to 20 s and from 70 s to 75 s. */
const ONE = {
  question: 'ok?',
  workload: { jobs: [{ name: 'j', run: '100s', cores: 1 }] },
  cluster: { groups: { n: { count: 1, cores: 1 } } },
  failures: { trace: 'outages.csv' },
  policies: ['fcfs', 'easy'],
  seed: 1,
};
const OUTAGES = 'node,from,until,cause\nn-1,10,20,disk\nn-1,70,75,disk\n';

const placed = (text: string, more: object = {}, recovery: object = {}): string => {
  const path = folder({ 'outages.csv': OUTAGES, 'mine.mjs': text });
  // JSON is YAML.
  const scenario = { ...ONE, recovery: { coordinator: './mine.mjs', retries: 3, ...recovery }, ...more };
  writeFileSync(join(path, 's.yaml'), JSON.stringify(scenario, null, 1));
  return path;
};
const runsIn = async (path: string): Promise<FinishedRun[]> =>
  (await runExperiment(await loadScenario(join(path, 's.yaml')))).runs.map(({ run }) => run);
const faults = (run: FinishedRun): FaultRun => run.centre!.faults!;

describe('a coordinator of the user', () => {
  it('decides, and what it leaves out is as the scenario says', async () => {
    // Stopped at 10 s, it is queued at 40 s, stopped again at 70 s, and then queued at once; the node is back at 75 s.
    const text = `export default () => {
      let times = 0;
      return {
        name: 'once',
        afterFault: () => (times++ === 0 ? { then: 'requeue', after: 30000, why: 'half a minute' } : undefined),
      };
    };`;
    for (const run of await runsIn(placed(text))) {
      expect([...run.end]).toEqual([175_000]);
      expect(faults(run)).toMatchObject({
        coordinator: 'once',
        incidents: [
          { known: 10_000, queued: 40_000, then: 'requeue', why: 'half a minute' },
          { known: 70_000, queued: 70_000, then: 'requeue', why: expect.stringContaining('retry 2 of at most 3') },
        ],
      });
    }
  });

  it('cannot have a job retried without bound, nor change what it is told', async () => {
    const text = `export default {
      afterFault(incident) {
        for (const change of [() => { incident.times = 0; }, () => incident.nodes.push(1)])
          try { change(); } catch (error) { if (!(error instanceof TypeError)) throw error; }
        return { then: 'requeue', why: 'again' };
      },
    };`;
    const [run] = await runsIn(placed(text, {}, { retries: 1 }));
    expect(faults(run!).incidents.map(({ then, why }) => [then, why])).toEqual([
      ['requeue', 'again'],
      ['fail', expect.stringMatching(/^given up after 1 retry: .*; mine would queue it again: again$/)],
    ]);
  });

  it('keeps nodes out of use, for ever too', async () => {
    const text =
      "export default { afterRepair: () => ({ then: 'quarantine', until: Infinity, why: 'no more of it' }) };";
    const [run] = await runsIn(placed(text, { cluster: { groups: { n: { count: 2, cores: 1 } } } }));
    expect(faults(run!).quarantines).toMatchObject([
      { node: 0, from: 20_000 },
      { from: 75_000, why: 'no more of it' },
    ]);
    // From zero on the other node, at 10 s.
    expect([...run!.end]).toEqual([110_000]);
  });

  it.each([
    ['export const a = 1;', 'mine.mjs has no default export, which would be the coordinator; it exports a'],
    ['export default 5;', 'mine.mjs exports no coordinator: found number'],
    ['export default () => 5;', 'mine.mjs exports no coordinator: found number'],
    ['export default async () => ({});', 'its function is asynchronous; it must return the coordinator'],
    ['export default { afterFalut() {} };', 'nobody calls its afterFalut; did you mean afterFault?'],
    ['export default { onWarning: 1 };', 'its onWarning must be a function'],
    ['export default { name: "" };', 'its name must be a text'],
    ['export default { n: 1 };', 'it has none of afterFault, afterRepair, onWarning; found n'],
    ['export default () => {\n throw new Error("no");\n};', 'its default export failed: no ('],
  ])('of no such shape is refused at its place: %s', async (text, message) => {
    const path = placed(text);
    const { code, err, out } = await makespan('run', join(path, 's.yaml'), '--json');
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toMatch(/s\.yaml:\d+:\d+ recovery\.coordinator: /);
    expect(err).toContain(message);
  });

  it('that is not there, or not known, is answered with the nearest that is', async () => {
    const told = async (coordinator: string): Promise<string> =>
      (await makespan('validate', join(placed('', {}, { coordinator }), 's.yaml'))).err;
    expect(await told('./mien.mjs')).toMatch(/recovery\.coordinator: there is no module .*; did you mean mine\.mjs\?/);
    expect(await told('standrad')).toContain("recovery.coordinator: 'standrad' is not known; did you mean standard?");
  });

  const warned = { detection: { predictor: { precision: '100%', recall: '100%', lead: '5s', holds: '5s' } } };
  const FAULT = 'mine.mjs: afterFault of row 0 at 10 s: ';
  it.each([
    ['afterFault: () => ({ then: "requeu", why: "x" })', `${FAULT}then is 'requeu'; did you mean requeue?`],
    ['afterFault: () => ({ why: "x" })', `${FAULT}then is undefined; expected one of: requeue, fail`],
    ['afterFault: () => "fail"', `${FAULT}it returns 'fail'; expected a verdict such as { then, why }, or nothing`],
    ['afterFault: async () => ({})', `${FAULT}it is asynchronous; it must decide before it returns`],
    ['afterFault: () => ({ then: "fail" })', `${FAULT}why is undefined; expected the reason, a text`],
    [
      'afterFault: () => ({ then: "fail", why: "x", keeps: 1 })',
      'unknown key keeps beside then: fail; did you mean keep?',
    ],
    ['afterFault: () => ({ then: "fail", why: "x", keep: 1 })', `${FAULT}keep is 1; expected true or false`],
    ...['-1', 'NaN', 'Infinity', '0.5', '1e15'].map((after) => [
      `afterFault: () => ({ then: "requeue", why: "x", after: ${after} })`,
      `${FAULT}after is ${String(Number(after))}; expected whole milliseconds, from 0 to a million days`,
    ]),
    [
      'afterFault: () => ({ then: "requeue", why: "x", place: "front" })',
      "place is 'front'; expected one of: head, order, tail",
    ],
    ['afterFault: (incident) => incident.node.length', `${FAULT}TypeError: Cannot read properties of undefined`],
    [
      'afterRepair: () => ({ then: "quarantine", why: "x" })',
      'mine.mjs: afterRepair of node 0 at 20 s: until is undefined; expected a time of at least now, 20000,',
    ],
    ['afterRepair: () => ({ then: "quarantine", until: 5, why: "x" })', 'until is 5; expected a time of at least now'],
    [
      'onWarning: () => ({ then: "migrate", why: "x" })',
      'jobs take no checkpoints with which they could move; say drain',
    ],
  ])('is held to what a verdict may be: %s', async (body, message) => {
    const path = placed(`export default { ${body} };`, warned);
    const { code, err } = await makespan('run', join(path, 's.yaml'), '--json', '--quiet');
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toMatch(/^makespan: policy 'fcfs': /);
    expect(err).toContain(message);
  });

  it('that goes by the rules of the standard one makes the same schedules', { timeout: 120_000 }, async () => {
    const text = `export default () => ({
      afterFault({ times, checkpointed }) {
        if (times > 3) return { then: 'fail', keep: checkpointed, why: 'enough' };
        const after = Math.min(600000, 60000 * 2 ** (times - 1));
        return { then: 'requeue', from: checkpointed ? 'checkpoint' : 'start', place: 'tail', after, why: 'again' };
      },
      afterRepair: () => ({ then: 'return', why: 'repaired' }),
      onWarning: () => ({ then: 'migrate', why: 'it will fail' }),
    });`;
    const rules = {
      retries: 3,
      place: 'tail',
      backoff: { first: '1min', most: '10min' },
      keep_partial: true,
      on_warning: 'migrate',
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), fc.integer({ min: 2, max: 40 }), async (seed, hours) => {
        const under = {
          workload: { poisson: { jobs: 40, procs: 8, load: 0.9, mean_run: 3600, size: [1, 4] } },
          cluster: { groups: { n: { count: 8, cores: 1 } } },
          failures: { nodes: { mtbf: `${hours}h`, repair: '30min' }, jobs: { crash: { share: '20%' } } },
          detection: { predictor: { precision: '50%', recall: '50%', lead: '10min', holds: '10min' } },
          checkpoints: { interval: '20min', write: '1min' },
          seed,
        };
        const own = await runsIn(placed(text, under));
        const standard = await runsIn(placed(text, under, { ...rules, coordinator: 'standard' }));
        const seen = (run: FinishedRun): unknown => [
          run.hash,
          faults(run).incidents.map(({ then, lost, queued, again }) => [then, lost, queued, again]),
        ];
        expect(own.map(seen)).toEqual(standard.map(seen));
      }),
      { numRuns: 15 },
    );
  });

  it('that has changed since is told from what a stored run was made with, and has another key', async () => {
    const path = placed("export default { afterFault: () => ({ then: 'requeue', why: 'x' }) };");
    const experiment = await loadScenario(join(path, 's.yaml'));
    const { workload, runs } = await runExperiment(experiment);
    const told = runs.map(({ label, run }, i) => ({ label, description: '', spec: experiment.policies[i]!.spec, run }));
    const { options } = experiment;
    const resilience = resilienceRecord(experiment.centre!.form, workload);
    const input = {
      version: '0',
      command: '',
      scenario: {},
      workload,
      runs: told,
      options,
      seed: 1,
      resilience,
      base: '.',
    };
    const stored = decodeRun(encodeRun(input));
    const again = (): Promise<unknown> => replayedAsStored(replayOf(stored, stored.runs[0]!, path), [], undefined);
    await expect(again()).resolves.toBeDefined();
    const before = new RunKeys().workload(experiment);
    writeFileSync(join(path, 'mine.mjs'), "export default { afterFault: () => ({ then: 'fail', why: 'other' }) };");
    expect(new RunKeys().workload(experiment)).not.toBe(before);
    await expect(again()).rejects.toThrow(/recovery\.coordinator: .*mine\.mjs has changed since/);
  });

  const drawn = {
    workload: { poisson: { jobs: 40, procs: 8, load: 0.5, mean_run: 3600, size: [1, 4] } },
    cluster: { groups: { n: { count: 8, cores: 1 } } },
    failures: { nodes: { mtbf: '10h', repair: '30min' } },
    axes: { 'recovery.coordinator': { named: { usual: 'standard', own: './mine.mjs' } } },
    replications: 2,
  };

  it('decides in threads as it does in one process', { timeout: 60_000 }, async () => {
    const text = `import { why } from './beside.mjs';
export default { afterFault: ({ times }) => (times > 2 ? { then: 'fail', why } : undefined) };`;
    const path = placed(text, drawn);
    writeFileSync(join(path, 'beside.mjs'), "export const why = 'twice is enough';");
    const study = (name: string): BuiltStudy => new BuiltStudy(join(path, 's.yaml'), join(path, name));
    const [alone, two] = [study('alone'), study('two')];
    const printed = await alone.run('--executor', 'in-process');
    expect(printed).toMatchObject({ code: 0 });
    expect(await two.run('--workers', '2')).toEqual(printed);
    expect(two.files()).toEqual(alone.files());
    const kept = alone.kept().sort();
    // Runs by the standard one stay; those by this one are other runs once a module that it imports has changed.
    writeFileSync(join(path, 'beside.mjs'), "export const why = 'it is enough';");
    expect(await alone.run('--workers', '2')).toMatchObject({ code: 0 });
    // 2 replications x 2 policies at one of the two points.
    expect(alone.kept().filter((name) => !kept.includes(name))).toHaveLength(4);
  });

  it('that fails in a thread is told in one line', { timeout: 60_000 }, async () => {
    const path = placed("export default { afterFault() { throw new Error('no idea'); } };", drawn);
    const { code, out, err } = await new BuiltStudy(join(path, 's.yaml'), join(path, 'two')).run('--workers', '2');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^makespan: s: \w+, replication \d, recovery\.coordinator = "own": policy '\w+': .*mine\.mjs: afterFault of row \d+ at [\d.]+ s: no idea \(.*mine\.mjs:1:39\)\n$/,
    );
  });

  it('as docs/failures.md shows it runs', async () => {
    const [shown] = fences(read('docs/failures.md')).filter(({ language }) => language === 'js');
    const [run] = await runsIn(placed(shown!.text));
    expect(faults(run!).incidents).toHaveLength(2);
  });
});

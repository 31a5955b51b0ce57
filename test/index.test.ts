import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as library from '../src/index.ts';
import {
  backfill,
  buildReport,
  createScheduler,
  type Fact,
  headline,
  inspectTrace,
  invariants,
  loadScenario,
  lublin,
  METRICS,
  NO_JOB,
  parseScenario,
  planPolicy,
  prepareWorkload,
  type QueueOrder,
  type ReportInput,
  readSwf,
  readSwfBytes,
  resolveOptions,
  runExperiment,
  type Scheduler,
  SWF_FIELDS,
  simulate,
  startSimulation,
  swfText,
  toSeconds,
  writeReport,
  writeSwf,
} from '../src/index.ts';

/** Four processors; submit, run and procs are fields 2, 4 and 5, the requested time is field 9. */
const SWF = `; MaxProcs: 4
1 0 -1 10 3 -1 -1 3 10
2 1 -1 10 4 -1 -1 4 10
3 2 -1 20 1 -1 -1 1 20
4 3 -1  7 1 -1 -1 1 7
`;
const WORKLOAD = prepareWorkload('four jobs', readSwfBytes([Buffer.from(SWF)]), {
  overrun: 'kill',
  estimate: 'requested',
});

/** Narrowest first, and no job holds a reservation. */
const narrowestFirst: Scheduler = {
  name: 'narrowest-first',
  order: { name: 'procs', varies: false, score: (job, jobs) => jobs.procs[job]! },
  promises: false,
  needsKill: false,
  decide({ queue }, plan) {
    for (let job = queue.startableAfter(NO_JOB); job !== NO_JOB; job = queue.startableAfter(job)) plan.start(job);
  },
};

describe('the library', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-library-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('exports these values', () => {
    expect(Object.keys(library).sort()).toEqual([
      'CORES',
      'GPUS',
      'INSTANT',
      'InputError',
      'InvariantViolation',
      'MEMORY',
      'METRICS',
      'NO_JOB',
      'ORDERS',
      'PLAN_TICK',
      'POLICIES',
      'PROFILES',
      'RESOURCES',
      'RunStore',
      'STORAGE',
      'SWF_FIELDS',
      'auditLog',
      'backfill',
      'bootstrapInterval',
      'borrowingHistory',
      'buildReport',
      'byFaultCause',
      'centreInvariants',
      'createScheduler',
      'decided',
      'decisionRecorder',
      'describePolicy',
      'diffRuns',
      'evaluateClaims',
      'experimentRecord',
      'explain',
      'explainJob',
      'explainOnNodes',
      'fairShareHistory',
      'fairStarts',
      'figureInterval',
      'firstParting',
      'fromSeconds',
      'headline',
      'inProcess',
      'inspectTrace',
      'interruptsBy',
      'invariants',
      'latinHypercube',
      'list',
      'loadScenario',
      'loadStudy',
      'loadWorkload',
      'looks',
      'lublin',
      'meanInterval',
      'metricsOf',
      'momentRecorder',
      'mser5',
      'nodeLifeRecorder',
      'paretoFront',
      'parseScenario',
      'planCapacity',
      'planPolicy',
      'poisson',
      'poissonJobs',
      'prepareWorkload',
      'randomStreams',
      'readSwf',
      'readSwfBytes',
      'replicated',
      'resamplesFor',
      'resolveOptions',
      'runExperiment',
      'runStudy',
      'saturation',
      'sensitivity',
      'shiftsBetween',
      'shrink',
      'simulate',
      'simulateAsync',
      'simulateCentre',
      'startSimulation',
      'swfText',
      'threads',
      'toSeconds',
      'usageAt',
      'usageHistory',
      'verdicts',
      'waitAfter',
      'windowed',
      'writeReport',
      'writeSwf',
    ]);
  });

  it("simulates a workload under one's own policy", () => {
    const { jobs, procs } = WORKLOAD;
    const run = simulate(jobs, procs, narrowestFirst, { observers: [invariants(jobs, procs, narrowestFirst)] });
    // 1 holds 3 until 10; 3 fits beside it until 22; 4 fits from 10 on; 2 needs all four.
    expect(Array.from(run.start, toSeconds)).toEqual([0, 22, 2, 10]);
    // Waits 0, 21, 0, 7.
    expect(headline(run)).toMatchObject({ jobs: 4, mean_wait: 7, max_wait: 21, makespan: 32 });
    expect(METRICS.find(({ name }) => name === 'mean_wait')?.of(run)).toBe(7);
    // 30 + 40 + 20 + 7 of 4 x 32.
    expect(headline(run).utilization).toBe(97 / 128);
  });

  it("backfills in one's own order", () => {
    const latest: QueueOrder = { name: 'latest', varies: false, score: (job) => -job };
    const { jobs, procs } = WORKLOAD;
    const run = simulate(jobs, procs, backfill('latest first', { depth: 1, order: latest }));
    // At 1, 2 is blocked until 10, and at 2 the latest, 3, is first and starts; 4 has to wait for 1, and 2 for 3.
    expect(Array.from(run.start, toSeconds)).toEqual([0, 22, 2, 10]);
    const easy = simulate(jobs, procs, createScheduler('easy'));
    expect(Array.from(easy.start, toSeconds)).toEqual([0, 10, 20, 3]);
    expect(run.hash).not.toBe(easy.hash);
  });

  it('is advanced by hand and watched', () => {
    const { jobs, procs } = WORKLOAD;
    const started: number[] = [];
    const on = (fact: Fact): void => void (fact.kind === 'start' && started.push(jobs.id[fact.job]!));
    const observers = [{ name: 'starts', on }];
    const simulation = startSimulation(jobs, procs, createScheduler('easy'), { observers });
    simulation.advance(4);
    expect([toSeconds(simulation.now), started]).toEqual([3, [1, 4]]);
    while (simulation.advance(1)) {}
    expect([started, simulation.finish().policy]).toEqual([[1, 4, 2, 3], 'easy']);
  });

  it('reads back the traces that it writes, and sums them up', async () => {
    const trace = lublin({ jobs: 200, procs: 64, seed: 1, load: 0.8 });
    const path = join(folder, 'lublin.swf.gz');
    await writeSwf(trace, path);
    const again = await readSwf(path);
    for (const field of SWF_FIELDS) expect(Array.from(again.columns[field])).toEqual(Array.from(trace.columns[field]));
    expect([...swfText(again)].join('')).toBe([...swfText(trace)].join(''));
    const workload = prepareWorkload('lublin', again, { overrun: 'kill', estimate: 'requested' });
    expect(inspectTrace(again, workload)).toMatchObject({ jobs: 200, procs: 64 });
  });

  it('runs scenarios and writes their reports', async () => {
    writeFileSync(join(folder, 'four.swf'), SWF);
    const scenario = 'question: Which is quicker?\nworkload: {trace: four.swf}\npolicies: [fcfs, easy]\n';
    const path = join(folder, 'four.yaml');
    writeFileSync(path, scenario);
    const { workload, runs, experiment } = await runExperiment(await loadScenario(path));
    expect(await parseScenario(scenario, path)).toEqual(experiment);
    const input: ReportInput = {
      version: '0.0.0',
      command: 'node program.js',
      question: experiment.question,
      scenario: library.experimentRecord(experiment),
      workload,
      runs: runs.map(({ label, run }) => ({ label, run, description: label })),
    };
    const report = buildReport(input);
    expect(report.policies.map(({ label, metrics }) => [label, metrics['makespan']])).toEqual([
      // Both end with 3, which starts at 20.
      ['fcfs', 40],
      ['easy', 40],
    ]);
    const files = await writeReport(join(folder, 'report'), input);
    expect(files.map((file) => file.slice(folder.length))).toEqual([
      ...['/report/report.json', '/report/report.html', '/report/summary.md', '/report/jobs.json'],
    ]);
    expect(JSON.parse(readFileSync(files[0]!, 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('runs experiments that no file describes', async () => {
    const { runs } = await runExperiment({
      name: 'poisson',
      source: { kind: 'poisson', model: { jobs: 50, procs: 4, load: 0.9 } },
      seed: 3,
      policies: [await planPolicy('fcfs'), await planPolicy({ policy: 'backfill', depth: 2 })],
      options: resolveOptions({ profile: 'pyss' }),
    });
    expect(runs.map(({ label, run }) => [label, run.jobs.length])).toEqual([
      ['fcfs', 50],
      ['backfill(depth=2)', 50],
    ]);
  });
});

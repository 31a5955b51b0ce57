import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { replayOf } from '../../../src/cli/stored-run.ts';
import { resilienceRecord } from '../../../src/experiment/failures/record.ts';
import type { ResilienceForms } from '../../../src/experiment/failures/resilience-form.ts';
import { runExperiment } from '../../../src/experiment/run.ts';
import { loadScenario } from '../../../src/experiment/scenario.ts';
import { replayedAsStored } from '../../../src/experiment/stored-replay.ts';
import type { ReportInput } from '../../../src/report/report.ts';
import { decodeRun, encodeRun } from '../../../src/report/run-data.ts';
import { anyForms } from './any-forms.ts';

const SCENARIO = {
  question: 'Is it the same again?',
  workload: {
    jobs: [
      { name: 'doomed', run: '3h', cores: 4, account: 'physics' },
      { name: 'wide', run: '4h', cores: 8, tasks: 3 },
      { name: 'many', submit: '30min', array: 6, run: '2h', cores: 4, memory: '4 GiB', account: 'physics' },
      { name: 'last', submit: '1h', run: '6h', cores: 8, tasks: 2, after: 'wide' },
    ],
  },
  accounts: { physics: {}, default: {} },
  cluster: { groups: { n: { count: 4, cores: 8, memory: '32 GiB', racks: 2 } } },
  policies: ['fcfs', 'easy', 'conservative'],
};

function folderOf(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'makespan-again-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** The report of a scenario under these faults, as it is read back from its file. */
async function stored(folder: string, forms: ResilienceForms, seed: number): Promise<ReportInput> {
  // JSON is YAML.
  writeFileSync(join(folder, 's.yaml'), JSON.stringify({ ...SCENARIO, ...forms, seed }));
  const experiment = await loadScenario(join(folder, 's.yaml'));
  const { workload, runs } = await runExperiment(experiment);
  const { options, policies } = experiment;
  const resilience = resilienceRecord(experiment.centre!.form, workload);
  const told = runs.map(({ label, run }, i) => ({ label, description: '', spec: policies[i]!.spec, run }));
  const input = { version: '0', command: '', scenario: {}, workload, runs: told, options, seed, resilience, base: '.' };
  return decodeRun(encodeRun(input));
}

test('every stored run under any faults comes out again as it was', { timeout: 120_000 }, async () => {
  const folder = folderOf({});
  await fc.assert(
    fc.asyncProperty(anyForms, fc.nat(1000), async (forms, seed) => {
      const report = await stored(folder, forms, seed);
      for (const run of report.runs) {
        const again = await replayedAsStored(replayOf(report, run, folder), [], undefined);
        expect(again.hash).toBe(run.run.hash);
        expect([...again.end]).toEqual([...run.run.end]);
      }
    }),
    { numRuns: 20 },
  );
});

const TRACE = 'node,from,until,cause\nn-1,3600,7200,disk\n';
const REPLAYED: ResilienceForms = { failures: { trace: 'outages.csv' }, recovery: { retries: 3 } };

test('a failure trace must be there, and be what it was', async () => {
  const folder = folderOf({ 'outages.csv': TRACE });
  const report = await stored(folder, REPLAYED, 1);
  const again = (): Promise<unknown> => replayedAsStored(replayOf(report, report.runs[0]!, folder), [], undefined);
  const cannot = 'what befell the run cannot be made again, so it cannot be simulated again: failures.trace: ';
  await expect(again()).resolves.toBeDefined();
  const path = join(folder, 'outages.csv');
  writeFileSync(path, TRACE.replace('7200', '7201'));
  await expect(again()).rejects.toThrow(`${cannot}${path} has changed since`);
  rmSync(path);
  await expect(again()).rejects.toThrow(`${cannot}there is no such file: ${path}`);
});

test('a record that is damaged is said to be', async () => {
  const folder = folderOf({});
  const report = await stored(
    folder,
    { failures: { nodes: { mtbf: '9h', repair: '1h' } }, recovery: { retries: 1 } },
    1,
  );
  const resilience = { forms: { failures: { nodes: { mtbf: '9h' } } } } as NonNullable<ReportInput['resilience']>;
  const replay = replayOf({ ...report, resilience }, report.runs[0]!, folder);
  await expect(replayedAsStored(replay, [], undefined)).rejects.toThrow(
    /cannot be made again.*failures\.nodes.*repair/,
  );
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { inProcess } from '../../../src/executors/in-process.ts';
import { RunStore } from '../../../src/executors/store.ts';
import { scenarioText } from '../../../src/experiment/open-scenario.ts';
import { studyOf } from '../../../src/experiment/study/load-study.ts';
import type { Study } from '../../../src/experiment/study/study.ts';
import type { StudyHooks } from '../../../src/experiment/study/study-runs.ts';

const place = mkdtempSync(join(tmpdir(), 'makespan-study-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A folder of its own, removed at the end of the file. */
export const folder = (): string => mkdtempSync(join(place, 'f'));

/** A small synthetic workload on a machine that is often full. */
export const scenario = (part = '', policies = '[fcfs, easy]'): string =>
  `question: Is it?\nworkload: { poisson: { jobs: 60, procs: 8, load: 0.9, size: [1, 6], estimates: 2 } }\npolicies: ${policies}\ncluster: { procs: 8 }\nseed: 1\n${part}`;

export const studyIn = (text: string): Promise<Study> => studyOf(scenarioText(text, 's.yaml'), () => []);

export const hooks = (more: Partial<StudyHooks> = {}): StudyHooks => ({
  executor: inProcess,
  store: new RunStore(folder(), '1.2.3'),
  signal: new AbortController().signal,
  ...more,
});
